"""Pages of what counts itself: which indicators, from what, and the records behind a cell."""

from __future__ import annotations

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.convergence import asking, indicator_view, told
from rembuk.office.convergence.computing import drilling
from rembuk.office.convergence.computing import view as counted_view
from rembuk.office.convergence.periods import period
from rembuk.office.convergence.registry import registry
from rembuk.office.convergence.tasks import COUNT
from rembuk.office.jobs import queue
from rembuk.office.places.queries import place_names
from rembuk.reference.indicators import last_day


@policy("konvergensi")
@never_cache
@require_GET
def listed(request: HttpRequest, year: int) -> HttpResponse:
    """Every indicator of the year: counted from records, and from which, or typed."""
    found = asking.year_or_404(request, year)
    lines = counted_view.lines(found, registry(found, last_day(year)))
    how = Counter(line.how for line in lines)
    return render(
        request,
        "convergence/counted.html",
        {
            "year": found, "lines": lines, "how": how, "all": len(lines),
            "at": counted_view.counted_at(found), "may": asking.may_manage(request, found),
        },
    )  # fmt: skip


@policy("konvergensi-kelola")
@require_POST
def again(request: HttpRequest, year: int) -> HttpResponse:
    """Queue a count of the year."""
    found = asking.managed_or_404(request, year)
    account = asking.account_of(request)
    job = queue.enqueue(COUNT, str(year), account, district=found.district_code, year=year)
    log.record(request, "konvergensi", "hitung-indikator", str(year), found.district_code)
    return redirect("jobs:progress", job.pk)


@policy("konvergensi")
@never_cache
@require_GET
def rows(request: HttpRequest, year: int, code: str, place: str, when: str) -> HttpResponse:
    """The records behind a cell."""
    found, rights = asking.year_or_404(request, year), rights_in(request)
    cell = indicator_view.cell_or_404(found, rights, code, place, when)
    asked = registry(found, period(when).ends)
    indicator = asked.indicators.get(code)
    if indicator is None:
        raise Http404
    sides = counted_view.behind(rights, found, asked, indicator, place, period(when))
    log.record(request, "konvergensi", "catatan-indikator", code, place)
    return render(
        request,
        "convergence/rows.html",
        {
            "year": found, "cell": cell, "code": code, "name": told.named(indicator),
            "place": place_names([place]).get(place, place), "period": period(when),
            "sides": sides, "kinds": drilling.KINDS,
        },
    )  # fmt: skip
