"""Whether a scan is of the paper it is brought for: told by its check code, else by a person.

The QR on our papers names the document and carries digits that only this installation can make.
Read and right, it decides: the same paper is bound, another is refused by its number. Where no code
can be read (cut off, covered by a stamp, too dim), words of the file may still tell; where they do
not, whoever brings it says why it is the paper all the same, and that is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk.office.documents import numbers
from rembuk.office.documents.checking import check_digits
from rembuk.office.documents.models import Document, Proof, Scan
from rembuk.office.documents.scans.looking import Code, Look

REASON: Final = 5
"""Letters a reason has at least."""


class UnsureError(ValidationError):
    """It may be this paper; whoever brings it is asked once, and says why."""


class OtherPaperError(ValidationError):
    """It is certainly another paper."""


@dataclass(frozen=True)
class Proven:
    """How a scan was told to be the paper: `also` are other papers of ours in the same file."""

    how: Proof
    why: str = ""
    also: tuple[Document, ...] = ()


def prove(document: Document, seen: Look, sha256: str, why: str = "") -> Proven:
    """How this file is told to be this paper. Raises OtherPaperError, or UnsureError while `why`
    says nothing."""
    bound = Scan.objects.filter(sha256=sha256).exclude(document=document).select_related("document")
    if (first := bound.first()) is not None and not _mixed(document, seen):
        raise OtherPaperError(
            _("Berkas ini sudah diikat pada surat lain: %(paper)s. Pilih pindaian %(this)s.")
            % {"paper": named(first.document), "this": named(document)}, code="lain",
        )  # fmt: skip
    ours, others, strange = _sorted(document, seen.codes)
    if ours:
        return Proven(Proof.CODE, also=tuple(others))
    if others:
        raise OtherPaperError(_another(document, others[0]), code="lain")
    told = document.public_id in seen.ids
    if not told and (other := _in_words(seen)) is not None:
        raise OtherPaperError(_another(document, other), code="lain")
    number = "".join(document.number.split())
    if not strange and (told or (number and number in seen.text)):
        return Proven(Proof.WORDS)
    if len(why.strip()) >= REASON:
        return Proven(Proof.PERSON, why.strip()[:200])
    raise UnsureError(_question(document, seen, strange), code="kode")


def named(document: Document) -> str:
    """A paper as its public check page names it: kind, number, day; no title, no person."""
    parts = [document.get_kind_display()]
    if document.number:
        parts.append(_("nomor %s") % document.number)
    if document.on:
        parts.append(numbers.long_date(document.on))
    if not document.number:
        parts.append(_("kode %s") % document.public_id)
    return ", ".join(parts)


def _sorted(
    document: Document, codes: tuple[Code, ...]
) -> tuple[bool, list[Document], tuple[Code, ...]]:
    """Whether this paper's code is there; other papers of ours; codes that lead nowhere here."""
    ids = {one.public_id for one in codes}
    papers = {one.public_id: one for one in Document.objects.filter(public_id__in=ids)}
    right = {
        code: paper
        for code in codes
        if (paper := papers.get(code.public_id)) is not None
        and check_digits(paper.public_id, paper.data_digest) == code.digits
    }
    others = {paper.pk: paper for paper in right.values() if paper != document}
    strange = tuple(code for code in codes if code not in right)
    return document in right.values(), list(others.values()), strange


def _mixed(document: Document, seen: Look) -> bool:
    """Whether several papers were scanned into one file, this one among them."""
    return _sorted(document, seen.codes)[0]


def _in_words(seen: Look) -> Document | None:
    return Document.objects.filter(public_id__in=seen.ids).first() if seen.ids else None


def _another(document: Document, other: Document) -> str:
    if other.replaced_by_id == document.pk:
        return _(
            "Kode di berkas ini milik edisi lama yang sudah diganti: %(paper)s. Cetak edisi yang "
            "berlaku, tanda tangani, lalu pindai."
        ) % {"paper": named(other)}
    return _("Kode di berkas ini milik surat lain: %(paper)s. Pilih pindaian %(this)s.") % {
        "paper": named(other), "this": named(document),
    }  # fmt: skip


def _question(document: Document, seen: Look, strange: tuple[Code, ...]) -> str:
    if strange and strange[0].public_id == document.public_id:
        said = _("Kode QR berkas ini menyebut surat ini, tetapi angka periksanya tidak cocok.")
    elif strange:
        said = _("Kode QR berkas ini bukan dari surat yang dibuat Rembuk ini.")
    elif seen.failed:
        said = _("Gambar di berkas ini tidak dapat dibaca mesin.")
    else:
        said = _("Kode QR surat tidak ditemukan di berkas ini.")
    if seen.pages and seen.pages != document.pages:
        said += " " + _("Berkas ini %(scan)s halaman, surat ini %(paper)s halaman.") % {
            "scan": seen.pages, "paper": document.pages,
        }  # fmt: skip
    return (
        said
        + " "
        + _(
            "Bandingkan dengan kertasnya. Bila benar %(this)s, pilih lagi berkasnya dan tulis "
            "mengapa kodenya tidak terbaca."
        )
        % {"this": named(document)}
    )
