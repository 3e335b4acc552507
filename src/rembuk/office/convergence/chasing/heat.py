"""The matrix of empty cells by indicator and kecamatan: where the holes are. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

SOON: Final = dt.timedelta(days=14)
Tone = Literal["", "penuh", "nanti", "segera", "lewat"]
"""Nothing expected; nothing empty; empty and due later, within a fortnight, or past due."""


@dataclass(frozen=True)
class Spot:
    """One indicator in one kecamatan, over the periods looked at."""

    expected: int = 0
    empty: int = 0
    late: int = 0
    soon: int = 0

    @property
    def tone(self) -> Tone:
        """What it asks for."""
        if not self.expected:
            return ""
        if not self.empty:
            return "penuh"
        return "lewat" if self.late else "segera" if self.soon else "nanti"

    def __add__(self, other: Spot) -> Spot:
        return Spot(
            self.expected + other.expected, self.empty + other.empty,
            self.late + other.late, self.soon + other.soon,
        )  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One indicator over all kecamatan; `offices` are codes of who owes it."""

    indicator: str
    offices: tuple[str, ...]
    spots: tuple[Spot, ...]

    @property
    def total(self) -> Spot:
        """The whole row."""
        return sum(self.spots, Spot())


@dataclass(frozen=True)
class Heat:
    """The matrix: columns are kecamatan codes ("" for cells of the district itself), rows with
    holes first, the worst on top."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    whole: tuple[Row, ...]

    @property
    def foot(self) -> tuple[Spot, ...]:
        """Sums of the columns."""
        every = (*self.rows, *self.whole)
        return tuple(sum((row.spots[n] for row in every), Spot()) for n in range(len(self.columns)))


def matrix(spots: Mapping[str, Mapping[str, Spot]], owners: Mapping[str, Collection[str]]) -> Heat:
    """Lay out spots: {indicator: {kecamatan: spot}}."""
    columns = tuple(sorted({place for held in spots.values() for place in held}))
    rows = [
        Row(
            code, tuple(sorted(owners.get(code, ()))),
            tuple(held.get(place, Spot()) for place in columns),
        )
        for code, held in spots.items()
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row.total.late, -row.total.soon, -row.total.empty, row.indicator))
    return Heat(
        columns,
        tuple(row for row in rows if row.total.empty),
        tuple(row for row in rows if not row.total.empty),
    )
