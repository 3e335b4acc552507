"""Rows of the area table: every measure with numerator and denominator, map class, sparkline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from rembuk.office.insight import quiet
from rembuk.office.insight.measures import MEASURES, Measure
from rembuk.office.insight.quiet import Hidden
from rembuk.office.places.numbers import count
from rembuk.office.posyandu.figures import AreaFigures, Ratio

Link = Callable[[str, str], str]
"""(place code, status) -> address of the list of children; "" if the reader may not open it."""


@dataclass(frozen=True)
class Cell:
    """One measure of one area."""

    measure: Measure
    ratio: Ratio
    hidden: Hidden
    readable: bool
    link: str

    @cached_property
    def text(self) -> str:
        """`317 dari 1.487`."""
        told = {"n": count(self.ratio.n), "of": count(self.ratio.of)}
        return _("%(n)s dari %(of)s") % told


@dataclass(frozen=True)
class Row:
    """One area of the table."""

    figures: AreaFigures
    cells: tuple[Cell, ...]
    readable: bool
    link: str
    trend: tuple[float | None, ...]
    new_cases: int
    new_hidden: Hidden

    @cached_property
    def stunting(self) -> Cell:
        """The cell the map and the bars show."""
        return self.cell("stunting")

    @cached_property
    def ds(self) -> Cell:
        """The coverage cell."""
        return self.cell("ds")

    def cell(self, code: str) -> Cell:
        """The cell of a measure."""
        return next(cell for cell in self.cells if cell.measure.code == code)

    @property
    def rise(self) -> float | None:
        """Percentage points from the first to the last month of the trend; both readable."""
        if len(self.trend) < 2 or self.trend[0] is None or self.trend[-1] is None:
            return None
        return self.trend[-1] - self.trend[0]


@dataclass(frozen=True)
class Table:
    """An area table: rows and their sum (sum over sum, never a mean of percentages)."""

    rows: tuple[Row, ...]
    total: Row
    meeting: bool
    limit: int


def trend(points: Sequence[AreaFigures], minimum: float) -> tuple[float | None, ...]:
    """Register prevalence by month; a month whose coverage is too low is a gap."""
    return tuple(
        point.counts.stunting.pct if point.known and point.counts.readable(minimum) else None
        for point in points
    )


def table(
    areas: Sequence[AreaFigures],
    total: AreaFigures,
    trends: Mapping[str, Sequence[AreaFigures]],
    *,
    minimum: float,
    limit: int,
    meeting: bool,
    open_area: Callable[[str], str],
    open_list: Link,
) -> Table:
    """The table of `areas`. `minimum`: lowest readable D/S in percent; `limit`: smallest count
    shown in a meeting."""

    def hidden(column: list[int]) -> list[Hidden]:
        return quiet.hide(column, limit) if meeting else [""] * len(column)

    masks = {m.code: hidden([m.of(a.counts).n for a in areas]) for m in MEASURES}
    new = hidden([area.counts.new_cases for area in areas])
    rows = tuple(
        _row(
            area,
            {code: mask[number] for code, mask in masks.items()},
            new[number],
            trend(trends.get(area.code, ()), minimum),
            minimum,
            open_area(area.code),
            open_list,
        )
        for number, area in enumerate(areas)
    )
    sums = {m.code: hidden([m.of(total.counts).n])[0] for m in MEASURES}
    last = _row(total, sums, hidden([total.counts.new_cases])[0], (), minimum, "", open_list)
    return Table(rows, last, meeting, limit)


def _row(
    area: AreaFigures,
    masks: Mapping[str, Hidden],
    new_hidden: Hidden,
    points: tuple[float | None, ...],
    minimum: float,
    link: str,
    open_list: Link,
) -> Row:
    readable = area.known and area.counts.readable(minimum)
    cells = tuple(
        Cell(
            measure,
            measure.of(area.counts),
            masks[measure.code],
            measure.coverage or readable,
            "" if masks[measure.code] or not area.known else open_list(area.code, measure.status),
        )
        for measure in MEASURES
    )
    return Row(area, cells, readable, link, points, area.counts.new_cases, new_hidden)


def by_need(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Highest readable prevalence first; what cannot be read comes after, by name, not ranked."""

    def key(row: Row) -> tuple[int, float, str]:
        pct = row.stunting.ratio.pct
        if row.readable and pct is not None:
            return 0, -pct, row.figures.name
        return (1 if row.figures.known else 2), 0.0, row.figures.name

    return tuple(sorted(rows, key=key))


def by_name(rows: Sequence[Row]) -> tuple[Row, ...]:
    """In order of name: areas with few children are not ranked. Those without data come last."""
    return tuple(sorted(rows, key=lambda row: (not row.figures.known, row.figures.name)))


def month_text(month: dt.date) -> str:
    """`2026-10`."""
    return f"{month:%Y-%m}"
