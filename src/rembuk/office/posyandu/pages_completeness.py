"""Which posts have sent their data, when, and how many children they reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.policies import policy
from rembuk.office.posyandu import asking, queries
from rembuk.office.posyandu.asking import Asked
from rembuk.office.posyandu.figures import POST_STATES, Completeness, PostMonth, PostState
from rembuk.office.posyandu.measures import add_months
from rembuk.office.posyandu.queries.grid import MonthCell, month_grid
from rembuk.office.posyandu.sheets import completeness_sheet, download
from rembuk.office.posyandu.wording import Words

MONTHS: Final = 12
PER_PAGE: Final = 60
STATES: Final[Words] = {
    "tepat": _("tepat waktu"),
    "lambat": _("terlambat"),
    "belum": _("belum lapor"),
}
KINDS: Final = {"tepat": "done", "lambat": "soon", "belum": "off"}


@dataclass(frozen=True)
class PostLine:
    """A post's month with its last twelve months beside it."""

    post: PostMonth
    kind: str
    word: str
    grid: tuple[MonthCell, ...]


def _kind(state: PostState, deadline: dt.date, today: dt.date) -> str:
    """Red only where a person must act: the deadline is past and nothing came."""
    if state == "belum":
        return "act" if today > deadline else "off"
    return KINDS[state]


@policy("lihat-agregat")
@require_GET
def completeness(request: HttpRequest) -> HttpResponse:
    """Posts of a place: reported or not, in time or not, D/S, and the last twelve months."""
    where = asking.asked(request, "lihat-agregat")
    today = timezone.localdate()
    month = where.month
    found = queries.completeness(where.scope, month) if month else None
    state = request.GET.get("keadaan", "")
    posts = [p for p in found.posts if p.state == state or state not in STATES] if found else []
    if request.GET.get("urut") == "ds":
        posts.sort(key=lambda post: (post.counts.ds.pct is None, post.counts.ds.pct or 0.0))
    pages = Paginator(posts, PER_PAGE)
    page = pages.get_page(request.GET.get("hal"))
    grid = month_grid([post.code for post in page.object_list], month, MONTHS) if month else {}
    context = {
        "where": where,
        "found": found,
        "states": [
            (code, STATES[code], found.count(code), _kind(code, found.deadline, today))
            for code in POST_STATES
        ]
        if found
        else [],
        "state": state if state in STATES else "",
        "order": request.GET.get("urut", ""),
        "page": page,
        "numbers": asking.spread(pages.page_range, page.number, pages.num_pages),
        "months": _months(month),
        "lines": [_line(post, today, grid) for post in page.object_list],
        "readable": reference.load().number("ds_readable_pct", today),
        "query": asking.query_without(request.GET, "hal"),
        "unstated": asking.query_without(request.GET, "hal", "keadaan"),
        "may_export": asking.may_export(request, where),
        "today": today,
    }
    return render(request, "posyandu/completeness.html", context)


def _line(post: PostMonth, today: dt.date, grid: dict[str, tuple[MonthCell, ...]]) -> PostLine:
    kind = _kind(post.state, post.deadline, today)
    return PostLine(post, kind, str(STATES[post.state]), grid.get(post.code, ()))


def _months(month: dt.date | None) -> list[dt.date]:
    return [add_months(month, step - MONTHS + 1) for step in range(MONTHS)] if month else []


@policy("ekspor")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The posts of a month as Excel; no child is in it, so no purpose is asked."""
    where: Asked = asking.asked(request, "lihat-agregat")
    if not asking.may_export(request, where):
        raise Http404
    month = where.month or timezone.localdate().replace(day=1)
    found: Completeness = queries.completeness(where.scope, month)
    log.record(request, "ekspor", "kelengkapan", "", where.code, rows=len(found.posts))
    sheet = completeness_sheet(found, STATES)
    name = f"kelengkapan-{where.code or 'wilayah'}"
    return download(
        request, sheet, name, month, str(_("Kelengkapan laporan posyandu")), len(found.posts)
    )
