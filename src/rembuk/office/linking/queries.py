"""Reading the queue, decisions and the links of a person, cut to the places of who asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from rembuk import reference
from rembuk.office.access.policies import Rights
from rembuk.office.access.scoping import scoped
from rembuk.office.linking import refs
from rembuk.office.linking.models import (
    Change,
    Decision,
    DecisionState,
    Doubt,
    DoubtKind,
    DoubtState,
)
from rembuk.office.linking.records import numbered, standing
from rembuk.office.lists.models import ListedPerson
from rembuk.office.people.models import Person
from rembuk.office.places import said
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import within
from rembuk.reference.precedence import AGENCIES


@dataclass(frozen=True)
class Wanted:
    """What of the queue is asked for."""

    show: str = "buka"  # buka, kedua, nanti, selesai
    kind: str = ""
    place: str = ""


def doubts(rights: Rights, wanted: Wanted) -> QuerySet[Doubt]:
    """The queue: the dearest wrong answer first, equal ones by how likely they are one person."""
    rows = scoped(Doubt.objects.all(), rights, action="cocokkan")
    if wanted.place:
        rows = rows.filter(within("place_code", wanted.place))
    # samples are asked for by name: nobody's record waits for them
    rows = rows.filter(kind=wanted.kind) if wanted.kind else rows.exclude(kind=DoubtKind.SAMPLE)
    late = Q(state=DoubtState.LATER)
    due = late & Q(later_until__lte=timezone.localdate())
    states = {
        "buka": Q(state=DoubtState.OPEN) | due,
        "kedua": Q(state=DoubtState.SECOND),
        "nanti": late & ~due,
        "selesai": Q(state=DoubtState.SETTLED),
    }
    return rows.filter(states[wanted.show]).order_by("-cost", "-probability", "key")


def doubt(rights: Rights, key: str) -> Doubt | None:
    """A doubt in the places of who asks."""
    return scoped(Doubt.objects.all(), rights, action="cocokkan").filter(key=key).first()


def decision(rights: Rights, key: str) -> Decision | None:
    """A decision in the places of who asks."""
    return scoped(Decision.objects.all(), rights, action="cocokkan").filter(key=key).first()


def change(rights: Rights, key: str) -> Change | None:
    """A line of history in the places of who asks."""
    return scoped(Change.objects.all(), rights, action="cocokkan").filter(key=key).first()


def decision_of(one: Doubt) -> Decision | None:
    """The newest decision about a doubt that holds or waits."""
    rows = Decision.objects.filter(
        pair=one.key, state__in=[DecisionState.HOLDS, DecisionState.WAITING]
    )
    return rows.select_related("by", "second_by").first()


def after(rights: Rights, wanted: Wanted, one: Doubt) -> Doubt | None:
    """The doubt that comes after one in the queue; the first when it is the last."""
    rows = doubts(rights, wanted).exclude(pk=one.pk)
    behind = Q(cost__lt=one.cost) | Q(cost=one.cost, probability__lt=one.probability)
    behind |= Q(cost=one.cost, probability=one.probability, key__gt=one.key)
    return rows.filter(behind).first() or rows.first()


def reasons(codes: Sequence[str], today: dt.date) -> list[str]:
    """Reasons of a cost in the reader's language."""
    rules = {rule.code: rule for rule in reference.load().doubt_costs(today)}
    name = "reason_en" if said.english() else "reason_id"
    return [getattr(rules[code], name) for code in codes if code in rules]


def village_names(codes: Sequence[str]) -> dict[str, str]:
    """Names of villages by their code or that of a place in them."""
    return place_names(code[:13] for code in codes)


def sources_of(rows: Sequence[Doubt]) -> dict[str, tuple[str, str]]:
    """Reference -> source code and name, for one page of the queue; one query."""
    wanted = {ref for row in rows for ref in (row.ref_l, row.ref_r)}
    keys = {refs.read(ref).key for ref in wanted if ref.startswith("l:")}
    told = ListedPerson.objects.current().filter(record_key__in=keys)
    told = told.order_by("edition__as_of", "pk")
    source = dict(told.values_list("record_key", "edition__source"))
    name = dict(told.values_list("record_key", "name"))
    people = {refs.read(ref).key for ref in wanted if ref.startswith("p:")}
    known = dict(Person.objects.filter(public_id__in=people).values_list("public_id", "name"))
    found = {}
    for ref in wanted:
        key = refs.read(ref).key
        if ref.startswith("p:"):
            found[ref] = ("kesehatan", known.get(key, ""))
        else:
            found[ref] = (AGENCIES.get(source.get(key, ""), ""), name.get(key, ""))
    return found


@dataclass(frozen=True)
class Linked:
    """One listed record that is this person."""

    ref: str
    source: str
    edition: str
    as_of: dt.date
    row_no: int
    name: str
    born: dt.date | None
    how: str
    probability: float | None
    run: int | None
    decided: bool


def links_of(person: Person) -> list[Linked]:
    """Every listed record that is this person, newest edition first."""
    mine = ListedPerson.objects.filter(person=person)
    keys = set(mine.values_list("record_key", flat=True))
    rows = list(standing().filter(record_key__in=keys).select_related("row", "edition"))
    names = numbered((row.pk, row.record_key, row.edition_id) for row in rows)
    own = [row for row in rows if row.person_id == person.pk]
    said = set(_decided([names[row.pk] for row in own]))
    return [
        Linked(
            names[row.pk], AGENCIES.get(row.edition.source, row.edition.source),
            row.edition.label, row.edition.as_of, row.row.row_no, row.name, row.birth_date,
            row.how, row.probability, row.run_id, names[row.pk] in said,
        )
        for row in reversed(own)
    ]  # fmt: skip


def _decided(wanted: Sequence[str]) -> list[str]:
    rows = Decision.objects.filter(state=DecisionState.HOLDS, verdict="sama")
    both = rows.filter(Q(ref_l__in=wanted) | Q(ref_r__in=wanted)).values_list("ref_l", "ref_r")
    return [ref for pair in both for ref in pair]


def history_of(person: Person) -> QuerySet[Change]:
    """What was done about who this person is, newest first."""
    former = list(person.former_ids.values_list("public_id", flat=True))
    ids = [person.public_id, *former]
    rows = Change.objects.filter(Q(person__in=ids) | Q(other__in=ids))
    return rows.select_related("by", "decision", "undone_by", "run")


def waiting_counts(rights: Rights, wanted: Wanted) -> Mapping[str, int]:
    """How many doubts each part of the queue holds."""
    shows = ("buka", "kedua", "nanti", "selesai")
    return {show: doubts(rights, Wanted(show, wanted.kind, wanted.place)).count() for show in shows}
