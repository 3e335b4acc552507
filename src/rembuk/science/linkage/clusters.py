"""From pairs to persons: the surest link first, and no link that a rule of the house forbids.

Never together: two records of a duplicate-free list; two members of one card in one list, unless
name, birth date and NIK say they are one person written twice; what a person decided apart.
The order of records does not matter: pairs are taken by weight, ties by `record_id`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from rembuk.science.linkage.comparisons import comparison

UNLIKE_BELOW: Final = -0.5
"""Weight against "two of one family" below which two records are two persons. Measured on seed 208
of 200,000 persons: -1.5 joined 2.1 children in 10,000 with a sibling, -0.5 1.4, F1 .9973, .9970."""
TWICE_FROM: Final = 6.0
"""Weight from which two records of one card in one list may be one person written twice."""


TWICE_FAMILY: Final = 2.0
"""The same against "two of one family": short names of twins are alike."""


def _places(field: str, *codes: str) -> list[int]:
    every = [level.code for level in comparison(field).levels]
    return [every.index(code) for code in codes]


def may_join(pairs: pl.DataFrame) -> pl.Expr:
    """Whether a pair may be joined without being asked, whatever its weight.

    One NIK on two different names is a mother's or a brother's NIK more often than a new name.
    Numbers that follow each other on names that are not equal are twins more often than a slip.
    """
    if not {"nama", "nik", "lahir"} <= set(pairs.columns):
        return pl.lit(True)
    borrowed = (
        pl.col("nik").is_in(_places("nik", "sama"))
        & pl.col("nama").is_in(_places("nama", "beda"))
        & pl.col("lahir").is_in(_places("lahir", "beda", "selisih-2", "tahun"))
    )
    twins = pl.col("nik").is_in(_places("nik", "urut-dekat")) & ~pl.col("nama").is_in(
        _places("nama", "kosong", "sama-jarang", "sama")
    )
    return ~(borrowed | twins)


def unlike(pairs: pl.DataFrame) -> pl.Expr:
    """Whether two records are clearly two of one family; one NIK on both says nothing is clear."""
    clear = pl.col("family") < UNLIKE_BELOW
    if "nik" in pairs.columns:
        clear = clear & ~pl.col("nik").is_in(_places("nik", "sama"))
    return clear


def written_twice(pairs: pl.DataFrame) -> pl.Expr:
    """Whether two records of one card in one list are clearly one person written twice."""
    names = set(pairs.columns)
    sure = pl.col("weight") >= TWICE_FROM
    if "nama" in names:
        near = pl.col("nama").is_in(
            _places(
                "nama", "sama-jarang", "sama", "singkat-jarang", "singkat", "selisih-1", "mirip"
            )
        )
        equal = pl.col("nama").is_in(
            _places("nama", "sama-jarang", "sama", "singkat-jarang", "singkat")
        )
        one_nik = pl.col("nik").is_in(_places("nik", "sama")) if "nik" in names else pl.lit(False)
        sure = equal | (near & one_nik)
    if "nik" in names:
        sure = sure & ~pl.col("nik").is_in(_places("nik", "urut-dekat", "urut", "teguh"))
    if "kelamin" in names:
        sure = sure & ~pl.col("kelamin").is_in(_places("kelamin", "beda"))
    if "family" in names:
        sure = sure & (pl.col("family") >= TWICE_FAMILY)
    if "lahir" in names:
        sure = sure & pl.col("lahir").is_in(
            _places("lahir", "sama", "sama-bawaan", "tukar", "bawaan", "selisih-1", "kosong")
        )
    return sure


@dataclass(frozen=True, slots=True)
class Rules:
    """What may not stand together; all arrays by record."""

    free_list: NDArray[np.int64]
    """Number of the duplicate-free list a record is of; -1 for others."""
    seat: NDArray[np.int64]
    """Equal for records of one card in one list; -1 where the card is not known."""
    fixed: NDArray[np.int64]
    """Cluster a known record stays in; -1 for others. Two fixed clusters never join."""
    twice: frozenset[tuple[int, int]]
    """Pairs of one seat that are one person written twice."""
    apart: frozenset[tuple[int, int]]
    """Pairs somebody decided are two persons."""
    unlike: frozenset[tuple[int, int]] = frozenset()
    """Pairs whose names, dates and numbers say they are two of one family: a third record that
    could be either does not bring them together."""


def join(
    records: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    weight: NDArray[np.float64],
    rules: Rules,
) -> NDArray[np.int64]:
    """The cluster of each record, named by its first record; pairs in any order.

    A pair of infinite weight is a decision: it joins whatever the lists say, but not what
    somebody decided apart.
    """
    order = np.lexsort((right, left, -weight))
    left, right, weight = left[order], right[order], weight[order]
    known = np.flatnonzero(rules.fixed >= 0)
    known = known[np.argsort(rules.fixed[known], kind="stable")]
    tied = rules.fixed[known][1:] == rules.fixed[known][:-1]
    ends = (
        np.concatenate([left, known[:-1][tied]]),
        np.concatenate([right, known[1:][tied]]),
    )
    graph = coo_array((np.ones(len(ends[0]), np.int8), ends), shape=(records, records))
    _, part = connected_components(graph, directed=False)
    first = np.full(part.max() + 1 if records else 0, records, np.int64)
    np.minimum.at(first, part, np.arange(records))
    named: NDArray[np.int64] = first[part] if records else np.zeros(0, np.int64)
    watched = _watched(part, rules)
    inside = watched[part[left]] if len(left) else np.zeros(0, bool)
    crowd = _Crowd(rules, np.flatnonzero(watched[part]) if records else np.zeros(0, np.int64))
    for a, b, w in zip(
        left[inside].tolist(), right[inside].tolist(), weight[inside].tolist(), strict=True
    ):
        crowd.link(a, b, w == np.inf)
    for record, cluster in crowd.named().items():
        named[record] = cluster
    return named


def _watched(part: NDArray[np.int64], rules: Rules) -> NDArray[np.bool_]:
    """Components in which some rule could be broken; the others are joined whole."""
    frame = pl.DataFrame(
        {"part": part, "list": rules.free_list, "seat": rules.seat, "fixed": rules.fixed}
    )
    watched = np.zeros(int(part.max()) + 1 if len(part) else 0, bool)
    for name in ("list", "seat"):
        twice = frame.filter(pl.col(name) >= 0).filter(pl.len().over("part", name) > 1)
        watched[twice["part"].to_numpy()] = True
    known = frame.filter(pl.col("fixed") >= 0).group_by("part").agg(pl.col("fixed").n_unique())
    watched[known.filter(pl.col("fixed") > 1)["part"].to_numpy()] = True
    for pairs in (rules.apart, rules.unlike):
        ends = np.array(list(pairs), np.int64).reshape(-1, 2)
        one = part[ends]
        watched[one[one[:, 0] == one[:, 1], 0]] = True
    return watched


class _Crowd:
    """Clusters that grow link by link, remembering who is in them."""

    def __init__(self, rules: Rules, records: NDArray[np.int64]) -> None:
        self.rules = rules
        self.cluster = {record: record for record in records.tolist()}
        self.members = {record: [record] for record in records.tolist()}
        known: dict[int, int] = {}
        for record in self.cluster:
            fixed = int(rules.fixed[record])
            if fixed >= 0:
                if fixed in known:
                    self._merge(self.cluster[known[fixed]], self.cluster[record])
                else:
                    known[fixed] = record

    def link(self, a: int, b: int, decided: bool) -> None:
        one, other = self.cluster[a], self.cluster[b]
        if one != other and self._allowed(one, other, decided):
            self._merge(one, other)

    def _merge(self, one: int, other: int) -> None:
        if len(self.members[one]) < len(self.members[other]):
            one, other = other, one
        for record in self.members[other]:
            self.cluster[record] = one
        self.members[one] += self.members.pop(other)

    def _allowed(self, one: int, other: int, decided: bool) -> bool:
        rules = self.rules
        for a in self.members[one]:
            for b in self.members[other]:
                pair = (a, b) if a < b else (b, a)
                if pair in rules.apart:
                    return False
                if rules.fixed[a] >= 0 and rules.fixed[b] >= 0:
                    return False
                if decided:
                    continue
                if pair in rules.unlike:
                    return False
                if rules.free_list[a] >= 0 and rules.free_list[a] == rules.free_list[b]:
                    return False
                same_seat = rules.seat[a] >= 0 and rules.seat[a] == rules.seat[b]
                if same_seat and pair not in rules.twice:
                    return False
        return True

    def named(self) -> dict[int, int]:
        names = {cluster: min(members) for cluster, members in self.members.items()}
        return {record: names[cluster] for record, cluster in self.cluster.items()}
