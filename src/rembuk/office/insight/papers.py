"""Who may open the annex of a decision on lokus."""

from __future__ import annotations

from django.http import HttpRequest

from rembuk.office.access.policies import rights_in
from rembuk.office.documents import gates
from rembuk.office.documents.models import Document
from rembuk.office.insight.lokus_decision import SUBJECT
from rembuk.office.places.scope import contains


def near(request: HttpRequest, district: str) -> bool:
    """Whether the reader sees figures of a place that holds the district or lies in it."""
    mine = rights_in(request).places_for("lihat-agregat")
    return any(contains(one, district) or contains(district, one) for one in mine)


def may_open(request: HttpRequest, document: Document) -> bool:
    """A decree is for every office of the district."""
    return near(request, document.place_code)


def may_act(request: HttpRequest, document: Document) -> bool:
    """Scans come from who manages the convergence there."""
    return rights_in(request).may("konvergensi-kelola", document.place_code)


def register() -> None:
    """Tell the documents. Twice is once."""
    gates.register(SUBJECT, may_open, may_act)
