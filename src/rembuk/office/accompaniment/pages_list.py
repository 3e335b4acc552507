"""The list of accompanied families: mine, overdue, referrals unanswered."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rembuk.office.access import log
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.accompaniment import asking, families
from rembuk.office.accompaniment.drafts import device_tag
from rembuk.office.posyandu.asking import query_without, spread

PER_PAGE: Final = 30


@policy("damping")
@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Families of a place, the most urgent first."""
    rights, today = rights_in(request), timezone.localdate()
    place = asking.where(request)
    rows = asking.families(request, place)
    counted = families.counts(rows, rights, today)
    view = request.GET.get("tampil", "")
    if view not in families.VIEWS:
        view = "semua"
    found = families.chosen(rows, view, rights, today).select_related("person", "team")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("hal"))
    log.record(
        request, "pendampingan", "daftar", place.code, place.code or _any(rights.places),
        rows=len(page.object_list),
    )  # fmt: skip
    hidden = {"saya"} if not counted.mine else set()
    context = {
        "where": place,
        "view": view,
        "views": [
            (code, words, counted.of(code))
            for code, words in families.VIEWS.items()
            if code not in hidden and (code in {"semua", view} or counted.of(code))
        ],
        "counts": counted,
        "page": page,
        "numbers": spread(page.paginator.page_range, page.number, page.paginator.num_pages),
        "rows": families.as_rows(list(page.object_list), rights, today),
        "query": query_without(request.GET, "hal"),
        "plain": rights.plain,
        "manages": asking.may_manage(rights, place.code) if place.code else rights.may("janji"),
        "device": device_tag(request),
        "today": today,
    }
    return render(request, "accompaniment/list.html", context)


def _any(places: tuple[str, ...]) -> str:
    return places[0] if places else ""
