"""Who may open a document: the room that made it says so; without its word, nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from rembuk.office.documents.models import Document

Gate = Callable[[HttpRequest, Document], bool]


@dataclass(frozen=True)
class _Gates:
    opens: Gate
    acts: Gate


_REGISTERED: dict[str, _Gates] = {}


def register(subject_kind: str, may: Gate, may_act: Gate | None = None) -> None:
    """Say who opens documents of a kind of subject, and who uploads scans to them and withdraws
    them (None: who opens them). Registering again replaces, so a reload is harmless."""
    _REGISTERED[subject_kind] = _Gates(may, may_act or may)


def may_open(request: HttpRequest, document: Document) -> bool:
    """Whether who asks may open a document."""
    gates = _REGISTERED.get(document.subject_kind)
    return gates is not None and gates.opens(request, document)


def may_act(request: HttpRequest, document: Document) -> bool:
    """Whether who asks may upload its scan or withdraw it."""
    gates = _REGISTERED.get(document.subject_kind)
    return gates is not None and gates.opens(request, document) and gates.acts(request, document)
