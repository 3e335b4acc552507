"""Recommendations and the promises they became; the person at the start and measured again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.office.audits.cases.view import CHILDREN
from rembuk.office.audits.cases.words import called, one_place, sd, short
from rembuk.office.audits.meeting import turning
from rembuk.office.audits.models import Answer, Case, Recommendation, Remeasure, Verdict
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.states import State
from rembuk.office.posyandu.models import Measurement
from rembuk.office.seats.models import Office

PROMISE_SHAPES: Final = {
    State.PROPOSED: "soon", State.ACCEPTED: "off", State.REFUSED: "no", State.RUNNING: "run",
    State.DONE: "wait", State.VERIFIED: "done", State.RETURNED: "soon", State.CANCELLED: "no",
    State.CARRIED: "up",
}  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """A recommendation left, what came of it right."""

    number: int
    row: Recommendation
    author: str
    answer: Answer | None
    promise: Promise | None
    shape: str = "off"
    state: str = ""
    proof: str = ""
    suggested: tuple[turning.Suggested, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether nobody answers for it yet."""
        return self.answer is None

    @property
    def office(self) -> Office | None:
        """The office named before the meeting, if any."""
        return self.row.office


@dataclass(frozen=True)
class ChangeLine:
    """The child at the start and at each measuring again."""

    name: str
    value: str
    shape: str = ""
    sub: str = ""


def change(case: Case) -> tuple[ChangeLine, ...]:
    """The start and each measuring again with its state."""
    made = []
    if case.group not in CHILDREN:
        return ()
    concluded = getattr(case, "conclusion", None)
    day = concluded.at.date() if concluded else timezone.localdate()
    first = Measurement.objects.filter(child=case.person, date__lte=day).order_by("-date").first()
    if first is not None:
        sub = [short(first.date)]
        if first.lenhei:
            sub.append(
                f"{'PB' if (first.age_days or 0) < 731 else 'TB'} {one_place(first.lenhei)} cm"
            )
        if first.weight:
            sub.append(f"BB {one_place(first.weight)} kg")
        made.append(ChangeLine(_("Awal"), sd(first.zlen), "", " · ".join(sub)))
    for one in Remeasure.objects.filter(case=case).order_by("month"):
        made.append(_remeasured(one))
    return tuple(made)


def _remeasured(one: Remeasure) -> ChangeLine:
    name = _("Bulan %(n)s") % {"n": one.month}
    if one.on is not None:
        said = sd(one.z) if one.z is not None else _("tidak dapat dinilai")
        return ChangeLine(name, said, "done", _("diukur %(day)s") % {"day": short(one.on)})
    today = timezone.localdate()
    due = _("tenggat %(day)s") % {"day": short(one.due)}
    if one.due < today:
        days = (today - one.due).days
        return ChangeLine(name, _("lewat %(n)s hari") % {"n": days}, "act", due)
    if (one.due - today).days <= 14:
        return ChangeLine(name, _("jatuh tempo"), "soon", due)
    return ChangeLine(name, _("belum waktunya"), "off", due)


def turns(case: Case, on: dt.date) -> tuple[Turn, ...]:
    """Every standing recommendation with its answer and the promise it became."""
    rows = Recommendation.objects.filter(case=case, withdrawn_at__isnull=True)
    rows = rows.select_related("member", "office", "case__cycle").order_by("at", "pk")
    answers = {
        one.recommendation_id: one
        for one in Answer.objects.filter(recommendation__case=case).select_related("office")
    }
    promises = turning.promises_of(case)
    made = []
    for number, row in enumerate(rows, start=1):
        given = answers.get(row.pk)
        promise = promises.get(given.promise) if given and given.promise else None
        shape, words, proof = _standing(given, promise, on)
        made.append(
            Turn(number, row, author(row), given, promise, shape, words, proof,
                 turning.suggested(row, on) if given is None else ())
        )  # fmt: skip
    return tuple(made)


def author(row: Recommendation) -> str:
    """Who recommends: name and field of expertise."""
    return called(row.member)


def _standing(
    given: Answer | None, promise: Promise | None, on: dt.date
) -> tuple[str, str, str]:  # shape, words, proof
    if given is None:
        return "act", _("Belum ada penanggung jawab"), ""
    if given.verdict == Verdict.REFUSED or promise is None:
        return "no", _("ditolak"), given.reason
    proof = (
        ngettext("Bukti: %(n)s", "Bukti: %(n)s", promise.proofs_kept) % {"n": promise.proofs_kept}
        if promise.proofs_kept else _("Bukti: belum ada")
    )  # fmt: skip
    if late := promise.days_late(on):
        return "act", _("lewat %(n)s hari") % {"n": late}, proof
    state = State(promise.state)
    return PROMISE_SHAPES[state], str(state.label), proof
