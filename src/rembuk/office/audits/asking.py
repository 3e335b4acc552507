"""What a request asks of a cycle, read once for the pages of cycle, team, selection and sheets."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest

from rembuk.office.access.actions import Action
from rembuk.office.access.asked import account_of
from rembuk.office.access.policies import Rights, rights_in
from rembuk.office.audits import circle
from rembuk.office.audits.models import Cycle
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import contains, within, within_any


def cycles_of(rights: Rights, place: str = "") -> Any:
    """Cycles of the districts the reader audits in, the newest first. A place outside is 404."""
    if place:
        rights.within("audit", place)
    mine = rights.places_for("audit")
    return Cycle.objects.filter(within_any("district_code", mine))


def cycle_or_404(request: HttpRequest, cycle_id: str, action: Action = "audit") -> Cycle:
    """A cycle of a district in which the reader may do `action`; otherwise 404."""
    rights = rights_in(request)
    if place := request.GET.get("wilayah", ""):
        rights.within(action, place)
    found = Cycle.objects.filter(public_id=cycle_id).first()
    if found is None:
        raise Http404
    rights.within(action, found.district_code)
    return found


def cycle_of_mine(request: HttpRequest, cycle_id: str) -> Cycle:
    """A cycle the reader manages or sees, or has a case in; otherwise 404."""
    found = Cycle.objects.filter(public_id=cycle_id).first()
    if found is None:
        raise Http404
    rights = rights_in(request)
    if rights.may("audit", found.district_code):
        return found
    if not circle.cases_seen(request).filter(cycle=found).exists():
        raise Http404
    return found


def inside(request: HttpRequest, cycle: Cycle) -> bool:
    """Whether the reader is in the cycle's team today: only then are small counts shown."""
    return bool(circle.team_of(cycle, account_of(request)))


def kecamatan_of(district_code: str) -> list[Area]:
    """The kecamatan of a district, by name."""
    rows = Area.objects.filter(within("code", district_code), level=Level.KECAMATAN)
    return list(rows.order_by("name"))


def district(rights: Rights, action: Action = "audit") -> str:
    """The district of this installation, as far as the reader audits in it."""
    mine = rights.places_for(action)
    if any(contains(code, settings.REMBUK_AREA) for code in mine):
        return str(settings.REMBUK_AREA)
    return mine[0] if mine else ""
