"""Whether an uploaded PDF is whole, open, and only paper."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES: Final = 500
MAX_OBJECTS: Final = 50_000
ACTIVE: Final = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles")
"""Parts that run or carry something; a scan has none."""
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its lines may quote the file


def checked(content: bytes) -> int:
    """The number of pages. Raises ValidationError for a file that is broken, locked, empty or
    carries programs or other files."""
    from pypdf import PdfReader  # half a second to load, and few processes read a PDF
    from pypdf.errors import PyPdfError

    broken = _("PDF ini rusak atau terpotong. Simpan atau pindai ulang, lalu unggah lagi.")
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise ValidationError(
                _("PDF ini dikunci kata sandi. Simpan tanpa kata sandi, lalu unggah lagi.")
            )
        pages = len(reader.pages)
        sizes = [reader.pages[at].mediabox for at in range(min(pages, 5))]
        active = carries_programs(reader)
    except ValidationError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValidationError(broken) from error
    if not sizes:
        raise ValidationError(broken)
    if pages > MAX_PAGES:
        raise ValidationError(
            _("PDF ini lebih dari %(n)s halaman. Unggah bagian yang diperlukan saja.")
            % {"n": MAX_PAGES}
        )
    if active:
        raise ValidationError(
            _(
                "PDF ini membawa program atau berkas lain di dalamnya. Cetak ke PDF atau pindai, "
                "lalu unggah hasilnya."
            )
        )
    return pages


def carries_programs(reader: PdfReader) -> bool:
    """Whether any object has a part of `ACTIVE`. Objects are looked at one by one, not followed."""
    seen = 0
    for generation in reader.xref.values():
        seen += len(generation)
    if seen > MAX_OBJECTS:
        return False
    numbers = {*(n for ids in reader.xref.values() for n in ids), *reader.xref_objStm}
    return any(_active(reader.get_object(number)) for number in numbers)


def _active(part: object, depth: int = 0) -> bool:
    """Whether a part, or one written inside it, runs or carries something."""
    if depth > 20:
        return True
    if isinstance(part, dict):
        if any(name in part for name in ACTIVE) or dict.get(part, "/S") in ACTIVE:
            return True
        return any(_active(inner, depth + 1) for inner in dict.values(part))
    if isinstance(part, list):
        return any(_active(inner, depth + 1) for inner in list.__iter__(part))
    return False


def count(content: bytes) -> int:
    """Pages of a PDF of our own."""
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)
