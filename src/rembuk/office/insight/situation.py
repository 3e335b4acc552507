"""The situation of one place in one month, put together for a page: figures, never one mixed of
survey and register, each with its denominator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rembuk import reference
from rembuk.office.insight.protection import hidden
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.figures import (
    AreaFigures,
    Completeness,
    Counts,
    Freshness,
    Level,
    Ratio,
    StockFlow,
)
from rembuk.reference.prevalence import Prevalence

MONTHS: Final = 12


@dataclass(frozen=True)
class Indicator:
    """One column of the area table: a ratio, and the list of children behind its numerator."""

    code: str
    status: str
    of: Callable[[Counts], Ratio]
    adds: bool = True  # numerators of areas add up, so a lone hidden cell can be found


INDICATORS: Final = (
    Indicator("ds", "d", lambda c: c.ds),
    Indicator("nd", "n", lambda c: c.nd),
    Indicator("td", "t", lambda c: c.td),
    Indicator("2t", "2t", lambda c: c.two_t_d),
    Indicator("bgm", "bgm", lambda c: c.bgm_d),
    Indicator("pendek", "pendek", lambda c: c.stunting),
    Indicator("sangat-pendek", "sangat-pendek", lambda c: c.severe_stunting),
    Indicator("kurus", "kurus", lambda c: c.wasting),
    Indicator("gizi-buruk", "gizi-buruk", lambda c: c.severe_wasting),
    Indicator("bb-kurang", "bb-kurang", lambda c: c.underweight_ratio),
)
SENSITIVE: Final = frozenset(
    {"2t", "bgm", "pendek", "sangat-pendek", "kurus", "gizi-buruk", "bb-kurang", "kasus-baru"}
)
"""Indicators whose small counts may name a child; coverage and gain do not."""


@dataclass(frozen=True)
class Cell:
    """A figure of one area: ratio, whether it is hidden, which list is behind it."""

    code: str
    status: str
    ratio: Ratio
    hidden: bool = False


@dataclass(frozen=True)
class AreaRow:
    """One area of the table and the map."""

    figures: AreaFigures
    readable: bool
    klass: int | None  # 1-5, WHO class of stunting; None without a figure
    cells: tuple[Cell, ...]
    new_hidden: bool
    trend: tuple[float | None, ...]  # stunting in percent, None where it cannot be read

    @property
    def stunting(self) -> Cell:
        """The cell the bar and the map draw."""
        return next(cell for cell in self.cells if cell.code == "pendek")


@dataclass(frozen=True)
class Situation:
    """Everything a situation page shows."""

    code: str
    month: dt.date
    level: Level
    total: AreaRow
    rows: tuple[AreaRow, ...]
    survey: Prevalence | None
    earlier: tuple[Prevalence, ...]
    flow: StockFlow
    fresh: Freshness
    posts: Completeness
    readable_pct: float
    target_ds: float
    small: int
    meeting: bool
    edges: tuple[float, ...]  # lower edges of the WHO classes, percent

    @property
    def unreadable(self) -> tuple[AreaRow, ...]:
        """Areas with data whose coverage is too low to read the rest."""
        return tuple(row for row in self.rows if row.figures.known and not row.readable)

    @property
    def highest(self) -> AreaRow | None:
        """The readable area with the highest register prevalence."""
        seen = [row for row in self.rows if row.readable and row.stunting.ratio.pct is not None]
        return max(seen, key=lambda row: row.stunting.ratio.pct or 0.0, default=None)


def situation(code: str, month: dt.date, today: dt.date, *, meeting: bool = False) -> Situation:
    """The situation of place `code` in `month`; `meeting` hides small counts."""
    facts = reference.load()
    readable = facts.number("ds_readable_pct", today)
    small = int(facts.number("small_count", today))
    classes = facts.prevalence_classes(today)
    edges = tuple(one.low for one in classes.classes)
    level = queries.level_below(code)
    areas = queries.recap_by(code, month, level)
    trends = queries.series_by(code, level, MONTHS, month)
    masks = _masks(areas, small) if meeting else {}
    rows = tuple(
        _row(area, readable, edges, trends.get(area.code, ()),
             frozenset(name for name, mask in masks.items() if mask[i]))
        for i, area in enumerate(areas)
    )  # fmt: skip
    whole = queries.recap_total(code, month)
    surveys = facts.prevalence(code) if len(code) == 5 else ()
    return Situation(
        code=code,
        month=month,
        level=level,
        total=_row(whole, readable, edges, queries.series(code, MONTHS, month), frozenset()),
        rows=rows,
        survey=surveys[-1] if surveys else None,
        earlier=tuple(surveys[:-1]),
        flow=queries.stock_flow(code, month),
        fresh=queries.freshness(code),
        posts=queries.completeness(code, month),
        readable_pct=readable,
        target_ds=facts.number("target_ds", today),
        small=small,
        meeting=meeting,
        edges=edges,
    )


def _masks(areas: Sequence[AreaFigures], small: int) -> dict[str, tuple[bool, ...]]:
    masks = {
        one.code: hidden([one.of(area.counts).n for area in areas], small)
        for one in INDICATORS
        if one.code in SENSITIVE
    }
    masks["kasus-baru"] = hidden([area.counts.new_cases for area in areas], small)
    return masks


def _row(
    area: AreaFigures,
    readable: float,
    edges: tuple[float, ...],
    trend: Sequence[AreaFigures],
    hide: frozenset[str],
) -> AreaRow:
    cells = tuple(
        Cell(one.code, one.status, one.of(area.counts), one.code in hide) for one in INDICATORS
    )
    pct = area.counts.stunting.pct
    return AreaRow(
        figures=area,
        readable=area.counts.readable(readable),
        klass=None if pct is None else sum(pct >= edge for edge in edges),
        cells=cells,
        new_hidden="kasus-baru" in hide,
        trend=tuple(
            point.counts.stunting.pct if point.counts.readable(readable) else None
            for point in trend
        ),
    )
