"""Lokus: villages compared with weights to be tried, and the decision that freezes them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.office.access import log
from rembuk.office.access.asked import signed_in
from rembuk.office.access.policies import policy
from rembuk.office.insight import asked, lokus_asked, lokus_coverage, lokus_decision, quiet, targets
from rembuk.office.insight.asked import Limits
from rembuk.office.insight.frozen_village import Frozen
from rembuk.office.insight.lokus_asked import KINDS, Wanted
from rembuk.office.insight.lokus_decision import Decree
from rembuk.office.insight.lokus_letter import masked
from rembuk.office.insight.lokus_rows import Line, drawing, lines
from rembuk.office.insight.models import Lokus
from rembuk.office.insight.papers import near
from rembuk.office.insight.quiet import Hidden
from rembuk.office.insight.villages import Compared, compared
from rembuk.office.insight.where import District, district
from rembuk.office.intake.reading import values
from rembuk.science.choice.lokus import Ranking

PACE = Decimal("0.064")
"""National required pace 2024-2029 (19.8 to 14.2 percent), for the proposal of a village target."""


@policy("lihat-agregat")
@require_safe
def lokus(request: HttpRequest) -> HttpResponse:
    """Every village with its score and what small numbers allow to say of it."""
    where = district(request)
    context: dict[str, Any] = {
        "where": where, "decisions": lokus_decision.decisions(where.code), "today": asked.today(),
    }  # fmt: skip
    if where.month is None:
        return render(request, "insight/lokus_nothing.html", context)
    limits = Limits.on(asked.today())
    all_ = compared(where.code, where.month, limits.readable)
    wanted = lokus_asked.read(request.GET, all_)
    ranking = lokus_asked.ranked(all_, wanted)
    known, unknown = _lines(request, where, all_, ranking, wanted, limits)
    chosen = [one for one in known if one.chosen]
    context |= {
        "all": all_,
        "wanted": wanted,
        "kinds": _kinds(wanted),
        "coverages": lokus_coverage.choices(where.code, where.month),
        "known": known,
        "unknown": unknown,
        "chosen": chosen,
        "limits": limits,
        "meeting": quiet.is_on(request),
        "may_list": where.sees("lihat-anak")(where.code),
        "funnel": drawing(all_, known),
        "whole": where.sees()(where.code),
        "month": where.month,
        "tied": len(chosen) > wanted.many,
    }
    return render(request, "insight/lokus.html", context)


@policy("konvergensi-kelola")
@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest) -> HttpResponse:
    """Decide: the chosen villages with their required targets, the decree. There is no way back;
    another decision may take its place."""
    where = district(request, "konvergensi-kelola")
    if where.month is None or not where.may_set:
        messages.error(request, _("Lokus ditetapkan pengelola kabupaten, setelah ada data."))
        return redirect("insight:lokus")
    limits, today = Limits.on(asked.today()), asked.today()
    all_ = compared(where.code, where.month, limits.readable)
    given = request.POST if request.method == "POST" else request.GET
    wanted = lokus_asked.read(given, all_)
    ranking = lokus_asked.ranked(all_, wanted)
    picked = given.getlist("pilih") or sorted(lokus_decision.usual(ranking, wanted.many))
    known, unknown = _lines(request, where, all_, ranking, wanted, limits)
    order = [one for one in (*known, *unknown) if one.facts.code in picked]
    year_text = given.get("tahun", "")
    year = int(year_text) if year_text.isdigit() and len(year_text) == 4 else today.year + 1
    problems: list[str] = []
    texts = {one.facts.code: given.get(f"t_{one.facts.code}", "").strip()[:12] for one in order}
    if request.method == "POST":
        try:
            made = lokus_decision.freeze(
                signed_in(request),
                Decree(
                    given.get("nomor", "").strip(), _day(given.get("tanggal", "")),
                    given.get("jabatan", "").strip(), year, given.get("alasan", "").strip(),
                ),
                [one.facts.code for one in order],
                {code: _percent(text) for code, text in texts.items()},
                all_, ranking, wanted, place_name=where.place.titled,
                origin=f"{request.scheme}://{request.get_host()}",
            )  # fmt: skip
        except ValidationError as refusal:
            problems = refusal.messages
        else:
            log.record(request, "konvergensi", "lokus", made.public_id, where.code)
            messages.success(request, _("Lokus ditetapkan. Lampirannya siap dicetak."))
            return redirect("insight:lokus-decision", made.public_id)
    now = targets.current(where.code, targets.REGISTER.code, year)
    rows = [
        {
            "line": one,
            "text": texts[one.facts.code] or _proposed(one, now, year, where.month, limits.small),
        }
        for one in order
    ]
    context = {
        "where": where, "wanted": wanted, "rows": rows, "year": year, "problems": problems,
        "given": given if request.method == "POST" else {}, "limits": limits, "today": today,
        "before": lokus_decision.holding(where.code, year), "kinds": _kinds(wanted),
        "other": {one.facts.code for one in order} != lokus_decision.usual(ranking, wanted.many),
        "many": len(order), "years": range(today.year, today.year + 4),
    }  # fmt: skip
    return render(request, "insight/lokus_freeze.html", context, status=422 if problems else 200)


@policy("lihat-agregat")
@require_safe
def decision(request: HttpRequest, public_id: str) -> HttpResponse:
    """A decision as it was frozen. Small counts are hidden: it is a public paper."""
    one = Lokus.objects.filter(public_id=public_id).select_related("by", "replaces").first()
    if one is None or not near(request, one.district_code):
        raise Http404
    limit = Limits.on(one.decree_on).small
    rows = [Frozen(**row) for row in one.rows]
    chosen, others = [r for r in rows if r.chosen], [r for r in rows if not r.chosen]
    log.record(request, "konvergensi", "lokus", one.public_id, one.district_code)
    context = {
        "one": one,
        "where": district(request),
        "chosen": _shown(chosen, masked(rows, limit)),
        "others": _shown(others, masked(rows, limit)),
        "criteria": [
            {
                "name": next(k.name for k in KINDS if k.code == c["code"]),
                "unit": _unit(c["code"]),
                **c,
            }
            for c in one.criteria
        ],
        "limit": limit,
        "later": getattr(one, "replaced_by", None),
    }
    return render(request, "insight/lokus_decision.html", context)


def _lines(
    request: HttpRequest, where: District, all_: Compared, ranking: Ranking, wanted: Wanted,
    limits: Limits,
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:  # fmt: skip
    return lines(
        all_, ranking, wanted,
        meeting=quiet.is_on(request), limit=limits.small, sees=where.sees(),
        sees_families=where.sees("lihat-anak")(where.code),
    )  # fmt: skip


def _kinds(wanted: Wanted) -> list[dict[str, Any]]:
    return [
        {
            "kind": one,
            "weight": wanted.weights[one.code],
            "threshold": wanted.thresholds[one.code],
            "basis": wanted.basis if one.code == "cakupan" and not wanted.basis.plain else None,
        }
        for one in KINDS
    ]


def _shown(
    rows: list[Frozen], hidden: tuple[dict[str, Hidden], dict[str, Hidden]]
) -> list[dict[str, Any]]:
    """Rows with what is hidden of each; the shares go with their count."""
    cases, families = hidden
    return [
        {
            "row": replace(one, drawn=None, low=None, high=None) if cases.get(one.code) else one,
            "cases": cases.get(one.code, ""),
            "families": families.get(one.code, ""),
            "pct": None if cases.get(one.code) or not one.of else 100 * (one.cases or 0) / one.of,
            "ds": 100 * (one.d or 0) / one.s if one.s else None,
            "target": float(one.target) if one.target else None,
        }
        for one in rows
    ]


def _unit(code: str) -> Any:
    return next(kind.unit for kind in KINDS if kind.code == code)


def _proposed(one: Line, now: dict[Any, Any], year: int, month: dt.date, limit: int) -> str:
    """The target in force, else what the national pace would make of the village's drawn figure."""
    held = now.get((targets.REGISTER.code, one.facts.code, year))
    if held is not None:
        return f"{held.value:.1f}".replace(".", ",")
    if one.facts.drawn is None:
        return ""
    ahead = max(year - month.year, 0)
    start = 100 * one.facts.drawn.mean
    few = one.facts.stunting.n < limit
    if not few:  # no proposal above what the village has now
        start = min(start, one.facts.stunting.pct or start)
    value = Decimal(str(start)) * (1 - PACE) ** ahead
    # a target is public: where the count is hidden it must not tell it, so it is whole and drawn
    return f"{value:.{0 if few else 1}f}".replace(".", ",")


def _percent(text: str) -> Decimal | None:
    found = values.decimal(text.removesuffix("%")).value if text else None
    return None if found is None else Decimal(str(found))


def _day(text: str) -> dt.date:
    """The day of the decree; a day that cannot be read is said like one to come."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return dt.date.max
