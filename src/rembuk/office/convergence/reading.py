"""Figures of many places and periods in memory, and the value a quantity has for an area.

A quantity is kept for its own level and frequency. A higher area is the sum of those below; a
longer period is the last of the shorter ones or their sum, as the quantity says; a shorter one
takes the period that contains it. What stands below the line may come from an earlier period: it is
carried with its own day, so that its age is seen.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from django.db.models import Q
from django.db.models.functions import Coalesce

from rembuk.office.convergence.models import Figure, Status
from rembuk.office.convergence.periods import Period, before, of_year, period
from rembuk.office.convergence.writing import as_text, day_of, moment_of
from rembuk.office.places.scope import within
from rembuk.reference.indicators import LEVELS_UP, MONTHS, Frequency, Quantity

CARRIED: Final = 12
"""Months after which a value is no longer carried into a later period."""
FEW: Final = 400
"""Places up to which they are asked for by name instead of as a whole district."""


class Known(NamedTuple):
    """What a figure says. `partly`: a sum in which some parts are missing."""

    value: int | None
    status: str
    as_of: dt.date | None
    at: dt.datetime | None
    typed: int | None
    computed: int | None
    why: str
    partly: bool = False

    @property
    def differs(self) -> bool:
        """A typed value beside another computed one."""
        return self.typed is not None and self.computed is not None and self.typed != self.computed


@dataclass
class Figures:
    """Figures by quantity and place, then period."""

    district: str
    rows: dict[tuple[str, str], dict[str, Known]]

    @cached_property
    def below(self) -> dict[tuple[str, str], list[str]]:
        """(quantity, area) -> the places below it that have a figure."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for quantity, place in self.rows:
            parts = place.split(".")
            for depth in range(2, len(parts)):
                found[quantity, ".".join(parts[:depth])].append(place)
        return found

    def value(
        self, quantity: Quantity, place: str, level: str, one: Period, carry: bool = False
    ) -> Known | None:
        """The value of a quantity for an area and period; None when nothing was ever filled."""
        mine = self.rows.get((quantity.code, place))
        if mine is not None:
            found = mine.get(one.code)
            if found is not None:
                return found
            found = self._over_time(quantity, mine, one)
            if found is None and carry:
                found = next((mine[code] for code in earlier(one.code) if code in mine), None)
            if found is not None:
                return found
        if LEVELS_UP.index(quantity.level) < LEVELS_UP.index(level):
            return self._sum_below(quantity, place, one, carry)
        return None

    def before(self, quantity: Quantity, place: str, level: str, one: Period) -> Known | None:
        """The value last filled before a period, in a period of the same kind."""
        mine = self.rows.get((quantity.code, place))
        if mine is None:
            return self.value(quantity, place, level, before(one))
        return next((mine[code] for code in same_kind(one.code) if code in mine), None)

    def _over_time(self, quantity: Quantity, mine: dict[str, Known], one: Period) -> Known | None:
        have, asked = MONTHS[quantity.frequency], MONTHS[one.kind]
        if have > asked:
            return next((mine[code] for code in around(one.code) if code in mine), None)
        if have == asked:
            return None
        parts = [mine.get(code) for code in inside(one.code, quantity.frequency)]
        there = [part for part in parts if part is not None]
        if not there:
            return None
        if quantity.over == "akhir":
            return there[-1]
        return _summed(there, len(there) < len(parts))

    def _sum_below(self, quantity: Quantity, place: str, one: Period, carry: bool) -> Known | None:
        places = self.below.get((quantity.code, place), ())
        found = [
            known
            for code in places
            if (known := self.value(quantity, code, quantity.level, one, carry)) is not None
        ]
        return _summed(found, len(found) < len(places)) if found else None


def read(
    district: str, quantities: Iterable[str], periods: Collection[str],
    places: Collection[str] | None = None,
) -> Figures:  # fmt: skip
    """Filled figures of these quantities, with all periods a value may be carried from."""
    wanted: set[str] = set()
    for code in periods:
        wanted |= {code, *earlier(code), *around(code)}
        for kind in MONTHS:
            wanted |= set(inside(code, kind))
    rows = Figure.objects.filter(period__in=sorted(wanted), quantity__in=list(quantities))
    if places is not None and len(places) <= FEW:
        rows = rows.filter(_in_or_below(places))
    else:
        rows = rows.filter(within("place_code", district))
    found: dict[tuple[str, str], dict[str, Known]] = {}
    filled = rows.exclude(status=Status.EMPTY).order_by()
    for quantity, place, code, value, status, typed, computed, why, day, at in (
        filled.annotate(day=as_text("as_of"), moment=as_text(Coalesce("typed_at", "computed_at")))
        .values_list(
            "quantity", "place_code", "period", "value", "status", "typed", "computed", "why",
            "day", "moment",
        )
        .iterator(chunk_size=20_000)
    ):  # fmt: skip
        known = Known(value, status, day_of(day), moment_of(at), typed, computed, why)
        found.setdefault((quantity, place), {})[code] = known
    return Figures(district, found)


@lru_cache(maxsize=256)
def earlier(code: str) -> tuple[str, ...]:
    """Codes of the periods that ended before this one and not too long ago, the latest first."""
    one = period(code)
    oldest = one.ends - dt.timedelta(days=31 * CARRIED)
    found = [
        other
        for year in range(oldest.year, one.year + 1)
        for kind in MONTHS
        for other in of_year(year, kind)
        if oldest < other.ends < one.ends
    ]
    return tuple(
        other.code for other in sorted(found, key=lambda p: (p.ends, p.starts), reverse=True)
    )


@lru_cache(maxsize=256)
def same_kind(code: str) -> tuple[str, ...]:
    """Codes of earlier periods of the same kind, the latest first."""
    kind = period(code).kind
    return tuple(other for other in earlier(code) if period(other).kind == kind)


@lru_cache(maxsize=256)
def around(code: str) -> tuple[str, ...]:
    """Codes of the longer periods that contain this one, the shortest first."""
    one = period(code)
    longer = [k for k in MONTHS if MONTHS[k] > MONTHS[one.kind]]
    return tuple(p.code for k in longer for p in of_year(one.year, k) if p.covers(one))


@lru_cache(maxsize=256)
def inside(code: str, frequency: Frequency) -> tuple[str, ...]:
    """Codes of the shorter periods of a frequency inside this one, in order."""
    one = period(code)
    if MONTHS[frequency] >= MONTHS[one.kind]:
        return ()
    return tuple(p.code for p in of_year(one.year, frequency) if one.covers(p))


def _in_or_below(places: Collection[str]) -> Q:
    """In the places named; of a higher area, everything below."""
    higher = [code for code in places if code.count(".") < 3]
    query = Q(place_code__in=list(places))
    for code in higher:
        query |= within("place_code", code)
    return query


def _summed(found: list[Known], partly: bool) -> Known:
    counted = [one for one in found if one.status != Status.NONE]
    if not counted:
        return found[0]
    days = [one.as_of for one in counted if one.as_of]
    moments = [one.at for one in counted if one.at]
    total = sum(one.value or 0 for one in counted)
    guessed = any(one.status == Status.ESTIMATED for one in counted)
    status = Status.ESTIMATED if guessed else Status.FILLED if total else Status.ZERO
    return Known(
        total, status, min(days, default=None), max(moments, default=None), None, None,
        next((one.why for one in counted if one.why), ""), partly or any(o.partly for o in counted),
    )  # fmt: skip
