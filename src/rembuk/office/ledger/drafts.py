"""What is said of a promise before it is one, and the check that it says enough."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.ledger.errors import LedgerError
from rembuk.office.ledger.models import (
    Audience,
    Beneficiary,
    InterventionKind,
    Priority,
    Promise,
    SourceKind,
)
from rembuk.office.people.models import Family, Person
from rembuk.office.places.scope import contains
from rembuk.office.seats.models import Office, Seat

CHOICES: Final = {
    "kind": InterventionKind,
    "beneficiary_kind": Beneficiary,
    "audience": Audience,
    "source_kind": SourceKind,
    "priority": Priority,
}


@dataclass(frozen=True)
class Origin:
    """Columns of the audit's follow-up matrix: cycle, case code, group, cause, recommendation."""

    cycle: str = ""
    group: str = ""
    cause: str = ""
    recommendation: str = ""

    def as_json(self) -> dict[str, str]:
        """Only what is said."""
        return {name: text for name, text in vars(self).items() if text}


@dataclass(frozen=True)
class Draft:
    """One promise to be made. Owner and due date are not optional: there is none without them."""

    title: str
    owner: Office
    due: dt.date
    place_code: str
    kind: str = InterventionKind.SENSITIVE.value
    beneficiary_kind: str = Beneficiary.AREA.value
    source_kind: str = SourceKind.OTHER.value
    source_id: str = ""
    detail: str = ""
    intervention: str = ""
    person: Person | None = None
    family: Family | None = None
    audience: str = Audience.OPEN.value
    case_code: str = ""
    origin: Origin = field(default_factory=Origin)
    owner_seat: Seat | None = None
    executor: str = ""
    volume: Decimal | None = None
    unit: str = ""
    budget: int | None = None
    money: str = ""
    sub_activity: str = ""
    start: dt.date | None = None
    priority: int = Priority.USUAL.value
    verifier: Office | None = None


def promise_of(draft: Draft) -> Promise:
    """The unsaved promise of a draft."""
    values = {name: value for name, value in vars(draft).items() if name != "origin"}
    if draft.volume is not None:
        values["volume"] = Decimal(draft.volume)
    return Promise(**values, origin=draft.origin.as_json())


def check(promise: Promise, on: dt.date) -> None:
    """Everything a promise must say, whatever its state. Raises ValidationError, {field: words}."""
    wrong: dict[str, Any] = {}
    if len(promise.title.strip()) < 8:
        wrong["title"] = _("Tulis apa yang dijanjikan, paling sedikit delapan huruf.")
    if promise.owner_id is None:
        wrong["owner"] = _("Tidak ada janji tanpa pemilik. Pilih kantornya.")
    if promise.due is None:
        wrong["due"] = _("Tidak ada janji tanpa tenggat. Isi tanggalnya.")
    elif promise.start and promise.due < promise.start:
        wrong["due"] = _("Tenggat lebih dulu daripada mulainya.")
    if not promise.place_code:
        wrong["place_code"] = _("Pilih tempatnya.")
    wrong |= _money(promise, on)
    wrong |= _beneficiary(promise)
    if promise.intervention and promise.intervention not in interventions(on):
        wrong["intervention"] = _("Intervensi ini tidak ada di daftar.")
    if promise.owner_seat and promise.owner_seat.office_id != promise.owner_id:
        wrong["owner_seat"] = _("Jabatan ini milik kantor lain.")
    if promise.verifier_id is not None and promise.verifier_id == promise.owner_id:
        wrong["verifier"] = _("Pemeriksa harus kantor lain, bukan pemilik janji.")
    if wrong:
        raise ValidationError(wrong)


def _money(promise: Promise, on: dt.date) -> Mapping[str, str]:
    wrong: dict[str, str] = {}
    if promise.budget is not None and promise.budget < 0:
        wrong["budget"] = _("Anggaran tidak dapat kurang dari nol.")
    if promise.volume is not None and promise.volume <= 0:
        wrong["volume"] = _("Volume harus lebih dari nol.")
    if promise.volume is not None and not promise.unit.strip():
        wrong["unit"] = _("Isi satuannya.")
    if promise.money and promise.money not in money(on):
        wrong["money"] = _("Sumber dana ini tidak ada di daftar.")
    return wrong


def _beneficiary(promise: Promise) -> Mapping[str, str]:
    wrong: dict[str, str] = {}
    for name in CHOICES:
        if getattr(promise, name) not in CHOICES[name].values:
            wrong[name] = _("Pilih dari daftar.")
    person = promise.person
    if person is not None and not contains(promise.place_code, person.place_code):
        wrong["person"] = _("Orang ini tidak tinggal di tempat janji ini.")
    if promise.restricted and (promise.person_id or promise.family_id) and not promise.case_code:
        wrong["case_code"] = _("Janji terbatas menyebut kode kasus sebagai ganti nama.")
    return wrong


def interventions(on: dt.date) -> set[str]:
    """Codes of the catalogue on a day."""
    return {one.code for one in reference.load().interventions(on)}


def money(on: dt.date) -> set[str]:
    """Codes of sources of money on a day."""
    return {one.code for one in reference.load().money_sources(on)}


def refuse_unknown(names: set[str]) -> None:
    """Raises LedgerError when a field may not be changed this way."""
    if names:
        raise LedgerError(_("Isian ini tidak dapat diubah di sini: %s.") % ", ".join(sorted(names)))
