"""Indicators and quantities in force for a year: the reference, what the district completed
itself, and how it settled conflicts about denominators."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from rembuk import reference
from rembuk.office.convergence.checks import Limits, limits
from rembuk.office.convergence.models import OwnIndicator, Ruling, Year
from rembuk.office.convergence.periods import Period
from rembuk.office.convergence.years import scheme_on
from rembuk.reference.indicators import Choice, Indicator, Quantity
from rembuk.reference.slots import EntryError, Own, own_indicator


@dataclass(frozen=True)
class Registry:
    """What is asked for on a day, in the order of the sheets."""

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
        wanted = set(quantities)
        return tuple(
            one
            for one in self.indicators.values()
            if one.numerator in wanted or one.denominator in wanted
        )

    def of_period(self, period: Period) -> tuple[Indicator, ...]:
        """Indicators asked for in periods of this kind."""
        return tuple(one for one in self.indicators.values() if one.frequency == period.kind)


def registry(year: Year, on: dt.date) -> Registry:
    """What the year asks for on a day. A slot still incomplete asks for nothing."""
    known = reference.load()
    code = scheme_on(year, on)
    day = known.day_of(code, year.year)
    own = own_indicators(year.district_code, on)
    choices = ruled(year.district_code, on)
    chosen: dict[str, Indicator] = {}
    for one in known.scheme_indicators(code, year.year):
        one = own[one.code].indicator if one.code in own else one
        if one.complete and one.numerator:
            chosen[one.code] = _ruled(one, choices.get(one.code))
    quantities = {one.code: one for one in known.quantities(day)}
    quantities |= {one.code: one for entry in own.values() for one in entry.quantities}
    return Registry(code, on, chosen, quantities)


def own_indicators(district: str, on: dt.date) -> dict[str, Own]:
    """Slots the district completed, valid on a day, by code. An entry the reference does not take
    any more is passed over: its slot is incomplete again."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    rows = OwnIndicator.objects.filter(still, district_code=district, valid_from__lte=on)
    found = {}
    for row in rows.order_by("valid_from"):
        with suppress(EntryError):
            found[row.code] = own_indicator(
                reference.load(), row.entry, source=row.source, valid_from=row.valid_from,
                valid_to=row.valid_to,
            )  # fmt: skip
    return found


def ruled(district: str, on: dt.date) -> dict[str, Choice]:
    """Indicator -> the denominator that holds on a day: the district's ruling, else the default."""
    conflicts = {one.code: one for one in reference.load().conflicts(on)}
    chosen = {one.indicator: one.choice(one.default) for one in conflicts.values()}
    rows = Ruling.objects.filter(district_code=district, valid_from__lte=on)
    for row in rows.order_by("valid_from", "pk"):
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
