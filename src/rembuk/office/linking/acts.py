"""The single acts on who is who. Each writes one line of history with what undoes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from rembuk.office.linking import refs
from rembuk.office.linking.models import (
    Change,
    ChangeKind,
    Decision,
    Doubt,
    DoubtState,
)
from rembuk.office.linking.telling import tell, told_by
from rembuk.office.linking.whose import rows_of
from rembuk.office.linking.writing import settle
from rembuk.office.lists.models import How, ListedPerson
from rembuk.office.people import followers, joining
from rembuk.office.people.models import Person
from rembuk.office.people.services import make_persons
from rembuk.office.posyandu.models import Measurement

User = AbstractBaseUser | None


class CannotSettleError(ValueError):
    """The act is not possible now; `code` says why (words on the page)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def founded(rows: Sequence[ListedPerson]) -> Person:
    """A new person from the rows of one record."""
    told = list(told_by(ListedPerson.objects.filter(pk__in=[row.pk for row in rows])))
    (pk,) = make_persons([[one.record for one in told]])
    return Person.objects.get(pk=pk)


def attach(
    loose: Iterable[str],
    person: Person,
    decision: Decision | None,
    user: User,
    kind: ChangeKind,
    founder: str = "",
) -> None:
    """Give records to a person; other doubts of records that were alone fall."""
    loose = list(loose)
    before: dict[str, list[Any]] = {}
    for ref in loose:
        for place, row in enumerate(rows_of(ref)):
            before[str(row.pk)] = [row.person_id, row.how, row.probability]
            row.person = person
            row.how = How.NEW if ref == founder and place == 0 else How.LINKED
            row.probability = None
            row.save(update_fields=["person", "how", "probability"])
    fallen = _let_fall(loose, decision)
    touched = {pk for pk, *_ in before.values() if pk is not None}
    tell({person.pk, *touched})
    settle([person.pk, *touched])
    person.refresh_from_db()
    Change.objects.create(
        key=refs.new_key(), kind=kind, by_id=getattr(user, "pk", None), decision=decision,
        person=person.public_id, place_code=person.place_code, refs=loose,
        moved={"rows": before, "doubts": fallen},
    )  # fmt: skip


def _let_fall(settled: Sequence[str], decision: Decision | None) -> dict[str, str]:
    """Doubts of the kind `catatan` about records that now belong to somebody are no doubts."""
    fallen: dict[str, str] = {}
    for ref in settled:
        for side in ("ref_l", "ref_r"):
            rows = Doubt.objects.filter(
                kind="catatan", state__in=[DoubtState.OPEN, DoubtState.LATER], **{side: ref}
            )
            if decision is not None:
                rows = rows.exclude(key=decision.pair)
            fallen |= dict(rows.values_list("key", "state"))
    Doubt.objects.filter(key__in=fallen).update(state=DoubtState.GONE)
    return fallen


def detach(ref: str, decision: Decision, user: User) -> None:
    """Take a record away from its person; it becomes a person of its own."""
    rows = rows_of(ref)
    leaving = rows[0].person
    person = founded(rows)
    before = {str(row.pk): [row.person_id, row.how, row.probability] for row in rows}
    for place, row in enumerate(rows):
        row.person, row.probability = person, None
        row.how = How.NEW if place == 0 else How.LINKED
        row.save(update_fields=["person", "how", "probability"])
    touched = [person.pk, *([leaving.pk] if leaving else [])]
    tell(touched)
    settle(touched)
    Change.objects.create(
        key=refs.new_key(), kind=ChangeKind.SPLIT, by_id=getattr(user, "pk", None),
        decision=decision, person=leaving.public_id if leaving else "", other=person.public_id,
        place_code=person.place_code, refs=[ref], moved={"rows": before, "doubts": {}},
    )  # fmt: skip


def join(left: Person, right: Person, decision: Decision | None, user: User) -> Change:
    """Make two persons one; the one with more measurements takes the other over."""
    giver, taker = sorted((left, right), key=_seniority)
    moved = joining.join(giver.pk, taker.pk)
    tell({taker.pk})
    _derive(moved, taker.pk, followers.since_of(moved["rooms"]))
    return Change.objects.create(
        key=refs.new_key(), kind=ChangeKind.JOIN, by_id=getattr(user, "pk", None),
        decision=decision, person=taker.public_id, other=giver.public_id,
        place_code=taker.place_code, moved=moved,
        refs=[decision.ref_l, decision.ref_r] if decision else [],
    )  # fmt: skip


def _seniority(person: Person) -> tuple[int, int]:
    """The one with more measurements takes the other over; else the one known longer."""
    return Measurement.objects.filter(child=person).count(), -person.pk


def _derive(moved: Mapping[str, Any], taker: int, first: dt.date, giver: int | None = None) -> None:
    since = {taker: first} | ({giver: first} if giver is not None else {})
    followers.settle_all(since, [moved["rooms"]])


def reverse(change: Change, user: User, kind: ChangeKind, note: str = "") -> Change:
    """Reverse one line of history by another.

    Raises CannotSettleError when a later act stands on it.
    """
    if Change.objects.filter(undoes=change).exists():
        raise CannotSettleError("sudah")
    if change.kind == ChangeKind.JOIN:
        _part(change)
    else:
        _put_back(change)
    return Change.objects.create(
        key=refs.new_key(), kind=kind, by_id=getattr(user, "pk", None), undoes=change,
        decision=change.decision, person=change.person, other=change.other,
        place_code=change.place_code, refs=change.refs, note=note.strip()[:200],
    )  # fmt: skip


def _part(change: Change) -> None:
    taker = Person.objects.filter(public_id=change.person).first()
    if taker is None:
        raise CannotSettleError("ada-sesudahnya")
    later = Change.objects.filter(
        kind=ChangeKind.JOIN, person=change.person, pk__gt=change.pk, undone_by__isnull=True
    )
    if later.exists():
        raise CannotSettleError("ada-sesudahnya")
    giver, since = joining.part(change.moved, taker.pk)
    changed = tell({giver, taker.pk})
    _derive(change.moved, taker.pk, since, giver)
    settle(changed)


def _put_back(change: Change) -> None:
    rows = change.moved.get("rows", {})
    people = {pk for pk, *_ in rows.values() if pk is not None}
    if Person.objects.filter(pk__in=people).count() != len(people):
        raise CannotSettleError("ada-sesudahnya")
    touched = set(people)
    for key, (person, how, share) in rows.items():
        row = ListedPerson.objects.filter(pk=int(key)).first()
        if row is None:
            continue  # its list was taken back meanwhile
        if row.person_id is not None:
            touched.add(row.person_id)
        row.person_id, row.how, row.probability = person, how, share
        row.save(update_fields=["person", "how", "probability"])
    for key, state in change.moved.get("doubts", {}).items():
        Doubt.objects.filter(key=key, state=DoubtState.GONE).update(state=state)
    tell(touched)
    settle(touched)
