"""A tab out to Excel and back in: what a file would change is shown before it is written."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.convergence import asking, told
from rembuk.office.convergence.entry import filling, sheet_in, sheet_out, sheet_take
from rembuk.office.convergence.models import SheetFile


@policy("konvergensi")
@require_GET
def out(request: HttpRequest, year: int, tab: str) -> HttpResponse:
    """The tab as a workbook, with its stamp."""
    found = asking.year_or_404(request, year)
    try:
        ask = filling.asked(found, tab, asking.account_of(request), rights_in(request), request.GET)
    except ValidationError:
        raise Http404 from None
    row, body = sheet_out.made(ask)
    log.record(
        request, "konvergensi-berkas", "lembar", row.stamp, row.place_code,
        rows=len(ask.grid.rows),
    )  # fmt: skip
    return sent(body, f"isian-{year}-{tab}-{ask.one.code.lower()}.xlsx")


@policy("konvergensi-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, year: int) -> HttpResponse:
    """Choose a workbook that was filled outside."""
    found = asking.year_or_404(request, year, "konvergensi-isi")
    account, problem = asking.account_of(request), ""
    if request.method == "POST":
        try:
            if "berkas" not in request.FILES:
                raise ValidationError(_("Pilih berkas Excel-nya dulu."))
            row = sheet_in.receive(request.FILES["berkas"], found, account)
        except ValidationError as wrong:
            problem = " ".join(wrong.messages)
        else:
            log.record(request, "konvergensi-berkas", "lembar", row.stamp, row.place_code)
            return redirect("convergence:sheet", year, row.stamp)
    recent = SheetFile.objects.filter(year=found, made_by=account).order_by("-made_at")[:10]
    context = {
        "year": found, "problem": problem,
        "recent": [(one, told.period_words(one.period)) for one in recent],
    }  # fmt: skip
    status = 400 if problem else 200
    return render(request, "convergence/sheet_back.html", context, status=status)


@policy("konvergensi-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, year: int, stamp: str) -> HttpResponse:
    """What the workbook would change; on POST, write it."""
    row = _kept(request, year, stamp)
    if request.method == "POST":
        account = asking.account_of(request)
        taken = sheet_take.take(row, account, set(request.POST.getlist("pakai")))
        log.record(
            request, "konvergensi-berkas", "lembar", row.stamp, row.place_code,
            rows=taken["saved"],
        )  # fmt: skip
        messages.success(request, _("%s isian disimpan dari berkas.") % taken["saved"])
        return redirect("convergence:sheet", year, stamp)
    lines = sheet_take.lines(row)
    context = {
        "year": row.year, "sheet": row, "period": told.period_words(row.period),
        "outcome": row.outcome, "taken": row.outcome.get("taken"),
        "problems": row.outcome.get("problems", []),
        "changes": [one for one in lines if one.fate == "ubah"],
        "conflicts": [one for one in lines if one.fate == "bentrok"],
        "same": row.outcome.get("same", 0) + sum(one.fate == "sama" for one in lines),
    }  # fmt: skip
    return render(request, "convergence/sheet.html", context)


@policy("konvergensi-isi")
@require_GET
def faults(request: HttpRequest, year: int, stamp: str) -> HttpResponse:
    """What was not taken and why, as a workbook."""
    row = _kept(request, year, stamp)
    return sent(sheet_take.fault_sheet(row), f"perlu-diperiksa-{row.stamp.lower()}.xlsx")


def _kept(request: HttpRequest, year: int, stamp: str) -> SheetFile:
    found = asking.year_or_404(request, year, "konvergensi-isi")
    row = SheetFile.objects.filter(year=found, stamp=stamp).select_related("year").first()
    if row is None or not sheet_in.mine(row, asking.account_of(request)):
        raise Http404
    return row
