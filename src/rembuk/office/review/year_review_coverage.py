"""Coverage of a year: each indicator from the first readable period to the last, against target.

Sum over sum of the cells that hold both figures. A change is between two periods in which enough
cells are filled, and only over places filled in both: else a village that began to report would
look like a change of coverage. Where both quantities are events, the year is their sum.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db.models import Q, Sum

from rembuk import reference
from rembuk.office.convergence.models import Cell, Status, Tally, Year
from rembuk.office.convergence.periods import Period, period
from rembuk.office.convergence.registry import Registries, Registry
from rembuk.office.convergence.told import named
from rembuk.office.places.scope import within
from rembuk.office.review.goals import Goal, goals
from rembuk.reference.indicators import Indicator

BOTH: Final = Q(numerator__isnull=False) & ~Q(status__in=(Status.EMPTY, Status.NONE))


@dataclass(frozen=True)
class Reading:
    """An indicator of the area in a period (`words`; of the whole year where it adds up). `of` 0:
    it has no denominator, `n` is a plain count."""

    words: str
    n: int
    of: int
    cells: int
    expected: int

    @property
    def percent(self) -> float | None:
        """Never a mean of percentages; None over nothing."""
        return 100 * self.n / self.of if self.of else None


@dataclass(frozen=True)
class Same:
    """Two periods over the same places."""

    first: Reading
    last: Reading
    places: int

    @property
    def points(self) -> float | None:
        """Later less earlier, in percentage points."""
        if self.first.percent is None or self.last.percent is None:
            return None
        return self.last.percent - self.first.percent


@dataclass(frozen=True)
class Covered:
    """One indicator of the year. `expected`, `empty`: cells past their due day. `same` None: no two
    periods can be compared. `rising`: more is better."""

    code: str
    name: str
    rising: bool
    now: Reading | None
    same: Same | None
    aim: Goal | None
    expected: int
    empty: int

    @property
    def filled_pct(self) -> float | None:
        """Cells of the year that say something."""
        return 100 * (self.expected - self.empty) / self.expected if self.expected else None

    @property
    def percent(self) -> float | None:
        """The share now."""
        return self.now.percent if self.now else None

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where one of the two is not known."""
        if self.aim is None or self.percent is None:
            return None
        return self.percent >= self.aim.value if self.rising else self.percent <= self.aim.value

    @property
    def better(self) -> float | None:
        """The change in the good direction, in points; negative is worse."""
        points = self.same.points if self.same else None
        return points if points is None or self.rising else -points

    @property
    def short_of(self) -> float | None:
        """Points to the target while it is not reached."""
        if self.aim is None or self.percent is None or self.reached:
            return None
        return abs(self.aim.value - self.percent)


class _Part(NamedTuple):
    """Sums of a period; `fallen` of its cells are past their due day, `holes` of these empty."""

    n: int
    of: int
    expected: int
    empty: int
    fallen: int
    holes: int


def covered(year: Year, place: str, on: dt.date) -> tuple[Covered, ...]:
    """Every percentage of the year in the order of the sheets, for the district or a kecamatan."""
    asked = Registries(year).on(dt.date(year.year, 12, 31))
    least = reference.load().number("reviu.filled_pct", on)
    parts = _parts(year, place, on)
    aims = goals(year, place, asked.indicators.values())
    wanted = [one for one in asked.indicators.values() if one.unit == "persen"]
    pairs = {
        one.code: pair for one in wanted if (pair := _pair(parts.get(one.code, {}), least))
    }  # fmt: skip
    same = _same(year, place, pairs, parts)
    return tuple(
        Covered(
            one.code, named(one), one.direction == "naik",
            _now(one, asked, parts.get(one.code, {})), same.get(one.code),
            aims.get(one.code),
            sum(part.fallen for part in mine), sum(part.holes for part in mine),
        )
        for one in wanted
        if (mine := list(parts.get(one.code, {}).values()))
    )  # fmt: skip


def _parts(year: Year, place: str, on: dt.date) -> Mapping[str, dict[str, _Part]]:
    """Indicator -> period (begun by `on`) -> sums."""
    rows = Tally.objects.filter(year=year)
    if place != year.district_code:
        rows = rows.filter(kecamatan=place)
    past = Q(due__lt=on)
    sums = (
        rows.order_by()
        .values_list("indicator", "period")
        .annotate(
            Sum("numerator"), Sum("denominator"), Sum("expected"), Sum("empty"),
            fallen=Sum("expected", filter=past, default=0),
            holes=Sum("empty", filter=past, default=0),
        )
    )  # fmt: skip
    found: dict[str, dict[str, _Part]] = defaultdict(dict)
    for code, when, *counts in sums:
        if period(when).starts <= on:
            found[code][when] = _Part(*counts)
    return found


def _in_order(parts: Mapping[str, _Part]) -> list[tuple[Period, _Part]]:
    return sorted(
        ((period(code), part) for code, part in parts.items()), key=lambda one: one[0].ends
    )


def _reading(words: str, part: _Part) -> Reading:
    return Reading(words, part.n, part.of, part.expected - part.empty, part.expected)


def _now(one: Indicator, asked: Registry, parts: Mapping[str, _Part]) -> Reading | None:
    told = [(when, part) for when, part in _in_order(parts) if part.of]
    if not told:
        return None
    events = all(
        code in asked.quantities and asked.quantities[code].over == "jumlah"
        for code in one.quantities
    )
    if not events or len(told) == 1:
        return _reading(told[-1][0].words, told[-1][1])
    whole = _Part(*(sum(column) for column in zip(*(part for _when, part in told), strict=True)))
    return _reading(f"{told[0][0].words} – {told[-1][0].words}", whole)


def _pair(parts: Mapping[str, _Part], least: float) -> tuple[Period, Period] | None:
    """The first and last period filled enough to be read."""
    read = [
        when for when, part in _in_order(parts)
        if part.of and 100 * (part.expected - part.empty) >= least * part.expected
    ]  # fmt: skip
    return (read[0], read[-1]) if len(read) > 1 else None


def _same(
    year: Year, place: str, pairs: Mapping[str, tuple[Period, Period]],
    parts: Mapping[str, dict[str, _Part]],
) -> dict[str, Same]:  # fmt: skip
    """Both periods over the places filled in both."""
    ends = {one.code for pair in pairs.values() for one in pair}
    cells = Cell.objects.filter(
        BOTH, year=year, retired=False, period__in=ends, indicator__in=list(pairs)
    )
    if place != year.district_code:
        cells = cells.filter(within("place_code", place))
    held: dict[str, dict[str, dict[str, tuple[int, int]]]] = defaultdict(lambda: defaultdict(dict))
    for code, when, where, n, of in cells.order_by().values_list(
        "indicator", "period", "place_code", "numerator", "denominator"
    ):
        held[code][when][where] = (n or 0, of or 0)
    found = {}
    for code, (first, last) in pairs.items():
        a, b = held[code][first.code], held[code][last.code]
        both = a.keys() & b.keys()
        expected = parts[code][last.code].expected
        if both:
            found[code] = Same(
                _over(first.words, (a[one] for one in both), expected),
                _over(last.words, (b[one] for one in both), expected), len(both),
            )  # fmt: skip
    return found


def _over(words: str, rows: Iterable[tuple[int, int]], expected: int) -> Reading:
    every = list(rows)
    return Reading(
        words, sum(n for n, _of in every), sum(of for _n, of in every), len(every), expected
    )
