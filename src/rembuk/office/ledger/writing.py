"""The one way a promise is written: locked, checked, its version raised, its history added."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.ledger import following, history, parties
from rembuk.office.ledger.errors import LedgerError, NotYoursError, StaleError
from rembuk.office.ledger.models import Change, Counter, Promise
from rembuk.office.ledger.states import RULES, Act, Rule, State


@dataclass
class Hand:
    """A promise being written by one act."""

    promise: Promise
    rule: Rule
    by: Account | None
    at: dt.datetime
    was: history.Snapshot
    before: str


def moment(at: dt.datetime | None) -> dt.datetime:
    """Now, unless another moment is given."""
    return at or timezone.now()


def take(
    promise: Promise, act: Act, by: Account | None, version: int | None, at: dt.datetime | None,
    reason: str = "",
) -> Hand:  # fmt: skip
    """Lock a promise for an act and check that it may be done: version, state, party, reason.
    Call inside a transaction. `by` None is the system (reminders, merged persons)."""
    rule, when = RULES[act], moment(at)
    held = Promise.objects.select_for_update().get(pk=promise.pk)
    if version is not None and version != held.version:
        raise StaleError(held, version)
    if held.state not in rule.origins:
        raise LedgerError(
            _("Janji yang %(state)s tidak dapat dijalankan langkah ini: %(act)s.")
            % {"state": State(held.state).label, "act": rule.label}
        )
    if by is not None:
        _is_party(held, rule, by, when)
    if "alasan" in rule.needs and len(reason.strip()) < 5:
        raise LedgerError(_("Tulis alasannya, paling sedikit lima huruf."))
    if when < held.changed_at:
        raise LedgerError(_("Langkah ini lebih dulu daripada langkah terakhir yang tercatat."))
    return Hand(held, rule, by, when, history.snapshot(held), held.state)


def _is_party(promise: Promise, rule: Rule, by: Account, at: dt.datetime) -> None:
    mine = parties.of(promise, by, parties.day_of(at))
    if mine & set(rule.who):
        return
    if rule.who == ("pemeriksa",) and ("pemilik" in mine or promise.finished_by_id == by.pk):
        raise NotYoursError(
            _(
                "Bukti diperiksa orang lain: bukan kantor pemilik janji, bukan yang "
                "menyatakannya selesai."
            )
        )
    if rule.who == ("pemilik",):
        raise NotYoursError(
            _("Langkah ini milik %(office)s, pemilik janji ini.") % {"office": promise.owner}
        )
    raise NotYoursError(_("Akun ini tidak berhak atas langkah ini."))


def put(hand: Hand, *, reason: str = "", note: str = "", version: bool = True) -> Change:
    """Write what the act changed and its line of history; tell the room it came from. A reminder
    leaves the version as it is, so that nobody's open form grows stale by it."""
    promise = hand.promise
    if hand.rule.to is not None:
        promise.state = hand.rule.to
    if version:
        promise.version += 1
        promise.changed_at = hand.at
        promise.notices.filter(closed_on__isnull=True).update(closed_on=parties.day_of(hand.at))
    promise.save()
    change = Change.objects.create(
        promise=promise, at=hand.at, by=hand.by, act=hand.rule.act, before=hand.before,
        after=promise.state, reason=reason.strip()[:400], note=note.strip()[:600],
        changes=history.differences(hand.was, history.snapshot(promise)),
        version=promise.version,
    )  # fmt: skip
    following.tell(promise, change)
    return change


def made(promise: Promise, by: Account | None, at: dt.datetime, note: str = "") -> Change:
    """Write a new promise and its first line."""
    promise.save(force_insert=True)
    change = Change.objects.create(
        promise=promise, at=at, by=by, act="usul", before="", after=promise.state,
        note=note.strip()[:600], version=promise.version,
        changes=history.differences({}, history.snapshot(promise)),
    )  # fmt: skip
    following.tell(promise, change)
    return change


def next_number(year: int) -> str:
    """The next number of a year, `2026/0014`. Call inside a transaction."""
    with transaction.atomic():
        counter, _made = Counter.objects.select_for_update().get_or_create(year=year)
        counter.last += 1
        counter.save(update_fields=["last"])
    return f"{year}/{counter.last:04d}"


def may_propose(by: Account, place_code: str, owner_id: int, on: dt.date) -> bool:
    """Whether the account may make a promise for this office in this place: who manages promises
    there, or the office itself."""
    rights = rights_of(by, on)
    if rights.may("janji-kelola", place_code):
        return True
    return rights.may("janji") and parties.holds_seat(by, owner_id, on)


def fields_of(promise: Promise) -> dict[str, Any]:
    """Every tracked field as JSON, for pages that compare."""
    return history.snapshot(promise)
