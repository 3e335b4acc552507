"""One accompanied person: what is next, visits, referrals, the team, how it may end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, day, tell
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.accompaniment import asking, closing, planning, services, visiting, wording
from rembuk.office.accompaniment.drafts import new_key
from rembuk.office.accompaniment.models import Accompaniment, Companion, Team
from rembuk.office.accompaniment.models.accompaniments import End, Why
from rembuk.office.accompaniment.told import visits
from rembuk.office.posyandu import queries

Form = Callable[[HttpRequest, Accompaniment, QueryDict, str], HttpResponse]


@policy("damping")
@never_cache
@require_GET
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page of one accompaniment."""
    row = asking.one_or_404(request, public_id)
    log.record(request, "pendampingan", "dampingan", row.public_id, row.place_code)
    return render(request, "accompaniment/one.html", frame(request, row) | _page(request, row))


def frame(request: HttpRequest, row: Accompaniment) -> dict[str, Any]:
    """What every page of one person shows."""
    rights, today = rights_in(request), timezone.localdate()
    held = rights.places_for("damping")
    path = [p for p in queries.path(row.place_code) if any(p.code.startswith(m) for m in held)]
    return {
        "one": row,
        "name": wording.name(row, rights.names_in(row.place_code)),
        "age": wording.age(row, today),
        "due": wording.due(row, today),
        "standing": wording.standing(row, rights.plain),
        "plain": rights.plain,
        "path": path,
        "today": today,
        "manages": asking.may_manage(rights, row.place_code),
    }


def _page(request: HttpRequest, row: Accompaniment) -> dict[str, Any]:
    today = timezone.localdate()
    plan = planning.plan_of(row, today)
    english = getattr(request, "LANGUAGE_CODE", "id") == "en"
    contact = plan.contact(row.next_contact) if row.next_contact else None
    ends = closing.BY_HAND if row.why == Why.CASE else (*closing.BY_HAND, End.DONE)
    return {
        "contact": (contact.name_en if english else contact.name_id) if contact else "",
        "plan": plan,
        "contents": [
            (c.kind, c.text_en if english else c.text_id) for c in plan.of_contact(row.next_contact)
        ],
        "visits": visits(row, english),
        "referrals": [(r, wording.referral(r, today)) for r in row.referrals.all()],
        "companions": list(Companion.objects.on(today).filter(team=row.team)) if row.team else [],
        "teams": [
            team
            for team in Team.objects.filter(ended_on__isnull=True)
            if row.place_code.startswith(team.place_code[:13])
        ],
        "ends": [(code, End(code).label) for code in ends],
        "tries": visiting.tries(row),
        "tries_needed": visiting.tries_needed(today),
        "history": list(
            Accompaniment.objects.filter(person=row.person_id)
            .exclude(pk=row.pk)
            .order_by("-opened_on")
        ),
        "events": list(row.events.select_related("by").order_by("-at", "-pk")[:20]),
        "child": row.group in planning.CHILDREN,
    }


def back(row: Accompaniment) -> HttpResponseRedirect:
    """To the page of the person."""
    return HttpResponseRedirect(reverse("accompaniment:one", args=[row.public_id]))


def begun(request: HttpRequest, row: Accompaniment, form: Form) -> HttpResponse:
    """The empty form of what comes next for the person; of a closed accompaniment the way back."""
    log.record(request, "pendampingan", "dampingan", row.public_id, row.place_code)
    if not row.is_open:
        messages.warning(request, _("Pendampingan ini sudah ditutup."))
        return back(row)
    return form(request, row, QueryDict(), new_key())


@policy("damping", "janji")
@require_POST
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """End it by a named exit."""
    row = asking.one_or_404(request, public_id)
    rights_in(request).within("janji", row.place_code)
    reason = request.POST.get("alasan", "")
    try:
        services.close(
            row,
            request.POST.get("sebab", ""),
            reason,
            account_of(request),
            day(request.POST.get("tanggal", "")),
            asking.number(request.POST.get("versi", "")),
        )
    except ValidationError as problem:
        tell(request, problem)
        shown = frame(request, row) | _page(request, row) | {"typed": request.POST}
        return render(request, "accompaniment/one.html", shown, status=422)
    log.record(request, "pendampingan", "dampingan", row.public_id, row.place_code)
    messages.success(request, _("Pendampingan ditutup."))
    return back(row)


@policy("damping", "janji")
@require_POST
def team(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give it to another team of the village."""
    row = asking.one_or_404(request, public_id)
    rights_in(request).within("janji", row.place_code)
    chosen = Team.objects.filter(public_id=request.POST.get("tim", "")).first()
    try:
        if chosen is None:
            raise ValidationError(_("Pilih timnya."))
        version = asking.number(request.POST.get("versi", ""))
        services.assign(row, chosen, account_of(request), version)
    except ValidationError as problem:
        tell(request, problem)
    else:
        messages.success(request, _("Tim pendamping diganti."))
    return back(row)
