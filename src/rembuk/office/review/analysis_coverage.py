"""How far services reach: each indicator by area, sum over sum, beside its target. What is empty is
said; what is too empty is not read."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from rembuk import reference
from rembuk.office.convergence import told
from rembuk.office.convergence.models import Cell, Status, Tally, Year
from rembuk.office.convergence.periods import Period, period
from rembuk.office.review.analysis_scope import Scope
from rembuk.office.review.goals import Goal, goals
from rembuk.office.seats.models import Office
from rembuk.reference.indicators import Indicator
from rembuk.science.choice.funnel import Standing, standing


@dataclass(frozen=True)
class Counted:
    """Sum over sum of an area; `filled` of `expected` cells say something, `held` hold the sums."""

    code: str
    n: int
    of: int
    filled: int
    expected: int
    held: int = 0

    @property
    def pct(self) -> float | None:
        """Never a mean of percentages; None over nothing."""
        return 100 * self.n / self.of if self.of else None


@dataclass(frozen=True)
class Reach:
    """An indicator in a place. `period` None: no cell of it was ever opened. `behind`: periods that
    ended since and are emptier. `readable`: enough of its cells have a value."""

    indicator: Indicator
    name: str
    owner: Office | None
    period: Period | None
    behind: int
    areas: tuple[Counted, ...]
    total: Counted
    goal: Goal | None
    told_pct: float
    unit: str

    @property
    def known(self) -> bool:
        """Whether anything stands in it."""
        return self.total.held > 0

    @property
    def readable(self) -> bool:
        """Whether enough cells say something."""
        if not self.known or not self.total.expected:
            return False
        return 100 * self.total.filled >= self.told_pct * self.total.expected

    @property
    def empty(self) -> int:
        """Cells without a value."""
        return self.total.expected - self.total.filled

    @property
    def rising(self) -> bool:
        """Whether more is better."""
        return self.indicator.direction == "naik"

    @property
    def ratio(self) -> bool:
        """Whether it is a share."""
        return self.indicator.unit == "persen" and bool(self.indicator.denominator)

    @property
    def lacking(self) -> int | None:
        """How many are not reached (of a share that should fall: how many have it); None unless it
        is a share with a denominator."""
        if not self.ratio or not self.total.of:
            return None
        return self.total.of - self.total.n if self.rising else self.total.n

    @property
    def short(self) -> float | None:
        """Points short of the target; 0 where it is reached, None where either is not known."""
        pct = self.total.pct
        if self.goal is None or pct is None or not self.ratio:
            return None
        return max(self.goal.value - pct if self.rising else pct - self.goal.value, 0.0)

    @property
    def sure(self) -> bool:
        """Whether the lack is more than chance allows at so few people, were the target reached;
        without a target, whether there are people enough to speak of a share at all."""
        lack = self.lacking
        if not lack:
            return False
        if self.goal is None:
            return self.total.of >= FEW
        share = (100 - self.goal.value if self.rising else self.goal.value) / 100
        return standing(lack, self.total.of, min(max(share, 0.0), 1.0)) in _ABOVE

    @property
    def order(self) -> tuple[int, float, str]:
        """Where it stands in the declared order: by points short of the target, then by the share
        not reached, and after both where the lack may be chance."""
        late = 0 if self.sure else 2
        if self.short is not None:
            return late, -self.short, self.indicator.code
        return late + 1, -(self.lacking or 0) / (self.total.of or 1), self.indicator.code

    def covered(self, limit: int) -> bool:
        """Whether its counts tell of so few people that a paper does not show them. Villages and
        posts are no people: supply is always shown."""
        n, of = self.total.n, self.total.of
        small = (n, of, of - n) if self.ratio else (n,)
        return self.indicator.kind != "suplai" and any(0 < one < limit for one in small)

    @property
    def to_goal(self) -> int | None:
        """How many more (fewer) are needed for the target."""
        if self.goal is None or not self.ratio or not self.total.of:
            return None
        wanted = self.goal.value * self.total.of / 100
        if self.rising:
            return max(math.ceil(wanted - 1e-9) - self.total.n, 0)
        return max(self.total.n - math.floor(wanted + 1e-9), 0)

    @property
    def worst(self) -> tuple[Counted, ...]:
        """Areas whose lack is beyond chance at their size, the most people not reached first."""
        if not self.readable or not self.ratio or not self.total.of:
            return ()
        mean = (self.lacking or 0) / self.total.of
        found = []
        for one in self.areas:
            lack = one.of - one.n if self.rising else one.n
            if 0 <= lack <= one.of and one.of and standing(lack, one.of, mean) in _ABOVE:
                found.append((lack, one))
        return tuple(one for _lack, one in sorted(found, key=lambda x: (-x[0], x[1].code)))

    @property
    def holes(self) -> tuple[Counted, ...]:
        """Areas with empty cells, the emptiest first."""
        rows = [one for one in self.areas if one.filled < one.expected]
        return tuple(sorted(rows, key=lambda one: (one.filled - one.expected, one.code)))


FEW = 20
"""Fewer people than this make no share to put services in order by (where no target tells)."""
_ABOVE = (Standing.ABOVE, Standing.FAR_ABOVE)


@dataclass(frozen=True)
class Cakupan:
    """Every indicator of the year: services, supply, and results (targets of the register)."""

    services: tuple[Reach, ...]
    supply: tuple[Reach, ...]
    results: tuple[Reach, ...]
    slots: int  # places of the lists whose content is not known and asks for nothing

    @property
    def unread(self) -> tuple[Reach, ...]:
        """Services too empty to read."""
        return tuple(one for one in self.services if not one.readable)

    @property
    def below(self) -> tuple[Reach, ...]:
        """Readable services short of their target, the farthest first; what may be chance last."""
        rows = [one for one in self.services if one.readable and one.short]
        return tuple(
            sorted(rows, key=lambda one: (not one.sure, -(one.short or 0), one.indicator.code))
        )


def coverage(given: Scope) -> Cakupan:
    """The coverage of a place as of a day."""
    years = _years(given)
    asked = list(given.asked.indicators.values())
    if not given.whole:
        asked = [one for one in asked if one.level != "kabupaten"]
    chosen = _periods(given, years, {one.code for one in asked})
    areas = _areas(given, years, chosen)
    aims = goals(given.year, given.place, given.asked.indicators.values())
    rows = [_reach(given, one, chosen, areas.get(one.code, ()), aims) for one in asked]
    known = reference.load().scheme_indicators(given.asked.scheme, given.year.year)
    return Cakupan(
        tuple(one for one in rows if one.indicator.kind == "cakupan"),
        tuple(one for one in rows if one.indicator.kind == "suplai"),
        tuple(one for one in rows if one.indicator.kind == "dampak"),
        sum(1 for one in known if one.code not in given.asked.indicators),
    )


def _years(given: Scope) -> list[Year]:
    """The year and the one before it: early in a year the last one still tells how things are."""
    return list(
        Year.objects.filter(
            district_code=given.year.district_code,
            year__in=(given.year.year - 1, given.year.year),
        )
    )


def _periods(
    given: Scope, years: list[Year], codes: set[str]
) -> dict[str, tuple[Period | None, int]]:
    """Indicator -> the newest period enough cells of which have a value, else the newest that has
    any, else the newest; and how many periods ended after it."""
    rows = Tally.objects.filter(year__in=years, indicator__in=codes)
    if not given.whole:
        rows = rows.filter(kecamatan=given.place)
    found: dict[str, list[tuple[Period, int, int]]] = defaultdict(list)
    for code, when, expected, empty in (
        rows.order_by()
        .values_list("indicator", "period")
        .annotate(all=Sum("expected"), none=Sum("empty"))
    ):
        one = period(when)
        if one.starts <= given.as_of:
            found[code].append((one, expected - empty, expected))
    return {
        code: _newest(sorted(held, key=lambda x: x[0].ends, reverse=True), given)
        for code, held in found.items()
    }


def _newest(held: list[tuple[Period, int, int]], given: Scope) -> tuple[Period | None, int]:
    whole = [one for one, n, all_ in held if all_ and 100 * n >= given.told_pct * all_]
    some = [one for one, n, _all in held if n]
    ended = [one for one, _n, _all in held if one.ends <= given.as_of]
    best = (whole or some or ended or [held[0][0]])[0]
    return best, sum(1 for one in ended if one.ends > best.ends)


def _areas(
    given: Scope, years: list[Year], chosen: dict[str, tuple[Period | None, int]]
) -> dict[str, tuple[Counted, ...]]:
    wanted = {code: one.code for code, (one, _behind) in chosen.items() if one}
    codes = list(wanted)
    when = set(wanted.values())
    rows: Iterable[tuple[str, str, str, int, int, int, int, int]]
    if given.whole:
        rows = _by_kecamatan(years, codes, when)
    else:
        rows = _by_village(given, years, codes, when)
    found: dict[str, list[Counted]] = defaultdict(list)
    for code, at, area, n, of, filled, expected, held in rows:
        if wanted.get(code) == at:
            found[code].append(Counted(area, n, of, filled, expected, held))
    return {code: tuple(sorted(held, key=lambda x: x.code)) for code, held in found.items()}


def _by_kecamatan(
    years: list[Year], codes: list[str], when: set[str]
) -> Iterable[tuple[str, str, str, int, int, int, int, int]]:
    rows = Tally.objects.filter(year__in=years, indicator__in=codes, period__in=when)
    for code, at, area, n, of, expected, empty in (
        rows.order_by()
        .values_list("indicator", "period", "kecamatan")
        .annotate(
            top=Sum("numerator"), bottom=Sum("denominator"), all=Sum("expected"), none=Sum("empty")
        )
    ):
        yield code, at, area, n or 0, of or 0, expected - empty, expected, expected - empty


def _by_village(
    given: Scope, years: list[Year], codes: list[str], when: set[str]
) -> Iterable[tuple[str, str, str, int, int, int, int, int]]:
    cells = Cell.objects.filter(
        year__in=years, kecamatan=given.place, indicator__in=codes, period__in=when, retired=False
    )
    columns = ("indicator", "period", "place_code", "numerator", "denominator", "status")
    for code, at, area, n, of, status in cells.order_by().values_list(*columns):
        filled = int(status != Status.EMPTY)
        held = filled if n is not None and status != Status.NONE else 0
        yield code, at, area, (n or 0) * held, (of or 0) * held, filled, 1, held


def _reach(
    given: Scope, one: Indicator, chosen: dict[str, tuple[Period | None, int]],
    areas: tuple[Counted, ...], goals: dict[str, Goal],
) -> Reach:  # fmt: skip
    when, behind = chosen.get(one.code, (None, 0))
    quantity = given.asked.quantities.get(one.denominator or one.numerator)
    return Reach(
        one, told.named(one), given.owners.of(one.owner, given.place), when, behind, areas,
        Counted(
            given.place, sum(x.n for x in areas), sum(x.of for x in areas),
            sum(x.filled for x in areas), sum(x.expected for x in areas),
            sum(x.held for x in areas),
        ),
        goals.get(one.code), given.told_pct, quantity.unit_id if quantity else "",
    )  # fmt: skip
