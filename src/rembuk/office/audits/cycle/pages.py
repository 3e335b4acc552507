"""Cycles: the list with progress I-IV, one cycle with its rail and next step, its settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.asked import account_of, day, needed_day, tell, whole
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.audits import cards, circle, gates, steps
from rembuk.office.audits.asking import (
    cycle_or_404,
    cycles_of,
    district,
    inside,
    kecamatan_of,
)
from rembuk.office.audits.cards import NextStep
from rembuk.office.audits.cycle import acts
from rembuk.office.audits.models import Cycle, Expertise, Group
from rembuk.office.audits.selecting import choosing
from rembuk.office.places.queries import place_names


@policy("audit")
@never_cache
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every cycle with its four steps, and what comes next."""
    rights = rights_in(request)
    found = cycles_of(rights, request.GET.get("wilayah", ""))
    today = timezone.localdate()
    told = [(one, steps.progress(one, today)) for one in found.prefetch_related("steps")]
    rows = [(one, line, sum(each.finished_on is not None for each in line)) for one, line in told]
    log.record(request, "audit", "siklus-audit", "daftar", district(rights), rows=len(rows))
    return render(
        request,
        "audits/index.html",
        {
            "rows": rows,
            "may_manage": rights.may("audit-kelola"),
            "mine": circle.cases_seen(request).count(),
            "year": today.year,
            "semester": 1 if today.month <= 6 else 2,
            "today": today,
        },
    )


@policy("audit-kelola")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Open a cycle for a semester."""
    area = district(rights_in(request), "audit-kelola")
    try:
        cycle = acts.make(
            area, whole(request.POST.get("tahun", "")), whole(request.POST.get("semester", "")),
            account_of(request),
        )  # fmt: skip
    except ValidationError as problem:
        tell(request, problem)
        return redirect("audits:cycles")
    messages.success(request, _("Siklus dibuka. Mulai dengan tim dan SK-nya."))
    return redirect("audits:cycle", cycle.public_id)


@policy("audit")
@never_cache
@require_GET
def one(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """A cycle: rail, next step, team, selection and cases in short."""
    cycle = cycle_or_404(request, cycle_id)
    today = timezone.localdate()
    mine = inside(request, cycle)
    rights = rights_in(request)
    manage = rights.may("audit-kelola", cycle.district_code) and not cycle.closed
    progress = steps.progress(cycle, today)
    more, others = cards.of_cycle(request, cycle)
    now = steps.current(progress)
    log.record(request, "audit", "siklus-audit", cycle.public_id, cycle.district_code)
    return render(
        request,
        "audits/cycle.html",
        {
            "cycle": cycle,
            "steps": progress,
            "now": now,
            "lacks": [gates.count_words(lack, mine) for lack in now.missing] if now else [],
            "next": _next(cycle, now, others, manage),
            "cards": more,
            "manage": manage,
            "inside": mine,
            "may_choose": choosing.may_choose(cycle, account_of(request)),
            "groups": _groups(cycle, mine),
            "team": cycle.members.on(today).count(),
            "decree": cycle.decrees.last(),
            "vacant": list(cycle.vacant_seats.all()),
            "mine": circle.cases_seen(request).filter(cycle=cycle).count(),
            "places": sorted(place_names(cycle.kecamatan).values()),
            "history": cycle.events.select_related("by").order_by("-at", "-pk")[:12],
            "override": gates.asked_for(cycle.gates, "override"),
            "today": today,
        },
    )


def _next(
    cycle: Cycle, now: steps.Step | None, others: list[NextStep], manage: bool
) -> NextStep | None:
    """The one thing to do next on a cycle."""
    if now is None or cycle.closed:
        return others[0] if others else None
    where = [cycle.public_id]
    if now.number == 1:
        return NextStep(_("Lengkapi tim: SK, tim teknis, dan empat kursi pakar."),
                        reverse("audits:team", args=where), _("Buka tim"))  # fmt: skip
    if now.number == 2 and not now.total:
        return NextStep(_("Pilih kasus dari calon lima kelompok."),
                        reverse("audits:selection", args=[*where, Group.BADUTA]),
                        _("Pilih kasus"))  # fmt: skip
    if now.number == 2:
        return NextStep(_("Isi lembar kerja, minta persetujuan, dan tunggu telaah pakar."),
                        reverse("audits:cases", args=where), _("Buka kasus"))  # fmt: skip
    return others[0] if others else None


def _groups(cycle: Cycle, mine: bool) -> list[dict[str, Any]]:
    """Quota and cases of each group; outside the team no count of cases at all."""
    found = choosing.counts(cycle)
    return [
        {
            "code": group.value,
            "name": group.label,
            "quota": cycle.quotas.get(group.value, 0),
            "chosen": found[group.value][0] if mine else None,
            "reserve": found[group.value][1] if mine else None,
        }
        for group in Group
    ]


@policy("audit-kelola")
@require_POST
def step(request: HttpRequest, cycle_id: str, number: int) -> HttpResponse:
    """Start, finish, reopen or plan a step."""
    cycle = cycle_or_404(request, cycle_id, "audit-kelola")
    by, post = account_of(request), request.POST
    act, reason = post.get("aksi", ""), post.get("alasan", "")
    try:
        if number not in steps.TITLES:
            raise ValidationError(_("Tahap ini tidak ada."))
        if act == "mulai":
            steps.start(cycle, number, needed_day(post.get("tanggal", "")), by, reason)
        elif act == "selesai":
            steps.finish(cycle, number, needed_day(post.get("tanggal", "")), by, reason)
        elif act == "buka":
            steps.reopen(cycle, number, by, reason)
        elif act == "rencana":
            since, until = day(post.get("dari", "")), day(post.get("sampai", ""))
            steps.plan(cycle, number, since, until, by)
        else:
            raise ValidationError(_("Pilih apa yang dilakukan dengan tahap ini."))
    except ValidationError as problem:
        tell(request, problem)
    else:
        messages.success(request, _("Tahap dicatat."))
    back = "audits:settings" if act == "rencana" else "audits:cycle"
    return redirect(back, cycle.public_id)


@policy("audit-kelola")
@never_cache
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """Quotas, gates, kecamatan and planned days of a cycle."""
    cycle = cycle_or_404(request, cycle_id, "audit-kelola")
    typed: dict[str, Any] = {}
    if request.method == "POST":
        try:
            typed = _typed(request, cycle)
            acts.change(cycle, whole(request.POST.get("versi", "")), account_of(request), **typed)
        except ValidationError as problem:
            tell(request, problem)
            cycle.refresh_from_db()
        else:
            messages.success(request, _("Setelan disimpan."))
            return redirect("audits:settings", cycle.public_id)
    shown = {
        "quotas": cycle.quotas, "gates": cycle.gates, "kecamatan": cycle.kecamatan, **typed,
    }  # fmt: skip
    today = timezone.localdate()
    rules = reference.load()
    return render(
        request,
        "audits/settings.html",
        {
            "cycle": cycle,
            "groups": [(g.value, g.label, shown["quotas"].get(g.value, 0)) for g in Group],
            "gates": [
                (code, one.name_id, bool(shown["gates"].get(code, True)))
                for one in acts.gate_settings(today)
                if (code := one.code.removeprefix(acts.GATE)) != "expert_seats"
            ],
            "seats": [
                (e.value, e.label, e.value in str(shown["gates"].get("expert_seats", "")).split())
                for e in Expertise
            ],
            "areas": [
                (area.code, area.name, area.code in shown["kecamatan"])
                for area in kecamatan_of(cycle.district_code)
            ],
            "steps": steps.progress(cycle, today),
            "differs": bool(typed),
            "small_export_days": rules.number("audit.export_days", today),
        },
    )


def _typed(request: HttpRequest, cycle: Cycle) -> dict[str, Any]:
    post = request.POST
    known = {one.code.removeprefix(acts.GATE) for one in acts.gate_settings(timezone.localdate())}
    marked: dict[str, Any] = {code: f"gerbang-{code}" in post for code in sorted(known)}
    marked["expert_seats"] = " ".join(one for one in Expertise.values if f"kursi-{one}" in post)
    areas = {area.code for area in kecamatan_of(cycle.district_code)}
    return {
        "quotas": {group: whole(post.get(f"kuota-{group}", "")) for group in Group.values},
        "gates": marked,
        "kecamatan": [code for code in post.getlist("kecamatan") if code in areas],
    }
