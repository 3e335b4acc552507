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
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import within
from rembuk.office.programmes.budget.marks import Marks, marks
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
_NAMING: Final = ("office", "place", "code", "name", "money")
"""Fields that name a row; a merged cell of them stands for all its rows."""
_YEAR: Final = re.compile(r"(?:tahun(?: anggaran)?|t\.?a\.?)\s*:?\s*(20\d\d)\b", re.IGNORECASE)
_THOUSANDS: Final = re.compile(r"dalam ribu|ribuan rupiah|rp\.? ?000", re.IGNORECASE)


@dataclass(frozen=True)
class Read:
    """A workbook as it was read: rows as {no, cells: {head: text}, hollow: heads of cells whose
    formula has no result}, whether its heading says that it is in thousands, and the heading."""

    rows: list[dict[str, Any]]
    sha256: str
    thousands: bool
    above: str = ""

    def doubts(self, kind: str, year: int, place: str) -> list[str]:
        """What the heading says against the chosen year and the village it is brought for."""
        found = []
        years = {int(text) for text in _YEAR.findall(self.above)}
        if years and year not in years:
            said = ", ".join(str(one) for one in sorted(years))
            found.append(
                _("Judul lembar menyebut tahun anggaran %(said)s, yang dipilih %(year)s.")
                % {"said": said, "year": year}
            )
        if kind == SourceKind.VILLAGE and place.count(".") == 3:
            other = _other_village(self.above, place)
            if other:
                found.append(_("Judul lembar menyebut desa lain: %s.") % other)
        return found


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
            seen = marks(path, name)
            _one_amount(seen, int(row[0]), heads, found)
            filled = _filled(rows[at + 1 :], heads, found, seen)
            if not filled:
                raise ValidationError(
                    _("Di bawah judul kolom (baris %d) tidak ada baris yang terisi.") % int(row[0])
                )
            if len(filled) > MOST_ROWS:
                raise ValidationError(_("Paling banyak %s baris sekali masuk.") % MOST_ROWS)
            above = " ".join(str(c or "") for one in rows[: at + 1] for c in one[1:])
            return Read(filled, digest, bool(_THOUSANDS.search(above)), above)
    said = ", ".join(HEADS[field][0] for field in lacking or NEEDS[kind])
    raise ValidationError(_("Kolom ini tidak ditemukan: %s. Periksa baris judul kolomnya.") % said)


def _one_amount(seen: Marks, row: int, heads: Sequence[str], found: Mapping[str, str]) -> None:
    """Refuse a head of money over several columns: which of them is meant is not ours to guess."""
    for field in ("amount", "realised"):
        head = found.get(field)
        if head is not None and seen.spans(row, heads.index(head)):
            raise ValidationError(
                _(
                    "Judul %(head)s (baris %(row)d) menaungi beberapa kolom. Beri tiap kolom "
                    "judulnya sendiri, misalnya Pagu untuk yang berlaku."
                )
                % {"head": head, "row": row}
            )


def _filled(
    body: Sequence[Sequence[Any]], heads: Sequence[str], found: Mapping[str, str], seen: Marks
) -> list[dict[str, Any]]:
    """Rows that hold anything. In rows of a merged cell what stands first names them all; an
    amount is never carried down, it would count twice."""
    carried = {found[field]: heads.index(found[field]) for field in _NAMING if field in found}
    by_row = {int(one[0]): one for one in body}
    made = []
    for one in body:
        number = int(one[0])
        cells = _cells(heads, one[1:])
        if not any(cells.values()):
            continue
        for head, column in carried.items():
            if not cells[head] and (top := seen.above(number, column)) in by_row:
                cells[head] = cell(by_row[top][column + 1])
        row: dict[str, Any] = {"no": number, "cells": cells}
        hollow = [head for at, head in enumerate(heads) if head and (number, at) in seen.hollow]
        made.append(row | ({"hollow": hollow} if hollow else {}))
    return made


def _other_village(above: str, place: str) -> str:
    """A village of the district the heading names, where it does not name the sheet's own."""
    plain_ = " ".join(re.sub(r"[^a-z0-9]+", " ", above.lower()).split())
    district = ".".join(place.split(".")[:2])
    names = dict(
        Area.objects.filter(
            within("code", district), level=Level.DESA, valid_to=None
        ).values_list("code", "name")
    )  # fmt: skip

    def said(name: str) -> bool:
        words = " ".join(re.sub(r"[^a-z0-9]+", " ", name.lower()).split())
        return (
            re.search(rf"\b(desa|kelurahan|nagari|kampung|gampong) {words}\b", plain_) is not None
        )

    if said(names.get(place, "")):
        return ""
    return next((name for name in names.values() if said(name)), "")


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
