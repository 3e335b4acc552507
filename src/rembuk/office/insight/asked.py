"""Which place and month a page shows, and where its links lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from rembuk import reference
from rembuk.office.insight import quiet
from rembuk.office.insight.rows import Link, Table, by_name, by_need, month_text, table
from rembuk.office.posyandu import asking, queries
from rembuk.office.posyandu.asking import Asked
from rembuk.office.posyandu.figures import AreaFigures, Level
from rembuk.reference.prevalence import Prevalence

KABUPATEN: Final = 5
VILLAGE: Final = 13
"""Length of a kabupaten's code: surveys speak of a kabupaten, not of less."""


@dataclass(frozen=True)
class Limits:
    """The dated settings a page of figures needs."""

    readable: float
    small: int
    target: float

    @classmethod
    def on(cls, day: dt.date) -> Limits:
        """As they are on a day."""
        rules = reference.load()
        return cls(
            rules.number("ds_readable_pct", day),
            int(rules.number("small_count", day)),
            rules.number("target_ds", day),
        )


def place(request: HttpRequest, code: str) -> Asked:
    """The place of an area page. Unknown, or outside the reader's places: `Http404`."""
    mine = asking.reach(request, "lihat-agregat")
    if not queries.covers(mine, code):
        raise Http404
    trail = tuple(one for one in queries.path(code) if queries.covers(mine, one.code))
    if not trail or trail[-1].code != code:
        raise Http404
    months = tuple(queries.months_with_data(code))
    month = asking.read_month(request.GET.get("bulan", "")) or queries.last_month(code, months)
    return Asked(code, code, trail, (), months, month)


def level(where: Asked) -> Level:
    """The level the place's table breaks down to."""
    return queries.level_below(where.code) if where.code else "kecamatan"


def lists(request: HttpRequest, month: dt.date) -> Link:
    """Addresses of lists of children, for who may open them."""
    rights = asking.rights_of(request)
    start = f"{reverse('posyandu:children')}?bulan={month_text(month)}&status="

    @cache
    def may(code: str) -> bool:
        return rights.may("lihat-anak", code or None)

    def link(code: str, status: str) -> str:
        if not may(code):
            return ""
        return f"{start}{status}&wilayah={code}" if code else f"{start}{status}"

    return link


def areas(request: HttpRequest, month: dt.date) -> Callable[[str], str]:
    """Addresses of area pages; a post's is its own page, for who may see children."""
    rights = asking.rights_of(request)

    def link(code: str) -> str:
        asked = f"?{urlencode({'bulan': month_text(month)})}"
        if ".P" in code:
            may = rights.may("lihat-anak", code)
            return reverse("posyandu:post", args=[code]) + asked if may else ""
        return reverse("insight:area", args=[code]) + asked

    return link


TREND: Final = ("s", "d", "len_n", "stunted")
"""What a sparkline reads: prevalence, and whether coverage lets it be read."""


def area_table(request: HttpRequest, where: Asked, total: AreaFigures, limits: Limits) -> Table:
    """The table of a place: its areas in the order of need, or of name below the kecamatan."""
    month = total.month
    below = level(where)
    found = queries.recap_by(where.scope, month, below)
    trends = queries.series_by(where.scope, below, 12, month, TREND)
    made = table(
        found,
        total,
        trends,
        minimum=limits.readable,
        limit=limits.small,
        meeting=quiet.is_on(request),
        open_area=areas(request, month),
        open_list=lists(request, month),
    )
    order = by_need if below == "kecamatan" else by_name
    return Table(order(made.rows), made.total, made.meeting, made.limit)


def survey(code: str) -> Prevalence | None:
    """The latest published survey figure of the kabupaten a place lies in."""
    rows = reference.load().prevalence((code or settings.REMBUK_AREA)[:KABUPATEN])
    return max(rows, key=lambda row: row.year) if rows else None


def today() -> dt.date:
    """The day in the office's time zone."""
    return timezone.localdate()
