"""Who may open a frozen analysis: whoever may see the year of the district it lies in."""

from __future__ import annotations

from django.http import HttpRequest

from rembuk.office.access.asked import account_of
from rembuk.office.access.policies import rights_in
from rembuk.office.convergence.asking import meets
from rembuk.office.documents import gates
from rembuk.office.documents.models import Document
from rembuk.office.review.analysis_freeze import SUBJECT
from rembuk.office.review.analysis_words import may_write
from rembuk.office.review.models import Analysed


def may_open(request: HttpRequest, document: Document) -> bool:
    """A report without names is for every office of the district."""
    return meets(rights_in(request), document.place_code)


def may_act(request: HttpRequest, document: Document) -> bool:
    """Scans come from who speaks for the analysis."""
    made = Analysed.objects.filter(public_id=document.subject_id).select_related("year").first()
    return made is not None and may_write(account_of(request), made.year, made.place_code)


def register() -> None:
    """Tell the documents. Twice is once."""
    gates.register(SUBJECT, may_open, may_act)
