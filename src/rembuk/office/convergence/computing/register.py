"""Named queries: how a quantity is counted from records, and the records it was counted from.

A query answers with the records themselves, so that a count and its drill-down cannot differ. What
no record tells is not zero: `told` are the villages where it is known at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

if TYPE_CHECKING:
    from rembuk.office.convergence.computing.ground import Ground
    from rembuk.office.convergence.periods import Period

Kind = Literal["orang", "keluarga", "baris", "wilayah", "janji", "edisi", "audit"]
"""What a record is: a person, a family, a row of a list that is not linked yet, a village or post,
a promise, an edition of a list, a cycle of audits."""

Origin = Literal["posyandu", "daftar", "elsimil", "pmt", "janji", "kantor"]
"""Which records a query reads; figures of one origin are written together."""

SCHEMA: Final = pl.Schema(
    {"village": pl.String, "kind": pl.String, "key": pl.Int64, "weight": pl.Int64}
)


@dataclass(frozen=True)
class Found:
    """Records by village (`SCHEMA`; `weight` counts more than one for a promise to an area), and
    the villages for which the records tell anything."""

    records: pl.DataFrame
    told: frozenset[str]

    def counts(self) -> dict[str, int]:
        """Village -> number, 0 where it is told that there is none."""
        known = dict.fromkeys(self.told, 0)
        summed = self.records.group_by("village").agg(pl.col("weight").sum())
        known.update({v: int(n) for v, n in summed.iter_rows() if v in known})
        return known


Count = Callable[["Ground", "Period"], Found]


@dataclass(frozen=True)
class Query:
    """A named query: which records it reads, in words, and how. A new `version` counts again."""

    name: str
    origin: Origin
    from_id: str
    from_en: str
    count: Count
    version: str = "1"


_queries: dict[str, Query] = {}


def query(
    name: str, origin: Origin, from_id: str, from_en: str, version: str = "1"
) -> Callable[[Count], Count]:
    """Register a function as the query of a quantity; the words say what is counted."""

    def registered(count: Count) -> Count:
        if name in _queries:
            raise ValueError(f"two queries for {name}")
        _queries[name] = Query(name, origin, from_id, from_en, count, version)
        return count

    return registered


def named(name: str) -> Query | None:
    """The query of a name."""
    return _queries.get(name)


def all_queries() -> dict[str, Query]:
    """Every query by its name."""
    return dict(sorted(_queries.items()))


def records(
    frame: pl.DataFrame, kind: Kind, key: str, weight: pl.Expr | None = None
) -> pl.DataFrame:
    """A frame with a column `village` as records of a kind, each once."""
    return (
        frame.select(
            "village",
            pl.lit(kind).alias("kind"),
            pl.col(key).cast(pl.Int64).alias("key"),
            (weight if weight is not None else pl.lit(1)).cast(pl.Int64).alias("weight"),
        )
        .unique(["village", "kind", "key"], maintain_order=True)
        .cast(SCHEMA)
    )
