"""What each count counts: one definition for the recap, the lists and the tests.

S of a month is everyone counted that month, where they were weighed, and every other registered
child under 60 months, where they are registered; so `S = D + not weighed` holds for every post.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Final

from django.db.models import Q

from rembuk.office.posyandu.models import Measurement

STUNTED: Final = ("pendek", "sangat-pendek")
WASTED: Final = ("gizi-kurang", "gizi-buruk")
UNDERWEIGHT: Final = ("kurang", "sangat-kurang")
INFLOW: Final = ("baru", "ditemukan", "pindah-masuk", "kambuh")
OUTFLOW: Final = ("pulih", "lewat-umur", "pindah", "meninggal", "hilang", "salah-data")

MEASURES: Final[dict[str, Q]] = {
    "d": Q(),
    "n": Q(nt="N"),
    "t": Q(nt="T"),
    "o": Q(nt="O"),
    "b": Q(nt="B"),
    "two_t": Q(two_t=True),
    "bgm": Q(bgm=True),
    "len_n": ~Q(tbu=""),
    "stunted": Q(tbu__in=STUNTED),
    "severely_stunted": Q(tbu="sangat-pendek"),
    "wfl_n": ~Q(bbtb=""),
    "wasted": Q(bbtb__in=WASTED),
    "severely_wasted": Q(bbtb="gizi-buruk"),
    "wei_n": ~Q(bbu=""),
    "underweight": Q(bbu__in=UNDERWEIGHT),
}
"""Count -> condition on the counted measurements of a month."""

OF_STATUS: Final[dict[str, str]] = {
    "d": "d",
    "n": "n",
    "t": "t",
    "o": "o",
    "b": "b",
    "2t": "two_t",
    "bgm": "bgm",
    "dinilai-tbu": "len_n",
    "pendek": "stunted",
    "sangat-pendek": "severely_stunted",
    "dinilai-bbtb": "wfl_n",
    "kurus": "wasted",
    "gizi-buruk": "severely_wasted",
    "dinilai-bbu": "wei_n",
    "bb-kurang": "underweight",
}
"""Status of a list of children -> the count it must equal."""


def month_of(day: dt.date) -> dt.date:
    """First day of the month of `day`."""
    return day.replace(day=1)


def month_end(month: dt.date) -> dt.date:
    """Last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def add_months(month: dt.date, months: int) -> dt.date:
    """The first day of the month `months` later (or earlier)."""
    years, index = divmod(month.year * 12 + month.month - 1 + months, 12)
    return dt.date(years, index + 1, 1)


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every month from `first` to `last`, both included."""
    span = (last.year - first.year) * 12 + last.month - first.month
    return [add_months(month_of(first), step) for step in range(span + 1)]


def counted_in(month: dt.date) -> Q:
    """The measurements that stand for their child in `month`."""
    return Q(month=month, counted=True)


def of_age_in(month: dt.date) -> Q:
    """Children of a post born by the end of `month` and under 60 months on its first day, still
    here. A child only an agency's list knows has a village and no post, and is not registered."""
    return (
        Q(place_code__contains=".P")
        & Q(birth_date__gt=add_months(month, -60), birth_date__lte=month_end(month))
        & (Q(left_on__isnull=True) | Q(left_on__gt=month_end(month)))
    )


def not_weighed_in(month: dt.date) -> Q:
    """Registered children of the month without a counted weighing, anywhere."""
    weighed = Measurement.objects.filter(counted_in(month)).values("child")
    return of_age_in(month) & ~Q(pk__in=weighed)
