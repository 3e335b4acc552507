"""Indicators and quantities in force for a year: the reference, what the district completed
itself, and how it settled conflicts about denominators."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rembuk import reference
from rembuk.office.convergence.checks import Limits, limits
from rembuk.office.convergence.models import OwnIndicator, Ruling, Year
from rembuk.office.convergence.periods import Period, period
from rembuk.office.convergence.years import scheme_among, scheme_moves
from rembuk.reference.indicators import Choice, Indicator, Quantity
from rembuk.reference.slots import EntryError, Own, own_indicator


@dataclass(frozen=True)
class Registry:
    """What is asked for, in the order of the sheets; `on` is the day the reference is read on."""

    scheme: str
    on: dt.date
    indicators: dict[str, Indicator]
    quantities: dict[str, Quantity]

    @cached_property
    def limits(self) -> Limits:
        """Limits of ages and jumps."""
        return limits(self.on)

    @cached_property
    def by_numerator(self) -> dict[str, tuple[Indicator, ...]]:
        """Quantity -> indicators that count it above the line."""
        return _grouped((one.numerator, one) for one in self.indicators.values())

    @cached_property
    def by_denominator(self) -> dict[str, tuple[Indicator, ...]]:
        """Quantity -> indicators that count it below the line."""
        return _grouped((one.denominator, one) for one in self.indicators.values())

    def using(self, quantities: Iterable[str]) -> tuple[Indicator, ...]:
        """Indicators that use any of the quantities."""
        found = {
            one.code: one
            for quantity in quantities
            for one in (
                *self.by_numerator.get(quantity, ()), *self.by_denominator.get(quantity, ()),
            )
        }  # fmt: skip
        return tuple(found.values())

    def of_period(self, one: Period) -> tuple[Indicator, ...]:
        """Indicators asked for in periods of this kind."""
        return tuple(i for i in self.indicators.values() if i.frequency == one.kind)


def registry(year: Year, on: dt.date) -> Registry:
    """What the year asks for on a day. A slot still incomplete asks for nothing."""
    return Registries(year).on(on)


class Registries:
    """The registries of a year, with all that decides them read once. Days on which the same is
    asked share one."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self._moves = scheme_moves(year)
        mine = {"district_code": year.district_code}
        self._own = list(OwnIndicator.objects.filter(**mine).order_by("valid_from", "pk"))
        self._rulings = list(Ruling.objects.filter(**mine).order_by("valid_from", "pk"))
        self._made: dict[tuple[object, ...], Registry] = {}

    def on(self, day: dt.date) -> Registry:
        """The registry of a day."""
        scheme = scheme_among(self._moves, day) or self.year.scheme
        own = [row for row in self._own if _holds(row, day)]
        rulings = [row for row in self._rulings if row.valid_from <= day]
        key = (scheme, tuple(row.pk for row in own), tuple(row.pk for row in rulings))
        if key not in self._made:
            self._made[key] = self._registry(scheme, own, rulings)
        return self._made[key]

    def of(self, code: str) -> Registry:
        """The registry of a period, by its last day."""
        return self.on(period(code).ends)

    def _registry(
        self, scheme: str, own_rows: list[OwnIndicator], rulings: list[Ruling]
    ) -> Registry:
        day, listed, quantities = _national(reference.load(), scheme, self.year.year)
        own = _completed(own_rows)
        choices = _chosen(day, rulings)
        chosen: dict[str, Indicator] = {}
        for one in listed:
            one = own[one.code].indicator if one.code in own else one
            if one.complete and one.numerator:
                chosen[one.code] = _ruled(one, choices.get(one.code))
        mine = {one.code: one for entry in own.values() for one in entry.quantities}
        return Registry(scheme, day, chosen, quantities | mine)


@lru_cache(maxsize=16)
def _national(
    known: reference.Reference, scheme: str, year: int
) -> tuple[dt.date, tuple[Indicator, ...], dict[str, Quantity]]:
    """What the reference alone asks of a year under a scheme, and the day it is read on."""
    day = known.day_of(scheme, year)
    quantities = {one.code: one for one in known.quantities(day)}
    return day, known.scheme_indicators(scheme, year), quantities


def ruled(district: str, on: dt.date) -> dict[str, Choice]:
    """Indicator -> the denominator that holds on a day: the district's ruling, else the default."""
    rows = Ruling.objects.filter(district_code=district, valid_from__lte=on)
    return _chosen(on, list(rows.order_by("valid_from", "pk")))


def _holds(row: OwnIndicator, day: dt.date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day < row.valid_to)


def _completed(rows: list[OwnIndicator]) -> dict[str, Own]:
    """An entry the reference does not take any more is passed over: its slot is open again."""
    found = {}
    for row in rows:
        with suppress(EntryError):
            found[row.code] = own_indicator(
                reference.load(), row.entry, source=row.source, valid_from=row.valid_from,
                valid_to=row.valid_to,
            )  # fmt: skip
    return found


def _chosen(day: dt.date, rulings: list[Ruling]) -> dict[str, Choice]:
    conflicts = {one.code: one for one in reference.load().conflicts(day)}
    chosen = {one.indicator: one.choice(one.default) for one in conflicts.values()}
    for row in rulings:
        conflict = conflicts.get(row.conflict)
        if conflict is not None:
            with suppress(KeyError):
                chosen[conflict.indicator] = conflict.choice(row.choice)
    return chosen


def _ruled(one: Indicator, choice: Choice | None) -> Indicator:
    if choice is None:
        return one
    numerator = choice.numerator or one.numerator
    if (numerator, choice.quantity) == (one.numerator, one.denominator):
        return one
    return one.model_copy(update={"numerator": numerator, "denominator": choice.quantity})


def _grouped(pairs: Iterable[tuple[str, Indicator]]) -> dict[str, tuple[Indicator, ...]]:
    found: dict[str, list[Indicator]] = defaultdict(list)
    for quantity, one in pairs:
        if quantity:
            found[quantity].append(one)
    return {quantity: tuple(rows) for quantity, rows in found.items()}
