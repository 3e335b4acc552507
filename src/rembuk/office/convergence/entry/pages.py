"""Entry by village: a tab of an office for a kecamatan and a period, saved as it is typed."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rembuk.office.access.policies import policy, rights_in
from rembuk.office.convergence import asking, checks, told
from rembuk.office.convergence.entry import filling, grid_save
from rembuk.office.convergence.entry.filling import Ask
from rembuk.office.convergence.models import Cell, Status


@dataclass(frozen=True)
class Tabbed:
    """An indicator of the tab, with how many of its cells here are empty."""

    code: str
    name: str
    empty: int


@policy("konvergensi")
@never_cache
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, year: int, tab: str) -> HttpResponse:
    """The grid, and what was typed where there is no script."""
    ask = _asked(request, year, tab)
    results: list[grid_save.Result] = []
    if request.method == "POST":
        if not ask.editable:
            raise Http404
        results = grid_save.save(
            ask.year, ask.one.code, grid_save.of_form(request.POST), asking.account_of(request),
            ask.keys(),
        )  # fmt: skip
        if not any(one.open for one in results):
            messages.success(request, _("%s isian disimpan.") % len(results))
            return redirect(f"{request.path}?{ask.query()}")
    return render(request, "convergence/fill.html", _context(request, ask, results))


@policy("konvergensi-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def save(request: HttpRequest, year: int, tab: str) -> HttpResponse:
    """Entries in, what became of each out; `?sejak=` asks for what others changed."""
    ask, by = _asked(request, year, tab, "konvergensi-isi"), asking.account_of(request)
    if request.method == "GET":
        since = request.GET.get("sejak", "0")
        return JsonResponse(_news(ask, int(since) if since.isdigit() else 0, by))
    if not ask.editable:
        return JsonResponse({"words": ask.why_not}, status=409)
    try:
        typed, since_event = grid_save.of_json(request.body)
    except (ValueError, TypeError):
        return JsonResponse({"words": _("Kiriman tidak terbaca.")}, status=400)
    results = grid_save.save(ask.year, ask.one.code, typed, by, ask.keys())
    known = {one.key for one in results}
    results += [
        grid_save.Result(one.key, "tolak", one.base, words=_("Isian ini bukan bagian halaman ini."))
        for one in typed
        if one.key not in known
    ]
    by_key = {one.key: one for one in results}
    found = [dataclasses.asdict(by_key[one.key]) for one in typed]
    return JsonResponse({"results": found, **_news(ask, since_event, by)})


def _asked(request: HttpRequest, year: int, tab: str, action: Any = "konvergensi") -> Ask:
    found = asking.year_or_404(request, year, action)
    try:
        return filling.asked(
            found, tab, asking.account_of(request), rights_in(request), request.GET
        )
    except ValidationError:
        raise Http404 from None


def _news(ask: Ask, since: int, by: Any) -> dict[str, Any]:
    found, last = grid_save.news(ask.keys(), ask.one.code, since, by)
    return {"changes": [dataclasses.asdict(one) for one in found], "last": last}


def _context(request: HttpRequest, ask: Ask, results: list[grid_save.Result]) -> dict[str, Any]:
    labels = {box.key: box.label for box in ask.grid.boxes()}
    where, tabbed = [ask.year.year, ask.tab.code], _tabbed(ask)
    limits = checks.limits(ask.one.ends)
    here = {"kecamatan": ask.kecamatan, "periode": ask.one.code}
    return {
        "year": ask.year,
        "tab": ask.tab,
        "indicator": _chosen(ask),
        "indicators": tabbed,
        "follow": _follow(ask, tabbed),
        "kecamatans": ask.kecamatans if ask.by_kecamatan else [],
        "kecamatan": {"code": ask.kecamatan},
        "place_words": ask.place_words,
        "period": ask.one,
        "periods": ask.periods,
        "window": ask.deadline(),
        "grid": ask.grid,
        "editable": ask.editable,
        "why_not": ask.why_not,
        "query": ask.query(),
        "whole_query": urlencode(
            {"indikator": filling.ALL, "kecamatan": filling.ALL, "periode": ask.one.code}
        )
        if ask.by_kecamatan and len(ask.kecamatans) > 1
        else "",
        "tab_query": urlencode(here),
        "open_results": [
            {**dataclasses.asdict(one), "label": labels.get(one.key, one.key)}
            for one in results
            if one.open
        ],
        "submit": ask.submit_words(),
        "setup": {
            "url": f"{reverse('convergence:save', args=where)}?{ask.query()}",
            "grid": f"{ask.year.public_id}/{ask.tab.code}/{ask.query()}",
            "last": grid_save.last_event(), "me": request.user.pk,
            "language": "id-ID" if request.LANGUAGE_CODE != "en" else "en-GB",
            "jump": {"percent": limits.jump, "least": limits.least},
            "words": _words(),
        },
    }  # fmt: skip


def _chosen(ask: Ask) -> dict[str, str] | None:
    one = ask.indicator
    if one is None:
        return None
    names = {code: told.named(found) for code, found in ask.asked.quantities.items()}
    return {
        "code": one.code, "name": told.named(one), "numerator": names.get(one.numerator, ""),
        "denominator": names.get(one.denominator, ""),
    }  # fmt: skip


def _tabbed(ask: Ask) -> list[Tabbed]:
    cells = Cell.objects.filter(year=ask.year, retired=False, status=Status.EMPTY)
    mine = Q(pk__in=[])
    for one in ask.indicators:
        here = (
            ask.one if one.frequency == ask.one.kind else filling.standard(ask.year, one.frequency)
        )
        mine |= Q(indicator=one.code, period=here.code)
    if ask.by_kecamatan:
        cells = cells.filter(kecamatan=ask.kecamatan)
    counts = dict(cells.filter(mine).values_list("indicator").annotate(n=Count("pk")))
    return [Tabbed(one.code, told.named(one), counts.get(one.code, 0)) for one in ask.indicators]


def _follow(ask: Ask, tabbed: list[Tabbed]) -> Tabbed | None:
    """The indicator after the one shown, round the tab; None when there is no other."""
    codes = [one.code for one in tabbed]
    if ask.indicator is None or ask.indicator.code not in codes or len(codes) < 2:
        return None
    return tabbed[(codes.index(ask.indicator.code) + 1) % len(codes)]


def _words() -> dict[str, str]:
    return {
        "saved": _("Tersimpan"), "saving": _("Menyimpan"),
        "waiting": _("%n isian menunggu sambungan. Tetap isi: tidak ada yang hilang."),
        "held": _("%n isian belum tersimpan: lihat catatan di selnya."),
        "conflict": _("%who menulis %value."), "mine": _("Pakai isian saya"),
        "theirs": _("Pakai yang ini"), "refused": _("Belum tersimpan."),
        "by": _("diisi %who"), "empty": _("kosong"), "reason": _("Alasannya"),
        "confirm": _("Simpan alasan"),
        "unreadable": _("Isi bilangan bulat, - bila tidak berlaku, ~ bila perkiraan."),
        "more": _("%n lebih dari %most (%name)."),
        "jump": _("Jauh dari periode sebelumnya (%before)."),
        "pasted": _("%n sel ditempel."),
        "pastedByName": _("%n sel ditempel menurut kode atau nama desanya."),
        "left": _("%n nilai jatuh di luar tabel atau di kolom kantor lain: tidak dipakai."),
    }  # fmt: skip
