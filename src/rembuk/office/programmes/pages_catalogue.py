"""The catalogue on the screen, what one entry costs here, and the ceilings of a year."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rembuk.office.access import log
from rembuk.office.access.asked import day, version_in
from rembuk.office.access.policies import policy
from rembuk.office.ledger import amounts
from rembuk.office.programmes import asking, catalogue, ceiling_view, pricing, queries
from rembuk.office.programmes.errors import AskedError
from rembuk.office.programmes.models import CeilingKind, SubActivity
from rembuk.office.seats.models import Office

PER_PAGE = 60


@policy("rencana")
@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every entry by kind, or by strategy against poverty."""
    who = asking.reader(request)
    district = asking.district(who.rights)
    found = catalogue.entries(who.on, district)
    by_strategy = request.GET.get("menurut") == "strategi"
    if by_strategy:
        parts = [
            (str(words), [one for one in found if one.strategy == n])
            for n, words in catalogue.STRATEGIES.items()
        ]
    else:
        parts = [
            (str(words), [one for one in found if one.kind == kind])
            for kind, words in catalogue.KINDS.items()
        ]
    return render(
        request,
        "programmes/catalogue.html",
        {
            "who": who, "parts": parts, "by_strategy": by_strategy, "count": len(found),
            "priced": sum(one.cost is not None for one in found),
            "effects": sum(bool(one.effects) for one in found),
        },
    )  # fmt: skip


@policy("rencana")
@never_cache
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """One entry: whom it serves, its effect, its prices and codes here; on POST one of them is
    typed."""
    who = asking.reader(request)
    district = asking.district(who.rights)
    found = catalogue.entry(code, who.on, district)
    if found is None:
        raise Http404
    asked = ""
    typed: Mapping[str, str] = {}
    if request.method == "POST":
        who.rights.within("rencana-kelola", district)
        try:
            told = _typed(request, code, district)
        except AskedError as problem:
            asked, typed = " ".join(problem.messages), request.POST
        except ValidationError as problem:
            asking.tell(request, problem)
            typed = request.POST
        else:
            log.record(request, "rencana", f"katalog {code}"[:40], code, district)
            messages.success(request, told)
            return redirect("programmes:entry", code)
    return render(
        request,
        "programmes/entry.html",
        {
            "who": who, "entry": found, "prices": catalogue.prices(code, district),
            "used": queries.activities(who.rights, intervention=code)
            .order_by("-year", "number")[:8],
            "asked": asked, "typed": typed,
        },
        status=422 if typed else 200,
    )  # fmt: skip


def _typed(request: HttpRequest, code: str, district: str) -> str:
    """Do what a form of the page asks; the words of what was done."""
    post, account = request.POST, asking.account_of(request)
    match post.get("langkah"):
        case "biaya":
            pricing.price(
                account, district, code, amounts.rupiah(post.get("jumlah", "")),
                day(post.get("mulai", "")), post.get("sumber", ""), unit=post.get("satuan", ""),
                confirmed=post.get("benar") == "1",
            )  # fmt: skip
            return _("Biaya satuan tercatat; yang lama tetap tersimpan.")
        case "kode":
            pricing.sub_activity(
                account, district, code, post.get("kode", ""), post.get("nama", ""),
                post.get("sumber", ""),
            )  # fmt: skip
            return _("Kode sub kegiatan tercatat.")
        case "kode-tarik":
            row = SubActivity.objects.filter(
                district_code=district, intervention=code, public_id=post.get("baris", "")
            ).first()
            if row is None:
                raise Http404
            pricing.drop_sub_activity(account, row)
            return _("Kode sub kegiatan tidak dipakai lagi.")
        case _:
            raise Http404


@policy("rencana")
@never_cache
@require_http_methods(["GET", "POST"])
def ceilings(request: HttpRequest) -> HttpResponse:
    """Ceilings of villages and offices of a year; a village without one is named."""
    who = asking.reader(request)
    kind = request.GET.get("jenis", "")
    kind = kind if kind in CeilingKind.values else CeilingKind.VILLAGE_FUND.value
    asked = ""
    typed: Mapping[str, str] = {}
    if request.method == "POST":
        post = request.POST
        place = post.get("wilayah", "")
        who.rights.within("rencana-kelola", place)
        try:
            pricing.ceiling(
                who.account, place, who.year, kind, amounts.rupiah(post.get("jumlah", "")),
                post.get("dokumen", ""), confirmed=post.get("benar") == "1",
                office=Office.objects.filter(code=post.get("kantor", "")).first()
                if kind == CeilingKind.OFFICE else None,
                version=version_in(request),
            )  # fmt: skip
        except AskedError as problem:
            asked, typed = " ".join(problem.messages), post
        except ValidationError as problem:
            asking.tell(request, problem)
            typed = post
        else:
            log.record(request, "rencana", "pagu", str(who.year), place)
            messages.success(request, _("Pagu tercatat."))
            return redirect(request.get_full_path())
    lines = ceiling_view.lines(who, kind)
    return render(
        request,
        "programmes/ceilings.html",
        {
            "who": who, "kind": kind, "kinds": CeilingKind.choices,
            "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("hal")),
            "query": f"tahun={who.year}&jenis={kind}", "asked": asked, "typed": typed,
            "bare": sum(one.ceiling is None for one in lines), "all": len(lines),
            "sum": sum(one.ceiling.amount for one in lines if one.ceiling),
            "planned": sum(one.planned for one in lines),
        },
        status=422 if typed else 200,
    )  # fmt: skip
