"""`Lihat dulu`: which children first, why, and by which rules. Reasons help the order; a person
decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.policies import policy
from rembuk.office.posyandu import asking, lines, queries, rules_in_words
from rembuk.office.posyandu.asking import Asked
from rembuk.office.posyandu.figures import ChildFilters
from rembuk.office.posyandu.models import ChildStatus, HealthCentre, Posyandu
from rembuk.office.posyandu.sheets import children_sheet, download, wanted

PER_PAGE: Final = 50


@dataclass(frozen=True)
class TierCount:
    """How many children stand in a tier of the place asked for."""

    tier: int
    name: str
    act: str
    n: int


@dataclass(frozen=True)
class Look:
    """A line of the ranked list, with its tier and place in the order."""

    line: lines.Line
    tier: int
    place: int


def _centres(where: Asked) -> list[HealthCentre]:
    posts = Posyandu.objects.filter(queries.inside(where.scope, "code"))
    return list(
        HealthCentre.objects.filter(pk__in=posts.values("health_centre")).order_by("name")
    )  # fmt: skip


def _found(request: HttpRequest, where: Asked) -> tuple[QuerySet[ChildStatus], int | None, str]:
    """The ranked rows asked for, the tier and the health centre they are narrowed to."""
    tier = request.GET.get("tingkat", "")
    chosen = int(tier) if tier.isdigit() else None
    centre = request.GET.get("puskesmas", "")
    rows = queries.first_look(where.scope)
    if centre.isdigit():
        rows = rows.filter(
            place_code__in=Posyandu.objects.filter(health_centre=int(centre)).values("code")
        )
    else:
        centre = ""
    return rows, chosen, centre


@policy("lihat-anak")
@require_GET
def first(request: HttpRequest) -> HttpResponse:
    """The ranked list of a place with plain reasons, and why it stands in this order."""
    where = asking.asked(request)
    on = timezone.localdate()
    rows, tier, centre = _found(request, where)
    tiers = _tiers(rows, on)
    narrowed = rows.filter(tier=tier) if tier is not None else rows
    pages = Paginator(narrowed, PER_PAGE)
    pages.count = sum(one.n for one in tiers if tier in {None, one.tier})
    page = pages.get_page(request.GET.get("hal"))
    sees = asking.sees_names(request, where)
    start = page.start_index()
    plain = asking.rights_of(request).plain
    context = {
        "where": where,
        "centres": _centres(where),
        "centre": centre,
        "tier": tier,
        "tiers": tiers,
        "total": sum(one.n for one in tiers),
        "page": page,
        "numbers": asking.spread(pages.page_range, page.number, pages.num_pages),
        "looks": [
            Look(lines.line(row, sees, on, plain), row.tier or 0, start + step)
            for step, row in enumerate(queries.look_rows(page.object_list))
        ],
        "explained": rules_in_words.explained(on, plain),
        "plain": plain,
        "version": _version(rows),
        "query": asking.query_without(request.GET, "hal"),
        "untiered": asking.query_without(request.GET, "hal", "tingkat"),
        "may_export": asking.may_export(request, where),
        "sees_names": sees,
        "with_names": asking.may_export_names(request, where),
        "today": on,
    }
    return render(request, "posyandu/first.html", context)


def _tiers(rows: QuerySet[ChildStatus], on: dt.date) -> list[TierCount]:
    counts = dict(rows.order_by().values_list("tier").annotate(n=Count("pk")))
    return [
        TierCount(one.tier, one.name, one.act, counts.get(one.tier, 0))
        for one in rules_in_words.tiers(on)
    ]


def _version(rows: QuerySet[ChildStatus]) -> str:
    """The rule version these ranks were reached by; all are written together."""
    return str(next(iter(rows.order_by().values_list("rule_version", flat=True)[:1]), ""))


@policy("ekspor")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The ranked list as Excel, under the same rules as the child list."""
    where = asking.asked(request)
    on = timezone.localdate()
    asked = wanted(request, where, first=True)
    if isinstance(asked, HttpResponse):
        return asked
    rows, tier, _centre = _found(request, where)
    if tier is not None:
        rows = rows.filter(tier=tier)
    number = rows.count()
    log.record(
        request, "ekspor", "lihat-dulu", "", where.code, purpose=asked.purpose, rows=number
    )  # fmt: skip
    sheet = children_sheet(
        _lines(rows, asked.named, on), where, ChildFilters(order="urutan"), asked.named
    )
    return download(
        request, sheet, f"lihat-dulu-{where.code or 'wilayah'}", where.month, asked.purpose, number
    )


def _lines(rows: QuerySet[ChildStatus], sees: bool, on: dt.date) -> Iterator[lines.Line]:
    for page in Paginator(rows, 400):
        for row in queries.look_rows(page.object_list):
            yield lines.line(row, sees, on)
