"""Figures Rembuk has of a place, proposed as the figure of today of a decision's target.

A proposal says what it is: the indicator, its count, of which period, from where. Whoever keeps
the minutes takes it or types another; what was proposed is kept beside what was typed. Small counts
and figures too empty to read are proposed to nobody, and say so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.convergence import told
from rembuk.office.convergence.models import Cell, OwnIndicator, Status, Year
from rembuk.office.convergence.periods import period
from rembuk.office.convergence.registry import registry
from rembuk.office.forums.data_sheet.figures import Figure
from rembuk.office.forums.places import district_of, level_of
from rembuk.office.insight.asked import Limits
from rembuk.office.review.analysis_coverage import coverage
from rembuk.office.review.analysis_scope import scope
from rembuk.reference.dated import NoRuleError

_WAYS: Final = {"naik": True, "turun": False}


@dataclass(frozen=True)
class Proposal:
    """A figure for a target: `value` as it is typed ("62,5"; empty: none, `why` says it)."""

    code: str
    name: str
    value: str
    words: str
    rising: bool
    why: str = ""

    @property
    def kept(self) -> str:
        """As it is kept beside what was typed."""
        return f"{self.value} {self.words} [{self.code}]"[:200]


def proposals(place: str, on: dt.date) -> list[Proposal]:
    """What can be proposed for targets in a place, by indicator."""
    year = (
        Year.objects.filter(
            district_code=district_of(place), year__in=(on.year, on.year - 1)
        ).order_by("-year").first()
    )  # fmt: skip
    if year is None:
        return []
    limits = Limits.on(on)
    figures = _village(year, place, on) if level_of(place) == "desa" else _sums(year, place, on)
    return [_proposal(one, limits.small) for one in figures]


def rising(code: str) -> bool | None:
    """Whether more is better of an indicator; None where nobody says."""
    known = None
    with suppress(NoRuleError):
        known = reference.load().indicator(code)
    if known is None or not known.complete:  # a slot the district filled itself
        rows = OwnIndicator.objects.filter(code=code).order_by("-valid_from")
        entry = rows.values_list("entry", flat=True).first()
        return _WAYS.get(str((entry or {}).get("direction", "")))
    return _WAYS.get(known.direction)


def worse(code: str, now: Decimal | None, then: Decimal | None) -> bool:
    """Whether a target asks for less than there is."""
    way = rising(code) if code and now is not None and then is not None else None
    if way is None or now is None or then is None:
        return False
    return then < now if way else then > now


def _proposal(one: Figure, small: int) -> Proposal:
    counted = one.counted(small)
    if one.why or one.value is None or _hidden(one, small):
        none = _("belum ada yang dihitung (0 dari 0)")
        few = _("angkanya kecil, tidak ditampilkan agar tidak menunjuk orang")
        why = one.why or (few if one.of else none)
        return Proposal(one.code, one.name, "", one.as_of, one.rising, why)
    value = f"{one.value:.1f}".removesuffix(".0").replace(".", ",")
    words = _("persen (%(count)s), %(when)s, %(source)s") % {
        "count": counted, "when": one.as_of, "source": one.source,
    }  # fmt: skip
    return Proposal(one.code, one.name, value, words, one.rising)


def _hidden(one: Figure, small: int) -> bool:
    """Whether the share would tell a count of so few people."""
    if one.bare or one.n is None or one.of is None:
        return False
    return any(0 < count < small for count in (one.n, one.of, one.of - one.n))


def _village(year: Year, place: str, on: dt.date) -> Iterator[Figure]:
    """Each share of a village in its newest filled cell."""
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
    for code, (when, n, of) in newest.items():
        one = asked[code]
        if one.unit == "persen" and one.denominator:
            yield Figure(
                code, told.named(one), 100 * n / of, n, of, period(when).words,
                _("sel konvergensi"), rising=one.direction == "naik", bare=one.kind == "suplai",
            )  # fmt: skip


def _sums(year: Year, place: str, on: dt.date) -> Iterator[Figure]:
    """Each share of a kecamatan or the district, sum over sum."""
    found = coverage(scope(year, place, hiding=True, today=on))
    for one in (*found.services, *found.supply):
        if not one.ratio or one.period is None:
            continue
        why = "" if one.readable else _("terlalu banyak sel kosong untuk dibaca")
        yield Figure(
            one.indicator.code, one.name, one.total.pct, one.total.n, one.total.of,
            one.period.words, _("jumlah sel konvergensi"), rising=one.rising, why=why,
            bare=one.indicator.kind == "suplai",
        )  # fmt: skip
