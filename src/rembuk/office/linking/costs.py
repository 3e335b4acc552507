"""What a wrong answer to a doubt would cost, from dated rules; the facts are asked in bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rembuk import reference
from rembuk.office.linking.planning import Asked
from rembuk.office.lists.models import ListRow
from rembuk.office.people.batches import batches
from rembuk.office.people.models import Membership, Person
from rembuk.office.posyandu.measures import STUNTED, add_months
from rembuk.office.posyandu.models import ChildStatus
from rembuk.reference.conditions import holds

FIVE_YEARS: Final = 60


@dataclass(frozen=True)
class Cost:
    """Points, the reasons for them, and whether "the same" needs a second account."""

    points: int
    reasons: tuple[str, ...]
    second: bool


@dataclass(frozen=True)
class Circumstances:
    """What is known of the persons doubts are about."""

    under_five: frozenset[int]
    stunted: frozenset[int]
    decile: Mapping[int, int]
    born: Mapping[str, dt.date | None]
    """Reference -> birth date its record states."""
    listed_decile: Mapping[str, int]
    """Reference -> decile its own row states."""


def costs(
    asked: Iterable[Asked],
    persons: Mapping[str, int],
    known: Circumstances,
    today: dt.date,
) -> list[Cost]:
    """The cost of each doubt, in order."""
    rules = reference.load().doubt_costs(today)
    found = []
    for one in asked:
        facts = _facts(one, persons, known, today)
        # a sample only tests the threshold: nothing is joined by it
        mine = [rule for rule in rules if one.kind != "contoh" and holds(rule.when, facts)]
        found.append(
            Cost(
                sum(rule.points for rule in mine),
                tuple(rule.code for rule in mine),
                any(rule.second for rule in mine),
            )
        )
    return found


def _facts(
    one: Asked, persons: Mapping[str, int], known: Circumstances, today: dt.date
) -> dict[str, object]:
    two = (one.edge.left, one.edge.right)
    pks = [persons[ref] for ref in two if ref in persons]
    young = _past(today, FIVE_YEARS)
    deciles = [known.decile[pk] for pk in pks if pk in known.decile]
    deciles += [known.listed_decile[ref] for ref in two if ref in known.listed_decile]
    return {
        "doubt_both_children": one.kind == "anak",
        "doubt_both_persons": one.kind in {"anak", "orang"},
        "doubt_child_under_five": any(pk in known.under_five for pk in pks)
        or any((known.born.get(ref) or dt.date.min) > young for ref in two),
        "doubt_child_stunted": any(pk in known.stunted for pk in pks),
        "doubt_same_card": one.edge.same_card,
        "doubt_decile": min(deciles) if deciles else None,
    }


def _past(day: dt.date, months: int) -> dt.date:
    return add_months(day.replace(day=1), -months)


def circumstances(
    persons: Collection[int],
    born: Mapping[str, dt.date | None],
    listed: Mapping[str, int],
    today: dt.date,
) -> Circumstances:
    """What is known of these persons; `listed`: reference -> row of its list."""
    young = _past(today, FIVE_YEARS)
    under: set[int] = set()
    stunted: set[int] = set()
    deciles: dict[int, int] = {}
    for some in batches(sorted(set(persons))):
        people = Person.objects.filter(pk__in=some, birth_date__gt=young)
        under.update(people.values_list("pk", flat=True))
        states = ChildStatus.objects.filter(child__in=some, last__tbu__in=STUNTED)
        stunted.update(states.values_list("child_id", flat=True))
        homes = dict(
            Membership.objects.filter(person__in=some, until__isnull=True).values_list(
                "person_id", "family_id"
            )
        )
        worst = _deciles(set(homes.values()))
        deciles |= {pk: worst[family] for pk, family in homes.items() if family in worst}
    return Circumstances(
        frozenset(under), frozenset(stunted & under), deciles, born, _row_deciles(listed)
    )


def _deciles(families: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in batches(sorted(families)):
        rows = ListRow.objects.current().filter(family__in=some).order_by("edition__as_of")
        for family, facts in rows.values_list("family_id", "facts"):
            if isinstance(facts.get("decile"), int):
                found[family] = facts["decile"]  # the newest list that gives one
    return found


def _row_deciles(listed: Mapping[str, int]) -> dict[str, int]:
    rows: dict[int, int] = {}
    for some in batches(sorted(set(listed.values()))):
        for pk, facts in ListRow.objects.filter(pk__in=some).values_list("pk", "facts"):
            if isinstance(facts.get("decile"), int):
                rows[pk] = facts["decile"]
    return {ref: rows[row] for ref, row in listed.items() if row in rows}
