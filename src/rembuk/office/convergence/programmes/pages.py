"""The map of programmes on the screen: rows in a grid, pasted, out to Excel and in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy
from rembuk.office.convergence import asking
from rembuk.office.convergence.models import Year, YearState
from rembuk.office.convergence.programmes import map as programme_map
from rembuk.office.convergence.programmes import sheet as programme_sheet
from rembuk.office.convergence.programmes import writing as programmes
from rembuk.office.convergence.programmes.writing import Desk, Entry, Outcome

A_PAGE = 40
BLANK = 3
"""Empty rows below a grid that may be written."""


@policy("konvergensi")
@never_cache
@require_http_methods(["GET", "POST"])
def grid(request: HttpRequest, year: int) -> HttpResponse:
    """Activities of an office (or of all), and what was typed or pasted."""
    found, account = asking.year_or_404(request, year), asking.account_of(request)
    desk, left = Desk(found, account), []
    if request.method == "POST":
        try:
            outcome = programmes.write(found, _posted(request, found), account)
        except ValidationError as problem:
            asking.tell(request, problem)
        else:
            left = outcome.left
            _tell(request, found, outcome)
            if not left:
                return redirect(request.get_full_path())
    office = request.GET.get("kantor", "")
    lines = programme_map.lines(found, office)
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("hal"))
    mine = desk.own_offices() if found.state == YearState.RUNNING else []
    codes = {one.code for one in mine}
    return render(
        request,
        "convergence/programmes.html",
        {
            "year": found, "page": page, "office": office,
            "offices": sorted({(one.office_code, one.office) for one in programme_map.lines(found)}
                              | {(one.code, one.name) for one in mine}, key=lambda o: o[1]),
            "codes": codes, "mine": mine, "left": left, "whole": sum(o.whole for o in lines),
            "blank": range(1, BLANK + 1) if mine else (),
            "places": desk.places.items() if mine else (),
            "money": list(desk.money.values()) if mine else [],
        },
        status=422 if left else 200,
    )  # fmt: skip


@policy("konvergensi")
@require_GET
def sheet(request: HttpRequest, year: int) -> HttpResponse:
    """The map as a workbook."""
    found = asking.year_or_404(request, year)
    desk = Desk(found, asking.account_of(request))
    lines = programme_map.lines(found, request.GET.get("kantor", ""))
    log.record(
        request, "konvergensi-berkas", "program", str(year), found.district_code, rows=len(lines)
    )
    return sent(programme_sheet.made(found, lines, desk), f"pemetaan-program-{year}.xlsx")


@policy("konvergensi-isi")
@require_POST
def back(request: HttpRequest, year: int) -> HttpResponse:
    """Take a workbook; what was not taken comes back as one, with the reason beside it."""
    found, account = (
        asking.year_or_404(request, year, "konvergensi-isi"),
        asking.account_of(request),
    )
    try:
        if "berkas" not in request.FILES:
            raise ValidationError(_("Pilih berkas Excel-nya dulu."))
        outcome = programme_sheet.take(request.FILES["berkas"], found, account)
    except ValidationError as problem:
        asking.tell(request, problem)
        return redirect("convergence:programmes", year)
    _tell(request, found, outcome)
    if outcome.left:
        return sent(programme_sheet.faults(outcome.left, found), f"perlu-diperiksa-{year}.xlsx")
    return redirect("convergence:programmes", year)


def _posted(request: HttpRequest, year: Year) -> list[Entry]:
    """Rows of the grid that say something else than they showed, new rows, pasted rows."""
    post, found = request.POST, []
    for number, key in enumerate(post.getlist("baris"), start=1):
        texts = {name: post.get(f"{name}:{key}", "") for name in programmes.NAMES}
        fresh = key.startswith("baru-")
        version = post.get(f"v:{key}", "")
        reason = post.get(f"tarik:{key}", "").strip()
        found.append(
            Entry("" if fresh else key, texts, int(version) if version.isdigit() else 0,
                  "" if fresh else reason, number)
        )  # fmt: skip
    return found + programme_sheet.pasted(post.get("tempel", "")[:200_000], year)


def _tell(request: HttpRequest, year: Year, outcome: Outcome) -> None:
    if outcome.saved:
        log.record(
            request, "konvergensi", "program", str(year.year), year.district_code,
            rows=len(outcome.saved),
        )  # fmt: skip
        messages.success(request, _("%s kegiatan disimpan.") % len(outcome.saved))
    elif not outcome.left:
        messages.info(request, _("Tidak ada yang berubah."))
    if outcome.left:
        count: Any = len(outcome.left)
        messages.warning(request, _("%s baris tidak disimpan; sebabnya tertulis.") % count)
