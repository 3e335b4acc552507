"""A ground check filled on the phone: one tap a row, with or without script."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rembuk.office.access import log
from rembuk.office.access.asked import day, signed_in
from rembuk.office.access.policies import policy
from rembuk.office.families import ground, ground_words
from rembuk.office.families.ground import Entry, GroundError
from rembuk.office.families.ground_view import found, frame, lines
from rembuk.office.families.models import FieldCheck

PER_PAGE = 15


@policy("buka-identitas")
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, check_id: str) -> HttpResponse:
    """The rows of a check with a button for each finding."""
    check = found(request, check_id, "buka-identitas")
    if request.method == "POST":
        return _who(request, check) if "atur" in request.POST else _tap(request, check)
    only = request.GET.get("sisa") == "1"
    told = [one for one in lines(request, check) if not only or one["finding"] is None]
    page = Paginator(told, PER_PAGE).get_page(request.GET.get("hal"))
    log.record(
        request, "buka", "cek-lapangan", check.public_id, check.place_code,
        rows=len(page.object_list),
    )  # fmt: skip
    on, by = _visit(request, check)
    return render(
        request,
        "families/ground_fill.html",
        {
            **frame(request, check),
            "page": page,
            "only": only,
            "on": on,
            "by": by,
            "words": ground_words.WORDS.items(),
            "open": not check.closed_at,
        },
    )


def _tap(request: HttpRequest, check: FieldCheck) -> HttpResponse:
    """One finding of one row."""
    short, said = request.POST.get("baris", ""), request.POST.get("hasil", "")
    codes = ground.codes(check, ground.rows_of(check))
    row = codes.get(f"{check.public_id}-{short}")
    on, by = _visit(request, check)
    if row is None:
        messages.error(request, _("Baris itu tidak ada lagi di daftar; muat ulang halaman."))
        return redirect("families:ground-fill", check.public_id)
    note = " ".join(request.POST.get("catatan", "").split())
    try:
        ground.enter(check, [Entry(row, said, day(on) or timezone.localdate(), by, note)],
                     signed_in(request))  # fmt: skip
    except GroundError as problem:
        messages.error(request, str(problem))
    place = {"hal": request.POST.get("hal", ""), "sisa": request.POST.get("sisa", "")}
    query = urlencode({name: text for name, text in place.items() if text.isdigit()})
    url = reverse("families:ground-fill", args=[check.public_id])
    return redirect(f"{url}?{query}#b-{short}" if query else f"{url}#b-{short}")


def _who(request: HttpRequest, check: FieldCheck) -> HttpResponse:
    """Day and officer of the visit, kept for the taps that follow."""
    on, by = request.POST.get("tanggal", ""), request.POST.get("petugas", "").strip()[:80]
    given = day(on)
    if given is None or given > timezone.localdate() or not by:
        messages.error(request, _("Isi tanggal kunjungan (hari ini atau sebelumnya) dan petugas."))
    else:
        request.session[_key(check)] = [given.isoformat(), by]
        messages.success(request, _("Tanggal dan petugas dipakai untuk isian berikutnya."))
    return redirect("families:ground-fill", check.public_id)


def _visit(request: HttpRequest, check: FieldCheck) -> tuple[str, str]:
    """Day and officer a tap is entered under."""
    kept = request.session.get(_key(check))
    if kept:
        return kept[0], kept[1]
    return timezone.localdate().isoformat(), check.officer


def _key(check: FieldCheck) -> str:
    return f"cek-{check.public_id}"
