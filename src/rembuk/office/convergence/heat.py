"""Empty cells by indicator and kecamatan, read from the tallies: where the holes are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import Min, Q, Sum

from rembuk.office.convergence.models import Tally, Year

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


def heat(
    year: Year,
    on: dt.date,
    *,
    periods: Collection[str] | None = None,
    kecamatan: Collection[str] | None = None,
    office: str = "",
) -> Heat:
    """The matrix of a year (of some periods, kecamatan or one office)."""
    rows = Tally.objects.filter(year=year)
    if periods is not None:
        rows = rows.filter(period__in=periods)
    if kecamatan is not None:
        rows = rows.filter(kecamatan__in=kecamatan)
    if office:
        rows = rows.filter(office_code=office)
    found = (
        rows.order_by()
        .values_list("indicator", "kecamatan", "office_code")
        .annotate(
            n=Sum("expected"),
            none=Sum("empty"),
            past=Sum("empty", filter=Q(due__lt=on), default=0),
            near=Sum("empty", filter=Q(due__gte=on, due__lte=on + SOON), default=0),
        )
    )
    spots: dict[str, dict[str, Spot]] = {}
    owners: dict[str, set[str]] = {}
    for indicator, place, code, n, none, past, near in found:
        by_place = spots.setdefault(indicator, {})
        by_place[place] = by_place.get(place, Spot()) + Spot(n, none, past, near)
        owners.setdefault(indicator, set()).add(code)
    return matrix(spots, owners)


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


def next_due(year: Year, on: dt.date) -> list[tuple[str, dt.date, int, int]]:
    """Periods with empty cells: (period, day due, expected, empty), what is due first on top. A
    period past due comes before those to come."""
    rows = (
        Tally.objects.filter(year=year)
        .order_by()
        .values_list("period", "due")
        .annotate(n=Sum("expected"), none=Sum("empty"), first=Min("due"))
    )
    found = [(period, due, n, none) for period, due, n, none, _first in rows if none]
    return sorted(found, key=lambda one: (one[1], one[0]))
