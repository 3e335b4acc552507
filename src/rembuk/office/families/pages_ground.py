"""Ground checks: the list of them, one check, its field list out and back, minutes, closing."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import day, signed_in
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.families import (
    ground,
    ground_reading,
    ground_sheet,
)  # fmt: skip
from rembuk.office.families.ground import GroundError
from rembuk.office.families.ground_view import (
    found,
    frame,
    history,
    lines,
    village_of,
)
from rembuk.office.families.models import FieldCheck, Minutes
from rembuk.office.families.overlap import NAMING
from rembuk.office.lists import asking
from rembuk.office.lists.models import Correction, Edition
from rembuk.office.lists.sheets import download
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import within

PER_PAGE = 20


@policy("lihat-anak")
@require_GET
def checks(request: HttpRequest) -> HttpResponse:
    """The checks of a place, and in a village the form for a new one."""
    where = asking.where(request, "lihat-anak")
    inside = FieldCheck.objects.filter(within("place_code", where.code)).select_related("edition")
    page = Paginator(inside, PER_PAGE).get_page(request.GET.get("hal"))
    names = place_names([one.place_code for one in page])
    village = len(where.code) == asking.VILLAGE
    editions = (
        Edition.objects.filter(rows__place_code=where.code).distinct().order_by("-as_of", "-pk")
    )
    today = timezone.localdate()
    return render(
        request,
        "families/ground.html",
        {
            "where": where,
            "mine": asking.others(request, "lihat-anak"),
            "page": page,
            "lines": [
                (one, names.get(one.place_code, one.place_code), ground.summary(one))
                for one in page
            ],
            "village": village,
            "editions": sorted(editions, key=_of_the_poor) if village else (),
            "may_make": rights_in(request).may("cocokkan", where.code),
            "due": today + dt.timedelta(days=14),
            "today": today,
        },
    )


def _of_the_poor(edition: Edition) -> bool:
    """Lists of the poor and of those at risk first: they are what is checked at the door."""
    return edition.source not in NAMING


@policy("cocokkan")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make a check of one edition in one village."""
    where = asking.where(request, "cocokkan")
    back = f"{reverse('families:ground')}?wilayah={where.code}"
    if len(where.code) != asking.VILLAGE:
        messages.error(request, _("Pilih satu desa untuk dicek."))
        return redirect(back)
    due = day(request.POST.get("tenggat", ""))
    if due is None:
        messages.error(request, _("Isi tenggatnya."))
        return redirect(back)
    edition = asking.edition(request.POST.get("edisi", ""), where.code)
    try:
        check = ground.make(
            edition, where.code, request.POST.get("petugas", ""), due, signed_in(request)
        )
    except GroundError as problem:
        messages.error(request, str(problem))
        return redirect(back)
    log.record(request, "cocokkan", "cek-lapangan", check.public_id, check.place_code)
    messages.success(request, _("Cek lapangan dibuat. Unduh daftarnya atau isi di layar."))
    return redirect("families:ground-check", check.public_id)


@policy("lihat-anak")
@require_GET
def check(request: HttpRequest, check_id: str) -> HttpResponse:
    """One check: what is left, what was found, the ways to fill it, its minutes."""
    one = found(request, check_id, "lihat-anak")
    rights = rights_in(request)
    place = one.place_code
    log.record(request, "buka", "cek-lapangan", one.public_id, place)
    return render(request, "families/ground_check.html", {
        **frame(request, one),
        "result": request.session.pop(f"cek-hasil-{one.public_id}", None),
        "history": history(one),
        "unasked": len(ground.unasked(one)),
        "asked": Correction.objects.filter(evidence__startswith=ground.mark(one)).count(),
        "papers": Minutes.objects.filter(place_code=place).exclude(pk=one.minutes_id or 0),
        "purposes": rights.purposes(place).items(),
        "may_fill": rights.may("buka-identitas", place) and not one.closed_at,
        "may_bind": rights.may("buka-identitas", place),
        "may_export": rights.may("ekspor", place),
        "may_close": rights.may("cocokkan", place) and not one.closed_at,
    })  # fmt: skip


@policy("lihat-anak")
@require_GET
def paper(request: HttpRequest, check_id: str) -> HttpResponse:
    """The field list as a page to print, names by rights; logged."""
    one = found(request, check_id, "lihat-anak")
    rows = ground.rows_of(one)
    log.record(request, "buka", "cek-lapangan", one.public_id, one.place_code, rows=len(rows))
    return render(
        request, "families/ground_print.html", {**frame(request, one), "lines": lines(request, one)}
    )


@policy("ekspor")
@require_POST
def sheet(request: HttpRequest, check_id: str) -> HttpResponse:
    """The field list as Excel; names whole only for who may export them. Logged."""
    one = found(request, check_id, "ekspor")
    names = rights_in(request).exports_names(one.place_code)
    rows = len(ground.rows_of(one))
    log.record(request, "ekspor", "cek-lapangan", one.public_id, one.place_code, rows=rows)
    return download(ground_sheet.book(one, names, village_of(one)), f"cek-{one.public_id}")


@policy("buka-identitas")
@require_POST
def upload(request: HttpRequest, check_id: str) -> HttpResponse:
    """A filled field list comes back."""
    one = found(request, check_id, "buka-identitas")
    file = request.FILES.get("berkas")
    if file is None:
        messages.error(request, _("Pilih berkas daftar lapangan yang sudah diisi."))
        return redirect("families:ground-check", one.public_id)
    usual = ground_reading.Usual(
        day(request.POST.get("tanggal", "")), request.POST.get("petugas", "")
    )
    try:
        result = ground_reading.take(one, file, usual, signed_in(request))
    except GroundError as problem:
        messages.error(request, str(problem))
        return redirect("families:ground-check", one.public_id)
    log.record(
        request, "impor", "cek-lapangan", one.public_id, one.place_code,
        rows=result.new,
    )  # fmt: skip
    request.session[f"cek-hasil-{one.public_id}"] = {
        "rows": result.rows, "new": result.new, "known": result.known, "blank": result.blank,
        "wrong": len(result.problems), "absent": result.absent,
        "problems": [
            {"row": p.row, "column": p.column, "why": p.why, "remedy": p.remedy}
            for p in result.problems[:100]
        ],
    }  # fmt: skip
    return redirect("families:ground-check", one.public_id)


@policy("buka-identitas")
@require_POST
def propose(request: HttpRequest, check_id: str) -> HttpResponse:
    """Ask the owner of the list to correct what was found otherwise."""
    one = found(request, check_id, "buka-identitas")
    made = ground.ask_owner(one, signed_in(request))
    log.record(request, "pembetulan", "cek-lapangan", one.public_id, one.place_code, rows=made)
    messages.success(
        request, _("%(n)s permintaan pembetulan dicatat.") % {"n": made} if made
        else _("Tidak ada temuan baru untuk diminta pembetulannya."),
    )  # fmt: skip
    return redirect("families:ground-check", one.public_id)


@policy("cocokkan")
@require_POST
def close(request: HttpRequest, check_id: str) -> HttpResponse:
    """End a check."""
    one = found(request, check_id, "cocokkan")
    try:
        ground.close(one)
    except GroundError as problem:
        messages.error(request, str(problem))
    else:
        log.record(request, "cocokkan", "cek-lapangan", one.public_id, one.place_code)
        messages.success(request, _("Cek lapangan ditutup."))
    return redirect("families:ground-check", one.public_id)
