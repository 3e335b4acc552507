"""The desk: drafts, their checks and words; publish, correct, withdraw."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, tell, whole
from rembuk.office.access.models import Account
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.insight.where import district
from rembuk.office.places.models import Area
from rembuk.office.posyandu import queries as register
from rembuk.office.posyandu.asking import read_month
from rembuk.office.publication import addresses, gathering, proving, queries, services
from rembuk.office.publication.models import Publication, State
from rembuk.office.publication.pages_public import shown


@policy("konvergensi")
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Every draft and publication of the district, and months that could be published."""
    where = district(request, "konvergensi")
    if not rights_in(request).may("konvergensi", where.code):
        return redirect("publication:list")  # a camat reads what is out
    rows = queries.desk(where.code)
    out = {one.month for one in rows if one.state != State.DRAFT}
    drafts = {one.month for one in rows if one.state == State.DRAFT}
    months = [m for m in register.months_with_data(where.code) if m not in drafts][:24]
    context = {
        "where": where, "rows": [_row(one) for one in rows], "may_draft": _may(request, where.code),
        "months": [(m, m in out) for m in months], "usual": _usual(months, out),
    }  # fmt: skip
    return render(request, "publication/desk.html", context)


@policy("publikasi")
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Begin a draft of a month, or a correction of one that is out."""
    where = district(request, "publikasi")
    month = read_month(request.POST.get("bulan", ""))
    if month is None:
        messages.error(request, _("Pilih bulannya."))
        return redirect("publication:desk")
    try:
        made = services.draft(
            where.code, month, account_of(request), reason=request.POST.get("alasan", "")
        )
    except ValidationError as refusal:
        tell(request, refusal)
        return redirect("publication:desk")
    log.record(request, "publikasi", "publikasi", made.public_id, where.code)
    messages.success(request, _("Draf dibuat. Periksa tabel dan kata-katanya."))
    return redirect("publication:one", made.public_id)


@policy("konvergensi")
@never_cache
@require_safe
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """A draft with its checks, or a publication with what can still be done to it."""
    return _page(request, _one(request, public_id))


@policy("publikasi")
@never_cache
@require_POST
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Work on a draft: draw anew, write its words, put it away."""
    held = _one(request, public_id)
    what, account = request.POST.get("aksi", ""), account_of(request)
    typed = {name: request.POST.get(name, "") for name in ("penyebab", "tindak")}
    try:
        version = whole(request.POST.get("versi", ""))
        if what == "ulang":
            with transaction.atomic():  # words typed beside the button are kept too
                services.redraw(_written(held, account, version, typed), account, version + 1)
            messages.success(request, _("Angka diambil ulang dari register."))
        elif what == "kata":
            _written(held, account, version, typed)
            messages.success(request, _("Kata-kata disimpan."))
        elif what == "buang":
            services.drop(held, account, version)
            messages.success(request, _("Draf dibuang."))
            return redirect("publication:desk")
        else:
            raise Http404
    except ValidationError as refusal:
        held.refresh_from_db()
        return _page(request, held, refusal.messages, typed if what != "buang" else {})
    log.record(request, "publikasi", "publikasi", held.public_id, held.district_code)
    return redirect("publication:one", held.public_id)


@policy("publikasi-terbit")
@never_cache
@require_POST
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Publish a draft of others."""
    held = _one(request, public_id)
    try:
        held = services.publish(
            held, account_of(request), whole(request.POST.get("versi", "")), origin=_origin(request)
        )
    except ValidationError as refusal:
        held.refresh_from_db()
        return _page(request, held, refusal.messages)
    log.record(request, "publikasi", "publikasi", held.public_id, held.district_code)
    messages.success(request, _("Sudah terbit. Siapa saja dapat membukanya tanpa masuk."))
    lacks = proving.lacking(held)
    if lacks:
        messages.warning(
            request, _("Bukti yang masih kurang: %(what)s.") % {"what": ", ".join(lacks)}
        )
    return redirect("publication:one", held.public_id)


@policy("publikasi-terbit")
@never_cache
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraw a publication, with the reason."""
    held = _one(request, public_id)
    reason = request.POST.get("alasan", "")
    try:
        services.withdraw(held, account_of(request), whole(request.POST.get("versi", "")), reason)
    except ValidationError as refusal:
        held.refresh_from_db()
        return _page(request, held, refusal.messages, {"alasan": reason})
    log.record(request, "publikasi", "publikasi", held.public_id, held.district_code)
    messages.success(request, _("Publikasi ditarik. Halamannya mengatakan sebabnya."))
    return redirect("publication:one", held.public_id)


def _written(
    held: Publication, account: Account, version: int, typed: dict[str, str]
) -> Publication:
    return services.write(
        held, account, version, causes=typed["penyebab"], follow_up=typed["tindak"]
    )


def _page(
    request: HttpRequest, held: Publication, problems: list[str] | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    rights = rights_in(request)
    is_draft = held.state == State.DRAFT
    may_publish = rights.may("publikasi-terbit", held.district_code)
    context: dict[str, Any] = {
        "one": held, "place": Area.objects.get(code=held.district_code),
        "problems": problems or [], "typed": typed or {}, "is_draft": is_draft,
        "checks": services.checks(held) if is_draft else (),
        "hindrances": services.hindrances(held, account_of(request))
        if is_draft and may_publish else [],
        "may_draft": is_draft and _may(request, held.district_code), "may_publish": may_publish,
        "events": held.events.select_related("by"),
        "address": addresses.of(held) if held.edition else "",
    }  # fmt: skip
    context |= shown(held, request.GET)
    return render(request, "publication/one.html", context, status=422 if problems else 200)


def _row(one: Publication) -> dict[str, Any]:
    return {
        "one": one, "total": gathering.published(one).total,
        "url": addresses.of(one) if one.edition else "",
    }  # fmt: skip


def _may(request: HttpRequest, code: str) -> bool:
    return rights_in(request).may("publikasi", code)


def _one(request: HttpRequest, public_id: str) -> Publication:
    held = Publication.objects.filter(public_id=public_id).first()
    if held is None or not rights_in(request).may("konvergensi", held.district_code):
        raise Http404
    return held


def _usual(months: list[dt.date], out: set[dt.date]) -> dt.date | None:
    """The newest month of joint weighing that is not out, else the newest."""
    free = [m for m in months if m not in out]
    joint = [m for m in free if m.month in (2, 8)]
    return next(iter(joint or free or months), None)


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
