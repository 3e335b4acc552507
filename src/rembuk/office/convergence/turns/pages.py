"""The chain on the screen: what waits for me, the cells of a group, acts with their reason."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.actions import Action
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.convergence import asking, chain, queries, told
from rembuk.office.convergence.chain import Moved
from rembuk.office.convergence.entry import filling
from rembuk.office.convergence.models import Cell, Year
from rembuk.office.convergence.turns import many as chain_many
from rembuk.office.convergence.turns import view as chain_view
from rembuk.office.places.queries import place_names

SHOWN_REASONS = 5
A_PAGE = 30
_CHECK: Final[tuple[Action, ...]] = ("konvergensi-periksa", "konvergensi-kelola")
NEEDS: Final[dict[str, tuple[Action, ...]]] = {
    "ajukan": ("konvergensi-isi",), "terima": _CHECK, "setujui": _CHECK, "kunci": _CHECK,
    "kembalikan": _CHECK, "buka-lagi": _CHECK,
}  # fmt: skip
"""Act -> rights of which one is needed, besides the duty in the chain."""


@policy("konvergensi")
@never_cache
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest, year: int) -> HttpResponse:
    """Groups that wait for the reader's parts."""
    found, account = asking.year_or_404(request, year), asking.account_of(request)
    left: list[chain_many.LeftLine] = []
    if request.method == "POST" and "aksi" in request.POST:
        left = _many(request, found)
        if not left:
            return redirect(request.get_full_path())
    elif request.method == "POST":
        cells = chain_view.ready_cells(account, found)
        _do(request, found, "ajukan", cells.filter(period=request.POST.get("periode", "")))
        return redirect("convergence:chain", year)
    groups = chain_view.waiting(account, found)
    waiting = Paginator(groups, A_PAGE)
    context = {
        "year": found, "page": waiting.get_page(request.GET.get("hal")), "left": left,
        "forward": chain_many.acts(groups), "moment": chain_many.moment(found),
        "cells": sum(one.cells for one in groups),
        "returned": chain_view.returned(account, found)[:A_PAGE],
        "ready": chain_view.ready(account, found),
    }  # fmt: skip
    return render(request, "convergence/chain.html", context)


@policy("konvergensi")
@never_cache
@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, year: int) -> HttpResponse:
    """Cells of one indicator, period and kecamatan; on POST an act on them."""
    found, account = asking.year_or_404(request, year), asking.account_of(request)
    asked = {name: request.GET.get(name, "") for name in ("indikator", "periode", "kecamatan")}
    if not asked["indikator"]:
        return redirect("convergence:chain", year)
    cells = list(_cells(request, found, asked))
    here = f"{reverse('convergence:group', args=[year])}?{urlencode(asked)}"
    if not cells:
        raise Http404
    if request.method == "POST":
        chosen = set(request.POST.getlist("sel"))
        act = request.POST.get("aksi", "")
        if act in chain_view.BACK:
            cells = [one for one in cells if one.place_code in chosen]
            if not cells:
                messages.error(request, _("Centang dulu sel yang dimaksud."))
                return redirect(here)
        elif act in chain_view.FORWARD:
            cells = chain_view.acts(account, cells).get(act, cells)
        versions = {
            one.pk: int(text)
            for one in cells
            if (text := request.POST.get(f"v:{one.place_code}", "")).isdigit()
        }
        query = Cell.objects.filter(pk__in=[one.pk for one in cells])
        _do(request, found, act, query, versions)
        return redirect(here)
    acts = chain_view.acts(account, cells)
    names = queries.indicator_names(found)
    forward = [
        (act, chain_view.act_words(act, len(acts[act])))
        for act in chain_view.FORWARD
        if act in acts
    ]
    return render(
        request,
        "convergence/group.html",
        {
            "year": found, "asked": asked,
            "name": names.get(asked["indikator"], asked["indikator"]),
            "period": told.period_words(asked["periode"]),
            "place": place_names([asked["kecamatan"]]).get(asked["kecamatan"], ""),
            "rows": chain_view.lines(cells), "forward": forward,
            "back": [act for act in chain_view.BACK if act in acts],
            "events": told.lines(chain_view.batch_events(cells)),
        },
    )  # fmt: skip


@policy("konvergensi-isi")
@require_POST
def submit(request: HttpRequest, year: int) -> HttpResponse:
    """Hand in what is filled on one page of entry."""
    found = asking.year_or_404(request, year, "konvergensi-isi")
    tab = request.POST.get("tab", "")
    try:
        ask = filling.asked(
            found, tab, asking.account_of(request), rights_in(request), request.POST
        )
    except ValidationError as problem:
        asking.tell(request, problem)
        return redirect("convergence:chain", year)
    _do(request, found, "ajukan", ask.ready())
    return redirect(f"{reverse('convergence:fill', args=[year, tab])}?{ask.query()}")


def _cells(request: HttpRequest, year: Year, asked: dict[str, str]) -> Any:
    return chain_view.group_cells(
        year, rights_in(request), asked["indikator"], asked["periode"], asked["kecamatan"]
    )


def _many(request: HttpRequest, year: Year) -> list[chain_many.LeftLine]:
    """One act on several groups, or on all that wait; the cells it was not done on."""
    post, account = request.POST, asking.account_of(request)
    keys = post.getlist("kelompok")
    if "semua" not in post and not keys:
        messages.error(request, _("Centang dulu kelompok yang dimaksud."))
        return []
    text = post.get("dilihat", "")
    seen = int(text) if text.isdigit() else 0
    mine = chain_view.waiting_cells(account, year)
    cells, versions = chain_many.chosen(year, mine, None if "semua" in post else keys, seen)
    moved = _do(request, year, post.get("aksi", ""), cells, versions, tell_left=False)
    return chain_many.left_lines(moved.left) if moved else []


def _do(
    request: HttpRequest, year: Year, act: str, cells: Any, versions: dict[int, int] | None = None,
    *, tell_left: bool = True,
) -> Moved | None:  # fmt: skip
    """One act of the chain, told on the next page; None when it was refused as a whole."""
    if act not in NEEDS:
        messages.error(request, _("Tindakan itu tidak dikenal."))
        return None
    if not any(rights_in(request).may(one) for one in NEEDS[act]):
        raise Http404
    try:
        moved = chain.act(
            act, asking.account_of(request), cells, reason=request.POST.get("alasan", ""),
            versions=versions,
        )  # fmt: skip
    except ValidationError as problem:
        asking.tell(request, problem)
        return None
    if moved.done:
        log.record(
            request, "konvergensi", act, moved.batch, year.district_code, rows=len(moved.done)
        )
    _tell(request, act, moved, tell_left=tell_left)
    return moved


def _tell(request: HttpRequest, act: str, moved: Moved, *, tell_left: bool = True) -> None:
    words = told.acts().get(act, act)
    if moved.done:
        messages.success(request, _("%(act)s: %(n)s sel.") % {"act": words, "n": len(moved.done)})
    elif not moved.left:
        messages.warning(request, _("Tidak ada sel yang dapat diproses."))
    if not tell_left:
        return
    names = place_names(one.cell.place_code for one in moved.left)
    reasons: dict[str, list[str]] = {}
    for one in moved.left:
        reasons.setdefault(one.words, []).append(
            names.get(one.cell.place_code, one.cell.place_code)
        )
    for reason, places in list(reasons.items())[:SHOWN_REASONS]:
        shown = ", ".join(places[:4]) + (" …" if len(places) > 4 else "")
        messages.warning(
            request,
            _("%(n)s sel tetap di tempatnya (%(places)s): %(why)s")
            % {"n": len(places), "places": shown, "why": reason},
        )
