"""Offices from an Excel sheet: choose, look at what it would do, then save the good rows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy
from rembuk.office.places.scope import contains
from rembuk.office.seats import keeping, sheet
from rembuk.office.seats.models import Office
from rembuk.office.seats.pages_keep import places

SALT = "kantor-impor"
HOUR = 3600


@policy("kelola-kantor")
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The empty sheet."""
    places(request)
    return sent(sheet.template(), "daftar-kantor.xlsx")


@policy("kelola-kantor")
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a sheet, then see every row; a second POST saves what was seen."""
    within = places(request)
    if "isi" in request.POST:
        return _save(request, within)
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            rows = sheet.read(request.FILES.get("berkas"), within)
        except ValidationError as refusal:
            context["problems"] = refusal.messages
        else:
            good = [row for row in rows if row.what in {"baru", "berubah"}]
            context |= {
                "rows": rows,
                "good": len(good),
                "bad": sum(row.what == "keliru" for row in rows),
                "same": sum(row.what == "sama" for row in rows),
                "packed": _packed(good),
            }
    status = 422 if context.get("problems") else 200
    return render(request, "seats/import.html", context, status=status)


def _packed(rows: list[sheet.Row]) -> str:
    """Good rows as they were seen, with the version of each office, signed by this server."""
    standing = {
        office.code: office for office in Office.objects.filter(code__in=[r.code for r in rows])
    }
    plain = [
        [
            row.code,
            {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.fields.items()},
            keeping.version(standing[row.code]) if row.code in standing else None,
        ]
        for row in rows
    ]
    return signing.dumps(plain, salt=SALT, compress=True)


def _save(request: HttpRequest, within: tuple[str, ...]) -> HttpResponse:
    try:
        rows = signing.loads(request.POST["isi"], salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        problems = [_("Pratinjau ini sudah lewat waktunya. Unggah lembarnya sekali lagi.")]
        return render(request, "seats/import.html", {"problems": problems}, status=422)
    try:
        with transaction.atomic():
            for code, plain, seen in rows:
                _one(request, code, plain, seen, within)
    except ValidationError as refusal:
        problems = [*refusal.messages, _("Tidak ada yang disimpan. Unggah lembarnya sekali lagi.")]
        return render(request, "seats/import.html", {"problems": problems}, status=409)
    log.record(request, "kantor", "kantor", "impor", within[0], rows=len(rows))
    told = ngettext("%d kantor disimpan.", "%d kantor disimpan.", len(rows)) % len(rows)
    messages.success(request, told)
    return redirect("seats:offices")


def _one(
    request: HttpRequest, code: str, plain: dict[str, Any], seen: int | None,
    within: tuple[str, ...],
) -> None:  # fmt: skip
    fields = dict(plain)
    for name in ("valid_from", "valid_to"):
        fields[name] = parse_date(fields[name]) if fields[name] else None
    if not any(contains(outer, fields["place_code"]) for outer in within):
        raise ValidationError(_("Wilayah %(code)s di luar wilayah Anda.") % {"code": code})
    if seen is None:
        keeping.add(code, fields, signed_in(request))
    else:
        office = Office.objects.get(code=code)
        keeping.change(office, fields, signed_in(request), seen)
