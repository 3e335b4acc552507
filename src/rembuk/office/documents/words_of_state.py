"""The state and history of a document in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rembuk.office.documents.models import Document, DocumentEvent, Proof, Scan


@dataclass(frozen=True)
class State:
    """A state as a page shows it: shape, word, what it means."""

    code: str
    shape: str
    word: Promise | str
    meaning: Promise | str


STATES: Final = {
    "berlaku": State(
        "berlaku",
        "done",
        _("Berlaku"),
        _("Surat dengan kode ini dibuat oleh kantor yang tertulis."),
    ),
    "diganti": State(
        "diganti", "soon", _("Sudah diganti"), _("Surat lain sudah menggantikan surat ini.")
    ),
    "ditarik": State(
        "ditarik", "off", _("Ditarik"), _("Kantor yang membuatnya sudah menarik surat ini.")
    ),
    "kedaluwarsa": State(
        "kedaluwarsa", "off", _("Lewat masa berlaku"), _("Salinan ini tidak boleh dipakai lagi.")
    ),
}
ACTS: Final = {
    "dibuat": _("Dibuat"),
    "pindaian": _("Pindaian bertanda tangan diunggah"),
    "ditarik": _("Ditarik"),
    "diganti": _("Diganti surat lain"),
}


@dataclass(frozen=True)
class Event:
    """A line of the history."""

    word: Promise | str
    by: str
    at: dt.datetime
    reason: str
    sha256: str


def bound(scan: Scan) -> str:
    """What to say of a scan that was kept."""
    if scan.proof == Proof.CODE:
        return _now("Pindaian disimpan. Kode QR-nya cocok dengan surat ini.")
    if scan.proof == Proof.WORDS:
        return _now("Pindaian disimpan. Kode atau nomor surat ini ada di teks berkas.")
    return _now("Pindaian disimpan. Kodenya tidak terbaca; alasan Anda ikut tercatat.")


def state(document: Document, today: dt.date) -> State:
    """The document's state on a day."""
    return STATES[document.state(today)]


def events(document: Document) -> list[Event]:
    """The history, oldest first."""
    rows = DocumentEvent.objects.filter(document=document).select_related("by")
    return [
        Event(ACTS.get(row.act, row.act), str(row.by or ""), row.at, row.reason, row.sha256)
        for row in rows
    ]
