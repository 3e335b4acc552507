"""The integrated plan of a place: on the screen, as Excel and PDF, and as evidence of Action 2."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy
from rembuk.office.documents import letters
from rembuk.office.places.queries import place_names
from rembuk.office.programmes import asking, queries, shown
from rembuk.office.programmes.matrix import letter as plan_letter
from rembuk.office.programmes.matrix import prove as plan_prove
from rembuk.office.programmes.matrix import sheet as plan_sheet

PER_PAGE = 40


@policy("rencana")
@never_cache
@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """Problem, activity, whose, where, how much, with which money, how far: years n and n+1."""
    who = asking.reader(request)
    place = who.place or asking.district(who.rights)
    found = plan_prove.live(place, who.year).order_by("year", "office__name", "number")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("hal"))
    return render(
        request,
        "programmes/matrix.html",
        {
            "who": who, "page": page, "lines": shown.lines(page, who.on), "place": place,
            "name": place_names([place]).get(place, place),
            "query": f"tahun={who.year}" + (f"&wilayah={who.place}" if who.place else ""),
            "sums": queries.sums(found), "asked": plan_prove.asked(place, who.year),
            "may_bring": who.rights.may("rencana-kelola", place), "next_year": who.year + 1,
            "places": asking.options(
                [(one.code, one.name) for one in asking.places(who.rights, who.place)], who.place),
        },
    )  # fmt: skip


@policy("rencana")
@require_GET
def paper(request: HttpRequest, form: str) -> HttpResponse:
    """The matrix as a workbook or a PDF to read; it is numbered when it is brought as evidence."""
    who = asking.reader(request)
    place = who.place or asking.district(who.rights)
    name = place_names([place]).get(place, place)
    found = plan_prove.live(place, who.year)
    log.record(request, "ekspor", "rencana", f"matriks {who.year}", place, rows=found.count())
    stem = f"rencana-terintegrasi-{who.year}"
    if form == "xlsx":
        return sent(plan_sheet.matrix_book(found, who.year, name, who.on), f"{stem}.xlsx")
    if form != "pdf":
        raise Http404
    body = letters.render(plan_letter.letter(found, who.year, place, name, who.on))
    return sent(body, f"{stem}.pdf", shown=True)


@policy("rencana-kelola")
@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """Bring the matrix to the steps of the convergence year that ask for it."""
    who = asking.reader(request)
    place = asking.district(who.rights)
    name = place_names([place]).get(place, place)
    year = asking.year_in(request.POST.get("tahun", ""), who.on)
    origin = f"{request.scheme}://{request.get_host()}"
    try:
        brought = plan_prove.bring(who.account, place, year, name, origin)
    except ValidationError as problem:
        asking.tell(request, problem)
    else:
        log.record(request, "rencana", "bukti aksi 2", str(year), place, rows=len(brought))
        messages.success(request, _("%d berkas menjadi bukti di Aksi konvergensi.") % len(brought))
    return redirect(f"{reverse('programmes:matrix')}?tahun={year}")
