"""Freeze an analysis: PDF with a number and a check page, Word twin, workbook; and tick the
evidence the steps of the year ask for. Nothing frozen is changed: a later one is a new edition."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.convergence import proving, years
from rembuk.office.convergence.models import Year
from rembuk.office.convergence.steps import DOERS, scheme_of
from rembuk.office.documents import files, services
from rembuk.office.documents.models import Document
from rembuk.office.review import analysis_letter, analysis_sheet, freezing
from rembuk.office.review.analysis import Analysis, analysis
from rembuk.office.review.analysis_scope import Scope, scope
from rembuk.office.review.analysis_words import may_write
from rembuk.office.review.errors import NotYoursError, ReviewError
from rembuk.office.review.freezing import Papers
from rembuk.office.review.models import Analysed
from rembuk.reference.schemes import Requirement, Step

SUBJECT: Final = "analisis-situasi"
PAPERS: Final = ("laporan-ansit", "ansit-kecamatan")
"""Requirements the report itself meets."""
BOOKS: Final = ("analisis-cakupan", "peta-program")
"""Requirements its workbook meets: the coverage tables, the map of programmes."""


def editions(year: Year, place: str) -> list[Analysed]:
    """Frozen editions, newest first."""
    return freezing.editions(Analysed, year, place)


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
        return _issue(found, by, number, reason, origin, before)


def _issue(
    found: Analysis, by: Account, number: str, reason: str, origin: str, before: list[Analysed]
) -> Analysed:
    given = found.scope
    office = analysis_letter.sender(given)
    number = number.strip()[:120]
    if not number and office is not None:
        number = services.next_number(office, given.today)
    papers = Papers(
        SUBJECT, analysis_letter.report(found, number, reason.strip()), analysis_sheet.book(found),
        figures(found), office, f"Analisis situasi {given.year.year}, {given.titled}",
    )  # fmt: skip
    made, document = freezing.keep(
        Analysed, papers, given.year, given.place, by, before, reason=reason, origin=origin,
        rules_on=given.as_of, month=given.month, as_of=given.as_of,
    )  # fmt: skip
    _tick(made, document, given, by)
    return made


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


def _tick(made: Analysed, document: Document, given: Scope, by: Account) -> None:
    """Bring the PDF and the workbook as evidence of the steps."""
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
