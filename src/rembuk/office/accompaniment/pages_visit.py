"""The form of a visit on a kader's phone: few taps, nothing lost, sent twice kept once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, day, tell
from rembuk.office.access.policies import policy
from rembuk.office.accompaniment import asking, planning, services
from rembuk.office.accompaniment.drafts import device_tag
from rembuk.office.accompaniment.models import Accompaniment, Visit
from rembuk.office.accompaniment.models.visits import Where
from rembuk.office.accompaniment.pages_one import back, begun, frame
from rembuk.office.accompaniment.services import Told

YES, NO = "ya", "tidak"


@policy("damping")
@never_cache
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask what happened, or write it."""
    row = asking.one_or_404(request, public_id)
    if request.method == "GET":
        return begun(request, row, _form)
    key = asking.key_or_404(request)
    try:
        told = _told(request.POST)
        services.record_visit(row, told, key, account_of(request))
    except ValidationError as problem:
        tell(request, problem)
        return _form(request, row, request.POST, key, status=422)
    log.record(request, "kunjungan", "dampingan", row.public_id, row.place_code)
    row.refresh_from_db()
    if told.danger:
        messages.warning(request, _("Ada tanda bahaya. Rujuk hari ini juga."))
    messages.success(request, _("Kunjungan tersimpan."))
    return back(row)


def _told(post: QueryDict) -> Told:
    on = day(post.get("tanggal", ""))
    if on is None:
        raise ValidationError({"on": _("Tulis tanggal kunjungan.")})
    after = post.get("berikut", "").strip()
    next_on = day(after) if after else None
    if after and next_on is None:
        raise ValidationError({"next_on": _("Tanggal kunjungan berikutnya tidak terbaca.")})
    seen, given = {}, {}
    for name, value in post.items():
        kind, _sep, code = str(name).partition("_")
        if kind == "lihat" and value in {YES, NO}:
            seen[code] = value == YES
        elif kind == "beri" and str(value).strip():
            if not str(value).strip().isdigit():
                raise ValidationError({"given": _("Tulis jumlah dengan angka.")})
            given[code] = int(str(value).strip())
    return Told(
        on=on,
        where=post.get("tempat", ""),
        met=post.get("bertemu", YES) != NO,
        seen=seen,
        talked=tuple(post.getlist("bicara")),
        given=given,
        helped=tuple(post.getlist("bantu")),
        danger=post.get("bahaya") == YES,
        note=" ".join(post.get("catatan", "").split()),
        next_on=next_on,
    )


def _form(
    request: HttpRequest, row: Accompaniment, typed: QueryDict, key: str, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    plan = planning.plan_of(row, today)
    english = getattr(request, "LANGUAGE_CODE", "id") == "en"

    def say(one: Any) -> str:
        return str(one.text_en if english else one.text_id)

    parts: dict[str, list[dict[str, Any]]] = {"lihat": [], "bicara": [], "beri": [], "bantu": []}
    for one in plan.of_contact(row.next_contact):
        parts[one.kind].append(
            {
                "code": one.code,
                "text": say(one),
                "unit": one.unit,
                "value": typed.get(f"{one.kind}_{one.code}", ""),
                "chosen": one.code in typed.getlist(one.kind),
            }
        )
    context = frame(request, row) | {
        "parts": parts,
        "key": key,
        "typed": typed,
        "device": device_tag(request),
        "places": Where.choices,
        "place": typed.get("tempat", Where.HOME.value),
        "on": typed.get("tanggal", today.isoformat()),
        "wrong": status != 200,
    }
    return render(request, "accompaniment/visit.html", context, status=status)


@policy("damping")
@require_POST
def take_back(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """Take a visit back, with a reason. A companion takes back what he wrote himself."""
    row = asking.one_or_404(request, public_id)
    found = Visit.objects.filter(accompaniment=row, key=key).first()
    if found is None:
        raise Http404
    who = account_of(request)
    try:
        if found.by_id != who.pk and not frame(request, row)["manages"]:
            raise ValidationError(
                _("Hanya yang menulisnya, bidan, atau puskesmas yang membatalkan.")
            )
        services.take_back_visit(found, request.POST.get("alasan", ""), who)
    except ValidationError as problem:
        tell(request, problem)
    else:
        log.record(request, "kunjungan", "dampingan", row.public_id, row.place_code)
        messages.success(request, _("Kunjungan dibatalkan; catatannya tetap dapat dibaca."))
    return back(row)
