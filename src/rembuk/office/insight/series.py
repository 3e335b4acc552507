"""Survey prevalences of a place: as published, as the district knows them, tested in words."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk import reference
from rembuk.office.insight.models import SurveyValue
from rembuk.office.places.numbers import plain
from rembuk.science.survey.trends import (
    Assumptions,
    Change,
    Interval,
    Point,
    Verdict,
    change,
    error_of,
    same_method,
)

METHODS = ("Riskesdas", "SSGBI", "SSGI", "SKI")
"""Surveys a district may type, oldest first. Two different ones are two methods."""


@dataclass(frozen=True)
class Survey:
    """One survey figure: the point, its published interval, where it is from, who typed it.
    `differs`: the published percentage, where the district's own is another."""

    point: Point
    interval: Interval | None
    source: str
    confidence: str
    own: SurveyValue | None = None
    differs: float | None = None

    @property
    def host(self) -> str:
        """The site of the source, without `www.`."""
        return urlsplit(self.source).netloc.removeprefix("www.")

    @property
    def key(self) -> str:
        """`SSGI-2022`, for ids on a page."""
        return f"{self.point.survey}-{self.point.year}"


def assumptions(on: dt.date, *, assume_sample: bool = True) -> Assumptions:
    """The dated settings as the science takes them. A sample is assumed for a district only."""
    rules = reference.load()
    low, high = (rules.number(f"trend.deff_{end}", on) for end in ("low", "high"))
    middle = 2.0 if low < 2.0 < high else (low + high) / 2
    return Assumptions(
        deffs=(low, middle, high),
        n=int(rules.number("trend.sample", on)) if assume_sample else None,
        too_large_z=rules.number("trend.too_large_z", on),
        too_large_points=rules.number("trend.too_large_points", on),
        pace=math.log(1 - rules.number("trend.pace", on) / 100),
        pace_sd=rules.number("trend.pace_sd", on) / 100,
    )


def stated(code: str) -> dict[tuple[str, int], SurveyValue]:
    """What a district says of surveys, the newest of each; what was taken back is left out."""
    rows = SurveyValue.objects.filter(district_code=code).select_related("by").order_by("pk")
    newest = {(row.survey, row.year): row for row in rows}
    return {key: row for key, row in newest.items() if row.percent is not None}


def surveys(code: str) -> tuple[Survey, ...]:
    """Every survey of an area (`""` = Indonesia), by year. Where the district typed one of the same
    survey and year, the district's stands, with the published one named if it differs."""
    own = stated(code) if code else {}
    found: dict[tuple[str, int], Survey] = {}
    for row in reference.load().prevalence(code):
        limits = None
        if row.low_pct is not None and row.high_pct is not None:
            limits = Interval(row.low_pct, row.high_pct)
        se = error_of(limits.low, limits.high) if limits else None
        point = Point(row.year, row.stunting_pct, row.survey, se)
        found[row.survey, row.year] = Survey(point, limits, row.source, row.confidence)
    for key, typed in own.items():
        found[key] = _typed(typed, found.get(key))
    return tuple(found[key] for key in sorted(found, key=lambda one: (one[1], one[0])))


def _typed(row: SurveyValue, published: Survey | None) -> Survey:
    limits = None
    if row.low is not None and row.high is not None:
        limits = Interval(float(row.low), float(row.high))
    se = float(row.se) if row.se is not None else None
    if se is None and limits is not None:
        se = error_of(limits.low, limits.high)
    percent = float(row.percent or 0)
    point = Point(row.year, percent, row.survey, se, row.n)
    other = published.point.percent if published else None
    differs = other if other is not None and abs(other - percent) >= 0.05 else None
    return Survey(point, limits, row.source, "daerah", row, differs)


@dataclass(frozen=True)
class Tested:
    """The change between two surveys with its words: state of the design language, verdict, why."""

    change: Change
    kind: str
    word: str
    why: tuple[str, ...]


def tested(found: Sequence[Survey], given: Assumptions) -> tuple[Tested, ...]:
    """Each survey against the one before it."""
    return tuple(_say(change(a.point, b.point, given), given) for a, b in pairwise(found))


def _say(found: Change, given: Assumptions) -> Tested:
    kind, word = {
        Verdict.UNTESTED: ("off", _("tidak dapat diuji")),
        Verdict.NOT_SHOWN: ("wait", _("perubahan belum terlihat")),
        Verdict.SHOWN: ("done", _("perubahan terlihat")),
        Verdict.TOO_LARGE: ("soon", too_large_words(found.years)),
    }[found.verdict]
    why = []
    if found.verdict is Verdict.NOT_SHOWN:
        why.append(_("Selisih sebesar ini masih dapat muncul karena contoh survei saja."))
    if found.verdict is Verdict.TOO_LARGE:
        why.append(_("Lebih mungkin pengaruh survei atau cara ukur daripada perubahan anak."))
    if found.depends:
        why.append(
            _("Terlihat hanya bila efek rancangan %(low)s, tidak bila %(high)s.")
            % {"low": plain(given.deffs[0], 1), "high": plain(given.deffs[-1], 1)}
        )
    if found.across:
        why.append(
            _("%(a)s dan %(b)s beda metode: selisihnya dapat berasal dari cara survei.")
            % {"a": found.before.survey, "b": found.after.survey}
        )
    return Tested(found, kind, word, tuple(why))


def too_large_words(years: int) -> str:
    """The third verdict, for as many years as lie between."""
    if years == 1:
        return _("terlalu besar untuk perubahan nyata dalam setahun")
    return ngettext(
        "terlalu besar untuk perubahan nyata dalam %(n)s tahun",
        "terlalu besar untuk perubahan nyata dalam %(n)s tahun",
        years,
    ) % {"n": years}


def path(found: Sequence[Survey], across: bool) -> tuple[Point, ...]:
    """The points a pace is taken from: one survey only, or all when the reader says so."""
    points = [one.point for one in found]
    return tuple(points) if across else same_method(points)
