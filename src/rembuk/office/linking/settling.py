"""Answers to doubts, and what follows at once: linking, joining, splitting, taking back.

Every act is one transaction, leaves one line of history with what is needed to undo it, and a
decision that later runs obey. A costly "same" waits for another account.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.transaction import atomic
from django.utils import timezone

from rembuk.office.linking import refs
from rembuk.office.linking.models import (
    Change,
    ChangeKind,
    Decision,
    DecisionState,
    Doubt,
    DoubtKind,
    DoubtState,
    LinkRun,
    Verdict,
)
from rembuk.office.linking.records import health_persons, numbered, standing
from rembuk.office.linking.telling import tell, told_by
from rembuk.office.linking.writing import common_place, settle
from rembuk.office.lists.models import How, ListedPerson
from rembuk.office.people import followers, joining
from rembuk.office.people.models import FormerId, Person
from rembuk.office.people.services import make_persons
from rembuk.office.posyandu.models import Measurement

LATER: Final = dt.timedelta(days=7)
"""So long a doubt put off stays out of the queue."""

User = AbstractBaseUser | None


class CannotSettleError(ValueError):
    """The act is not possible now; `code` says why (words on the page)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def rows_of(ref: str) -> list[ListedPerson]:
    """The listed persons a reference stands for; none for a person of the health office."""
    one = refs.read(ref)
    if one.kind == "p":
        return []
    mine = list(standing().filter(record_key=one.key))
    names = numbered((row.pk, row.record_key, row.edition_id) for row in mine)
    return [row for row in mine if names[row.pk] == ref]


def person_of(ref: str) -> Person | None:
    """The person a reference belongs to now; a person joined to another leads to that one."""
    one = refs.read(ref)
    if one.kind == "p":
        found = Person.objects.filter(public_id=one.key).first()
        if found is None:
            former = FormerId.objects.filter(public_id=one.key).select_related("person").first()
            found = former.person if former else None
        return found
    return next((row.person for row in rows_of(ref) if row.person_id is not None), None)


@atomic
def decide(doubt: Doubt, verdict: str, user: User, note: str = "") -> Decision:
    """Answer a doubt. A costly "same" waits for `second_opinion`; anything else works at once.

    Raises CannotSettleError when it was answered before.
    """
    doubt = Doubt.objects.select_for_update().get(pk=doubt.pk)
    if doubt.state not in {DoubtState.OPEN, DoubtState.LATER}:
        raise CannotSettleError("sudah")
    waits = doubt.needs_second and verdict == Verdict.SAME
    decision = Decision.objects.create(
        key=refs.new_key(), pair=doubt.key, ref_l=doubt.ref_l, ref_r=doubt.ref_r,
        verdict=Verdict(verdict), weight=doubt.weight, place_code=doubt.place_code,
        state=DecisionState.WAITING if waits else DecisionState.HOLDS,
        note=note.strip()[:200], by_id=getattr(user, "pk", None),
    )  # fmt: skip
    doubt.state = DoubtState.SECOND if waits else DoubtState.SETTLED
    doubt.later_until = None
    doubt.save(update_fields=["state", "later_until"])
    if not waits:
        _apply(decision, user)
    return decision


@atomic
def put_off(doubt: Doubt, today: dt.date) -> None:
    """Leave a doubt for later."""
    if doubt.state not in {DoubtState.OPEN, DoubtState.LATER}:
        raise CannotSettleError("sudah")
    Doubt.objects.filter(pk=doubt.pk).update(state=DoubtState.LATER, later_until=today + LATER)


@atomic
def second_opinion(decision: Decision, agrees: bool, user: User) -> Decision:
    """Another account agrees, and the decision works; or not, and the doubt is open again.

    Raises CannotSettleError when the same account answers twice, or nothing waits.
    """
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.state != DecisionState.WAITING:
        raise CannotSettleError("sudah")
    if user is None or decision.by_id == user.pk:
        raise CannotSettleError("akun-sama")
    decision.second_by_id, decision.second_at = user.pk, timezone.now()
    decision.state = DecisionState.HOLDS if agrees else DecisionState.REFUSED
    decision.save(update_fields=["second_by", "second_at", "state"])
    doubts = Doubt.objects.filter(key=decision.pair)
    if agrees:
        doubts.update(state=DoubtState.SETTLED)
        _apply(decision, user)
    else:
        doubts.update(state=DoubtState.OPEN, disputed=True)
    return decision


@atomic
def undo(decision: Decision, user: User) -> None:
    """Take a decision back with everything it did; the doubt is open again.

    Raises CannotSettleError when it no longer holds, or what it did cannot be reversed because of
    what was done since.
    """
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.state not in {DecisionState.HOLDS, DecisionState.WAITING}:
        raise CannotSettleError("tidak-berlaku")
    for change in decision.changes.filter(undone_by__isnull=True, undoes__isnull=True):
        _reverse(change, user, ChangeKind.UNDO)
    decision.state = DecisionState.WITHDRAWN
    decision.save(update_fields=["state"])
    Doubt.objects.filter(key=decision.pair).update(state=DoubtState.OPEN)


def _apply(decision: Decision, user: User) -> None:
    if decision.verdict == Verdict.SAME:
        _same(decision, user)
    else:
        _different(decision, user)


def _same(decision: Decision, user: User) -> None:
    left, right = person_of(decision.ref_l), person_of(decision.ref_r)
    if left is not None and right is not None:
        if left.pk != right.pk:
            _join(left, right, decision, user)
        return
    both = (decision.ref_l, decision.ref_r)
    person = left or right
    kind = ChangeKind.LINK
    if person is None:
        person, kind = _founded(rows_of(both[0])), ChangeKind.NEW
    loose = [ref for ref in both if person_of(ref) is None]
    _attach(loose, person, decision, user, kind, founder=both[0] if kind == "baru" else "")


def _different(decision: Decision, user: User) -> None:
    """Two persons. Who belonged to nobody, and is asked about no more, is a person of his own."""
    left, right = person_of(decision.ref_l), person_of(decision.ref_r)
    if left is not None and right is not None:
        if left.pk == right.pk:
            loose = next((r for r in (decision.ref_r, decision.ref_l) if r.startswith("l:")), "")
            if not loose:
                raise CannotSettleError("pisah-dulu")
            _detach(loose, decision, user)
        return
    for ref in (decision.ref_l, decision.ref_r):
        if ref.startswith("l:") and person_of(ref) is None and not _asked_elsewhere(ref, decision):
            rows = rows_of(ref)
            if rows:
                person = _founded(rows)
                _attach([ref], person, decision, user, ChangeKind.NEW, founder=ref)


def _asked_elsewhere(ref: str, decision: Decision) -> bool:
    open_ = Doubt.objects.filter(
        state__in=[DoubtState.OPEN, DoubtState.LATER, DoubtState.SECOND]
    ).exclude(key=decision.pair)
    return open_.filter(ref_l=ref).exists() or open_.filter(ref_r=ref).exists()


def _founded(rows: Sequence[ListedPerson]) -> Person:
    told = list(told_by(ListedPerson.objects.filter(pk__in=[row.pk for row in rows])))
    (pk,) = make_persons([[one.record for one in told]])
    return Person.objects.get(pk=pk)


def _attach(
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


def _detach(ref: str, decision: Decision, user: User) -> None:
    """Take a record away from its person; it becomes a person of its own."""
    rows = rows_of(ref)
    leaving = rows[0].person
    person = _founded(rows)
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


def _join(left: Person, right: Person, decision: Decision | None, user: User) -> Change:
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


@atomic
def ask(one: Person, other: Person) -> Doubt:
    """A doubt about two persons an officer thinks are one, to be answered like any other: side by
    side, and by two accounts.

    Raises CannotSettleError when they are one person, or the pair was answered.
    """
    if one.pk == other.pk:
        raise CannotSettleError("orang-sama")
    left, right = refs.ordered(anchor_of(one), anchor_of(other))
    run = LinkRun.objects.first()
    if not left or not right or run is None:
        raise CannotSettleError("tidak-ada")
    children = health_persons().filter(pk__in=[one.pk, other.pk]).count() == 2
    doubt, _made = Doubt.objects.get_or_create(
        key=refs.pair_key(left, right),
        defaults={
            "run": run, "ref_l": left, "ref_r": right, "weight": 0.0, "probability": 0.5,
            "kind": DoubtKind.CHILDREN if children else DoubtKind.PERSONS, "needs_second": True,
            "place_code": common_place(one.place_code[:13], other.place_code[:13]),
        },
    )  # fmt: skip
    if doubt.state == DoubtState.GONE:
        Doubt.objects.filter(pk=doubt.pk).update(state=DoubtState.OPEN, needs_second=True)
    return doubt


@atomic
def merge(one: Person, other: Person, user: User, note: str) -> Change:
    """Join two persons an officer knows to be one; the decision outlives re-runs."""
    if one.pk == other.pk:
        raise CannotSettleError("orang-sama")
    decision = _own_decision(anchor_of(one), anchor_of(other), Verdict.SAME, one, other, user, note)
    return _join(one, other, decision, user)


@atomic
def split(change: Change, user: User, note: str) -> Change:
    """Part two persons who were joined, with all that was theirs, and keep them two from now on."""
    if change.kind != ChangeKind.JOIN:
        raise CannotSettleError("bukan-gabungan")
    made = _reverse(change, user, ChangeKind.SPLIT, note)
    if change.decision is not None:
        Decision.objects.filter(pk=change.decision.pk).update(state=DecisionState.WITHDRAWN)
    one = Person.objects.get(public_id=change.person)
    other = Person.objects.get(public_id=change.other)
    decision = _own_decision(*_anchors(change, one, other), Verdict.DIFFERENT, one, other, user,
                             note)  # fmt: skip
    Doubt.objects.filter(key=decision.pair).update(state=DoubtState.SETTLED)
    return made


@atomic
def release(ref: str, user: User, note: str) -> Decision:
    """This listed record is not this person: it becomes a person of its own, and stays so."""
    person = person_of(ref)
    if person is None or not ref.startswith("l:"):
        raise CannotSettleError("tidak-ada")
    anchor = anchor_of(person, but=ref)
    if not anchor:
        raise CannotSettleError("sendiri")
    decision = _own_decision(anchor, ref, Verdict.DIFFERENT, person, person, user, note)
    _detach(ref, decision, user)
    return decision


def anchor_of(person: Person, but: str = "") -> str:
    """The reference that stands for a person: the health office's, else its oldest listed one."""
    if health_persons().filter(pk=person.pk).exists():
        return refs.person(person.public_id)
    return next((ref for ref in listed_refs(person) if ref != but), "")


def listed_refs(person: Person) -> list[str]:
    """References of the listed persons a person is, oldest edition first."""
    found: dict[str, None] = {}
    keys = set(ListedPerson.objects.filter(person=person).values_list("record_key", flat=True))
    rows = list(standing().filter(record_key__in=keys))
    names = numbered((row.pk, row.record_key, row.edition_id) for row in rows)
    for row in rows:
        if row.person_id == person.pk:
            found[names[row.pk]] = None
    return list(found)


def _anchors(change: Change, one: Person, other: Person) -> tuple[str, str]:
    if len(change.refs) == 2:
        return change.refs[0], change.refs[1]
    return anchor_of(one), anchor_of(other)


def _own_decision(
    left: str, right: str, verdict: Verdict, one: Person, other: Person, user: User, note: str
) -> Decision:
    left, right = refs.ordered(left, right)
    return Decision.objects.create(
        key=refs.new_key(), pair=refs.pair_key(left, right), ref_l=left, ref_r=right,
        verdict=verdict, state=DecisionState.HOLDS, by_id=getattr(user, "pk", None),
        place_code=common_place(one.place_code[:13], other.place_code[:13]),
        note=note.strip()[:200],
    )  # fmt: skip


def _reverse(change: Change, user: User, kind: ChangeKind, note: str = "") -> Change:
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
