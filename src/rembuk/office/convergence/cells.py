"""Drawing cells from figures. An open or returned cell shows what its figures say now; from the
moment it is submitted it stands as it was, and `difference` tells where the owner moved since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rembuk.office.convergence import checks, reading, tallies, writing
from rembuk.office.convergence.models import Cell, CellState, Freshness, Status, Year
from rembuk.office.convergence.owners import Owners
from rembuk.office.convergence.periods import Period, months_between, period
from rembuk.office.convergence.reading import Figures, Known
from rembuk.office.convergence.registry import Registries, Registry
from rembuk.office.convergence.writing import as_text, day_of, moment_of
from rembuk.reference.indicators import Indicator

FLUID: Final = (CellState.OPEN, CellState.RETURNED)
"""States in which a cell follows its figures."""
PLAIN: Final = (
    "numerator", "denominator", "status", "freshness", "doubt", "explained", "waits", "late",
)  # fmt: skip
DRAWN: Final = (*PLAIN, "as_of", "filled_at")
"""What is drawn of a cell."""
TEXTS: Final = {f"{name}_text": as_text(name) for name in ("due", "as_of", "filled_at")}


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
    places: Collection[str] | None = None, *, count: bool = True, book: Registries | None = None,
) -> int:  # fmt: skip
    """Draw these open cells anew and recount their tallies; how many changed. With `count=False`
    the caller recounts."""
    chosen = Cell.objects.filter(year=year, period__in=list(periods), retired=False)
    if indicators is not None:
        chosen = chosen.filter(indicator__in=list(indicators))
    if places is not None:
        chosen = chosen.filter(place_code__in=list(places))
    keys = _keys(places)
    tallies.hold(year, periods, indicators, keys)
    changed = list(_changed(year, chosen.filter(state__in=FLUID), places, book))
    writing.update_cells((*DRAWN, "version"), changed)
    if changed and count:
        tallies.recount(year, periods, indicators, keys)
    return len(changed)


def difference(year: Year, cells: QuerySet[Cell] | None = None) -> Iterator[tuple[Cell, Drawn]]:
    """Cells in the chain or locked whose figures say something else today, with what they say."""
    held = (cells if cells is not None else Cell.objects.all()).filter(year=year, retired=False)
    held = held.exclude(state__in=FLUID)
    stage = _Stage(year, held)
    for code in stage.codes:
        rows = held.filter(period=code).order_by("indicator", "place_code")
        for cell in rows.iterator(chunk_size=5_000):
            drawn = stage.drawn(cell.indicator, cell.place_code, code)
            if drawn is not None and (cell.numerator, cell.denominator) != (
                drawn.numerator, drawn.denominator,
            ):  # fmt: skip
                yield cell, drawn


class _Stage:
    """Everything that is needed to draw the cells of a set, read once."""

    def __init__(
        self, year: Year, cells: QuerySet[Cell], places: Collection[str] | None = None,
        book: Registries | None = None,
    ) -> None:  # fmt: skip
        book = book or Registries(year)
        self.codes = sorted(set(cells.order_by().values_list("period", flat=True).distinct()))
        self.asked = {code: book.of(code) for code in self.codes}
        mine = set(cells.order_by().values_list("indicator", flat=True).distinct())
        used = (i for one in self.asked.values() for i in one.indicators.values() if i.code in mine)
        wanted = {quantity for indicator in used for quantity in indicator.quantities}
        self.figures = reading.read(year.district_code, wanted, self.codes, places)
        self.owners = Owners(max(timezone.localdate(), dt.date(year.year, 1, 1)))

    def drawn(self, indicator: str, place: str, code: str) -> Drawn | None:
        """What the figures say of a cell; None when its indicator is no longer asked for."""
        known = self.asked[code]
        found = known.indicators.get(indicator)
        return draw(found, place, period(code), self.figures, known) if found else None

    def waits(self, indicator: str, place: str, code: str) -> str:
        """Code of the office that owes the denominator."""
        known = self.asked[code]
        quantity = known.quantities[known.indicators[indicator].denominator]
        return self.owners.code(quantity.owner, place)


def _changed(
    year: Year, cells: QuerySet[Cell], places: Collection[str] | None, book: Registries | None
) -> Iterator[tuple[object, ...]]:
    """Cells whose row must be written again: what is drawn, the new version, the key."""
    stage = _Stage(year, cells, places, book)
    for code in stage.codes:
        rows = cells.filter(period=code).order_by().annotate(**TEXTS)
        for pk, indicator, place, version, due, day, at, *plain in rows.values_list(
            "pk", "indicator", "place_code", "version", *TEXTS, *PLAIN
        ).iterator(chunk_size=5_000):
            drawn = stage.drawn(indicator, place, code)
            if drawn is None:
                continue
            waits = stage.waits(indicator, place, code) if drawn.lacks_denominator else ""
            was = filled_at = moment_of(at)
            if drawn.at is None:
                filled_at = None
            elif filled_at is None or drawn.at < filled_at:
                filled_at = drawn.at
            new = (
                drawn.numerator, drawn.denominator, drawn.status, drawn.freshness, drawn.doubt,
                drawn.explained, waits, _late(filled_at, due), drawn.as_of, filled_at,
            )  # fmt: skip
            if new != (*plain, day_of(day), was):
                yield (*new, version + 1, pk)


@lru_cache(maxsize=4096)
def _late(filled_at: dt.datetime | None, due: str) -> bool:
    """Whether a moment is after the due day (as text), by the office's clock."""
    return filled_at is not None and timezone.localtime(filled_at).date().isoformat() > due


def _status(top: Known, bottom: Known | None, lacks: bool) -> str:
    if lacks:
        return Status.EMPTY
    if Status.ESTIMATED in (top.status, bottom.status if bottom else ""):
        return Status.ESTIMATED
    return Status.ZERO if top.value == 0 else Status.FILLED


def _keys(places: Collection[str] | None) -> set[str] | None:
    """Kecamatan of the places, as tallies know them."""
    if places is None:
        return None
    return {".".join(code.split(".")[:3]) if code.count(".") >= 2 else "" for code in places}
