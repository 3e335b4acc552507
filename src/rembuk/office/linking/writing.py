"""Writing what a plan says, all of it or nothing. Called inside one transaction."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from django.utils import timezone

from rembuk import reference
from rembuk.office.intake.bulk import insert_missing, update
from rembuk.office.linking import refs
from rembuk.office.linking.costs import circumstances, costs
from rembuk.office.linking.models import (
    Change,
    ChangeKind,
    Decision,
    DecisionState,
    Doubt,
    DoubtKind,
    DoubtState,
    LinkRun,
)
from rembuk.office.linking.planning import Asked, Plan
from rembuk.office.linking.records import Gathered, health_persons
from rembuk.office.linking.telling import forget_families, tell, told_by
from rembuk.office.lists.models import How, ListedPerson
from rembuk.office.people import followers, joining
from rembuk.office.people.batches import batches
from rembuk.office.people.facts import Record
from rembuk.office.people.models import Person, SourceRecord
from rembuk.office.people.records import derived
from rembuk.office.people.services import make_persons

Link = tuple[int | None, str, float | None]
"""Person, how, probability of one listed person."""


def write(plan: Plan, gathered: Gathered, probability: Mapping[str, float], run: LinkRun) -> None:
    """New persons, links, words of the lists, doubts; then everything derived from them."""
    made = _new_persons(plan, gathered)
    links = links_of(plan, gathered, made, probability)
    moved = _relinked(gathered, links)
    _write_links(links, gathered, run.pk)
    _write_moves(moved, run)
    joined = _join(plan, run)
    touched = tell() | {giver for giver, _ in moved.values()}
    settle(touched - set(made.values()), joined)  # who is new was made of these very words
    _write_doubts(plan, {**gathered.now, **_persons(plan, made)}, gathered, run)


def _new_persons(plan: Plan, gathered: Gathered) -> dict[str, int]:
    """Name of a new person -> its key."""
    names = list(plan.new)
    rows = {
        row.pk: name
        for name in names
        for ref in plan.new[name]
        for row in gathered.rows.get(ref, ())
    }
    records: dict[str, list[Record]] = defaultdict(list)
    for some in batches(sorted(rows)):
        for one in told_by(ListedPerson.objects.filter(pk__in=some)):
            records[rows[one.pk]].append(one.record)
    return dict(zip(names, make_persons([records[name] for name in names]), strict=True))


def _persons(plan: Plan, made: Mapping[str, int]) -> dict[str, int]:
    """Reference -> person, as planned."""
    new = {ref: made[name] for name, members in plan.new.items() for ref in members}
    return {**plan.person, **new}


def links_of(
    plan: Plan, gathered: Gathered, made: Mapping[str, int], probability: Mapping[str, float]
) -> dict[int, Link]:
    """Listed person -> its link. The first row of whoever founds a person is new, others linked."""
    founders = {members[0] for members in plan.new.values()}
    persons = _persons(plan, made)
    links: dict[int, Link] = {}
    for ref, rows in gathered.rows.items():
        if ref in plan.doubtful:
            links |= {row.pk: (None, How.DOUBT.value, None) for row in rows}
            continue
        person = persons[ref]
        for place, row in enumerate(rows):
            new = (ref in founders and place == 0) or (row.how == How.NEW and row.person == person)
            links[row.pk] = (person, How.NEW if new else How.LINKED, probability.get(ref))
    return links


def _relinked(gathered: Gathered, links: Mapping[int, Link]) -> dict[str, tuple[int, int | None]]:
    """References whose person changed: whom they leave, whom they go to."""
    found = {}
    for ref, rows in gathered.rows.items():
        for row in rows:
            to = links[row.pk][0]
            if row.person is not None and row.person != to:
                found[ref] = (row.person, to)
    return found


def _write_links(links: Mapping[int, Link], gathered: Gathered, run: int) -> None:
    now = {row.pk: (row.person, row.how) for rows in gathered.rows.values() for row in rows}
    changed = [
        (pk, person, str(how), share, run)
        for pk, (person, how, share) in links.items()
        if now[pk] != (person, str(how))
    ]
    update(
        ListedPerson,
        ["person", "how", "probability", "run_id"],
        pl.DataFrame(
            changed,
            schema={"id": pl.Int64, "person": pl.Int64, "how": pl.String,
                    "probability": pl.Float64, "run_id": pl.Int64},
            orient="row",
        ),
    )  # fmt: skip


def _write_moves(moved: Mapping[str, tuple[int, int | None]], run: LinkRun) -> None:
    """One line of history for each record that left a person."""
    people = _public({pk for pair in moved.values() for pk in pair if pk is not None})
    insert_missing(
        Change,
        ("key", "kind", "at", "run_id", "person", "other", "place_code", "refs", "moved"),
        [
            (
                refs.new_key(), ChangeKind.MOVE.value, timezone.now(), run.pk,
                people[giver][0], people[to][0] if to is not None else "", people[giver][1],
                [ref], {},
            )
            for ref, (giver, to) in moved.items()
        ],
    )  # fmt: skip


def _public(pks: Iterable[int]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for some in batches(sorted(set(pks))):
        rows = Person.objects.filter(pk__in=some).values_list("pk", "public_id", "place_code")
        found.update((pk, (public, place)) for pk, public, place in rows)
    return found


def _join(plan: Plan, run: LinkRun) -> list[dict[str, Any]]:
    """Join children above the threshold, where the district lets that happen unasked."""
    joined = []
    for giver, taker in plan.joins:
        people = _public([giver, taker])
        moved = joining.join(giver, taker)
        joined.append({"taker": taker, **moved})
        Change.objects.create(
            key=refs.new_key(), kind=ChangeKind.JOIN, run=run, person=people[taker][0],
            other=people[giver][0], place_code=people[taker][1], moved=moved,
            refs=[refs.person(people[taker][0]), refs.person(people[giver][0])],
        )  # fmt: skip
    return joined


def settle(touched: Iterable[int], joined: Iterable[Mapping[str, Any]] = ()) -> None:
    """Derive what follows: current values of persons, then what other rooms derive from them.
    Persons nobody speaks of any more are taken out."""
    touched = sorted(set(touched))
    forget(touched)
    since = dict.fromkeys(derived(touched), dt.date.max)
    rooms = []
    for one in joined:
        first = followers.since_of(one["rooms"])
        since[one["taker"]] = min(first, since.get(one["taker"], dt.date.max))
        rooms.append(one["rooms"])
    followers.settle_all(since, rooms)


def forget(persons: Iterable[int]) -> int:
    """Take out those of the persons whom neither a list nor the health office knows any more."""
    gone = 0
    for some in batches(sorted(set(persons))):
        spoken = set(
            SourceRecord.objects.filter(person__in=some).values_list("person_id", flat=True)
        )
        spoken |= set(
            ListedPerson.objects.filter(person__in=some).values_list("person_id", flat=True)
        )
        spoken |= set(health_persons().filter(pk__in=some).values_list("pk", flat=True))
        lonely = [pk for pk in some if pk not in spoken]
        gone += Person.objects.filter(pk__in=lonely).delete()[0] if lonely else 0
    forget_families()
    return gone


def _write_doubts(plan: Plan, persons: Mapping[str, int], gathered: Gathered, run: LinkRun) -> None:
    """Doubts of this run beside those already answered; doubts that did not come up again fall."""
    today = timezone.localdate()
    born = dict(gathered.frame.select("record_id", "tgl_lahir").iter_rows())
    involved = {ref for one in plan.asked for ref in (one.edge.left, one.edge.right)}
    rows = {ref: gathered.rows[ref][-1].row for ref in involved if ref in gathered.rows}
    known = circumstances(
        {persons[ref] for ref in involved if ref in persons},
        {ref: born.get(ref) for ref in involved},
        rows,
        today,
    )
    priced = costs(plan.asked, persons, known, today)
    version = reference.load().version(today)
    there = {one.key: one for one in Doubt.objects.all()}
    answered = set(
        Decision.objects.filter(state__in=[DecisionState.HOLDS, DecisionState.WAITING]).values_list(
            "pair", flat=True
        )
    )
    fresh: list[Doubt] = []
    again: list[Doubt] = []
    seen: set[str] = set()
    for one, cost in zip(plan.asked, priced, strict=True):
        key = refs.pair_key(one.edge.left, one.edge.right)
        if key in seen:
            continue
        seen.add(key)
        old = there.get(key)
        doubt = old or Doubt(key=key)
        _fill(doubt, one, gathered.places, run)
        doubt.cost, doubt.reasons, doubt.needs_second = (
            cost.points, list(cost.reasons), cost.second,
        )  # fmt: skip
        doubt.rule_version = version
        if old is None:
            fresh.append(doubt)
        else:
            if old.state == DoubtState.GONE or (
                old.state == DoubtState.SETTLED and key not in answered
            ):
                doubt.state = DoubtState.OPEN
            again.append(doubt)
    gone = [
        one.pk
        for key, one in there.items()
        if key not in seen
        and one.state in (DoubtState.OPEN, DoubtState.LATER)
        and not _still(one, persons, gathered, run)
    ]
    for some in batches(gone):
        Doubt.objects.filter(pk__in=some).update(state=DoubtState.GONE)
    Doubt.objects.bulk_create(fresh, batch_size=200)
    Doubt.objects.bulk_update(
        again,
        ["run", "kind", "place_code", "weight", "probability", "levels", "same_card", "cost",
         "reasons", "needs_second", "state", "rule_version"],
        batch_size=40,
    )  # fmt: skip


def _still(doubt: Doubt, persons: Mapping[str, int], gathered: Gathered, run: LinkRun) -> bool:
    """Whether a doubt that did not come up stays: a run over new records alone does not look at
    two that were known before."""
    if run.mode != "baru" or not {doubt.ref_l, doubt.ref_r} <= set(gathered.now):
        return False
    same = persons.get(doubt.ref_l) == persons.get(doubt.ref_r)
    return same is (doubt.kind == DoubtKind.SAMPLE)


def _fill(doubt: Doubt, one: Asked, places: Mapping[str, str], run: LinkRun) -> None:
    edge = one.edge
    doubt.ref_l, doubt.ref_r = edge.pair
    doubt.run, doubt.kind = run, one.kind
    doubt.weight, doubt.probability = edge.weight, edge.probability
    doubt.levels, doubt.same_card = dict(edge.levels), edge.same_card
    doubt.place_code = common_place(places.get(edge.left, ""), places.get(edge.right, ""))


def common_place(left: str, right: str) -> str:
    """The smallest place that holds two places."""
    same = []
    for one, other in zip(left.split("."), right.split("."), strict=False):
        if one != other:
            break
        same.append(one)
    return ".".join(same)
