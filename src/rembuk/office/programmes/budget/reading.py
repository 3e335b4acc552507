"""Budget workbooks read: which column says what, in the shape of SIPD or of a village budget.

Offices save these sheets by hand and under many heads; a head is known by its words alone. Rows of
a village budget are a tree: what stands above others is their sum and is never a line itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk.office.intake.reading.grid import read, sheets
from rembuk.office.intake.returned import cell, opened
from rembuk.office.programmes.models import SourceKind

HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "activity": ("no kegiatan", "nomor kegiatan", "kode rembuk"),
    "office": ("nama sub skpd", "nama skpd", "skpd", "perangkat daerah", "opd"),
    "place": ("kode wilayah", "kode desa", "nama desa", "desa", "lokasi"),
    "code": ("kode sub kegiatan", "kode subkegiatan", "kode kegiatan"),
    "name": ("nama sub kegiatan", "sub kegiatan", "nama kegiatan"),
    "account": ("kode rekening", "kode akun", "rekening"),
    "number": ("no baris", "nomor baris", "no urut", "no"),
    "title": ("uraian", "nama paket", "paket kelompok belanja", "nama rekening"),
    "volume": ("volume", "koefisien", "target"),
    "unit": ("satuan",),
    "amount": ("pagu", "jumlah anggaran", "anggaran", "pagu anggaran", "nilai", "jumlah"),
    "money": ("nama sumber dana", "sumber dana", "sumber"),
    "realised": ("realisasi", "realisasi anggaran", "jumlah realisasi"),
}
"""Field -> heads it goes by, the surest first. From SIPD's recapitulation of budget documents and
from village budget sheets as offices send them; no official layout was at hand."""
NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    SourceKind.SIPD.value: ("code", "amount"), SourceKind.VILLAGE.value: ("account", "amount"),
}  # fmt: skip
MOST_ROWS: Final = 20_000
LOOK: Final = 30
"""Rows from the top in which the heads are looked for."""
_THOUSANDS: Final = re.compile(r"dalam ribu|ribuan rupiah|rp\.? ?000", re.IGNORECASE)


@dataclass(frozen=True)
class Read:
    """A workbook as it was read: rows as {no, cells: {head: text}}, and whether its heading says
    that it is in thousands."""

    rows: list[dict[str, Any]]
    sha256: str
    thousands: bool


def plain(text: object) -> str:
    """A head without marks, for comparing: `Pagu (Rp)` -> `pagu`."""
    words = re.sub(r"\(.*?\)", " ", str(text or "")).lower()
    return " ".join(re.sub(r"[^a-z ]", " ", words).split())


def columns(heads: Sequence[str]) -> dict[str, str]:
    """Field -> the head of this sheet that says it."""
    known = {plain(head): head for head in reversed(heads) if plain(head)}
    found: dict[str, str] = {}
    for field, names in HEADS.items():
        head = next((known[name] for name in names if name in known), None)
        if head is not None and head not in found.values():
            found[field] = head
    return found


def taken(upload: Any, kind: str) -> Read:
    """The filled rows of an uploaded workbook. Raises ValidationError in words."""
    with opened(upload) as (path, digest):
        return _table(path, kind, digest)


def _table(path: Path, kind: str, digest: str) -> Read:
    lacking: list[str] = []
    for name in sheets(path):
        rows = read(path, name).cells.rows()
        for at, row in enumerate(rows[:LOOK]):
            heads = [str(head or "").strip() for head in row[1:]]
            found = columns(heads)
            lacks = [field for field in NEEDS[kind] if field not in found]
            if lacks:
                lacking = lacks if len(found) >= 3 else lacking
                continue
            body = [(int(one[0]), _cells(heads, one[1:])) for one in rows[at + 1 :]]
            filled = [{"no": n, "cells": cells} for n, cells in body if any(cells.values())]
            if len(filled) > MOST_ROWS:
                raise ValidationError(_("Paling banyak %s baris sekali masuk.") % MOST_ROWS)
            above = " ".join(str(c or "") for one in rows[: at + 1] for c in one[1:])
            return Read(filled, digest, bool(_THOUSANDS.search(above)))
    said = ", ".join(HEADS[field][0] for field in lacking or NEEDS[kind])
    raise ValidationError(_("Kolom ini tidak ditemukan: %s. Periksa baris judul kolomnya.") % said)


def _cells(heads: Sequence[str], values: Sequence[object]) -> dict[str, str]:
    return {head: cell(value) for head, value in zip(heads, values, strict=True) if head}


def parents(codes: Sequence[str]) -> set[str]:
    """Codes that stand above another of `codes`: sums, not lines.

    >>> sorted(parents(["2", "2.3", "2.3.05", "2.4"]))
    ['2', '2.3']
    """
    found: set[str] = set()
    for code in codes:
        parts = code.split(".")
        found.update(".".join(parts[:n]) for n in range(1, len(parts)))
    return found & set(codes)
