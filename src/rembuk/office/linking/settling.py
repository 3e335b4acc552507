"""Answers to doubts, and what follows at once: linking, joining, splitting, taking back.

Every act is one transaction, leaves one line of history with what is needed to undo it, and a
decision that later runs obey. A costly "same" waits for another account.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.transaction import atomic
from django.utils import timezone

from rembuk.office.linking import refs
from rembuk.office.linking.acts import (
    CannotSettleError,
    User,
    attach,
    detach,
    founded,
    join,
    reverse,
)
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
from rembuk.office.linking.records import health_persons
from rembuk.office.linking.whose import anchor_of, person_of, rows_of
from rembuk.office.linking.writing import common_place
from rembuk.office.people.models import Person

LATER: Final = dt.timedelta(days=7)
"""So long a doubt put off stays out of the queue."""


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
        reverse(change, user, ChangeKind.UNDO)
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
            join(left, right, decision, user)
        return
    both = (decision.ref_l, decision.ref_r)
    person = left or right
    kind = ChangeKind.LINK
    if person is None:
        person, kind = founded(rows_of(both[0])), ChangeKind.NEW
    loose = [ref for ref in both if person_of(ref) is None]
    attach(loose, person, decision, user, kind, founder=both[0] if kind == "baru" else "")


def _different(decision: Decision, user: User) -> None:
    """Two persons. Who belonged to nobody, and is asked about no more, is a person of his own."""
    left, right = person_of(decision.ref_l), person_of(decision.ref_r)
    if left is not None and right is not None:
        if left.pk == right.pk:
            loose = next((r for r in (decision.ref_r, decision.ref_l) if r.startswith("l:")), "")
            if not loose:
                raise CannotSettleError("pisah-dulu")
            detach(loose, decision, user)
        return
    for ref in (decision.ref_l, decision.ref_r):
        if ref.startswith("l:") and person_of(ref) is None and not _asked_elsewhere(ref, decision):
            rows = rows_of(ref)
            if rows:
                person = founded(rows)
                attach([ref], person, decision, user, ChangeKind.NEW, founder=ref)


def _asked_elsewhere(ref: str, decision: Decision) -> bool:
    open_ = Doubt.objects.filter(
        state__in=[DoubtState.OPEN, DoubtState.LATER, DoubtState.SECOND]
    ).exclude(key=decision.pair)
    return open_.filter(ref_l=ref).exists() or open_.filter(ref_r=ref).exists()


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
    return join(one, other, decision, user)


@atomic
def split(change: Change, user: User, note: str) -> Change:
    """Part two persons who were joined, with all that was theirs, and keep them two from now on."""
    if change.kind != ChangeKind.JOIN:
        raise CannotSettleError("bukan-gabungan")
    made = reverse(change, user, ChangeKind.SPLIT, note)
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
    detach(ref, decision, user)
    return decision


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
