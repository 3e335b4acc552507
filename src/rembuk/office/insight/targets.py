"""Targets of a district: typed, answered, and what was achieved so far."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as told
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.models import Account
from rembuk.office.insight import chances, listed, series
from rembuk.office.insight.listed import Indicator, Standing, of_words
from rembuk.office.insight.models import Direction, Target
from rembuk.office.places.models import Area, Level
from rembuk.office.places.numbers import plain
from rembuk.office.places.scope import within
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.measures import add_months
from rembuk.science.survey.reaching import Reach, reach
from rembuk.science.survey.trends import Assumptions, Point

KABUPATEN: Final = 5
BACK: Final = 5
"""Years of the register a pace is taken from."""


SURVEY = Indicator(
    "stunting-survei", _("Prevalensi stunting menurut survei (SSGI)"), Direction.DOWN,
    (KABUPATEN,), _("survei nasional"),
)  # fmt: skip
REGISTER = Indicator(
    "stunting-register", _("Balita pendek dan sangat pendek menurut register"), Direction.DOWN,
    (5, 8, 13), _("register posyandu"),
)  # fmt: skip
COVERAGE = Indicator(
    "cakupan-ds", _("Cakupan penimbangan (D/S)"), Direction.UP, (5, 8, 13),
    _("register posyandu"),
)  # fmt: skip
OWN: Final = (SURVEY, REGISTER, COVERAGE)
"""Survey and register are two indicators: their targets never share a column."""


def indicators(on: dt.date) -> dict[str, Indicator]:
    """What a target can be set for: Rembuk's own, then percentages of the lists in force."""
    return {one.code: one for one in OWN} | listed.indicators(on)


def standing(indicator: Indicator, place: str, month: dt.date | None, minimum: float) -> Standing:
    """What was achieved so far."""
    if indicator not in OWN:
        return listed.standing(indicator, place)
    if indicator is SURVEY:
        rows = series.surveys(place[:KABUPATEN])
        if not rows:
            return Standing(None, "")
        last = rows[-1].point
        return Standing(last.percent, f"{last.survey} {last.year}")
    if month is None:
        return Standing(None, "")
    counts = queries.recap_total(place, month).counts
    ratio = counts.ds if indicator is COVERAGE else counts.stunting
    if not ratio.of:
        return Standing(None, "")
    readable = indicator is COVERAGE or counts.readable(minimum)
    return Standing(ratio.pct, of_words(ratio), readable)


def register_path(place: str, month: dt.date, minimum: float) -> tuple[Point, ...]:
    """The same month of each year, oldest first, where coverage lets it be read. Each child weighed
    counts as one observation; half a child is added so that no village is at 0 or 100 percent."""
    found = []
    for back in range(BACK, -1, -1):
        day = add_months(month, -12 * back)
        counts = queries.recap_total(place, day).counts
        n = counts.len_n
        if n >= 2 and counts.readable(minimum):
            percent = 100 * (counts.stunted + 0.5) / (n + 1)
            found.append(Point(day.year, percent, "Register", None, n))
    return tuple(found)


def reached(
    indicator: Indicator, place: str, year: int, value: float, month: dt.date | None,
    minimum: float, on: dt.date, *, across: bool = False,
) -> Reach | None:  # fmt: skip
    """What a target of a prevalence asks and how likely it is; None where nothing can be said."""
    if indicator not in (SURVEY, REGISTER) or not 0 < value < 100:
        return None
    given = series.assumptions(on)
    if indicator is SURVEY:
        return reach(series.path(series.surveys(place), across), value, year, given)
    if month is None:
        return None
    # one child, one observation: the register is no sample of clusters
    counted = Assumptions(deffs=(1.0,), n=None, pace=given.pace, pace_sd=given.pace_sd)
    return reach(register_path(place, month, minimum), value, year, counted)


def check(indicator: str, place: str, year: int | None, value: float | None, on: dt.date) -> None:
    """Raises ValidationError in words for who typed it."""
    known = indicators(on).get(indicator)
    if known is None:
        raise ValidationError(told("Pilih indikatornya."))
    if len(place) not in known.levels:
        raise ValidationError(
            told("Survei hanya ada untuk kabupaten dan kota. Untuk desa pakai angka register.")
            if known is SURVEY
            else told("Indikator ini tidak ada untuk tingkat wilayah itu.")
        )
    if year is None or not on.year <= year <= on.year + 30:
        raise ValidationError(
            told("Tahun target antara %(low)s dan %(high)s.")
            % {"low": on.year, "high": on.year + 30}
        )
    if value is None or not 0 < value <= 100:
        raise ValidationError(told("Target ditulis dalam persen, di atas 0 dan paling besar 100."))


@transaction.atomic
def state(
    account: Account | None, indicator: str, place: str, year: int, value: Decimal, document: str,
    said: Mapping[str, object] | None = None,
) -> Target:  # fmt: skip
    """Set a target; the one before stays in the history. Raises ValidationError without a document
    or for a place that is none."""
    if len(document.strip()) < 3:
        raise ValidationError(told("Sebut dokumen yang menetapkan target ini."))
    if not Area.objects.filter(code=place, valid_to__isnull=True).exists():
        raise ValidationError(told("Wilayah ini tidak dikenal."))
    return Target.objects.create(
        place_code=place, indicator=indicator, year=year, value=value,
        direction=indicators(timezone.localdate())[indicator].direction,
        document=document.strip()[:200], by=account,
        said=dict(said or {}),
    )  # fmt: skip


def take_back(account: Account | None, target: Target, why: str) -> Target:
    """Take a target back, with the reason in place of the document."""
    if len(why.strip()) < 5:
        raise ValidationError(told("Tulis alasan mencabut target ini."))
    return Target.objects.create(
        place_code=target.place_code, indicator=target.indicator, year=target.year, value=None,
        direction=target.direction, document=why.strip()[:200], by=account,
    )  # fmt: skip


def current(under: str, indicator: str = "", year: int = 0) -> dict[tuple[str, str, int], Target]:
    """Targets in force of a place and the places in it: (indicator, place, year) -> the newest."""
    rows = Target.objects.filter(within("place_code", under)).select_related("by").order_by("pk")
    if indicator:
        rows = rows.filter(indicator=indicator)
    if year:
        rows = rows.filter(year=year)
    newest = {(row.indicator, row.place_code, row.year): row for row in rows}
    return {key: row for key, row in newest.items() if row.value is not None}


@dataclass(frozen=True)
class Gap:
    """A kecamatan: its villages, and how many have a target of the year."""

    code: str
    name: str
    villages: int
    have: int

    @property
    def missing(self) -> int:
        """Villages without."""
        return self.villages - self.have


def gaps(district: str, year: int) -> tuple[Gap, ...]:
    """Which villages still lack their target of the register for a year, by kecamatan."""
    areas = Area.objects.filter(within("code", district), valid_to__isnull=True)
    names = dict(areas.filter(level=Level.KECAMATAN).values_list("code", "name"))
    villages = list(areas.filter(level=Level.DESA).values_list("code", flat=True))
    have = {place for _indicator, place, _year in current(district, REGISTER.code, year)}
    all_, done = (
        Counter(one[:8] for one in villages),
        Counter(one[:8] for one in villages if one in have),
    )
    return tuple(
        Gap(code, name, all_[code], done[code])
        for code, name in sorted(names.items(), key=lambda pair: pair[1])
    )


def said(found: Reach | None) -> dict[str, object]:
    """What is kept with a target of the answer that was given."""
    if found is None:
        return {}
    low, high = chances.out_of_hundred(found.chance)
    return {
        "required": round(found.required, 2),
        "achieved": None if found.achieved is None else round(found.achieved, 2),
        "base": [found.base.survey, found.base.year, found.base.percent],
        "chance": [low, high],
        "across": found.across,
        "assumed": found.assumed,
    }


def asked_words(indicator: Indicator, value: float, now: float, years: int) -> str:
    """What a target of an indicator without a chance asks: points a year."""
    points = (value - now) / max(years, 1)
    better = points if indicator.direction == Direction.UP else -points
    if better <= 0:
        return told("tidak lebih dari yang sudah tercapai")
    return told("%(n)s poin persen setahun") % {"n": plain(points)}
