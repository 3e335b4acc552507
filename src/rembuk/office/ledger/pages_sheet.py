"""Promises out to Excel and back in."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.ledger import asking, parties, sheet_in, sheet_out
from rembuk.office.ledger.models import SheetIn
from rembuk.office.people import public_ids

MOST = 20_000


@policy("janji")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, without names, and a line in the log."""
    who = asking.reader(request)
    offices = parties.offices_ids(who.account, who.on)
    asked = asking.asked(request, "kantor" if offices else "semua")
    found = asking.narrowed(asking.tab_of(who, asked.tab, offices), asked, who.on)
    number = found.count()
    if number > MOST:
        messages.error(
            request, _("Lebih dari %(n)s janji. Persempit dengan saringan dulu.") % {"n": MOST}
        )
        return redirect(f"{reverse('ledger:home')}?{request.GET.urlencode()}")
    home = who.rights.places_for("janji")[0]
    log.record(request, "ekspor", "janji", "", home, rows=number)
    rows = found.select_related("owner", "verifier", "verified_by").iterator(chunk_size=1000)
    body = sheet_out.body(rows, who.on, who.account.username)
    return sent(body, f"janji-{who.on:%Y-%m-%d}.xlsx")


@policy("janji")
@never_cache
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a workbook; its rows are kept until somebody says which to take."""
    problem = ""
    if request.method == "POST":
        who = asking.reader(request)
        try:
            if "berkas" not in request.FILES:
                raise ValidationError(_("Pilih berkas Excel-nya dulu."))
            rows, digest = sheet_in.cells_of(request.FILES["berkas"])
        except ValidationError as wrong:
            problem = " ".join(wrong.messages)
        else:
            kept = SheetIn.objects.create(
                public_id=public_ids.new(), by=who.account, at=timezone.now(), sha256=digest,
                place_code=who.rights.places_for("janji")[0], rows=rows,
            )  # fmt: skip
            return redirect("ledger:sheet", kept.public_id)
    status = 400 if problem else 200
    return render(request, "ledger/sheet_upload.html", {"problem": problem}, status=status)


def _kept(request: HttpRequest, sheet_id: str) -> SheetIn:
    kept = SheetIn.objects.filter(public_id=sheet_id, by=asking.reader(request).account).first()
    if kept is None:
        raise Http404
    return kept


@policy("janji")
@never_cache
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, sheet_id: str) -> HttpResponse:
    """What the workbook would change; on POST, write it once."""
    kept = _kept(request, sheet_id)
    who = asking.reader(request)
    if request.method == "POST" and kept.taken_at is None:
        chosen = {int(text) for text in request.POST.getlist("pakai") if text.isdigit()}
        rows = sheet_in.judged(kept.rows, who)
        kept.result = sheet_in.take(rows, chosen, who.account)
        kept.taken_at = timezone.now()
        kept.save(update_fields=["result", "taken_at"])
        counts = kept.result["counts"]
        log.record(
            request, "impor", "janji", kept.public_id, kept.place_code,
            rows=counts["baru"] + counts["ubah"] + counts["bentrok"],
        )  # fmt: skip
        return redirect("ledger:sheet", sheet_id)
    rows = [] if kept.taken_at else sheet_in.judged(kept.rows, who)
    by_fate = {
        fate: [row for row in rows if row.fate == fate]
        for fate in ("bentrok", "keliru", "ubah", "baru", "sama")
    }
    context = {"kept": kept, "fates": by_fate, "rows": rows, "result": kept.result}
    return render(request, "ledger/sheet_preview.html", context)


@policy("janji")
@require_GET
def faults(request: HttpRequest, sheet_id: str) -> HttpResponse:
    """Rows that were not taken and why, as a sheet."""
    kept = _kept(request, sheet_id)
    failed = dict(kept.result.get("failed", {}))
    if kept.taken_at is None:
        rows = sheet_in.judged(kept.rows, asking.reader(request))
        failed = {str(row.number): row.why for row in rows if row.fate == "keliru"}
    heads = list(kept.rows[0]["cells"]) if kept.rows else []
    columns = [Column("Baris", 7, "integer"), Column("Kesalahan", 50)]
    columns += [Column(head or "-", 16) for head in heads]
    body = [
        [one["no"], failed[str(one["no"])], *(one["cells"].get(head, "") for head in heads)]
        for one in kept.rows
        if str(one["no"]) in failed
    ]
    title = _("Baris yang tidak diambil")
    return sent(workbook([Sheet("Janji", title, columns, body)]), "janji-keliru.xlsx")
