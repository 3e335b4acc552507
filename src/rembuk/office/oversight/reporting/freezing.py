"""Freeze a semester report: a numbered document that stays, its Word copy and workbook."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_in
from rembuk.office.documents import files, gates, letters, services
from rembuk.office.documents import words as office_words
from rembuk.office.documents.models import Document
from rembuk.office.documents.queries import by_public_id
from rembuk.office.oversight.errors import NotYoursError, OversightError
from rembuk.office.oversight.halves import Half
from rembuk.office.oversight.models import Reported
from rembuk.office.oversight.reporting import book, words
from rembuk.office.oversight.reporting.letter import letter, sender
from rembuk.office.oversight.reporting.reading import Read, read
from rembuk.office.places.models import Area

SUBJECT: Final = "laporan-semester"


def editions(half: Half, place: str) -> list[Reported]:
    """Every edition, the newest first."""
    rows = Reported.objects.filter(year=half.year, half=half.half, place_code=place)
    return list(rows.select_related("by").order_by("-edition"))


@transaction.atomic
def freeze(
    half: Half, place: str, by: Account, *, number: str, on: dt.date, reason: str = "",
    origin: str = "",
) -> Reported:  # fmt: skip
    """Freeze the report as it stands today. A later edition says why. Raises ValidationError."""
    today = timezone.localdate()
    if not words.may_write(by, place):
        raise NotYoursError(_("Akun ini tidak menetapkan laporan di tempat itu."))
    Area.objects.select_for_update().get(code=place)  # one edition at a time
    before = editions(half, place)
    if len(number.strip()) < 3:
        raise OversightError(_("Tulis nomor laporannya."))
    if on > today:
        raise OversightError(_("Tanggal laporan belum terjadi."))
    if on < half.begins:
        raise OversightError(_("Tanggal laporan lebih dulu daripada semesternya."))
    if before and len(reason.strip()) < 5:
        raise OversightError(_("Sudah ada edisi sebelumnya: tulis alasan edisi baru."))
    with translation.override("id"):
        found = read(half, place, today)
        edition = before[0].edition + 1 if before else 1
        drawn = letter(
            found, words.words(half, place), number=number.strip(), on=on,
            reason=reason.strip() if before else "", edition=edition,
        )  # fmt: skip
        public_id = public_ids.new()
        old = by_public_id(before[0].document_id) if before else None
        document = services.issue(
            drawn, subject_kind=SUBJECT, subject_id=public_id, place_code=place, account=by,
            office=sender(found), origin=origin,
            replaces=old if old is not None and old.withdrawn_at is None else None,
        )  # fmt: skip
        return Reported.objects.create(
            public_id=public_id, year=half.year, half=half.half, place_code=place,
            edition=edition, document_id=document.public_id,
            word_path=files.put(office_words.write(drawn), "docx")[0],
            book_path=files.put(book.book(found), "xlsx")[0], figures=figures(found),
            reason=reason.strip()[:400], rule_version=reference.load().version(today), by=by,
        )  # fmt: skip


def figures(found: Read) -> dict[str, object]:
    """The figures of the summary, for whoever compares editions: counts and sums only."""
    kept, money = found.promised.total, found.money.total
    return {
        "janji_jatuh_tempo": kept.due, "janji_ditepati": kept.kept,
        "janji_lewat": found.promised.late_count, "keputusan": found.meetings.agreed,
        "kegiatan": money.activities, "pagu": money.amount, "belanja": found.money.spent_half,
        "kunjungan": len(found.overseen.visits), "temuan": len(found.overseen.findings),
    }  # fmt: skip


def draft(half: Half, place: str, form: str) -> bytes:
    """The report before it is frozen (pdf, docx, xlsx): marked a draft, without a number."""
    with translation.override("id"):
        found = read(half, place)
        if form == "xlsx":
            return book.book(found)
        drawn = dataclasses.replace(letter(found, words.words(half, place)), watermark="KONSEP")
        return office_words.write(drawn) if form == "docx" else letters.render(drawn)


def may_open(request: HttpRequest, document: Document) -> bool:
    """Whoever oversees the place; the province reads the report, which names nobody."""
    return rights_in(request).may("pengawasan", document.place_code)


def may_act(request: HttpRequest, document: Document) -> bool:
    """Scans come from who writes the report."""
    return rights_in(request).may("pengawasan-isi", document.place_code)


def register() -> None:
    """Tell the documents. Twice is once."""
    gates.register(SUBJECT, may_open, may_act)
