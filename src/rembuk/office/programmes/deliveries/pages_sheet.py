"""Deliveries and spending out to Excel and back in: read, shown, asked, then written."""

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
from rembuk.office.access.policies import policy
from rembuk.office.programmes import asking
from rembuk.office.programmes.deliveries import sheet as delivery_sheet
from rembuk.office.programmes.deliveries import take as delivery_take
from rembuk.office.programmes.models import DeliverySheet, SheetOf


@policy("rencana-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Take an empty sheet, or bring a filled one."""
    who, problems = asking.reader(request), []
    if request.method == "POST":
        kind = request.POST.get("jenis", "")
        try:
            if kind not in SheetOf.values or "berkas" not in request.FILES:
                raise ValidationError(_("Pilih jenis dan berkas Excel-nya dulu."))
            upload = request.FILES["berkas"]
            found = delivery_sheet.read_in(upload, who, kind)
            if not found.rows and not found.faults:
                raise ValidationError(_("Tidak ada baris terisi di lembar ini."))
        except ValidationError as problem:
            problems = problem.messages
        else:
            place = asking.district(who.rights)
            name = str(getattr(upload, "name", ""))
            kept = delivery_take.keep(found, who, kind, name, place)
            return redirect("programmes:delivery-sheet", kept.public_id)
    return render(
        request, "programmes/delivery_sheets.html",
        {"who": who, "kinds": SheetOf.choices, "problems": problems},
        status=400 if problems else 200,
    )  # fmt: skip


@policy("rencana-isi")
@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The sheet to fill."""
    if kind not in SheetOf.values:
        raise Http404
    who = asking.reader(request)
    log.record(request, "ekspor", "rencana", kind, asking.district(who.rights))
    return sent(delivery_sheet.template(who, kind), f"{kind}-{who.year}.xlsx")


def _kept(request: HttpRequest, sheet_id: str) -> DeliverySheet:
    """A workbook of the reader's own; nobody else sees what it holds."""
    account = asking.account_of(request)
    found = DeliverySheet.objects.filter(public_id=sheet_id, by=account).first()
    if found is None:
        raise Http404
    return found


@policy("rencana-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, sheet_id: str) -> HttpResponse:
    """What would be written; on POST, write it, and ask what is odd."""
    kept = _kept(request, sheet_id)
    if request.method == "POST" and kept.taken_at is None:
        before = kept.taken
        kept = delivery_take.take(
            kept, asking.account_of(request), set(request.POST.getlist("yakin"))
        )
        log.record(
            request, "impor", "rencana", kept.public_id, kept.district_code,
            rows=kept.taken - before,
        )  # fmt: skip
        messages.success(request, _("%s baris tersimpan.") % (kept.taken - before))
        return redirect("programmes:delivery-sheet", sheet_id)
    return render(
        request, "programmes/delivery_sheet.html",
        {"who": asking.reader(request), "kept": kept, "faults": kept.faults[:100]},
    )  # fmt: skip


@policy("rencana-isi")
@require_GET
def faults(request: HttpRequest, sheet_id: str) -> HttpResponse:
    """Rows that were not taken, as a sheet."""
    return sent(delivery_take.faults(_kept(request, sheet_id)), "penyaluran-perlu-diperbaiki.xlsx")
