"""Figures of areas: one month by area, one area over months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.aggregates import Aggregate

from rembuk.office.places.models import Area
from rembuk.office.posyandu.figures import COUNTS, AreaFigures, Counts, Freshness, Level, Place
from rembuk.office.posyandu.measures import add_months, months_between
from rembuk.office.posyandu.models import (
    AreaRecap,
    HealthCentre,
    Measurement,
    MonthlyRecap,
    Posyandu,
    Session,
)
from rembuk.office.posyandu.queries.scope import Scope, inside
from rembuk.office.posyandu.queries.stored import POSTS, areas, summed, summed_by
from rembuk.office.posyandu.versions import REMEASURED

LENGTHS: Final[dict[str, int]] = {"kabkota": 5, "kecamatan": 8, "desa": 13, "posyandu": 20}
"""Level -> length of a place code cut to it."""
NEXT: Final[dict[int, Level]] = {
    0: "kabkota",
    2: "kabkota",
    5: "kecamatan",
    8: "desa",
    13: "posyandu",
}
"""Length of a place code -> the level below it."""


def level_below(code: str) -> Level:
    """The level an area's table breaks down to."""
    return NEXT.get(len(code), "posyandu")


def places(codes: Iterable[str]) -> dict[str, Place]:
    """Names of areas and posts by code; an unknown code is left out."""
    wanted = set(codes)
    named = Area.objects.filter(pk__in={code for code in wanted if ".P" not in code})
    found = {row[0]: Place(*row) for row in named.values_list("code", "name", "kind")}
    posts = Posyandu.objects.filter(pk__in={code for code in wanted if ".P" in code})
    for code, name in posts.values_list("code", "name"):
        found[code] = Place(code, name, "posyandu")
    return found


def path(code: str) -> list[Place]:
    """The place and what it lies in, widest first (for breadcrumbs); from the kabupaten down."""
    cuts = [length for length in (5, 8, 13) if len(code) >= length]
    codes = [code[:length] for length in cuts]
    if len(code) > 13:
        codes.append(code)
    known = places(codes)
    return [known[one] for one in codes if one in known]


def months_with_data(scope: Scope = "") -> list[dt.date]:
    """Months in which anybody in the scope was weighed, newest first."""
    rows = summed(scope)[0].filter(d__gt=0)
    return list(rows.order_by("-month").values_list("month", flat=True).distinct())


def last_month(scope: Scope = "", months: Sequence[dt.date] | None = None) -> dt.date | None:
    """The month a page opens on: the newest for which a file arrived. A month that holds only what
    was measured between files is almost empty and does not count; without any file the newest is
    taken. `months` are those of `months_with_data`, when they are known already."""
    months = months_with_data(scope) if months is None else months
    rows = Measurement.objects.filter(inside(scope)).exclude(source=REMEASURED)
    filed = (month for month in months if rows.filter(month=month).exists())
    return next(filed, months[0] if months else None)


def _counts(row: Mapping[str, Any]) -> Counts:
    return Counts(**{name: row.get(f"sum_{name}") or 0 for name in COUNTS})


def _sums(posts: Aggregate, counts: Sequence[str] = COUNTS) -> dict[str, Aggregate]:
    return {f"sum_{name}": Sum(name) for name in counts} | {POSTS: posts}


def recap_total(scope: Scope, month: dt.date) -> AreaFigures:
    """The figures of the whole scope in one month."""
    rows, posts = summed(scope)
    row = rows.filter(month=month).aggregate(**_sums(posts))
    code = scope if isinstance(scope, str) else ""
    place = places([code]).get(code) if code else None
    name, kind = (place.name, place.kind) if place else ("", "")
    return AreaFigures(code, name, kind, month, _counts(row), row[POSTS] or 0)


def recap_by(scope: Scope, month: dt.date, level: Level | None = None) -> list[AreaFigures]:
    """Figures of one month by area under the scope, in order of code.

    Areas of the reference without any post come too, with `posts=0`: no data is not zero. `level`
    defaults to the level below the scope. Level "puskesmas" groups by health centre.
    """
    if level is None:
        level = level_below(scope) if isinstance(scope, str) else "kecamatan"
    if level == "puskesmas":
        return _by_health_centre(MonthlyRecap.objects.filter(inside(scope), month=month), month)
    rows, posts = summed_by(scope, LENGTHS[level])
    grouped = rows.filter(month=month).order_by().values("area").annotate(**_sums(posts))
    found = {row["area"]: row for row in grouped}
    names = _names(scope, level)
    return [
        AreaFigures(code, name, level, month, _counts(found[code]), found[code][POSTS])
        if code in found
        else AreaFigures(code, name, level, month, Counts())
        for code, name in sorted({**dict.fromkeys(found, ""), **names}.items())
    ]


def _names(scope: Scope, level: str) -> dict[str, str]:
    if level == "posyandu":
        return dict(Posyandu.objects.filter(inside(scope, "code")).values_list("code", "name"))
    order = {"kabkota": 2, "kecamatan": 3, "desa": 4}[level]
    under = Area.objects.filter(inside(scope, "code"), level=order, valid_to__isnull=True)
    return dict(under.values_list("code", "name"))


def _by_health_centre(rows: QuerySet[MonthlyRecap], month: dt.date) -> list[AreaFigures]:
    grouped = (
        rows.values(area=F("posyandu__health_centre"))
        .annotate(**_sums(Count("pk")))
        .order_by("area")
    )
    found: list[Any] = list(grouped)
    names = dict(
        HealthCentre.objects.filter(pk__in=[row["area"] for row in found if row["area"]])
        .values_list("pk", "name")
    )  # fmt: skip
    return [
        AreaFigures(
            "" if row["area"] is None else str(row["area"]),
            names.get(row["area"], ""),
            "puskesmas",
            month,
            _counts(row),
            row[POSTS],
        )
        for row in found
    ]


def series(scope: Scope, months: int = 12, until: dt.date | None = None) -> list[AreaFigures]:
    """The figures of the scope in each of the last `months`, oldest first; gaps stay as gaps
    (`posts=0`), so that a chart never joins over a missing month."""
    until = until or last_month(scope)
    if until is None:
        return []
    first = add_months(until, 1 - months)
    rows, posts = summed(scope)
    grouped = rows.filter(month__range=(first, until)).values("month").annotate(**_sums(posts))
    found = {row["month"]: row for row in grouped}
    code = scope if isinstance(scope, str) else ""
    return [
        AreaFigures(code, "", "", month, _counts(found[month]), found[month][POSTS])
        if month in found
        else AreaFigures(code, "", "", month, Counts())
        for month in months_between(first, until)
    ]


def series_by(
    scope: Scope,
    level: Level | None = None,
    months: int = 12,
    until: dt.date | None = None,
    counts: Sequence[str] = COUNTS,
) -> dict[str, list[AreaFigures]]:
    """`series` of every area of a level under the scope, for sparklines; one query. Name the
    `counts` a page reads, and only those are summed: the others stay zero."""
    if level is None:
        level = level_below(scope) if isinstance(scope, str) else "kecamatan"
    until = until or last_month(scope)
    if until is None:
        return {}
    first = add_months(until, 1 - months)
    rows, posts = summed_by(scope, LENGTHS[level])
    grouped = (
        rows.filter(month__range=(first, until))
        .order_by()
        .values("area", "month")
        .annotate(**_sums(posts, counts))
    )
    span = months_between(first, until)
    found: dict[str, dict[dt.date, AreaFigures]] = {}
    for row in grouped:
        point = AreaFigures(row["area"], "", level, row["month"], _counts(row), row[POSTS])
        found.setdefault(row["area"], {})[row["month"]] = point
    return {
        code: [points.get(m) or AreaFigures(code, "", level, m, Counts()) for m in span]
        for code, points in sorted(found.items())
    }


def freshness(scope: Scope) -> Freshness:
    """When the data of the scope were last measured and last received."""
    if (where := areas(scope)) is not None:
        stored = AreaRecap.objects.filter(where)
        row = stored.aggregate(held=Max("held_on"), received=Max("received_on"))
    else:
        row = Session.objects.filter(inside(scope)).aggregate(
            held=Max("held_on", filter=Q(measured__gt=0)), received=Max("received_on")
        )
    return Freshness(row["held"], row["received"])
