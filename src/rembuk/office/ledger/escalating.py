"""The ladder of reminders: who is told of a late promise, when. Each reminder is history, once."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from rembuk import reference
from rembuk.office.jobs.progress import silent
from rembuk.office.jobs.registry import Handle
from rembuk.office.ledger import parties, writing
from rembuk.office.ledger.errors import LedgerError
from rembuk.office.ledger.models import Notice, Promise
from rembuk.office.ledger.states import OPEN, State
from rembuk.office.places.scope import contains
from rembuk.office.seats.models import Office, OfficeKind
from rembuk.reference.promises import EscalationStep

BELOW_DISTRICT: Final = (OfficeKind.DESA, OfficeKind.PUSKESMAS)
STATES: Final = {
    "tenggat": OPEN,
    "usul": (State.PROPOSED,),
    "selesai": (State.DONE,),
}
"""Anchor of a rung -> states in which it holds."""


def remind(on: dt.date | None = None, progress: Handle | None = None) -> int:
    """Write the reminders due on a day; how many are new. Safe to repeat: a rung speaks once for a
    promise and its anchor day. Of the rungs of one anchor the latest reached speaks, so that a
    ledger brought in late does not say at once what belonged to weeks before."""
    day = on or timezone.localdate()
    told = progress or silent
    at = _moment(day)
    steps = reference.load().escalation(day)
    new = 0
    for number, step in enumerate(steps):
        told("mengingatkan", number, len(steps))
        for promise in _reached(step, day).iterator(chunk_size=500):
            anchor = anchor_of(step, promise)
            if anchor is not None and _latest(step, steps, anchor, day):
                new += _tell(step, promise, anchor, day, at)
    return new


def anchor_of(step: EscalationStep, promise: Promise) -> dt.date | None:
    """The day a rung counts from."""
    if step.anchor == "tenggat":
        return promise.due
    if step.anchor == "usul":
        return parties.day_of(promise.changed_at)
    return parties.day_of(promise.finished_at) if promise.finished_at else None


def _reached(step: EscalationStep, day: dt.date) -> QuerySet[Promise]:
    """Promises that stand where the rung holds, long enough."""
    found = Promise.objects.filter(state__in=STATES[step.anchor]).select_related("owner")
    limit = day - dt.timedelta(days=step.days)
    if step.anchor == "tenggat":
        found = found.filter(due__lte=limit)
    elif step.anchor == "usul":
        found = found.filter(changed_at__date__lte=limit)
    else:
        found = found.filter(finished_at__date__lte=limit)
    return found.exclude(notices__rule=step.code, notices__closed_on__isnull=True)


def _latest(
    step: EscalationStep, steps: tuple[EscalationStep, ...], anchor: dt.date, day: dt.date
) -> bool:
    """Whether no later rung for the same reader is reached too."""
    waited = (day - anchor).days
    return not any(
        one.anchor == step.anchor and one.to == step.to and step.days < one.days <= waited
        for one in steps
    )


def _tell(
    step: EscalationStep, promise: Promise, anchor: dt.date, day: dt.date, at: dt.datetime
) -> int:
    """Write one reminder and its line of history; 0 when it was written before."""
    office, head = receiver(step, promise, day)
    if step.to != "tpps" and office is None:
        return 0
    try:
        with transaction.atomic():
            _notice, made = Notice.objects.get_or_create(
                promise=promise, rule=step.code, anchor=anchor,
                defaults={
                    "to": step.to, "office": office, "head": head, "on": day,
                    "place_code": promise.place_code,
                },
            )  # fmt: skip
            if not made:
                return 0
            hand = writing.take(promise, "ingatkan", None, None, max(at, promise.changed_at))
            writing.put(
                hand, note=f"{step.code} {office.code if office else 'TPPS'}", version=False
            )
    except (IntegrityError, LedgerError):
        return 0  # another worker wrote it, or the promise moved on meanwhile
    return 1


def receiver(step: EscalationStep, promise: Promise, day: dt.date) -> tuple[Office | None, bool]:
    """Office a rung speaks to, and whether to its head alone. Above a village or a puskesmas is
    the camat; above any other office its head. A restricted promise stays in its own office."""
    if step.to == "pemilik":
        return promise.owner, False
    if step.to == "pemeriksa":
        return promise.verifier, False
    if step.to == "tpps":
        return None, True
    if promise.owner.kind in BELOW_DISTRICT and not promise.restricted:
        camat = _kecamatan(promise.owner, day)
        if camat is not None:
            return camat, True
    return promise.owner, True


def _kecamatan(owner: Office, day: dt.date) -> Office | None:
    found = Office.objects.filter(kind=OfficeKind.KECAMATAN, valid_from__lte=day)
    above = [one for one in found if contains(one.place_code, owner.place_code)]
    return max(above, key=lambda one: len(one.place_code)) if above else None


def _moment(day: dt.date) -> dt.datetime:
    """Now for today; the end of office hours for another day (the demo looks back)."""
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(dt.datetime.combine(day, dt.time(16, 0)))
