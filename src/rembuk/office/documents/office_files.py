"""Workbooks, word documents and CSV that people bring: known by what is in them, without macros."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Final, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PARTS: Final[dict[str, Literal["xlsx", "docx"]]] = {
    "xl/workbook.xml": "xlsx",
    "word/document.xml": "docx",
}
"""The part that makes an Office Open XML package what it is."""
MOST: Final = 200 * 1024 * 1024
"""Bytes a package may unfold to: more is a bomb, not a plan of activities."""
SNIFFED: Final = 65_536


def form_of(content: bytes) -> Literal["xlsx", "docx", "csv", ""]:
    """What the bytes are; "" for anything else."""
    if content.startswith(b"PK\x03\x04"):
        found = [PARTS[name] for name in _names(content) if name in PARTS]
        return found[0] if len(found) == 1 else ""
    return "csv" if _is_table(content) else ""


def checked(content: bytes, form: str) -> int:
    """Refuse a package with macros or that unfolds without end. Pages are not known: 0."""
    if form == "csv":
        return 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if any(name.lower().endswith("vbaproject.bin") for name in package.namelist()):
            raise ValidationError(_("Berkas ini berisi makro. Simpan tanpa makro, lalu unggah."))
        if sum(one.file_size for one in package.infolist()) > MOST:
            raise ValidationError(_("Isi berkas ini terlalu besar setelah dibuka."))
    return 0


def _names(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return []


def _is_table(content: bytes) -> bool:
    """Text of at least two rows with the same two or more columns."""
    head = content[:SNIFFED]
    if not head or b"\0" in head:
        return False
    try:
        text = head.decode("utf-8-sig" if len(content) <= SNIFFED else "latin-1")
    except UnicodeDecodeError:
        text = head.decode("latin-1")
    if any(ord(mark) < 32 and mark not in "\t\r\n" for mark in text) or text.lstrip()[:1] in "<{%":
        return False
    for mark in (",", ";", "\t"):
        try:
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if row]
        except csv.Error:
            continue
        whole = rows if len(content) <= SNIFFED else rows[:-1]
        widths = {len(row) for row in whole}
        if len(whole) >= 2 and widths != {1} and len(widths) == 1:
            return True
    return False
