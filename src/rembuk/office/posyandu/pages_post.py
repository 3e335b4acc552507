"""One post: its figures, its months, and the list to print for posyandu day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.policies import policy
from rembuk.office.people.masking import masked_name
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.asking import read_month, rights_of, trail
from rembuk.office.posyandu.measures import add_months
from rembuk.office.posyandu.models import Posyandu
from rembuk.office.posyandu.pages_completeness import KINDS, STATES
from rembuk.office.posyandu.queries.grid import month_grid
from rembuk.office.posyandu.queries.roll import Enrolled, roll

MONTHS: Final = 12


@dataclass(frozen=True)
class Enrolment:
    """A child on the list, with the name as the reader may see it."""

    number: int
    name: str
    child: Enrolled


@policy("lihat-anak", place="code")
@never_cache
@require_GET
def post(request: HttpRequest, code: str) -> HttpResponse:
    """Figures of a post and its children in the order of the last session."""
    rights = rights_of(request)
    found = Posyandu.objects.filter(pk=code).select_related("health_centre").first()
    if found is None:
        raise Http404
    log.record(request, "buka", "posyandu", code, code)
    today = timezone.localdate()
    months = queries.months_with_data(code)
    month = read_month(request.GET.get("bulan", "")) or queries.last_month(code, months)
    month = month or today.replace(day=1)
    report = queries.completeness(code, month)
    mine = next((one for one in report.posts if one.code == code), None)
    sees = rights.names_in(code)
    listed = [
        Enrolment(number, one.name if sees else masked_name(one.name), one)
        for number, one in enumerate(roll(code, month), start=1)
    ]
    context = {
        "post": found,
        "path": trail(request, code),
        "village": next((p.name for p in queries.path(code) if len(p.code) == 13), ""),
        "month": month,
        "months": months,
        "next_month": add_months(month, 1),
        "mine": mine,
        "counts": mine.counts if mine else None,
        "state": STATES[mine.state] if mine else "",
        "kind": KINDS[mine.state] if mine else "off",
        "grid": month_grid([code], month, MONTHS)[code],
        "series": queries.series(code, MONTHS, month),
        "listed": listed,
        "target": reference.load().number("target_ds", today),
        "readable": reference.load().number("ds_readable_pct", today),
        "sees_names": sees,
        "today": today,
    }
    return render(request, "posyandu/post.html", context)
