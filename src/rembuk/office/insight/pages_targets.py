"""Targets: typed in, answered at once with what they ask and how likely they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.insight import asked, chances, targets
from rembuk.office.insight.asked import Limits
from rembuk.office.insight.models import Target
from rembuk.office.insight.where import District, district
from rembuk.office.intake.reading import values
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within
from rembuk.office.posyandu import queries


@dataclass(frozen=True)
class Typed:
    """A target as typed; what cannot be read is None."""

    indicator: str
    place: str
    year: int | None
    value: float | None
    document: str
    texts: dict[str, str]

    @property
    def started(self) -> bool:
        """Whether a value was typed at all."""
        return bool(self.texts["nilai"])


def read(given: Any, where: District) -> Typed:
    """The fields of the form, from GET (asked) or POST (to be saved)."""
    texts = {
        name: given.get(name, "").strip()[:200]
        for name in ("indikator", "tempat", "tahun", "nilai", "dokumen")
    }
    year = int(texts["tahun"]) if texts["tahun"].isdigit() and len(texts["tahun"]) < 5 else None
    found = values.decimal(texts["nilai"].removesuffix("%")).value if texts["nilai"] else None
    # a survey knows no place below the kabupaten: who reads less begins with the register
    usual = targets.SURVEY.code if where.focus == where.code else targets.REGISTER.code
    indicator = texts["indikator"] or usual
    whole = indicator == targets.SURVEY.code
    return Typed(
        indicator,
        texts["tempat"] or (where.code if whole else where.focus),
        year,
        None if found is None else float(found),
        texts["dokumen"],
        texts,
    )


@policy("lihat-agregat")
@require_safe
def targets_page(request: HttpRequest) -> HttpResponse:
    """Targets in force, and the answer to one that is typed."""
    where = district(request)
    return _page(request, where, read(request.GET, where))


@policy("konvergensi-kelola")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Set a target; the answer it was given is kept with it."""
    where = district(request, "konvergensi-kelola")
    typed = read(request.POST, where)
    if request.POST.get("coba"):  # without script: only ask
        return redirect(f"{reverse('insight:targets')}?{urlencode(typed.texts)}")
    today = asked.today()
    rights_in(request).within("konvergensi-kelola", typed.place)
    try:
        targets.check(typed.indicator, typed.place, typed.year, typed.value, today)
        year, value = typed.year or 0, typed.value or 0.0
        reach = _reach(where, typed, year, value, today)
        targets.state(
            signed_in(request), typed.indicator, typed.place, year, Decimal(str(value)),
            typed.document, targets.said(reach),
        )  # fmt: skip
    except ValidationError as refusal:
        return _page(request, where, typed, refusal.messages)
    log.record(request, "konvergensi", "target", f"{typed.indicator}-{year}", typed.place)
    messages.success(request, _("Target disimpan. Yang lama tetap tercatat."))
    return redirect("insight:targets")


@policy("konvergensi-kelola")
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take a target back, with the reason."""
    where, pk = district(request, "konvergensi-kelola"), request.POST.get("target", "")
    one = Target.objects.filter(pk=pk).first() if pk.isdigit() else None
    if one is None or not where.rights.may("konvergensi-kelola", one.place_code):
        messages.error(request, _("Target ini tidak ada."))
        return redirect("insight:targets")
    now = targets.current(one.place_code, one.indicator, one.year)
    if now.get((one.indicator, one.place_code, one.year)) != one:
        messages.error(request, _("Target ini sudah diganti orang lain. Ini yang berlaku kini."))
        return redirect("insight:targets")
    try:
        targets.take_back(signed_in(request), one, request.POST.get("alasan", ""))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        log.record(request, "konvergensi", "target", f"{one.indicator}-{one.year}", one.place_code)
        messages.success(request, _("Target dicabut dan tetap tercatat di riwayat."))
    return redirect("insight:targets")


def _page(
    request: HttpRequest, where: District, typed: Typed, wrong: list[str] | None = None
) -> HttpResponse:
    today = asked.today()
    limits = Limits.on(today)
    sees = where.sees()
    now = targets.current(where.code)
    year = typed.year if typed.year and today.year <= typed.year <= today.year + 30 else None
    upper = [
        _line(where, one, limits.readable)
        for key, one in sorted(now.items(), key=lambda pair: (pair[0][2], pair[0][0], pair[0][1]))
        if len(one.place_code) < asked.VILLAGE
        and (sees(one.place_code) or one.place_code == where.code)
    ]
    names = queries.places([line["target"].place_code for line in upper])
    for line in upper:
        line["place"] = names.get(line["target"].place_code)
    gap_year = year or today.year + 1
    gaps = [one for one in targets.gaps(where.code, gap_year) if sees(one.code)]
    context = {
        "where": where,
        "typed": typed,
        "indicators": targets.indicators(today).values(),
        "places": _places(where) if where.may_set else [],
        "answer": _answer(where, typed, today, limits),
        "wrong": wrong or [],
        "lines": upper,
        "national": reference.load().targets(today),
        "gaps": gaps,
        "gap_year": gap_year,
        "gap_missing": sum(one.missing for one in gaps),
        "gap_villages": sum(one.villages for one in gaps),
        "today": today,
    }
    return render(request, "insight/targets.html", context, status=422 if wrong else 200)


def _places(where: District) -> list[Any]:
    """Places a target can be typed for: the kabupaten and its kecamatan; villages have a form of
    their own."""
    areas = Area.objects.filter(within("code", where.code), valid_to__isnull=True, level__lte=3)
    return list(areas.order_by("level", "name"))


def _line(where: District, target: Target, minimum: float) -> dict[str, Any]:
    indicator = targets.indicators(asked.today()).get(target.indicator)
    if indicator is None:
        return {"target": target, "name": target.indicator, "standing": None, "chance": ""}
    found = targets.standing(indicator, target.place_code, where.month, minimum)
    said = target.said.get("chance")
    return {
        "target": target,
        "name": indicator.name,
        "standing": found,
        "required": target.said.get("required"),
        "chance": said,
    }


def _answer(where: District, typed: Typed, today: dt.date, limits: Limits) -> dict[str, Any] | None:
    """The answer to a typed target; None before anything is typed."""
    if not typed.started:
        return None
    try:
        targets.check(typed.indicator, typed.place, typed.year, typed.value, today)
    except ValidationError as refusal:
        return {"wrong": refusal.messages}
    if not (where.sees()(typed.place) or typed.place == where.code):
        raise Http404
    year, value = typed.year or 0, typed.value or 0.0
    indicator = targets.indicators(today)[typed.indicator]
    now = targets.standing(indicator, typed.place, where.month, limits.readable)
    reach = _reach(where, typed, year, value, today)
    asks = ""
    if indicator not in (targets.SURVEY, targets.REGISTER) and now.percent is not None:
        since = (where.month or today).year
        asks = targets.asked_words(indicator, value, now.percent, year - since)
    return {
        "now": now,
        "said": chances.answer(reach) if reach else None,
        "asks": asks,
        "register": indicator is targets.REGISTER,
        "unread": indicator is targets.REGISTER and not now.readable,
    }


def _reach(where: District, typed: Typed, year: int, value: float, today: dt.date) -> Any:
    return targets.reached(
        targets.indicators(today)[typed.indicator], typed.place, year, value, where.month,
        Limits.on(today).readable, today,
    )  # fmt: skip
