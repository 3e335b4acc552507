"""Slots of lists that are not public, completed by the district; denominators settled with a
reason. Everybody of the room reads; who manages the year writes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rembuk import reference
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy
from rembuk.office.convergence import asking, told
from rembuk.office.convergence.models import OwnIndicator, Ruling, Year
from rembuk.office.convergence.registry import registry, ruled
from rembuk.office.convergence.slots import completing
from rembuk.office.convergence.slots import sheet as slot_sheet
from rembuk.office.convergence.slots.completing import SlotDraft
from rembuk.office.places import said
from rembuk.reference.indicators import Indicator, last_day


@policy("konvergensi")
@never_cache
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest, year: int) -> HttpResponse:
    """Slots of the year's lists; on POST a filled table of them."""
    found = asking.year_or_404(request, year)
    taken: list[slot_sheet.Taken] = []
    if request.method == "POST":
        asking.managed_or_404(request, year)
        try:
            if "berkas" not in request.FILES:
                raise ValidationError(_("Pilih berkas Excel-nya dulu."))
            account = asking.account_of(request)
            taken = slot_sheet.take(request.FILES["berkas"], found, account)
        except ValidationError as problem:
            asking.tell(request, problem)
        else:
            done = sum(not one.words for one in taken)
            messages.success(request, _("%s slot dilengkapi dari berkas.") % done)
    own = _own(found)
    names = {one.code: told.named(one) for one in reference.load().indicators()}
    lines = [
        {
            "code": one.code, "name": told.named(one), "own": own.get(one.code),
            "own_name": own[one.code].entry.get("name_id", "") if one.code in own else "",
            "suggests": names.get(one.suggests, ""), "note": one.note,
        }
        for one in _slots(found)
    ]  # fmt: skip
    context = {
        "year": found, "lines": lines, "taken": [one for one in taken if one.words],
        "done": sum(1 for one in lines if one["own"]),
        "may_manage": asking.may_manage(request, found),
    }  # fmt: skip
    return render(request, "convergence/slots.html", context)


@policy("konvergensi")
@require_GET
def sheet(request: HttpRequest, year: int) -> HttpResponse:
    """The slots as a table to fill."""
    found = asking.year_or_404(request, year)
    body = slot_sheet.template(found, [one.code for one in _slots(found)])
    return sent(body, f"slot-{year}.xlsx")


@policy("konvergensi-kelola")
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, year: int, slot_code: str) -> HttpResponse:
    """Complete one slot."""
    found, code = asking.managed_or_404(request, year), slot_code
    known = next((one for one in _slots(found) if one.code == code), None)
    if known is None:
        raise Http404
    own = _own(found).get(code)
    draft = completing.draft_of(own) if own else SlotDraft(code, "")
    proposal = completing.suggestion(code, found)
    if "usulan" in request.GET and proposal is not None:
        draft = proposal
    status = 200
    if request.method == "POST":
        try:
            draft = _posted(request, code)
            version = asking.whole(request.POST.get("versi", ""))
            completing.complete(found, draft, asking.account_of(request), version=version)
        except ValidationError as problem:
            asking.tell(request, problem)
            status = 422
        else:
            messages.success(request, _("Slot dilengkapi; selnya dibuka."))
            return redirect("convergence:slots", year)
    asked = registry(found, last_day(year))
    context = {
        "year": found, "slot": known, "name": told.named(known), "draft": draft,
        "proposal": told.named(reference.load().indicator(known.suggests)) if proposal else "",
        "version": own.version if own else 0, "NEW": completing.NEW,
        "quantities": sorted(
            ((q.code, told.named(q)) for q in asked.quantities.values()), key=lambda pair: pair[1]
        ),
        "roles": sorted(told.role_names().items(), key=lambda pair: pair[1]),
        "units": slot_sheet.UNITS, "levels": slot_sheet.LEVELS,
        "frequencies": slot_sheet.FREQUENCIES,
        "since": draft.valid_from or max(dt.date(year, 1, 1), known.valid_from),
    }  # fmt: skip
    return render(request, "convergence/slot.html", context, status=status)


@policy("konvergensi")
@never_cache
@require_http_methods(["GET", "POST"])
def conflicts(request: HttpRequest, year: int) -> HttpResponse:
    """Denominators that forms name in two ways, and what holds here."""
    found = asking.year_or_404(request, year)
    if request.method == "POST":
        asking.managed_or_404(request, year)
        post = request.POST
        try:
            completing.rule(
                found, post.get("konflik", ""), post.get("pilihan", ""), post.get("alasan", ""),
                asking.account_of(request), valid_from=asking.day(post.get("mulai", "")),
            )  # fmt: skip
        except ValidationError as problem:
            asking.tell(request, problem)
        else:
            messages.success(request, _("Penyebut ditetapkan; sel yang belum diajukan mengikuti."))
        return redirect("convergence:conflicts", year)
    context = {
        "year": found, "lines": _conflicts(found),
        "may_manage": asking.may_manage(request, found), "since": dt.date(year, 1, 1),
    }  # fmt: skip
    return render(request, "convergence/conflicts.html", context)


def _conflicts(year: Year) -> list[dict[str, Any]]:
    known, day, english = reference.load(), last_day(year.year), get_language() == "en"
    asked = registry(year, day)
    held = ruled(year.district_code, day)
    rulings = Ruling.objects.filter(district_code=year.district_code).select_related("by")
    names = {code: told.named(one) for code, one in asked.quantities.items()}
    found = []
    for one in known.conflicts(day):
        if one.indicator not in asked.indicators:
            continue
        mine = [row for row in rulings if row.conflict == one.code]
        found.append(
            {
                "code": one.code, "indicator": told.named(asked.indicators[one.indicator]),
                "indicator_code": one.indicator, "label_says": one.label_says,
                "form_says": one.form_says, "rulings": mine,
                "reason": one.reason_en if english else one.reason_id,
                "source": "; ".join(said.source(key) for key in one.source),
                "choices": [
                    {
                        "code": c.quantity, "name": names.get(c.quantity, c.quantity),
                        "reason": c.reason_en if english else c.reason_id,
                        "holds": held[one.indicator].quantity == c.quantity,
                        "default": c.quantity == one.default,
                    }
                    for c in one.choices
                ],
            }
        )  # fmt: skip
    return found


def _slots(year: Year) -> list[Indicator]:
    known = reference.load()
    return [one for one in known.scheme_indicators(year.scheme, year.year) if not one.complete]


def _own(year: Year) -> dict[str, OwnIndicator]:
    rows = OwnIndicator.objects.filter(district_code=year.district_code).select_related("by")
    return {row.code: row for row in rows.order_by("valid_from")}


def _posted(request: HttpRequest, code: str) -> SlotDraft:
    post = request.POST
    return SlotDraft(
        code, post.get("nama", "")[:240], post.get("satuan", ""), post.get("arah", ""),
        post.get("pembilang", ""), post.get("pembilang_baru", "")[:200],
        post.get("penyebut", ""), post.get("penyebut_baru", "")[:200], post.get("pemilik", ""),
        post.get("tingkat", ""), post.get("frekuensi", ""), post.get("sumber", "")[:240],
        asking.day(post.get("mulai", "")) or timezone.localdate(), post.get("target", "")[:20],
        post.get("dokumen_target", "")[:200],
    )  # fmt: skip
