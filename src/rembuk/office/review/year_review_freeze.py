"""Freeze a review: a numbered document that stays, its Word copy and workbook, and the evidence of
the step that asks for it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_in
from rembuk.office.convergence import proving, steps
from rembuk.office.convergence.models import Evidence, Year
from rembuk.office.convergence.proving import Subject
from rembuk.office.documents import files, gates, letters
from rembuk.office.documents.letters import Letter
from rembuk.office.documents.models import Document
from rembuk.office.review import (
    findings,
    freezing,
    improvements,
    year_review_letter,
    year_review_sheet,
)
from rembuk.office.review.errors import ReviewError
from rembuk.office.review.freezing import Papers
from rembuk.office.review.models import Reviewed
from rembuk.office.review.year_review import Review, review
from rembuk.office.review.year_review_facts import subjects

SUBJECT: Final = "reviu-tahunan"
PAPER: Final = "dokumen-reviu"
TABLE: Final = "realisasi"
"""Requirements of a step the document and the workbook meet."""


def editions(year: Year, place: str) -> list[Reviewed]:
    """Every edition, the newest first."""
    return freezing.editions(Reviewed, year, place)


def drawn(found: Review, number: str, on: dt.date, reason: str = "", edition: int = 1) -> Letter:
    """The document as it would be frozen now."""
    return year_review_letter.letter(
        found, findings.standing(found.year, found.place),
        improvements.of_review(found.year, found.place), number=number, on=on, reason=reason,
        edition=edition,
    )  # fmt: skip


@transaction.atomic
def freeze(
    year: Year, place: str, account: Account, *, number: str, on: dt.date, reason: str = "",
    origin: str = "",
) -> Reviewed:  # fmt: skip
    """Freeze the review as it stands today. A later edition says why. Raises ValidationError."""
    findings.check(account, year, place)
    Year.objects.select_for_update().get(pk=year.pk)
    before = editions(year, place)
    today = timezone.localdate()
    if len(number.strip()) < 3:
        raise ReviewError(_("Tulis nomor dokumennya."), code="nomor")
    if on > today:
        raise ReviewError(_("Tanggal dokumen belum terjadi."), code="tanggal")
    if not findings.standing(year, place):
        raise ReviewError(
            _("Belum ada temuan yang diputuskan. Terima atau tulis paling sedikit satu."),
            code="temuan",
        )
    if before and len(reason.strip()) < 5:
        raise ReviewError(_("Sudah ada edisi sebelumnya: tulis alasan edisi baru."), code="alasan")
    with translation.override("id"):
        found = review(year, place, today)
        edition = before[0].edition + 1 if before else 1
        papers = Papers(
            SUBJECT, drawn(found, number.strip(), on, reason.strip() if before else "", edition),
            year_review_sheet.book(found),
            {f"{one.about}|{one.code}": one.facts for one in subjects(found)},
            year_review_letter.sender(found),
        )  # fmt: skip
        made, document = freezing.keep(
            Reviewed, papers, year, place, account, before, reason=reason, origin=origin,
            rules_on=today,
        )  # fmt: skip
    prove(year, place, account, on, PAPER, files.opened(document.file), "reviu.pdf")
    prove(year, place, account, on, TABLE, papers.book, "realisasi.xlsx")
    return made


def prove(
    year: Year, place: str, account: Account, on: dt.date, requirement: str, content: bytes,
    name: str,
) -> Evidence | None:  # fmt: skip
    """Bring it as evidence of the step of this place that asks for it; None where none does."""
    for line in steps.lines(year, timezone.localdate()):
        for asked in line.step.requires:
            if asked.code == requirement and any(p.place_code == place for p in line.places):
                subject = Subject(year, place, asked, step=line.step.code)
                return proving.add(subject, account, upload=ContentFile(content, name), on=on)
    return None


def preview(found: Review) -> bytes:
    """The document as PDF before it is frozen: marked a draft, without a number."""
    with translation.override("id"):
        letter = dataclasses.replace(drawn(found, "", found.on), watermark="KONSEP")
        return letters.render(letter)


def may_open(request: HttpRequest, document: Document) -> bool:
    """Whoever sees the convergence of the place."""
    return rights_in(request).may("konvergensi", document.place_code)


def may_act(request: HttpRequest, document: Document) -> bool:
    """Scans come from who decides on the review."""
    rights = rights_in(request)
    mine = Reviewed.objects.filter(public_id=document.subject_id).select_related("year").first()
    return mine is not None and findings.may_write(rights, mine.year, mine.place_code)


def register() -> None:
    """Tell the documents. Twice is once."""
    gates.register(SUBJECT, may_open, may_act)
