"""The four steps of a cycle: planned and actual days, progress I-IV, and moving on.

A step is counted as the ministry counts it ("tahap I-IV"): done or not yet. Beside it stands how
much of it is done, and what its gate (see `gates`) still lacks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.office.access.models import Account
from rembuk.office.audits.gates import COUNTS, Missing, asked_for, missing
from rembuk.office.audits.models import Cycle, CycleEvent, CycleStep

TITLES: Final = {
    1: gettext_lazy("Pembentukan tim"),
    2: gettext_lazy("Audit dan pendampingan"),
    3: gettext_lazy("Diseminasi"),
    4: gettext_lazy("Tindak lanjut dan evaluasi"),
}
ROMAN: Final = {1: "I", 2: "II", 3: "III", 4: "IV"}


@dataclass(frozen=True)
class Step:
    """One step as it stands. `done` of `total` are the parts of it that are there."""

    number: int
    title: str
    state: str  # selesai, berjalan, terlambat, belum
    planned_from: dt.date | None
    planned_to: dt.date | None
    started_on: dt.date | None
    finished_on: dt.date | None
    done: int
    total: int
    missing: tuple[Missing, ...] = field(default=())

    @property
    def roman(self) -> str:
        """The step's number as the ministry writes it."""
        return ROMAN[self.number]

    @property
    def share(self) -> float | None:
        """How much of it is there, in percent; None when there is nothing to count yet."""
        return 100 * self.done / self.total if self.total else None


def progress(cycle: Cycle, on: dt.date | None = None) -> tuple[Step, ...]:
    """The four steps of a cycle as they stand on a day."""
    day = on or timezone.localdate()
    rows = {row.number: row for row in cycle.steps.all()}
    made = []
    for number, title in TITLES.items():
        row = rows.get(number) or CycleStep(cycle=cycle, number=number)
        done, total, lacks = COUNTS[number](cycle, day)
        made.append(
            Step(
                number, str(title), _state(row, day), row.planned_from, row.planned_to,
                row.started_on, row.finished_on, done, total, lacks,
            )
        )  # fmt: skip
    return tuple(made)


def current(steps: tuple[Step, ...]) -> Step | None:
    """The first step not yet done; None when all four are."""
    return next((step for step in steps if step.finished_on is None), None)


def _state(row: CycleStep, day: dt.date) -> str:
    if row.finished_on is not None:
        return "selesai"
    if row.planned_to is not None and row.planned_to < day:
        return "terlambat"
    return "berjalan" if row.started_on is not None else "belum"


@transaction.atomic
def plan(
    cycle: Cycle, number: int, since: dt.date | None, until: dt.date | None, by: Account | None
) -> CycleStep:
    """Set the planned days of a step. Raises ValidationError when they run backwards."""
    if since is not None and until is not None and until < since:
        raise ValidationError(_("Tanggal selesai mendahului tanggal mulai."))
    row = _locked(cycle, number)
    before = {"from": _iso(row.planned_from), "to": _iso(row.planned_to)}
    row.planned_from, row.planned_to = since, until
    row.save(update_fields=["planned_from", "planned_to"])
    _note(cycle, by, "rencana", number, before, {"from": _iso(since), "to": _iso(until)})
    return row


@transaction.atomic
def start(
    cycle: Cycle, number: int, on: dt.date, by: Account | None, reason: str = ""
) -> CycleStep:
    """Start a step. The step before must be done, unless a reason is given and the cycle's
    setting `override` allows it. Raises ValidationError with what is missing."""
    row = _locked(cycle, number)
    if row.started_on is not None:
        return row
    before = CycleStep.objects.filter(cycle=cycle, number=number - 1).first()
    if number > 1 and (before is None or before.finished_on is None):
        words = [_("Tahap %(n)s belum selesai.") % {"n": ROMAN[number - 1]}]
        words += [one.words for one in missing(cycle, number - 1, on)]
        _or_reason(cycle, words, reason)
    if number > 1 and before and before.started_on and on < before.started_on:
        raise ValidationError(_("Tahap ini tidak dapat mulai sebelum tahap sebelumnya mulai."))
    row.started_on = on
    row.save(update_fields=["started_on"])
    _note(cycle, by, "mulai", number, {}, {"on": on.isoformat()}, reason)
    return row


@transaction.atomic
def finish(
    cycle: Cycle, number: int, on: dt.date, by: Account | None, reason: str = ""
) -> CycleStep:
    """Call a step done. What is missing is named; a reason overrides it where the cycle's setting
    allows. Raises ValidationError; also for a day before its start or in the future."""
    row = _locked(cycle, number)
    if row.finished_on is not None:
        return row
    if row.started_on is None:
        raise ValidationError(_("Tahap ini belum dimulai."))
    if on < row.started_on:
        raise ValidationError(_("Tanggal selesai mendahului tanggal mulai."))
    if on > timezone.localdate():
        raise ValidationError(_("Tanggal selesai belum tiba."))
    lacks = missing(cycle, number, on)
    if lacks:
        _or_reason(cycle, [one.words for one in lacks], reason)
    row.finished_on = on
    row.save(update_fields=["finished_on"])
    after = {"on": on.isoformat(), "missing": [one.code for one in lacks]}
    _note(cycle, by, "tahap-selesai", number, {}, after, reason)
    return row


@transaction.atomic
def reopen(cycle: Cycle, number: int, by: Account | None, reason: str) -> CycleStep:
    """Take back that a step was done. A later step already done keeps it closed."""
    row = _locked(cycle, number)
    if not reason.strip():
        raise ValidationError(_("Tulis mengapa tahap ini dibuka kembali."))
    if CycleStep.objects.filter(cycle=cycle, number__gt=number, finished_on__isnull=False).exists():
        raise ValidationError(_("Tahap sesudahnya sudah selesai: buka tahap itu lebih dulu."))
    before = {"on": _iso(row.finished_on)}
    row.finished_on = None
    row.save(update_fields=["finished_on"])
    _note(cycle, by, "tahap-dibuka", number, before, {}, reason)
    return row


def guard(cycle: Cycle) -> None:
    """Raise ValidationError when the cycle is closed: nothing of it may change any more."""
    if cycle.closed:
        raise ValidationError(_("Siklus ini sudah ditutup."))


def in_order(cycle: Cycle, number: int, reason: str = "") -> None:
    """Raise ValidationError when an act of step `number` comes before the step before it is done
    (and no reason overrides); the words say what is missing."""
    guard(cycle)
    done = set(
        CycleStep.objects.filter(cycle=cycle, finished_on__isnull=False).values_list(
            "number", flat=True
        )
    )
    if number > 1 and number - 1 not in done:
        begun = CycleStep.objects.filter(cycle=cycle, number=number, started_on__isnull=False)
        if begun.exists():  # started over a gate, with its reason on record
            return
        words = [_("Tahap %(n)s belum selesai.") % {"n": ROMAN[number - 1]}]
        words += [one.words for one in missing(cycle, number - 1)]
        _or_reason(cycle, words, reason)


def _or_reason(cycle: Cycle, words: list[str], reason: str) -> None:
    if reason.strip() and asked_for(cycle.gates, "override"):
        return
    raise ValidationError([ValidationError(one, code="gerbang") for one in words])


def _locked(cycle: Cycle, number: int) -> CycleStep:
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    guard(held)
    Cycle.objects.filter(pk=cycle.pk).update(version=F("version") + 1)
    return CycleStep.objects.get_or_create(cycle=held, number=number)[0]


def _note(
    cycle: Cycle,
    by: Account | None,
    act: str,
    number: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str = "",
) -> None:
    CycleEvent.objects.create(
        cycle=cycle, by=by, act=act, reason=reason,
        before={"step": number, **before}, after={"step": number, **after},
    )  # fmt: skip


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
