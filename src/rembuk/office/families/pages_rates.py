"""Published poverty rates of a place beside what the register presumes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.families import overlap, rates
from rembuk.office.families.models import PublishedRate
from rembuk.office.families.rates import RateError, Typed
from rembuk.office.intake.reading import values
from rembuk.office.lists import asking
from rembuk.science.welfare.overlap import SETS

FIELDS = ("ukuran", "tahun", "persen", "orang", "garis", "rupiah", "sumber")


@policy("lihat-agregat")
@require_http_methods(["GET"])
def published(request: HttpRequest) -> HttpResponse:
    """The published series of a place, never drawn as one line with the register's."""
    return _page(request)


@policy("impor")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Type a figure; refused without year, line and source."""
    where = asking.where(request, "impor")
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    try:
        made = rates.state(where.code, _typed(given), signed_in(request))
    except RateError as problem:
        return _page(request, given, str(problem))
    log.record(request, "impor", "angka-kemiskinan", str(made.pk), where.code)
    messages.success(request, _("Angka disimpan."))
    return redirect(f"{reverse('families:rates')}?wilayah={where.code}")


@policy("impor-batal")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a typed figure back; it stays to be read."""
    one = PublishedRate.objects.filter(pk=pk).first()
    if one is None:
        raise Http404
    rights_in(request).within("impor-batal", one.place_code)
    try:
        rates.withdraw(one, request.POST.get("alasan", ""), signed_in(request))
    except RateError as problem:
        messages.error(request, str(problem))
    else:
        log.record(request, "impor-batal", "angka-kemiskinan", str(one.pk), one.place_code)
        messages.success(request, _("Angka ditarik dan tetap tercatat di riwayat."))
    return redirect(f"{reverse('families:rates')}?wilayah={one.place_code}")


def _page(
    request: HttpRequest, given: dict[str, str] | None = None, problem: str = ""
) -> HttpResponse:
    where = asking.where(request, "lihat-agregat")
    rights = rights_in(request)
    told = overlap.told(where.code, rights.names_in(where.code))
    extreme = told.here.sizes[SETS.index("miskin-ekstrem")]
    return render(
        request,
        "families/rates.html",
        {
            "where": where,
            "mine": asking.others(request, "lihat-agregat"),
            "groups": [
                (_("Miskin (di bawah garis kemiskinan BPS)"), rates.series(where.code, "miskin")),
                (_("Miskin ekstrem"), rates.series(where.code, "ekstrem")),
            ],
            "withdrawn": rates.withdrawn(where.code),
            "extreme": extreme,
            "share": 100 * extreme.yes / extreme.known if extreme and extreme.known else None,
            "empty": told.empty,
            "sources": overlap.sources(where.code),
            "limit": told.table.limit,
            "lines": rates.lines(where.code),
            "own": rates.OWN,
            "given": given or {},
            "problem": problem,
            "may_add": rights.may("impor", where.code),
            "may_withdraw": rights.may("impor-batal", where.code),
        },
        status=422 if problem else 200,
    )


def _typed(given: dict[str, str]) -> Typed:
    """Texts of the form as numbers. Raises RateError for a text that is none."""
    return Typed(
        given["ukuran"],
        _whole(given["tahun"], _("Tahun")),
        _number(given["persen"].removesuffix("%"), _("Persentase")),
        _whole(given["orang"], _("Jumlah orang")),
        given["garis"],
        _rupiah(given["rupiah"]),
        given["sumber"],
    )


def _number(text: str, name: str) -> float | None:
    if not text:
        return None
    found = values.decimal(text).value
    if found is None:
        raise RateError(_("%(name)s bukan angka: tulis seperti 15,19.") % {"name": name})
    return float(found)


def _rupiah(text: str) -> float | None:
    """`582.932` is half a million: in rupiah a point parts thousands."""
    plain = text.removeprefix("Rp").strip()
    grouped = plain.partition(",")[0].split(".")
    if len(grouped) > 1 and all(len(part) == 3 for part in grouped[1:]):
        plain = plain.replace(".", "")
    return _number(plain, _("Besaran garis"))


def _whole(text: str, name: str) -> int | None:
    if not text:
        return None
    plain = text.replace(".", "").replace(" ", "")
    if not plain.isdigit() or len(plain) > 9:
        raise RateError(_("%(name)s bukan bilangan bulat.") % {"name": name})
    return int(plain)
