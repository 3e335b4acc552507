"""How far services reach: each indicator by area, sum over sum, beside its target. What is empty is
said; what is too empty is not read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from rembuk import reference
from rembuk.office.convergence import told
from rembuk.office.convergence.models import Cell, Status, Tally, Year
from rembuk.office.convergence.periods import Period, period
from rembuk.office.review.analysis_reach import Counted, Reach
from rembuk.office.review.analysis_scope import Scope
from rembuk.office.review.goals import Goal, goals
from rembuk.reference.indicators import Indicator


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
