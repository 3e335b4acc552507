"""Which group a person is of, which plan holds, what is due next, which team answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from rembuk import reference
from rembuk.office.accompaniment.models import Accompaniment, Team, Visit
from rembuk.office.accompaniment.models.accompaniments import Group
from rembuk.office.people.models import Person
from rembuk.office.posyandu.queries.children import completed_months
from rembuk.reference.visit_plans import Planned, VisitPlan

CHILDREN: Final = (Group.BADUTA.value, Group.BALITA.value)
TWO_YEARS: Final = 24


def child_group(person: Person, today: dt.date) -> str:
    """`baduta` under two years, then `balita`."""
    age = completed_months(person.birth_date, today)
    return Group.BADUTA.value if age is not None and age < TWO_YEARS else Group.BALITA.value


def plan_of(one: Accompaniment, today: dt.date) -> VisitPlan:
    """The plan in force for a person."""
    return reference.load().visit_plan(one.group, today)


def due_first(one: Accompaniment, today: dt.date) -> Planned:
    """The first visit: counted from the day the office knew, never in the past of it."""
    return plan_of(one, today).first(max(one.opened_on, one.known_on), one.anchor)


def due_next(one: Accompaniment, today: dt.date) -> Planned:
    """The next visit, from the last one made; a day promised at that visit goes before the plan."""
    last = Visit.objects.filter(accompaniment=one, void_at__isnull=True).first()
    if last is None:
        return due_first(one, today)
    if last.next_on is not None:
        return Planned(last.next_on)
    return plan_of(one, today).after(last.on, one.anchor)


def teams() -> dict[str, Team]:
    """Standing teams by place."""
    return {team.place_code: team for team in Team.objects.filter(ended_on__isnull=True)}


def team_for(code: str, known: Mapping[str, Team]) -> Team | None:
    """The nearest team that answers for a place."""
    while code:
        if code in known:
            return known[code]
        code = code.rpartition(".")[0]
    return None
