"""The door of the room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.convergence import asking, home_view, queries, told
from rembuk.office.convergence.models import Year, YearState

MOST = 12


@policy("konvergensi")
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """My empty cells, my deadlines, what changed; for who manages, the way to the chase board."""
    rights, account = rights_in(request), asking.account_of(request)
    if place := request.GET.get("wilayah", ""):
        rights.within("konvergensi", place)
    years = asking.years_of(rights)
    year = _chosen(years, request.GET.get("tahun", ""))
    if year is None:
        may = rights.may("konvergensi-kelola")
        return render(request, "convergence/home.html", {"year": None, "may_manage": may})
    since, begins = home_view.last_visit(account, timezone.now())
    whole = "semua" in request.GET
    door = home_view.door(year, account, since, most=500 if whole else MOST)
    if begins:
        log.record(request, "konvergensi", "beranda", str(year.year), year.district_code)
    manage = asking.may_manage(request, year)
    scheme = reference.load().scheme(year.scheme)
    total = queries.total(year) if manage or not door.offices else None
    if door.next is None and manage and total and total.overdue and _chase_url():
        door.next = home_view.chase_step(total.overdue, f"{_chase_url()}?tahun={year.year}")
    return render(
        request,
        "convergence/home.html",
        {
            "year": year, "years": years, "door": door, "scheme": told.named(scheme),
            "may_manage": manage, "chase_url": _chase_url(), "whole": whole,
            "total": total,
        },
    )  # fmt: skip


def _chosen(years: list[Year], text: str) -> Year | None:
    """The year asked for; else the running one of today, else the newest."""
    by_number = {one.year: one for one in years}
    if text.isdigit() and int(text) in by_number:
        return by_number[int(text)]
    today = timezone.localdate().year
    if today in by_number and by_number[today].state == YearState.RUNNING:
        return by_number[today]
    return years[0] if years else None


def _chase_url() -> str:
    try:
        return reverse("convergence:chase")
    except NoReverseMatch:
        return ""
