"""Promises that show by themselves whether they are kept: a cell of an indicator is filled or not.

The room the promise came from says what it sees; nobody need press a button for it. Every step is
the program's own line of history (`by` empty), under the same rules as a person's. What the program
calls done still waits for somebody who judges it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from rembuk.office.access.models import Account
from rembuk.office.ledger import drafts, parties, writing
from rembuk.office.ledger.drafts import Draft
from rembuk.office.ledger.models import Change, Promise, ProofKind
from rembuk.office.ledger.proving import add_proof
from rembuk.office.ledger.states import CLOSED, EDITABLE, OPEN, Act, State
from rembuk.office.people import public_ids
from rembuk.office.seats.models import Office

_BEFORE_WORK: Final[dict[str, tuple[Act, ...]]] = {
    State.PROPOSED: ("terima", "mulai"),
    State.ACCEPTED: ("mulai",),
    State.RETURNED: ("mulai",),
    State.RUNNING: (),
}
"""State -> steps until the work runs."""


@transaction.atomic
def advance(
    promise: Promise, percent: int, note: str, *, at: dt.datetime | None = None
) -> Promise:  # fmt: skip
    """Some of it is there: the work runs, and stands at `percent`. Nothing is written when it
    already stands there, or when nobody must act any more."""
    held = Promise.objects.select_for_update().get(pk=promise.pk)
    if held.state not in _BEFORE_WORK or held.percent == percent:
        return held
    when = writing.moment(at)
    _begin(held, note, when)
    hand = writing.take(held, "kabar", None, None, when)
    hand.promise.percent = percent
    writing.put(hand, note=note)
    return Promise.objects.get(pk=held.pk)


@transaction.atomic
def fulfil(
    promise: Promise, text: str, *, reference: str = "", at: dt.datetime | None = None
) -> Promise:
    """All of it is there: what was seen becomes the proof, and the promise waits for its judge.
    One its owner refused, and which is kept all the same, is called off with that reason."""
    held = Promise.objects.select_for_update().get(pk=promise.pk)
    when = writing.moment(at)
    if held.state == State.REFUSED:
        writing.put(writing.take(held, "batal", None, None, when, text), reason=text)
    if held.state not in _BEFORE_WORK:
        return Promise.objects.get(pk=held.pk)
    _begin(held, text, when)
    add_proof(
        held, None, ProofKind.DELIVERY, text=text, taken_on=parties.day_of(when),
        reference=reference, at=when,
    )  # fmt: skip
    hand = writing.take(held, "selesai", None, None, when)
    hand.promise.finished_at, hand.promise.finished_by = hand.at, None
    hand.promise.percent = 100
    writing.put(hand, note=text)
    return Promise.objects.get(pk=held.pk)


@transaction.atomic
def undo(promise: Promise, percent: int, reason: str, *, at: dt.datetime | None = None) -> Promise:
    """What was seen is gone again before anybody judged it: back to the owner, with the reason."""
    held = Promise.objects.select_for_update().get(pk=promise.pk)
    if held.state != State.DONE:
        return held
    hand = writing.take(held, "kembalikan", None, None, writing.moment(at), reason)
    hand.promise.round += 1
    hand.promise.finished_at, hand.promise.finished_by = None, None
    hand.promise.percent = percent
    writing.put(hand, reason=reason)
    return Promise.objects.get(pk=held.pk)


def _begin(promise: Promise, note: str, at: dt.datetime) -> list[Change]:
    """Walk to where the work runs."""
    done = []
    for act in _BEFORE_WORK[promise.state]:
        hand = writing.take(promise, act, None, None, at)
        if act == "mulai" and hand.promise.start is None and parties.day_of(at) <= promise.due:
            hand.promise.start = parties.day_of(at)
        done.append(writing.put(hand, note=note))
    return done


@transaction.atomic
def revise(
    promise: Promise, fields: Mapping[str, Any], reason: str, *, owner: Office | None = None,
    at: dt.datetime | None = None,
) -> Promise:  # fmt: skip
    """The source says something else by now (another edition of signed minutes): the promise says
    it too. Another `owner` must answer anew. Nothing is written where nothing differs, or where
    nobody must act any more."""
    held = Promise.objects.select_for_update().get(pk=promise.pk)
    drafts.refuse_unknown(set(fields) - EDITABLE)
    if held.state in CLOSED:
        return held
    when = writing.moment(at)
    if owner is not None and owner.pk != held.owner_id:
        hand = writing.take(held, "serahkan", None, None, when, reason)
        hand.promise.owner, hand.promise.owner_seat = owner, None
        hand.promise.round += 1
        writing.put(hand, reason=reason)
        held = Promise.objects.get(pk=promise.pk)
    changed = {name: value for name, value in fields.items() if getattr(held, name) != value}
    if changed and held.state in OPEN:
        hand = writing.take(held, "ubah", None, None, when)
        for name, value in changed.items():
            setattr(hand.promise, name, value)
        drafts.check(hand.promise, parties.day_of(when))
        writing.put(hand, reason=reason)
    return Promise.objects.get(pk=promise.pk)


@transaction.atomic
def call_off(promise: Promise, reason: str, *, at: dt.datetime | None = None) -> Promise:
    """The source no longer asks for it: called off, with the reason. Once closed it stays."""
    held = Promise.objects.select_for_update().get(pk=promise.pk)
    if held.state not in CLOSED:
        writing.put(writing.take(held, "batal", None, None, writing.moment(at), reason),
                    reason=reason)  # fmt: skip
    return Promise.objects.get(pk=promise.pk)


@transaction.atomic
def propose(
    draft: Draft, note: str, *, asked_by: Account | None = None, after: Promise | None = None,
    at: dt.datetime | None = None,
) -> Promise:  # fmt: skip
    """Make a promise nobody asked for in person: a rule says that a fact is owed, or a meeting
    decided (`asked_by` keeps its minutes). It waits for its owner's answer like any other. `after`
    is the open or refused one it takes the place of: that is closed as carried over, and stays."""
    when = writing.moment(at)
    on = parties.day_of(when)
    promise = drafts.promise_of(draft)
    drafts.check(promise, on)
    if after is not None:
        writing.put(writing.take(after, "bawa", None, None, when), reason=note)
        promise.carried_from = Promise.objects.get(pk=after.pk)
    promise.public_id = public_ids.new()
    promise.number = writing.next_number(on.year)
    promise.state = State.PROPOSED
    promise.asked_by = asked_by
    promise.created_at = promise.changed_at = when
    writing.made(promise, asked_by, when, note)
    return promise


@transaction.atomic
def agree(promise: Promise, by: Account, where: str, *, at: dt.datetime | None = None) -> Promise:
    """Its owner said yes elsewhere (a signed meeting), as `by` wrote it down there."""
    hand = writing.take(promise, "terima", None, None, writing.moment(at))
    hand.by = by
    writing.put(hand, note=where)
    return Promise.objects.get(pk=promise.pk)
