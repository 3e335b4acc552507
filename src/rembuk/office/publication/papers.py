"""The PDF of a publication, kept with a check page; it is for everybody."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_in
from rembuk.office.documents import gates, services
from rembuk.office.documents.models import Document
from rembuk.office.publication import letter
from rembuk.office.publication.models import Publication

SUBJECT: Final = "publikasi"


def issue(one: Publication, account: Account, before: Publication | None, origin: str) -> Document:
    """Set the PDF of an edition; it takes the place of the edition before."""
    old = None
    if before is not None and before.document_id:
        old = Document.objects.filter(
            public_id=before.document_id, withdrawn_at=None, replaced_by=None
        ).first()
    return services.issue(
        letter.letter(one), subject_kind=SUBJECT, subject_id=one.public_id,
        place_code=one.district_code, account=account, replaces=old, origin=origin,
    )  # fmt: skip


def withdraw(one: Publication, account: Account) -> None:
    """Withdraw its PDF: the check page says so."""
    paper = Document.objects.filter(
        public_id=one.document_id, withdrawn_at=None, replaced_by=None
    ).first()
    if paper is not None:
        services.withdraw(paper, account, one.withdrawn_why)


def may_open(request: HttpRequest, document: Document) -> bool:
    """The PDF is public, but its desk page is of who works with it."""
    return rights_in(request).may("konvergensi", document.place_code)


def may_act(request: HttpRequest, document: Document) -> bool:
    """A publication is withdrawn on its own page, with its table, and nowhere else."""
    return False


def register() -> None:
    """Tell the documents. Twice is once."""
    gates.register(SUBJECT, may_open, may_act)
