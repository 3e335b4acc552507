"""Open a referral, and write when it arrived, was answered, came back."""

from __future__ import annotations

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
from rembuk.office.accompaniment import asking, services
from rembuk.office.accompaniment.drafts import device_tag
from rembuk.office.accompaniment.models import Accompaniment
from rembuk.office.accompaniment.models.referrals import Haste
from rembuk.office.accompaniment.pages_one import back, begun, frame
from rembuk.office.accompaniment.services import Opening
from rembuk.office.places.scope import contains
from rembuk.office.seats import queries as seats
from rembuk.office.seats.models import Office, OfficeKind


@policy("damping")
@never_cache
@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask where to and why, or write it."""
    row = asking.one_or_404(request, public_id)
    if request.method == "GET":
        return begun(request, row, _form)
    key = asking.key_or_404(request)
    post = request.POST
    try:
        on = day(post.get("tanggal", ""))
        if on is None:
            raise ValidationError({"on": _("Tulis tanggal dirujuk.")})
        office = next((o for o in _offices(row) if o.code == post.get("kantor", "")), None)
        services.open_referral(
            row,
            Opening(
                on, post.get("sebab", ""), post.get("segera", ""), office, post.get("ke", ""),
                row.visits.filter(void_at__isnull=True, on=on).first(),
            ),
            key,
            account_of(request),
        )  # fmt: skip
    except ValidationError as problem:
        tell(request, problem)
        return _form(request, row, post, key, status=422)
    log.record(request, "rujukan", "dampingan", row.public_id, row.place_code)
    messages.success(request, _("Rujukan tercatat."))
    return back(row)


def _offices(row: Accompaniment) -> list[Office]:
    """Health centres and hospitals that answer for the place, the nearest first."""
    kinds = {OfficeKind.PUSKESMAS, OfficeKind.HOSPITAL}
    near = [
        office
        for office in seats.offices(timezone.localdate())
        if office.kind in kinds and any(contains(code, row.place_code) for code in office.places)
    ]
    return sorted(near, key=lambda one: (one.kind == OfficeKind.HOSPITAL, one.name))


def _form(
    request: HttpRequest, row: Accompaniment, typed: QueryDict, key: str, status: int = 200
) -> HttpResponse:
    context = frame(request, row) | {
        "offices": _offices(row),
        "hastes": Haste.choices,
        "key": key,
        "typed": typed,
        "on": typed.get("tanggal", timezone.localdate().isoformat()),
        "device": device_tag(request),
        "wrong": status != 200,
    }
    return render(request, "accompaniment/refer.html", context, status=status)


@policy("damping")
@require_POST
def step(request: HttpRequest, public_id: str, referral: str) -> HttpResponse:
    """Arrived, answered, returned, or cancelled."""
    row = asking.one_or_404(request, public_id)
    found = row.referrals.filter(public_id=referral).first()
    if found is None:
        raise Http404
    who, act = account_of(request), request.POST.get("langkah", "")
    on = day(request.POST.get("tanggal", "")) or timezone.localdate()
    leads = frame(request, row)["manages"]
    try:
        if act == "sampai":
            services.arrive(found, on, who)
        elif act == "kembali":
            services.returned(found, on, who)
        elif act == "jawab" and leads:
            services.answer(found, on, request.POST.get("jawaban", ""), who)
        elif act == "batal" and leads:
            services.cancel(found, request.POST.get("alasan", ""), who)
        else:
            raise ValidationError(_("Langkah ini dicatat oleh bidan atau puskesmas."))
    except ValidationError as problem:
        tell(request, problem)
    else:
        log.record(request, "rujukan", "dampingan", row.public_id, row.place_code)
        messages.success(request, _("Rujukan diperbarui."))
    return back(row)
