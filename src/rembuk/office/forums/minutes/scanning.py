"""Whether an uploaded scan is of the paper it is brought for: asked in words where it looks not.

A scan is a picture; what can be told of it are its pages, its text where the scanner or a signing
service left one (number, check code), and whether the same file was brought for another paper.
"""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk.office.access.public_ids import read
from rembuk.office.documents import files, pdfs
from rembuk.office.documents.models import Document, Scan
from rembuk.office.forums.errors import AskedError, ForumError

_CODE: Final = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{2}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}\b")
MOST_PAGES: Final = 20
"""Pages whose text is looked at."""


def compare(upload: Any, document: Document, *, sure: bool = False) -> None:
    """Refuse a file that is certainly another paper; ask (AskedError) about one that may be."""
    content = _bytes(upload)
    if content is None:
        return  # keeping it says what is wrong
    sha256 = hashlib.sha256(content).hexdigest()
    other = Scan.objects.filter(sha256=sha256).exclude(document=document)
    bound = other.select_related("document").first()
    if bound is not None:
        raise ForumError(
            _("Berkas ini sudah diikat pada surat lain: %(title)s. Pilih pindaian berita acara "
              "ini.") % {"title": bound.document.title}, code="lain",
        )  # fmt: skip
    codes, number_seen, pages = _told(content, document)
    strange = Document.objects.filter(public_id__in=codes - {document.public_id}).first()
    if strange is not None and document.public_id not in codes:
        raise ForumError(
            _("Kode di berkas ini milik surat lain: %(title)s, %(number)s. Pilih pindaian berita "
              "acara ini.") % {"title": strange.title, "number": strange.number or "-"},
            code="lain",
        )  # fmt: skip
    if sure or document.public_id in codes or number_seen:
        return
    if pages and pages != document.pages:
        raise AskedError(
            _("Berkas ini %(scan)s halaman, berita acara %(paper)s halaman. Benarkah ini berita "
              "acara nomor %(number)s? Bila benar, centang lalu unggah lagi.")
            % {"scan": pages, "paper": document.pages, "number": document.number or "-"},
            code="halaman",
        )  # fmt: skip
    if not pages and document.pages > 1:
        raise AskedError(
            _("Ini satu foto, berita acara %(paper)s halaman. Bila hanya halaman tanda tangan yang "
              "dipindai, centang lalu unggah lagi.") % {"paper": document.pages},
            code="halaman",
        )  # fmt: skip


def _bytes(upload: Any) -> bytes | None:
    """The upload whole, and wound back for whoever keeps it."""
    if upload is None or upload.size > files.MAX_MB * 1024 * 1024:
        return None
    upload.seek(0)
    content: bytes = upload.read()
    upload.seek(0)
    return content


def _told(content: bytes, document: Document) -> tuple[set[str], bool, int]:
    """Check codes in the file's text, whether the paper's number stands there, its pages."""
    if files.form_of(content) != "pdf":
        return set(), False, 0
    try:
        pages = pdfs.checked(content)
        text = _text(content)
    except ValidationError:
        return set(), False, 0
    codes = {plain for found in _CODE.findall(text) if (plain := read(found))}
    squeezed = "".join(text.split())
    number = "".join(document.number.split())
    return codes, bool(number) and number in squeezed, pages


def _text(content: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        found = "\n".join(page.extract_text() or "" for page in reader.pages[:MOST_PAGES])
        return found.replace("\u200b", "").replace("\xad", "")  # where our papers let a line break
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""  # its pages are counted all the same
