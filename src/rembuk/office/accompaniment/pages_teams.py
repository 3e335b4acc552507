"""Teams of companions by village: who they are, how many families, make and end."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import tell
from rembuk.office.access.models import Account
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.access.scoping import scoped
from rembuk.office.accompaniment import asking, services
from rembuk.office.accompaniment.models import Team
from rembuk.office.accompaniment.models.teams import Part
from rembuk.office.places.scope import within
from rembuk.office.posyandu import queries

VILLAGE = 13


@policy("damping", "janji")
@never_cache
@require_GET
def teams(request: HttpRequest) -> HttpResponse:
    """Teams of a place with their families."""
    place, today = asking.where(request), timezone.localdate()
    rows = scoped(Team.objects.filter(ended_on__isnull=True), rights_in(request), action="damping")
    if place.code:
        rows = rows.filter(within("place_code", place.code))
    still = Q(families__closed_on__isnull=True)
    found = rows.annotate(number=Count("families", filter=still)).prefetch_related("companions")
    names = queries.places({t.place_code for t in found} | {t.place_code[:VILLAGE] for t in found})
    context = {
        "where": place,
        "rows": [
            (
                team,
                names[team.place_code].titled if team.place_code in names else team.place_code,
                [c for c in team.companions.all() if c.until is None or c.until > today],
            )
            for team in found
        ],
        "may_make": len(place.code) >= VILLAGE,
        "parts": Part.choices,
    }
    return render(request, "accompaniment/teams.html", context)


@policy("damping", "janji")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new team for a village or a post."""
    place = asking.where(request)
    rights_in(request).within("janji", place.code)
    people = []
    try:
        if len(place.code) < VILLAGE:
            raise ValidationError(_("Pilih satu desa atau posyandu untuk tim ini."))
        for part in Part.values:
            username = request.POST.get(f"akun_{part}", "").strip()
            account = Account.objects.filter(username=username).first() if username else None
            if username and account is None:
                raise ValidationError(_("Akun tidak dikenal; kosongkan bila tidak punya akun."))
            people.append((part, request.POST.get(f"nama_{part}", ""), account))
        services.make_team(request.POST.get("nama", ""), place.code, people)
    except ValidationError as problem:
        tell(request, problem)
    else:
        log.record(request, "pendampingan", "tim", place.code, place.code)
        messages.success(request, _("Tim pendamping dibuat."))
    return redirect(f"{request.path.removesuffix('buat/')}?wilayah={place.code}")


@policy("damping", "janji")
@require_POST
def end(request: HttpRequest, team_id: str) -> HttpResponse:
    """End a team."""
    rows = scoped(Team.objects.filter(ended_on__isnull=True), rights_in(request), action="damping")
    team = rows.filter(public_id=team_id).first()
    if team is None:
        raise Http404
    rights_in(request).within("janji", team.place_code)
    services.end_team(team)
    log.record(request, "pendampingan", "tim", team.public_id, team.place_code)
    messages.success(request, _("Tim diakhiri; keluarganya pindah ke tim terdekat."))
    return redirect("accompaniment:teams")
