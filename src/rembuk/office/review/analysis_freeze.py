"""Freeze an analysis: PDF with a number and a check page, Word twin, workbook; and tick the
evidence the steps of the year ask for. Nothing frozen is changed: a later one is a new edition."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.convergence import proving, years
from rembuk.office.convergence.models import Year
from rembuk.office.convergence.steps import DOERS, scheme_of
from rembuk.office.documents import files, services, words
from rembuk.office.documents.models import Document
from rembuk.office.review import analysis_letter, analysis_sheet
from rembuk.office.review.analysis import Analysis, analysis
from rembuk.office.review.analysis_scope import Scope, scope
from rembuk.office.review.analysis_words import may_write
from rembuk.office.review.errors import NotYoursError, ReviewError
from rembuk.office.review.models import Analysed
from rembuk.reference.schemes import Requirement, Step

SUBJECT: Final = "analisis-situasi"
PAPERS: Final = ("laporan-ansit", "ansit-kecamatan")
"""Requirements the report itself meets."""
BOOKS: Final = ("analisis-cakupan", "peta-program")
"""Requirements its workbook meets: the coverage tables, the map of programmes."""


def editions(year: Year, place: str) -> list[Analysed]:
    """Frozen editions, newest first."""
    rows = Analysed.objects.filter(year=year, place_code=place).select_related("by")
    return list(rows.order_by("-edition"))


@transaction.atomic
def freeze(
    year: Year, place: str, by: Account, *, number: str = "", reason: str = "", origin: str = "",
    today: dt.date | None = None,
) -> Analysed:  # fmt: skip
    """Freeze the analysis as it stands now. Raises ValidationError in words."""
    held = years.take(year, None)
    years.running(held)
    if not may_write(by, held, place):
        raise NotYoursError(_("Akun ini tidak menetapkan analisis wilayah itu."), code="hak")
    before = editions(held, place)
    if before and len(reason.strip()) < 5:
        raise ReviewError(
            _("Sudah ada edisi %(n)s. Tulis mengapa dibuat yang baru.")
            % {"n": before[0].edition}, code="alasan",
        )  # fmt: skip
    with translation.override("id"):  # a paper of the office
        given = scope(held, place, hiding=True, today=today)
        found = analysis(given)
        made = _issue(found, by, number, reason, origin, before)
        _tick(made, given, by)
    return made


def _issue(
    found: Analysis, by: Account, number: str, reason: str, origin: str, before: list[Analysed]
) -> Analysed:
    given = found.scope
    office = analysis_letter.sender(given)
    number = number.strip()[:120]
    if not number and office is not None:
        number = services.next_number(office, given.today)
    letter = analysis_letter.report(found, number, reason.strip())
    public_id = public_ids.new()
    old = Document.objects.filter(public_id=before[0].document_id).first() if before else None
    document = services.issue(
        letter, subject_kind=SUBJECT, subject_id=public_id, place_code=given.place, account=by,
        office=office, title=f"Analisis situasi {given.year.year}, {given.titled}", origin=origin,
        replaces=old if old is not None and old.withdrawn_at is None else None,
    )  # fmt: skip
    word_path, _hash = files.put(words.write(letter), "docx")
    book_path, _hash = files.put(analysis_sheet.book(found), "xlsx")
    return Analysed.objects.create(
        public_id=public_id, year=given.year, place_code=given.place,
        edition=before[0].edition + 1 if before else 1, month=given.month, as_of=given.as_of,
        document_id=document.public_id, word_path=word_path, book_path=book_path,
        figures=figures(found), reason=reason.strip()[:400],
        rule_version=reference.load().version(given.as_of), by=by,
    )  # fmt: skip


def figures(found: Analysis) -> dict[str, Any]:
    """What is kept of it as data: the sentences, the office's words, and every sum."""
    total = found.spread.total
    return {
        "kalimat": {code: list(said) for code, said in found.sentences.items()},
        "kata": {code: said.text for code, said in found.words.items() if said.text},
        "register": None if total is None else {
            "bulan": f"{found.spread.month:%Y-%m}", "s": total.figures.counts.s,
            "d": total.figures.counts.d, "n": total.stunting.n, "dari": total.stunting.of,
        },
        "cakupan": {
            one.indicator.code: {
                "periode": one.period.code if one.period else "", "n": one.total.n,
                "dari": one.total.of, "terisi": one.total.filled, "seharusnya": one.total.expected,
                "target": one.goal.value if one.goal else None, "terbaca": one.readable,
            }
            for one in (*found.coverage.services, *found.coverage.supply, *found.coverage.results)
        },
        "kurang": {one.reach.indicator.code: one.hole for one in found.gaps},
        "desa": [one.facts.code for one in found.ranked.proposed],
        "kegiatan": [one.key for one in found.activities],
    }  # fmt: skip


def asked_for(year: Year, place: str) -> list[tuple[Step, Requirement]]:
    """Requirements of the year's steps that a frozen analysis of the place meets."""
    whole = place == year.district_code
    return [
        (step, need)
        for step in scheme_of(year).steps()
        for need in step.requires
        if need.code in (*PAPERS, *BOOKS)
        and (DOERS.get(step.owner, "kabupaten") == "kabupaten") == whole
    ]


def _tick(made: Analysed, given: Scope, by: Account) -> None:
    """Bring the PDF and the workbook as evidence of the steps."""
    document = Document.objects.get(public_id=made.document_id)
    for step, need in asked_for(given.year, given.place):
        form = "pdf" if need.code in PAPERS else "xlsx"
        if form not in need.kinds:
            continue
        path = document.file if form == "pdf" else made.book_path
        upload = SimpleUploadedFile(f"analisis.{form}", files.opened(path))
        proving.add(
            proving.Subject(given.year, given.place, need, step=step.code), by, upload=upload,
            on=given.today, title=f"{need.name_id}, edisi {made.edition}",
        )  # fmt: skip
