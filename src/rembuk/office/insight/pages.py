"""The district's home and the way down to kecamatan, desa and posyandu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.policies import Rights, policy
from rembuk.office.insight.map_data import boundary_code, map_data
from rembuk.office.insight.next_step import next_step
from rembuk.office.insight.sheets import EXCEL, area_book
from rembuk.office.insight.situation import Situation, situation
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.asking import read_month
from rembuk.office.posyandu.figures import Place


@dataclass(frozen=True)
class LookGroup:
    """One step of urgency: how many children, and what is to be done."""

    tier: int
    name: str
    act: str
    count: int


def _rights(request: HttpRequest) -> Rights:
    rights: Rights = request.rights  # type: ignore[attr-defined]
    return rights


@policy("lihat-agregat")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The account's own place."""
    code = _rights(request).home
    if code is None:
        raise Http404
    return _page(request, code or settings.REMBUK_AREA, home=True)


@policy("lihat-agregat", place="code")
@require_GET
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Any place inside the account's rights."""
    return _page(request, code, home=False)


@policy("masuk")
@require_POST
def meeting(request: HttpRequest) -> HttpResponse:
    """Switch the meeting mode (small counts hidden) on or off, and go back."""
    request.session["rapat"] = not request.session.get("rapat", False)
    back = request.POST.get("kembali", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    return HttpResponseRedirect(back)


@policy("ekspor", place="code")
@require_POST
def export(request: HttpRequest, code: str) -> HttpResponse:
    """The area table of a month as Excel; small counts hidden, no child in it."""
    found = _found(request, code, meeting=True)
    if found is None:
        raise Http404
    log.record(request, "ekspor", "keadaan", code, code, rows=len(found.rows))
    answer = HttpResponse(area_book(found, _name(code)), content_type=EXCEL)
    name = f"keadaan-{code}-{found.month:%Y-%m}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _name(code: str) -> str:
    place = queries.places([code]).get(code)
    return place.name if place else code


def _found(request: HttpRequest, code: str, *, meeting: bool) -> Situation | None:
    month = read_month(request.GET.get("bulan", "")) or queries.last_month(code)
    if month is None:
        return None
    return situation(code, month, timezone.localdate(), meeting=meeting)


def _page(request: HttpRequest, code: str, *, home: bool) -> HttpResponse:
    rights = _rights(request)
    trail = [p for p in queries.path(code) if rights.may("lihat-agregat", p.code)]
    if not trail or trail[-1].code != code:
        if not home:
            raise Http404
        trail = [Place(code, code, "")]
    if len(code) > 13 and not home:
        return HttpResponseRedirect(reverse("posyandu:post", args=[code]))
    today = timezone.localdate()
    in_meeting = bool(request.session.get("rapat", False))
    found = _found(request, code, meeting=in_meeting)
    context: dict[str, Any] = {
        "home": home,
        "place": trail[-1],
        "trail": trail,
        "found": found,
        "step": next_step(rights, found, code, today),
        "months": queries.months_with_data(code),
        "today": today,
        "in_meeting": in_meeting,
        "sees_children": rights.may("lihat-anak", code),
        "may_export": rights.may("ekspor", code),
    }
    if found is not None:
        context |= {
            "look": _look(code, rights),
            "fresh_days": found.fresh.days(today),
            "map": map_data(found),
            "map_parent": boundary_code(found),
            "areas_word": _areas_word(found),
        }
    return render(request, "insight/situation.html", context)


def _look(code: str, rights: Rights) -> list[LookGroup]:
    if not rights.may("lihat-agregat", code):
        return []
    english = (get_language() or "id").startswith("en")
    tiers = reference.load().first_look(timezone.localdate()).tiers
    return [
        LookGroup(
            one.tier,
            one.name_en if english else one.name_id,
            one.act_en if english else one.act_id,
            queries.first_look(code, one.tier).count(),
        )
        for one in tiers
    ]


def _areas_word(found: Situation) -> str:
    return {
        "kecamatan": _("kecamatan"),
        "desa": _("desa atau kelurahan"),
        "posyandu": _("posyandu"),
    }.get(found.level, _("wilayah"))
