"""The editions of what is frozen, and how one more is kept: a numbered document with a check page,
a Word twin, a workbook. Nothing frozen is changed: a later one is a new edition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

from rembuk import reference
from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.convergence.models import Year
from rembuk.office.documents import files, services, words
from rembuk.office.documents.letters import Letter
from rembuk.office.documents.models import Document
from rembuk.office.documents.queries import by_public_id
from rembuk.office.review.models import Analysed, Reviewed
from rembuk.office.seats.models import Office

Edition = TypeVar("Edition", Analysed, Reviewed)


@dataclass(frozen=True)
class Papers:
    """What is kept of an edition. `title`: the document's, "" for the letter's own."""

    subject: str
    letter: Letter
    book: bytes
    figures: dict[str, Any]
    office: Office | None
    title: str = ""


def editions(kind: type[Edition], year: Year, place: str) -> list[Edition]:
    """Frozen editions of a place, the newest first."""
    rows = kind._default_manager.filter(year=year, place_code=place).select_related("by")
    return list(rows.order_by("-edition"))


def keep(
    kind: type[Edition], papers: Papers, year: Year, place: str, by: Account, before: list[Edition],
    *, reason: str, origin: str, rules_on: dt.date, **more: object,
) -> tuple[Edition, Document]:  # fmt: skip
    """Keep one more edition after those `before`; its document takes the place of the last one's
    unless that was withdrawn. `more`: fields of its own."""
    public_id = public_ids.new()
    old = by_public_id(before[0].document_id) if before else None
    document = services.issue(
        papers.letter, subject_kind=papers.subject, subject_id=public_id, place_code=place,
        account=by, office=papers.office, title=papers.title, origin=origin,
        replaces=old if old is not None and old.withdrawn_at is None else None,
    )  # fmt: skip
    made = kind._default_manager.create(
        public_id=public_id, year=year, place_code=place,
        edition=before[0].edition + 1 if before else 1, document_id=document.public_id,
        word_path=files.put(words.write(papers.letter), "docx")[0],
        book_path=files.put(papers.book, "xlsx")[0], figures=papers.figures,
        reason=reason.strip()[:400], rule_version=reference.load().version(rules_on), by=by, **more,
    )  # fmt: skip
    return made, document
