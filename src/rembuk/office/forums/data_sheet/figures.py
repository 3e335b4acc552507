"""Figures of a place for a meeting: now, as of when, target, gap. Small counts are not shown.

Register and survey are different lines and never one. A figure too empty to read says so and has
no gap; a count of one to four people is written `< 5` and its share is left out, because the share
would tell the count.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from rembuk.office.convergence import told
from rembuk.office.convergence.models import Cell, Status, Year
from rembuk.office.convergence.owners import Owners
from rembuk.office.convergence.periods import period
from rembuk.office.convergence.registry import registry
from rembuk.office.documents.numbers import long_date
from rembuk.office.families.models import Standing
from rembuk.office.forums.places import district_of, level_of
from rembuk.office.insight import targets
from rembuk.office.insight.asked import Limits, survey
from rembuk.office.insight.models import Target
from rembuk.office.places.numbers import count
from rembuk.office.places.scope import within
from rembuk.office.posyandu import queries
from rembuk.office.review.analysis_coverage import coverage
from rembuk.office.review.analysis_scope import scope
from rembuk.office.review.goals import Goal, goals
from rembuk.reference.indicators import Indicator

MOST = 6
"""Services below their target that fit on one page, the farthest from it first."""


@dataclass(frozen=True)
class Figure:
    """One line. `n` of `of` people, families or posts (None: no count is told); `value` in percent,
    None where it cannot be read or would tell a small count. `target` and its year, where the
    district or a list sets one; `as_of` in words; `why` says why there is no value.
    `bare`: its counts tell of no person (sessions, posts, who was weighed) and are always shown."""

    code: str
    name: str
    value: float | None
    n: int | None
    of: int | None
    as_of: str
    source: str
    target: float | None = None
    target_year: int | None = None
    rising: bool = False
    why: str = ""
    owner: str = ""
    bare: bool = False

    @property
    def gap(self) -> float | None:
        """Points still to go; 0 where the target is reached."""
        if self.value is None or self.target is None:
            return None
        return max(self.target - self.value if self.rising else self.value - self.target, 0.0)

    def counted(self, limit: int) -> str:
        """`12 dari 40`; where a count or its rest is small, only on which side of the limit."""
        if self.n is None or self.of is None:
            return ""
        if self.bare:
            limit = 0
        if 0 < self.of < limit:
            return _("kurang dari %(limit)s") % {"limit": limit}
        if 0 < self.n < limit:
            return _("< %(limit)s dari %(of)s") % {"limit": limit, "of": count(self.of)}
        if 0 < self.of - self.n < limit:
            words = _("lebih dari %(n)s dari %(of)s")
            return words % {"n": count(self.of - limit), "of": count(self.of)}
        return _("%(n)s dari %(of)s") % {"n": count(self.n), "of": count(self.of)}


def figures(place: str, year: int, on: dt.date) -> list[Figure]:
    """Figures of a place for a meeting on the plan of the year after `year`."""
    limits = Limits.on(on)
    aims = targets.current(district_of(place))
    found = _register(place, year, limits, aims, on)
    found += _risk(place, limits, on)
    if level_of(place) == "kabupaten":
        found = _survey(place, year, aims) + found
    return [*found, *_services(place, year, limits, on)]


Aims = dict[tuple[str, str, int], Target]


def _aim(aims: Aims, code: str, place: str, year: int) -> tuple[float | None, int | None]:
    """The target of the place itself for the plan year, else for the year."""
    for when in (year + 1, year):
        row = aims.get((code, place, when))
        if row is not None and row.value is not None:
            return float(row.value), when
    return None, None


def _register(place: str, year: int, limits: Limits, aims: Aims, on: dt.date) -> list[Figure]:
    months = [one for one in queries.months_with_data(place) if one <= on]
    month = queries.last_month(place, months) if months else None
    source = _("register posyandu")
    if month is None:
        why = _("belum ada data register")
        return [Figure("register", _("Balita stunting"), None, None, None, "", source, why=why)]
    counts = queries.recap_total(place, month).counts
    as_of = period(f"{month:%Y-%m}").words
    readable = counts.readable(limits.readable)
    stunting, wasting = counts.stunting, counts.wasting
    aim, when = _aim(aims, targets.REGISTER.code, place, year)
    aim_ds, when_ds = _aim(aims, targets.COVERAGE.code, place, year)
    small = _small(stunting.n, stunting.of, limits.small)
    why = "" if readable else _("D/S di bawah batas baca")
    return [
        Figure(
            "register", _("Balita stunting (pendek dan sangat pendek)"),
            stunting.pct if readable and not small else None, stunting.n, stunting.of, as_of,
            source, aim, when, why=why,
        ),
        Figure(
            "ds", _("Balita ditimbang (D/S)"), counts.ds.pct, counts.ds.n, counts.ds.of, as_of,
            source, aim_ds if aim_ds is not None else limits.target, when_ds, rising=True,
            bare=True,
        ),
        Figure(
            "gizi", _("Balita gizi buruk dan kurang"),
            wasting.pct if readable and not _small(wasting.n, wasting.of, limits.small) else None,
            wasting.n, wasting.of, as_of, source, why=why,
        ),
    ]  # fmt: skip


def _risk(place: str, limits: Limits, on: dt.date) -> list[Figure]:
    judged = Standing.objects.filter(within("place_code", place))
    told = judged.aggregate(n=Count("pk", filter=Q(at_risk=True)), of=Count("at_risk"))
    n, of = told["n"], told["of"]
    if not of:
        return []
    value = None if _small(n, of, limits.small) else 100 * n / of
    return [
        Figure(
            "krs", _("Keluarga berisiko stunting"), value, n, of, long_date(on),
            _("keluarga yang dinilai di sini"),
        )
    ]  # fmt: skip


def _survey(place: str, year: int, aims: Aims) -> list[Figure]:
    one = survey(place)
    if one is None:
        return []
    aim, when = _aim(aims, targets.SURVEY.code, place, year)
    return [
        Figure(
            "survei", _("Prevalensi stunting menurut survei"), one.stunting_pct, None, None,
            str(one.year), one.survey, aim, when,
        )
    ]  # fmt: skip


def _services(place: str, year: int, limits: Limits, on: dt.date) -> list[Figure]:
    """Services of the convergence cells short of their target, the farthest first."""
    row = Year.objects.filter(
        district_code=district_of(place), year__in=(year, year - 1)
    ).order_by("-year").first()  # fmt: skip
    if row is None:
        return []
    if level_of(place) == "desa":
        found = _of_village(row, place, limits, on)
        short = [one for one in found if one.gap]
        return sorted(short, key=lambda one: (-(one.gap or 0), one.code))[:MOST]
    reaches = coverage(scope(row, place, hiding=True, today=on)).below
    return [
        Figure(
            one.indicator.code, one.name, one.total.pct, one.total.n, one.total.of,
            one.period.words if one.period else "", _("sel konvergensi"),
            one.goal.value if one.goal else None, one.goal.year if one.goal else None,
            rising=one.rising, owner=one.owner.short if one.owner else "",
        )
        for one in reaches
        if not one.covered(limits.small)
    ][:MOST]  # fmt: skip


def _of_village(year: Year, place: str, limits: Limits, on: dt.date) -> list[Figure]:
    """Each share of a village in its newest filled cell, beside its target."""
    asked = registry(year, max(on, dt.date(year.year, 1, 1))).indicators
    cells = (
        Cell.objects.filter(
            year__district_code=year.district_code, year__year__in=(year.year, year.year - 1),
            place_code=place, indicator__in=list(asked), retired=False,
            status__in=[Status.FILLED, Status.ZERO, Status.ESTIMATED], denominator__gt=0,
        )
        .exclude(numerator=None)
        .order_by("period")
        .values_list("indicator", "period", "numerator", "denominator")
    )  # fmt: skip
    newest = {code: (when, n or 0, of or 0) for code, when, n, of in cells}
    aims = goals(year, place, asked.values())
    owners = Owners(on)
    return [
        _cell(asked[code], when, n, of, aims.get(code), limits, owners, place)
        for code, (when, n, of) in newest.items()
        if asked[code].unit == "persen" and asked[code].denominator
    ]


def _cell(
    one: Indicator, when: str, n: int, of: int, goal: Goal | None, limits: Limits, owners: Owners,
    place: str,
) -> Figure:  # fmt: skip
    owner = owners.of(one.owner, place)
    small = one.kind != "suplai" and _small(n, of, limits.small)
    return Figure(
        one.code, told.named(one), None if small else 100 * n / of, n, of, period(when).words,
        _("sel konvergensi"), goal.value if goal else None, goal.year if goal else None,
        rising=one.direction == "naik", owner=owner.short if owner else "",
        bare=one.kind == "suplai",
    )  # fmt: skip


def _small(n: int, of: int, limit: int) -> bool:
    """Whether a share would tell a count of so few people."""
    return any(0 < one < limit for one in (n, of, of - n))
