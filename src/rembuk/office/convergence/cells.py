"""Drawing cells from figures. An open or returned cell shows what its figures say now; from the
moment it is submitted it stands as it was, and `difference` tells where the owner moved since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rembuk.office.convergence import checks, reading, tallies
from rembuk.office.convergence.models import Cell, CellState, Freshness, Status, Year
from rembuk.office.convergence.owners import Owners
from rembuk.office.convergence.periods import Period, months_between, period
from rembuk.office.convergence.reading import Figures, Known
from rembuk.office.convergence.registry import Registry, registry
from rembuk.reference.indicators import Indicator

FLUID: Final = (CellState.OPEN, CellState.RETURNED)
"""States in which a cell follows its figures."""
DRAWN: Final = (
    "numerator", "denominator", "status", "freshness", "doubt", "explained", "waits", "as_of",
    "late", "filled_at",
)  # fmt: skip
BATCH: Final = 2_000


@dataclass(frozen=True)
class Drawn:
    """What figures say of one cell; `at` is when its numerator was filled."""

    numerator: int | None = None
    denominator: int | None = None
    status: str = Status.EMPTY
    freshness: str = Freshness.MISSING
    doubt: str = ""
    explained: bool = False
    as_of: dt.date | None = None
    at: dt.datetime | None = None
    lacks_denominator: bool = False


def draw(indicator: Indicator, place: str, one: Period, figures: Figures, asked: Registry) -> Drawn:
    """One cell from the figures of its two quantities."""
    set_by = asked.limits
    level, quantities = indicator.level, asked.quantities
    top = figures.value(quantities[indicator.numerator], place, level, one)
    bottom = None
    if indicator.denominator:
        bottom = figures.value(quantities[indicator.denominator], place, level, one, carry=True)
    lacks = bool(indicator.denominator) and bottom is None
    if top is None:
        return Drawn(denominator=bottom.value if bottom else None, lacks_denominator=lacks)
    if Status.NONE in (top.status, bottom.status if bottom else ""):
        day = top.as_of
        return Drawn(status=Status.NONE, freshness=age(day, one, set_by), as_of=day, at=top.at)
    code, explained = checks.doubt(
        top, bottom, figures.before(quantities[indicator.numerator], place, level, one), set_by,
        needs=bool(indicator.denominator), ratio=indicator.unit == "persen",
    )  # fmt: skip
    day = min((d for d in (top.as_of, bottom.as_of if bottom else None) if d), default=None)
    status = _status(top, bottom, lacks)
    fresh = Freshness.MISSING if status == Status.EMPTY else age(day, one, set_by)
    base = bottom.value if bottom else None
    return Drawn(top.value, base, status, fresh, code, explained, day, top.at, lacks)


def age(as_of: dt.date | None, one: Period, set_by: checks.Limits) -> str:
    """Age of a value at the end of a period, in the words of the handbook's snapshots."""
    if as_of is None:
        return Freshness.MISSING
    return set_by.age(months_between(as_of, one.ends))


@transaction.atomic
def refresh(
    year: Year, periods: Collection[str], indicators: Collection[str] | None = None,
    places: Collection[str] | None = None,
) -> int:  # fmt: skip
    """Draw these open cells anew and recount their tallies; how many changed."""
    chosen = Cell.objects.filter(year=year, period__in=list(periods), retired=False)
    if indicators is not None:
        chosen = chosen.filter(indicator__in=list(indicators))
    if places is not None:
        chosen = chosen.filter(place_code__in=list(places))
    keys = _keys(places)
    tallies.hold(year, periods, indicators, keys)
    changed = _write(list(_changed(year, chosen.filter(state__in=FLUID), places)))
    if changed:
        tallies.recount(year, periods, indicators, keys)
    return changed


def difference(year: Year, cells: QuerySet[Cell] | None = None) -> Iterator[tuple[Cell, Drawn]]:
    """Cells in the chain or locked whose figures say something else today, with what they say."""
    held = (cells if cells is not None else Cell.objects.all()).filter(year=year, retired=False)
    held = held.exclude(state__in=FLUID).order_by("period", "indicator", "place_code")
    for cell, drawn in _drawn(year, held, None):
        if (cell.numerator, cell.denominator) != (drawn.numerator, drawn.denominator):
            yield cell, drawn


def _drawn(
    year: Year, cells: QuerySet[Cell], places: Collection[str] | None
) -> Iterator[tuple[Cell, Drawn]]:
    """Every cell with what its figures say, period by period."""
    codes = sorted(set(cells.order_by().values_list("period", flat=True)))
    asked = {code: registry(year, period(code).ends) for code in codes}
    wanted = {q for one in asked.values() for i in one.indicators.values() for q in i.quantities}
    figures = reading.read(year.district_code, wanted, codes, places)
    for code in codes:
        one, known = period(code), asked[code]
        for cell in cells.filter(period=code).iterator(chunk_size=5_000):
            indicator = known.indicators.get(cell.indicator)
            if indicator is not None:
                yield cell, draw(indicator, cell.place_code, one, figures, known)


def _changed(year: Year, cells: QuerySet[Cell], places: Collection[str] | None) -> Iterator[Cell]:
    """Cells whose row must be written again."""
    owners: Owners | None = None
    asked: dict[str, Registry] = {}
    for cell, drawn in _drawn(year, cells, places):
        old = tuple(getattr(cell, name) for name in DRAWN)
        waits = ""
        if drawn.lacks_denominator:
            owners = owners or Owners(max(timezone.localdate(), dt.date(year.year, 1, 1)))
            known = asked.setdefault(cell.period, registry(year, period(cell.period).ends))
            quantity = known.quantities[known.indicators[cell.indicator].denominator]
            waits = owners.code(quantity.owner, cell.place_code)
        put(cell, drawn, waits)
        if tuple(getattr(cell, name) for name in DRAWN) != old:
            cell.version += 1
            yield cell


def put(cell: Cell, drawn: Drawn, waits: str) -> None:
    """Set a cell to what its figures say. When it was first filled stays known."""
    if drawn.at is None:
        cell.filled_at = None
    elif cell.filled_at is None or drawn.at < cell.filled_at:
        cell.filled_at = drawn.at
    cell.late = bool(cell.filled_at and timezone.localtime(cell.filled_at).date() > cell.due)
    cell.numerator, cell.denominator, cell.status = drawn.numerator, drawn.denominator, drawn.status
    cell.freshness, cell.doubt, cell.explained = drawn.freshness, drawn.doubt, drawn.explained
    cell.as_of, cell.waits = drawn.as_of, waits


def _status(top: Known, bottom: Known | None, lacks: bool) -> str:
    if lacks:
        return Status.EMPTY
    if Status.ESTIMATED in (top.status, bottom.status if bottom else ""):
        return Status.ESTIMATED
    return Status.ZERO if top.value == 0 else Status.FILLED


def _write(rows: list[Cell]) -> int:
    Cell.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=("id",),
        update_fields=(*DRAWN, "version"),
    )  # fmt: skip
    return len(rows)


def _keys(places: Collection[str] | None) -> set[str] | None:
    """Kecamatan of the places, as tallies know them."""
    if places is None:
        return None
    return {".".join(code.split(".")[:3]) if code.count(".") >= 2 else "" for code in places}
