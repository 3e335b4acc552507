"""Which scenario and plan a page shows, and what the reader may do with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from rembuk.office.access.asked import account_of
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_in
from rembuk.office.programmes.models import ChoicePlan, Scenario


@dataclass(frozen=True)
class Asked:
    """A scenario and who reads it. `keeps`: may set it, reckon it and propose from it."""

    scenario: Scenario
    account: Account
    keeps: bool


def scenario_of(request: HttpRequest, scenario_id: str) -> Asked:
    """A scenario of a district the reader sees as a whole; else 404."""
    found = Scenario.objects.filter(public_id=scenario_id).first()
    rights = rights_in(request)
    if found is None or not rights.may("rencana", found.district_code):
        raise Http404
    return Asked(found, account_of(request), rights.may("rencana-kelola", found.district_code))


def plan_of(asked: Asked, plan_id: str) -> ChoicePlan:
    """A kept plan of a scenario; else 404."""
    found = ChoicePlan.objects.filter(scenario=asked.scenario, public_id=plan_id)
    plan = found.select_related("scenario", "by").first()
    if plan is None:
        raise Http404
    return plan


def managed_of(request: HttpRequest, scenario_id: str) -> Asked:
    """A scenario the reader keeps; else 404."""
    found = scenario_of(request, scenario_id)
    if not found.keeps:
        raise Http404
    return found
