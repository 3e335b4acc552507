"""The matrix of follow-up (RTL) of a cycle: one row a recommendation, 22 columns.

A row tells no name. Its place is the smallest area in which enough people of the same group live
(`pack.shown_place`), since one bride in a village is a name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.audits.meeting.pack import shown_place
from rembuk.office.audits.meeting.rows import Row
from rembuk.office.audits.meeting.turning import kind_of
from rembuk.office.audits.models import Group, Verdict
from rembuk.office.documents.blocks import Value
from rembuk.office.ledger.models import Promise, Proof
from rembuk.office.ledger.states import State
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within
from rembuk.office.posyandu.models import ChildStatus

AGES = {Group.BADUTA: (0, 24), Group.BALITA: (24, 60)}
STATES = {
    State.PROPOSED: "usul", State.ACCEPTED: "diterima", State.REFUSED: "ditolak",
    State.RUNNING: "berjalan", State.DONE: "selesai", State.VERIFIED: "selesai",
    State.RETURNED: "berjalan", State.CANCELLED: "batal", State.CARRIED: "batal",
}  # fmt: skip
"""State of the ledger -> status of the matrix (cases.md 1.6)."""


def matrix(rows: Iterable[Row], on: dt.date | None = None) -> list[tuple[Value, ...]]:
    """Values of the matrix, in the order of `documents.matrix.COLUMNS`."""
    day = on or timezone.localdate()
    names = {one.code: one.name_id for one in reference.load().interventions(day)}
    money = {one.code: one.short for one in reference.load().money_sources(day)}
    places = _Places(day)
    return [_line(number, row, names, money, places) for number, row in enumerate(rows, start=1)]


def _line(
    number: int, row: Row, names: dict[str, str], money: dict[str, str], places: _Places
) -> tuple[Value, ...]:
    one, answer, promise = row.row, row.answer, row.promise
    refused = answer is not None and answer.verdict == Verdict.REFUSED
    text = one.text
    if answer is not None and answer.verdict == Verdict.CHANGED:
        text = _("%(text)s (disepakati: %(changed)s)") % {
            "text": one.text, "changed": answer.changed_text
        }  # fmt: skip
    return (
        number,
        one.case.cycle.name.removeprefix("Semester "),
        one.case.code,
        str(one.case.get_group_display()),
        row.cause,
        text,
        names.get(one.intervention, ""),
        promise.kind if promise else kind_of(one),
        (promise.owner.name if promise else answer.office.name) if answer else "",
        promise.executor if promise else "",
        places.name(one.case.group, one.case.place_code),
        _volume(promise),
        promise.budget if promise else None,
        money.get(promise.money, "") if promise else "",
        promise.sub_activity if promise else "",
        promise.start if promise else None,
        promise.due if promise else None,
        "ditolak" if refused else STATES[State(promise.state)] if promise else "usul",
        _proofs(promise),
        answer.reason if refused and answer else promise.obstacle if promise else "",
        timezone.localtime(promise.verified_at).date()
        if promise and promise.verified_at else None,
        promise.verifier.name if promise and promise.verifier else "",
    )  # fmt: skip


def _volume(promise: Promise | None) -> str:
    if promise is None or promise.volume is None:
        return ""
    plain = f"{promise.volume.normalize():f}".replace(".", ",")
    return f"{plain} {promise.unit}".strip()


def _proofs(promise: Promise | None) -> str:
    """Kinds of proof that count, never their words: those may name somebody."""
    if promise is None:
        return ""
    kinds = [
        str(proof.get_kind_display())
        for proof in Proof.objects.filter(promise=promise, withdrawn_at__isnull=True)
        if proof.counts
    ]
    return ", ".join(sorted(set(kinds)))


class _Places:
    """Names of the smallest area a row may tell, each counted once."""

    def __init__(self, on: dt.date) -> None:
        self.on = on
        self.limit = int(reference.load().number("small_count", on))
        self.name = lru_cache(maxsize=None)(self._name)

    def _name(self, group: str, village: str) -> str:
        shown = shown_place(
            village, self._people(group, village), self._people(group, village[:8]), self.limit
        )
        name = Area.objects.filter(code=shown).values_list("name", flat=True).first()
        return name or shown

    def _people(self, group: str, code: str) -> int:
        """Registered children of the group's age; 0 for groups nobody registers by place."""
        ages = AGES.get(Group(group))
        if ages is None:
            return 0
        old, young = (_months_before(self.on, age) for age in reversed(ages))
        rows = ChildStatus.objects.filter(within("place_code", code))
        return rows.filter(birth_date__gt=old, birth_date__lte=young).count()


def _months_before(on: dt.date, months: int) -> dt.date:
    index = on.year * 12 + on.month - 1 - months
    return dt.date(index // 12, index % 12 + 1, min(on.day, 28))
