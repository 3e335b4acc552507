"""The selection board: candidates of a group in rank order with their reasons; choosing them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.asked import account_of, tell
from rembuk.office.access.policies import policy
from rembuk.office.audits import circle, gates, steps
from rembuk.office.audits.asking import cycle_or_404
from rembuk.office.audits.models import CaseState, Cycle, Group, Part
from rembuk.office.audits.selecting import choosing
from rembuk.office.audits.selecting.candidates import Candidate, candidates
from rembuk.office.people.models import Person
from rembuk.office.places.queries import place_names
from rembuk.reference.audits import GROUPS, AuditGroup


@policy("audit-kelola")
@never_cache
@require_http_methods(["GET", "POST"])
def selection(request: HttpRequest, cycle_id: str, group: str) -> HttpResponse:
    """Candidates of a group. Only the technical team of the cycle sees them and chooses; to
    others in the office the page says so, and shows neither candidates nor counts."""
    cycle = cycle_or_404(request, cycle_id, "audit-kelola")
    if group not in GROUPS:
        raise Http404
    kind: AuditGroup = group
    if request.method == "POST":
        return _choose(request, cycle, kind)
    return render(request, "audits/selection.html", _context(request, cycle, kind, {}))


def _choose(request: HttpRequest, cycle: Cycle, group: AuditGroup) -> HttpResponse:
    post, by = request.POST, account_of(request)
    try:
        if post.get("aksi") == "cadangan-naik":
            case = choosing.step_up(cycle, group, by, post.get("alasan", ""))
            if case is None:
                raise ValidationError(_("Tidak ada cadangan yang dapat naik."))
        else:
            person = Person.objects.filter(public_id=post.get("orang", "")).first()
            if person is None:
                raise ValidationError(_("Calon ini tidak ada lagi."))
            case = choosing.choose(
                cycle, group, person, by, reserve=post.get("sebagai") == "cadangan",
                why=post.get("mengapa", ""), overridden=post.get("lewati", ""),
                reason=post.get("gerbang", ""),
            )  # fmt: skip
    except ValidationError as problem:
        tell(request, problem)
        typed = {"person": post.get("orang", ""), "why": post.get("mengapa", ""),
                 "skip": post.get("lewati", "")}  # fmt: skip
        return render(request, "audits/selection.html", _context(request, cycle, group, typed))
    messages.success(request, _("%(code)s dipilih.") % {"code": case.code})
    return redirect("audits:selection", cycle.public_id, group)


def _context(
    request: HttpRequest, cycle: Cycle, group: AuditGroup, typed: dict[str, Any]
) -> dict[str, Any]:
    today, account = timezone.localdate(), account_of(request)
    members = [one for one in circle.team_of(cycle, account, today) if one.part == Part.TECHNICAL]
    limit = int(reference.load().number("audit.candidates", today))
    found: list[Candidate] = []
    if members:
        every = candidates(cycle, group, today, get_language() or "id")
        found = [
            one for one in every if any(circle.works_in(each, one.place_code) for each in members)
        ]
        log.record(
            request, "audit", "calon-audit", f"{cycle.public_id}-{group}", cycle.district_code,
            rows=min(limit, len(found)),
        )  # fmt: skip
    names = place_names(
        {one.place_code for one in found[:limit]} | {one.place_code[:8] for one in found[:limit]}
    )
    chosen, reserve = choosing.counts(cycle)[group]
    mine = circle.cases_seen(request).filter(cycle=cycle, group=group)
    second = next((one for one in steps.progress(cycle, today) if one.number == 2), None)
    return {
        "cycle": cycle,
        "group": group,
        "group_name": Group(group).label,
        "groups": Group.choices,
        "inside": bool(members),
        "rows": [
            (one, names.get(one.place_code, ""), names.get(one.place_code[:8], ""))
            for one in found[:limit]
        ],
        "total": len(found),
        "quota": cycle.quotas.get(group, 0),
        "chosen": chosen,
        "reserve": reserve,
        "reserve_room": choosing.room(cycle, group, True, today),
        "cases": mine.exclude(state=CaseState.CANCELLED).order_by("code"),
        "closed_gate": second is not None and second.started_on is None,
        "lacks": gates.missing(cycle, 1, today)
        if second is not None and second.started_on is None
        else (),
        "typed": typed,
        "today": today,
    }
