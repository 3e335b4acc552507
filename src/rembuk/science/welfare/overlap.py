"""Stunted x at risk x extremely poor x in no programme: how many families per area.

Counts are added up, never percentages. A family with an unanswered question stands apart as not
complete and is in no exclusive kind; it still counts in the sets it is known to belong to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import polars as pl

from rembuk.science.welfare.small_counts import TOTAL, Key, hidden, summed

SETS: Final = ("stunting", "berisiko", "miskin-ekstrem", "tanpa-program")
"""Columns of the four questions, each true, false or null."""

NONE: Final = "tidak-satu-pun"
INCOMPLETE: Final = "belum-lengkap"
UNLISTED: Final = "tanpa-daftar"
"""Not complete because no list names the family at all: apart, where the caller knows it."""
JOIN: Final = "+"


def kinds(sets: Sequence[str] = SETS) -> tuple[str, ...]:
    """Every exclusive kind: `stunting+berisiko` is exactly these two. The fullest first, then
    none of them, then not complete (those on no list are counted apart, as UNLISTED)."""
    found = [
        JOIN.join(name for name, inside in zip(sets, yes, strict=True) if inside)
        for yes in product((True, False), repeat=len(sets))
    ]
    found.sort(key=lambda kind: -kind.count(JOIN) if kind else 99)
    return (*(kind or NONE for kind in found), INCOMPLETE)


def kind_of(sets: Sequence[str] = SETS, unlisted: str = "") -> pl.Expr:
    """The exclusive kind of a family. `unlisted`: a column, true of a family on no list; when it is
    not complete either, it is of the kind UNLISTED."""
    inside = pl.concat_str(
        *(pl.when(pl.col(name)).then(pl.lit(name)) for name in sets),
        separator=JOIN,
        ignore_nulls=True,
    )
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in sets)
    apart = pl.col(unlisted).fill_null(False) if unlisted else pl.lit(False)
    return (
        pl.when(~known & apart)
        .then(pl.lit(UNLISTED))
        .when(~known)
        .then(pl.lit(INCOMPLETE))
        .when(inside == "")
        .then(pl.lit(NONE))
        .otherwise(inside)
        .alias("kind")
    )


@dataclass(frozen=True)
class SetSize:
    """How many families an area has in a set. `least` when a part of it is hidden."""

    yes: int
    no: int
    unknown: int

    @property
    def known(self) -> int:
        """The families the share is of."""
        return self.yes + self.no


@dataclass(frozen=True)
class Overlap:
    """The table below one area: kinds of every area, `None` where a small number is hidden."""

    root: str
    sets: tuple[str, ...]
    cells: dict[Key, int | None]
    sizes: dict[Key, SetSize | None]  # area, set; hidden with any of the kinds it is made of
    limit: int | None  # None: nothing is hidden

    def areas(self) -> tuple[str, ...]:
        """Every area of the table, an area before those below it."""
        return tuple(sorted({area for area, _kind in self.cells}))

    def count(self, area: str, *inside: str) -> int | None:
        """Families known to be in all the named sets, whatever the others; None when hidden."""
        wanted = set(inside)
        parts = [
            self.cells.get((area, kind), 0)
            for kind in kinds(self.sets)
            if kind != INCOMPLETE and wanted <= set(kind.split(JOIN))
        ]
        shown = [part for part in parts if part is not None]
        return sum(shown) if len(shown) == len(parts) else None


def overlap(
    families: pl.DataFrame,
    root: str,
    *,
    sets: Sequence[str] = SETS,
    limit: int | None = None,
    unlisted: str = "",
) -> Overlap:
    """Count families below an area.

    Args:
        families: a row a family: `area_code` (a village below `root`) and the columns `sets`.
        root: code of the area the table is of.
        limit: hide counts of 1 to `limit - 1`, and what would give them away; None shows all, for
            those who may see names.
        unlisted: see `kind_of`.
    """
    rows = families.with_columns(kind_of(sets, unlisted))
    leaves: dict[Key, int] = {
        (area, kind): n for area, kind, n in rows.group_by("area_code", "kind").len().iter_rows()
    }
    table = summed(leaves, root)
    out = hidden(leaves, root, limit) if limit is not None else set()
    cells: dict[Key, int | None] = {k: None if k in out else n for k, n in table.items()}
    return Overlap(
        root, tuple(sets), cells, _sizes(rows, root, sets, cells, limit is not None), limit
    )


def _sizes(
    rows: pl.DataFrame,
    root: str,
    sets: Sequence[str],
    cells: dict[Key, int | None],
    protect: bool,
) -> dict[Key, SetSize | None]:
    """Sizes of the sets. Protected, they are added from shown kinds alone and tell nothing new:
    the families that are not complete are then not split, but all not known."""
    areas = sorted({area for area, _kind in cells})
    found: dict[Key, SetSize | None] = {}
    if protect:
        for area in areas:
            mine = {kind: n for (one, kind), n in cells.items() if one == area}
            for name in sets:
                found[area, name] = _added(mine, name)
        return found
    for name in sets:
        counted = rows.group_by("area_code").agg(
            pl.col(name).sum().alias("yes"),
            pl.col(name).not_().sum().alias("no"),
            pl.col(name).is_null().sum().alias("unknown"),
        )
        parts: dict[Key, int] = {}
        for area, yes, no, unknown in counted.iter_rows():
            parts |= {(area, "yes"): yes, (area, "no"): no, (area, "unknown"): unknown}
        table = summed(parts, root)
        for area in areas:
            found[area, name] = SetSize(
                *(table.get((area, part), 0) for part in ("yes", "no", "unknown"))
            )
    return found


def _added(mine: dict[str, int | None], name: str) -> SetSize | None:
    yes = [n for kind, n in mine.items() if kind != TOTAL and name in kind.split(JOIN)]
    no = [
        n
        for kind, n in mine.items()
        if kind not in {TOTAL, INCOMPLETE, UNLISTED} and name not in kind.split(JOIN)
    ]
    unknown = [mine.get(kind, 0) for kind in (INCOMPLETE, UNLISTED)]
    if None in (*yes, *no, *unknown):
        return None
    return SetSize(*(sum(n or 0 for n in part) for part in (yes, no, unknown)))
