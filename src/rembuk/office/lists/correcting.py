"""Requests to the agency that owns a list, and their life. Every act is one transaction and leaves
a step; no step is ever changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.intake.sentences import noop
from rembuk.office.lists.meaning import known, meaning, said
from rembuk.office.lists.models import (
    Correction,
    CorrectionState,
    CorrectionStep,
    ListedPerson,
    ListRow,
    Source,
)
from rembuk.office.people import crypto, public_ids
from rembuk.office.people.masking import masked_nik

NUMBERS: Final = {"nik": "nik", "no_kk": "kk"}
"""Identity facts that are numbers -> kind of their ciphertext."""
IDENTITY: Final = {
    "name": noop("Nama"),
    "sex": noop("Jenis kelamin"),
    "birth_date": noop("Tanggal lahir"),
    "mother_name": noop("Nama ibu kandung"),
    "nik": noop("NIK"),
    "no_kk": noop("Nomor kartu keluarga"),
    "place": noop("Desa/kelurahan"),
    "address": noop("Alamat"),
    "row": noop("Seluruh baris (tidak seharusnya ada di daftar)"),
}
"""Facts beside the catalogue's that a request may be about -> label."""
NAMED: Final = frozenset({"name", "mother_name", "address"})
"""Facts whose values show who a person is."""

NEXT: Final[dict[str, tuple[CorrectionState, ...]]] = {
    CorrectionState.ASKED: (CorrectionState.SENT, CorrectionState.WITHDRAWN),
    CorrectionState.SENT: (
        CorrectionState.ACCEPTED, CorrectionState.REFUSED, CorrectionState.WITHDRAWN,
    ),
    CorrectionState.ACCEPTED: (CorrectionState.DONE,),
    CorrectionState.REFUSED: (CorrectionState.SENT, CorrectionState.DONE),
    CorrectionState.DONE: (),
    CorrectionState.WITHDRAWN: (),
}  # fmt: skip
"""State -> states that may follow."""
NEEDS_NOTE: Final = frozenset({CorrectionState.REFUSED, CorrectionState.WITHDRAWN})


class CorrectionError(ValueError):
    """A request or step that cannot be; the text is for the user."""


@dataclass(frozen=True)
class Wanted:
    """What the user fills in."""

    fact: str
    should: str
    evidence: str


def label_of(fact: str, language: str = "id") -> str:
    """The name of a fact; identity facts are texts of the message catalogue."""
    if fact in IDENTITY:
        return IDENTITY[fact]
    found = known()[0].get(fact)
    if found is None:
        return fact
    return found.name_en if language == "en" else found.name_id


@transaction.atomic
def ask(
    row: ListRow, listed: ListedPerson | None, wanted: Wanted, user: Account | None
) -> Correction:
    """Open a request about a row, or about one person of it. Raises CorrectionError when a field
    is missing or the fact is unknown."""
    if wanted.fact not in IDENTITY and wanted.fact not in known()[0]:
        raise CorrectionError(noop("Pilih fakta yang keliru."))
    if len(wanted.evidence.strip()) < 5:
        raise CorrectionError(noop("Tulis bukti atau alasannya, misalnya nomor surat desa."))
    if wanted.fact != "row" and not wanted.should.strip():
        raise CorrectionError(noop("Tulis isi yang benar."))
    kind = NUMBERS.get(wanted.fact, "")
    digits = "".join(mark for mark in wanted.should if mark.isdigit())
    if kind and len(digits) != 16:
        raise CorrectionError(noop("Nomor yang benar harus 16 angka."))
    says, blob = _says(row, listed, wanted.fact)
    made = Correction.objects.create(
        public_id=public_ids.new(),
        source=row.edition.source,
        edition=row.edition,
        row=row,
        listed=listed,
        record_key=listed.record_key if listed else row.key,
        place_code=row.place_code or settings.REMBUK_AREA,
        fact=wanted.fact,
        says=says[:200],
        says_cipher=blob,
        should=masked_nik(digits) if kind else wanted.should.strip()[:200],
        should_cipher=crypto.encrypt(digits, kind) if kind else None,
        evidence=wanted.evidence.strip()[:300],
        state=CorrectionState.ASKED,
        created_by=user,
    )
    CorrectionStep.objects.create(correction=made, state=CorrectionState.ASKED, by=user)
    return made


@transaction.atomic
def step(correction: Correction, state: str, note: str, user: Account | None) -> Correction:
    """Move a request on. Raises CorrectionError when the step is not allowed or says no reason."""
    fresh = Correction.objects.select_for_update().get(pk=correction.pk)
    if state not in {str(one) for one in NEXT[fresh.state]}:
        raise CorrectionError(noop("Langkah ini tidak berlaku lagi; muat ulang halaman."))
    if state in NEEDS_NOTE and len(note.strip()) < 5:
        raise CorrectionError(noop("Tulis alasannya."))
    fresh.state = CorrectionState(state)
    fresh.save(update_fields=["state"])
    CorrectionStep.objects.create(
        correction=fresh, state=fresh.state, note=note.strip()[:300], by=user
    )
    correction.refresh_from_db()
    return fresh


@transaction.atomic
def send_all(found: QuerySet[Correction], note: str, user: Account | None) -> int:
    """Mark every asked request of a query as sent (its sheet was handed over)."""
    waiting = list(found.filter(state=CorrectionState.ASKED))
    for one in waiting:
        step(one, CorrectionState.SENT, note, user)
    return len(waiting)


def opened(blob: bytes | memoryview | None, fact: str) -> str:
    """A number of a request in full. The caller has recorded the export."""
    return crypto.decrypt(bytes(blob), NUMBERS[fact]) if blob and fact in NUMBERS else ""


def agency(source: str) -> str:
    """The office of the district to which requests about a list go."""
    for one in reference.load().list_sources(timezone.localdate()):
        if one.code == source:
            return one.desk_id
    return str(Source(source).label)


def _says(row: ListRow, listed: ListedPerson | None, fact: str) -> tuple[str, bytes | None]:
    """What the list says of the fact now; a number masked, with its ciphertext."""
    if fact == "no_kk":
        return row.kk_masked, _bytes(row.kk_cipher)
    if fact == "nik":
        return (listed.nik_masked, _bytes(listed.nik_cipher)) if listed else ("", None)
    if fact in {"place", "address"}:
        return (row.place_code if fact == "place" else row.address), None
    if fact == "birth_date":
        return (listed.birth_date.isoformat() if listed and listed.birth_date else ""), None
    if fact in IDENTITY:
        return str(getattr(listed, fact, "") or "") if listed else "", None
    catalogue, codes = known()
    facts = {**row.facts, **(listed.facts if listed else {})}
    if fact not in facts:
        return "", None
    source = row.edition.source
    return said(meaning(facts[fact], catalogue[fact], source, codes), catalogue[fact]), None


def _bytes(blob: bytes | memoryview | None) -> bytes | None:
    return None if blob is None else bytes(blob)
