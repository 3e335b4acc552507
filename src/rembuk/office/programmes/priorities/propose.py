"""Activities out of a plan of money: proposals like any other, each with the plan as its problem's
source. Proposed again, nothing is doubled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.places.numbers import on_paper
from rembuk.office.programmes import services
from rembuk.office.programmes.board import writing as balancing
from rembuk.office.programmes.models import Activity, ProblemSource, ScenarioEvent, Status
from rembuk.office.programmes.priorities.view import KECAMATAN, Shown
from rembuk.office.seats import queries as seats
from rembuk.office.seats.models import Office

Level = Literal["desa", "kecamatan", "kabupaten"]
LEVELS: Final[tuple[Level, ...]] = ("kabupaten", "kecamatan", "desa")
MOST: Final = 2000
"""Activities made at once: more than a year of a district has."""


@dataclass(frozen=True)
class Pick:
    """One intervention to propose: which office, from which money, how finely."""

    intervention: str
    office: Office
    money: str
    level: Level


@dataclass
class Outcome:
    """What became of the picks: made, there already, refused (place, words)."""

    made: list[Activity] = field(default_factory=list)
    there: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """What one activity would be: persons without it, persons reached, rupiah."""

    place: str
    gap: int
    persons: int
    rupiah: int


def office_for(given: Shown, intervention: str) -> Office | None:
    """The usual owner of an intervention in the district."""
    rule = {one.code: one for one in reference.load().interventions(given.plan.as_of)}
    owners = rule[intervention].owner if intervention in rule else ()
    place = given.plan.scenario.district_code
    for role in owners:
        office = seats.by_role(role, place, timezone.localdate())
        if office is not None and office.place_code in (place, ""):
            return office
    return None


def parts(given: Shown, intervention: str, level: Level) -> Iterator[Part]:
    """What would be proposed of one intervention."""
    length = {"desa": 13, "kecamatan": KECAMATAN, "kabupaten": 5}[level]
    held: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0.0])
    for one in given.solved.bought:
        if one.intervention != intervention or not one.persons:
            continue
        row = held[one.place[:length]]
        row[0] += one.gap
        row[1] += one.persons
        row[2] += one.rupiah
    for place, (gap, persons, rupiah) in sorted(held.items()):
        yield Part(place, int(gap), int(persons), round(rupiah))


@transaction.atomic
@balancing.together()
def propose(account: Account, given: Shown, picks: Collection[Pick]) -> Outcome:
    """Make the activities; what was proposed from this plan before stays as it is. Each stands by
    itself: one refused does not hold back the others."""
    plan, outcome = given.plan, Outcome()
    wanted = [
        (pick, part) for pick in picks for part in parts(given, pick.intervention, pick.level)
    ]
    if len(wanted) > MOST:
        outcome.refused.append(("", _("Terlalu banyak sekaligus. Pilih per kecamatan.")))
        return outcome
    groups = _groups(given)
    standing = set(
        Activity.objects.filter(problem_id=plan.public_id, year=plan.scenario.year)
        .exclude(status=Status.DROPPED)
        .values_list("intervention", "place_code")
    )
    for pick, part in wanted:
        if (pick.intervention, part.place) in standing:
            outcome.there += 1
            continue
        try:
            with transaction.atomic():
                made = services.propose(account, _draft(given, pick, part, groups), confirmed=True)
        except ValidationError as problem:
            outcome.refused.append(
                (given.places.get(part.place, part.place), " ".join(problem.messages))
            )
        else:
            outcome.made.append(made)
    if outcome.made:
        ScenarioEvent.objects.create(
            scenario=plan.scenario, by=account, act="usulkan",
            after={"rencana": plan.public_id, "kegiatan": len(outcome.made)},
        )  # fmt: skip
    return outcome


def _groups(given: Shown) -> Mapping[str, str]:
    """Intervention -> life stage its need is of."""
    return {one.intervention: one.group for one in reference.load().needs(given.plan.as_of)}


def _draft(given: Shown, pick: Pick, part: Part, groups: Mapping[str, str]) -> services.Draft:
    rule = {one.code: one for one in reference.load().interventions(given.plan.as_of)}
    unit = given.used[pick.intervention].unit
    name = rule[pick.intervention].name_id
    return services.Draft(
        year=given.plan.scenario.year, title=name[:200], office=pick.office, place_code=part.place,
        problem=_("%(gap)s %(unit)s belum terjangkau (prioritas anggaran, %(name)s).") % {
            "gap": on_paper(part.gap), "unit": unit, "name": given.plan.scenario.name,
        },
        problem_source=ProblemSource.OTHER.value, problem_id=given.plan.public_id,
        intervention=pick.intervention, group=groups.get(pick.intervention, ""),
        volume=Decimal(part.persons), unit=unit, amount=part.rupiah, money=pick.money,
    )  # fmt: skip
