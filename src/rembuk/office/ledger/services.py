"""Acts on promises. One function is one act, in one transaction, and leaves a line of history.

Every act takes who did it (`by`), the `version` of the form it came from (None: do not ask) and
`at` (default now; the demo gives earlier moments). Refusals are ValidationErrors in the words of
the office: `LedgerError` (rules), `NotYoursError` (another's act), `StaleError` (somebody wrote
meanwhile).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.ledger import drafts, parties, writing
from rembuk.office.ledger.drafts import Draft, Origin
from rembuk.office.ledger.errors import LedgerError, NotYoursError, StaleError
from rembuk.office.ledger.models import Change, Promise
from rembuk.office.ledger.proving import add_proof, countable, withdraw_proof
from rembuk.office.ledger.states import EDITABLE, OWNER_FIELDS, State
from rembuk.office.people import public_ids
from rembuk.office.seats.models import Office, Seat

__all__ = [
    "Draft", "LedgerError", "NotYoursError", "Origin", "StaleError", "accept", "add_proof",
    "cancel", "carry_over", "countable", "edit", "finish", "hand_over", "propose", "refuse",
    "report_progress", "return_", "start", "verify", "withdraw_proof",
]  # fmt: skip


@transaction.atomic
def propose(
    draft: Draft, by: Account, *, agreed: str = "", note: str = "", at: dt.datetime | None = None
) -> Promise:
    """Make a promise. It waits for its owner's answer, unless `agreed` says where the owner said
    yes (a meeting): then it is accepted at once, with those words in its history."""
    when = writing.moment(at)
    on = parties.day_of(when)
    promise = drafts.promise_of(draft)
    drafts.check(promise, on)
    if not writing.may_propose(by, promise.place_code, promise.owner_id, on):
        raise NotYoursError(_("Akun ini tidak membuat janji untuk kantor itu di tempat itu."))
    promise.public_id = public_ids.new()
    promise.number = writing.next_number(on.year)
    promise.state = State.PROPOSED
    promise.asked_by = by
    promise.created_at = promise.changed_at = when
    writing.made(promise, by, when, note)
    if agreed.strip():
        _agree(promise, by, when, agreed)
    return promise


def _agree(promise: Promise, by: Account, at: dt.datetime, where: str) -> Change:
    """Write down that the owner said yes elsewhere; whoever manages promises may."""
    mine = parties.of(promise, by, parties.day_of(at))
    if not {"pengelola", "pemilik"} & mine:
        raise NotYoursError(_("Akun ini tidak mencatat persetujuan kantor itu."))
    hand = writing.take(promise, "terima", None, None, at)
    hand.by = by
    change = writing.put(hand, note=where)
    promise.refresh_from_db()
    return change


@transaction.atomic
def accept(
    promise: Promise, by: Account, *, version: int | None = None, note: str = "",
    seat: Seat | None = None, at: dt.datetime | None = None,
) -> Change:  # fmt: skip
    """The owner takes it on, and may name the seat that answers for it."""
    hand = writing.take(promise, "terima", by, version, at)
    if seat is not None:
        hand.promise.owner_seat = seat
        drafts.check(hand.promise, parties.day_of(hand.at))
    return writing.put(hand, note=note)


@transaction.atomic
def refuse(
    promise: Promise, by: Account, reason: str, *, version: int | None = None,
    at: dt.datetime | None = None,
) -> Change:  # fmt: skip
    """The owner says no, and why."""
    hand = writing.take(promise, "tolak", by, version, at, reason)
    return writing.put(hand, reason=reason)


@transaction.atomic
def start(
    promise: Promise, by: Account, *, version: int | None = None, note: str = "",
    at: dt.datetime | None = None,
) -> Change:  # fmt: skip
    """The work has begun; a promise without a start day gets this one, unless it is past due."""
    hand = writing.take(promise, "mulai", by, version, at)
    today = parties.day_of(hand.at)
    if hand.promise.start is None and today <= hand.promise.due:
        hand.promise.start = today
    return writing.put(hand, note=note)


@transaction.atomic
def report_progress(
    promise: Promise, by: Account, note: str = "", percent: int | None = None, *,
    obstacle: str | None = None, version: int | None = None, at: dt.datetime | None = None,
) -> Change:  # fmt: skip
    """How far it is, and what stands in the way. Percent 0-100."""
    hand = writing.take(promise, "kabar", by, version, at)
    if percent is not None:
        if not 0 <= percent <= 100:
            raise LedgerError(_("Kemajuan antara 0 dan 100 persen."))
        hand.promise.percent = percent
    if obstacle is not None:
        hand.promise.obstacle = obstacle.strip()[:300]
    if not note.strip() and percent is None and obstacle is None:
        raise LedgerError(_("Tulis kabarnya, atau isi persen kemajuannya."))
    return writing.put(hand, note=note)


@transaction.atomic
def finish(
    promise: Promise, by: Account, *, version: int | None = None, note: str = "",
    at: dt.datetime | None = None,
) -> Change:  # fmt: skip
    """The owner calls it done. Needs proof; after a return, proof newer than the return."""
    hand = writing.take(promise, "selesai", by, version, at)
    if not countable(hand.promise).exists():
        raise LedgerError(
            _("Belum ada bukti. Tambahkan foto, berkas, hasil ukur, serah terima, atau belanja.")
            if hand.promise.round == 1
            else _(
                "Janji ini dikembalikan. Tambahkan bukti yang baru sebelum menyatakannya selesai."
            )
        )
    hand.promise.finished_at, hand.promise.finished_by = hand.at, by
    hand.promise.percent = 100
    return writing.put(hand, note=note)


@transaction.atomic
def verify(
    promise: Promise, by: Account, *, version: int | None = None, note: str = "",
    at: dt.datetime | None = None,
) -> Change:  # fmt: skip
    """Another than the owner says that the proof holds."""
    hand = writing.take(promise, "verifikasi", by, version, at)
    hand.promise.verified_at, hand.promise.verified_by = hand.at, by
    return writing.put(hand, note=note)


@transaction.atomic
def return_(
    promise: Promise, by: Account, reason: str, *, version: int | None = None,
    at: dt.datetime | None = None,
) -> Change:  # fmt: skip
    """The proof does not hold, and why: back to the owner, who must bring new proof."""
    hand = writing.take(promise, "kembalikan", by, version, at, reason)
    hand.promise.round += 1
    hand.promise.finished_at, hand.promise.finished_by = None, None
    return writing.put(hand, reason=reason)


@transaction.atomic
def cancel(
    promise: Promise, by: Account, reason: str, *, version: int | None = None,
    at: dt.datetime | None = None,
) -> Change:  # fmt: skip
    """It is no longer to be kept, and why. Who asked may cancel only before the owner answered."""
    hand = writing.take(promise, "batal", by, version, at, reason)
    _asker_only_before_answer(hand, by)
    return writing.put(hand, reason=reason)


@transaction.atomic
def carry_over(
    promise: Promise, by: Account, due: dt.date, *, reason: str = "", source_id: str | None = None,
    origin: Origin | None = None, version: int | None = None, at: dt.datetime | None = None,
) -> Promise:  # fmt: skip
    """Close it as carried over and make its successor with a new due date, accepted where this one
    was. `source_id` and `origin`: those of the new cycle. Returns the new promise."""
    hand = writing.take(promise, "bawa", by, version, at)
    old, on = hand.promise, parties.day_of(hand.at)
    if due <= max(on, old.due):
        raise LedgerError(_("Tenggat baru harus sesudah hari ini dan sesudah tenggat lama."))
    answered = old.state not in {State.PROPOSED, State.REFUSED}
    writing.put(hand, reason=reason)
    new = Promise.objects.get(pk=old.pk)
    new.pk = None
    new._state.adding = True
    new.public_id, new.number = public_ids.new(), writing.next_number(on.year)
    new.state = State.ACCEPTED if answered else State.PROPOSED
    new.carried_from, new.asked_by, new.due = old, by, due
    new.start = new.start if new.start and new.start <= due else None
    new.version, new.round, new.spent, new.proofs_kept, new.percent = 1, 1, 0, 0, 0
    new.obstacle = ""
    new.source_id = old.source_id if source_id is None else source_id
    new.origin = old.origin if origin is None else origin.as_json()
    new.created_at = new.changed_at = hand.at
    drafts.check(new, on)
    writing.made(new, by, hand.at, _("Lanjutan janji %(number)s.") % {"number": old.number})
    return new


@transaction.atomic
def hand_over(
    promise: Promise, by: Account, office: Office, reason: str, *, due: dt.date | None = None,
    seat: Seat | None = None, version: int | None = None, at: dt.datetime | None = None,
) -> Change:  # fmt: skip
    """Give it to another office, which must answer anew. Proof so far stays in its history and no
    longer counts."""
    hand = writing.take(promise, "serahkan", by, version, at, reason)
    held = hand.promise
    if office.pk == held.owner_id and held.state != State.REFUSED:
        raise LedgerError(_("Kantor itu sudah pemilik janji ini."))
    held.owner, held.owner_seat = office, seat
    if held.verifier_id == office.pk:
        held.verifier = None
    held.due = due or held.due
    held.round += 1
    drafts.check(held, parties.day_of(hand.at))
    return writing.put(hand, reason=reason)


@transaction.atomic
def edit(
    promise: Promise, by: Account, fields: Mapping[str, Any], *, reason: str = "",
    version: int | None = None, at: dt.datetime | None = None,
) -> Change | None:  # fmt: skip
    """Change what the promise says. The owner changes how it is done, never what or by when; who
    asked, anything while it waits for an answer; who manages promises, anything. A later due date
    needs a reason. Returns None when nothing differs."""
    drafts.refuse_unknown(set(fields) - EDITABLE)
    hand = writing.take(promise, "ubah", by, version, at)
    held = hand.promise
    changed = {name: value for name, value in fields.items() if getattr(held, name) != value}
    if not changed:
        return None
    mine = parties.of(held, by, parties.day_of(hand.at))
    free = "pengelola" in mine or ("pengusul" in mine and held.state == State.PROPOSED)
    if not free and ("pemilik" not in mine or set(changed) - OWNER_FIELDS):
        raise NotYoursError(
            _("Isi dan tenggat janji diubah oleh pengelola janji, bukan oleh pemiliknya.")
        )
    later = "due" in changed and changed["due"] > held.due and held.state != State.PROPOSED
    if later and len(reason.strip()) < 5:
        raise LedgerError(_("Tenggat yang diundur perlu alasan."))
    for name, value in changed.items():
        setattr(held, name, value)
    drafts.check(held, parties.day_of(hand.at))
    return writing.put(hand, reason=reason)


def _asker_only_before_answer(hand: writing.Hand, by: Account) -> None:
    mine = parties.of(hand.promise, by, parties.day_of(hand.at))
    if "pengelola" not in mine and hand.before != State.PROPOSED:
        raise NotYoursError(
            _("Sesudah dijawab pemiliknya, janji hanya dibatalkan oleh pengelola janji.")
        )
