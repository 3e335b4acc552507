"""Slots out as a table to fill and back in: one row a slot, every row judged by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.convergence.models import Year
from rembuk.office.convergence.slots import completing
from rembuk.office.convergence.slots.completing import SlotDraft
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.intake.reading.grid import read
from rembuk.office.intake.returned import cell, opened

HEADS: Final[dict[str, str]] = {
    "code": "Kode slot", "name": "Nama indikator", "unit": "Satuan", "direction": "Arah",
    "numerator": "Kode pembilang", "numerator_name": "Nama pembilang baru",
    "denominator": "Kode penyebut", "denominator_name": "Nama penyebut baru",
    "owner": "Pemilik", "level": "Tingkat", "frequency": "Frekuensi", "target": "Target",
    "target_document": "Dokumen target", "valid_from": "Berlaku mulai", "source": "Dokumen sumber",
}  # fmt: skip
UNITS: Final = ("persen", "jumlah", "ya-tidak", "rupiah")
LEVELS: Final = ("desa", "kecamatan", "kabupaten")
FREQUENCIES: Final = ("bulan", "semester", "tahun")
_CHOICES: Final = {
    "unit": UNITS, "direction": ("naik", "turun"), "level": LEVELS, "frequency": FREQUENCIES,
}  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """A row of the file: completed, or not and why."""

    row: int
    code: str
    words: str = ""


def template(year: Year, codes: Iterable[str]) -> bytes:
    """The slots as a table to fill; what a slot may be stands in it as a proposal."""
    columns = [
        Column(head, 34 if name in ("name", "source") else 18, choices=_CHOICES.get(name, ()))
        for name, head in HEADS.items()
    ]
    rows = [_row(completing.suggestion(code, year) or SlotDraft(code, "")) for code in codes]
    known = reference.load().quantities(dt.date(year.year, 12, 31))
    quantities = Sheet(
        "Besaran", _("Besaran yang sudah ada: pakai kodenya"),
        [Column("Kode", 34), Column("Nama", 60), Column("Pemilik", 16)],
        [(one.code, one.name_id, one.owner) for one in known],
    )  # fmt: skip
    notes = [
        _("Isi satu baris tiap slot yang dokumennya Anda pegang; baris lain biarkan."),
        _("Usulan yang sudah tertulis berasal dari daftar 2022 dan bukan pernyataan resmi: periksa "
            "lalu tulis dokumen sumbernya. Baris tanpa dokumen sumber tidak dibaca."),
        _("Besaran yang belum ada: isi kolom nama baru dan kosongkan kodenya."),
    ]  # fmt: skip
    return workbook([Sheet("Slot", "", columns, rows), quantities], notes)


def take(upload: Any, year: Year, account: Account) -> list[Taken]:
    """Complete every slot whose row names a source. Raises ValidationError when it is no table of
    slots; a row that cannot stand is told and the others are kept."""
    with opened(upload) as (path, _digest):
        table = read(path).cells.rows()
    first = next((n for n, row in enumerate(table) if HEADS["code"] in row), None)
    if first is None:
        raise ValidationError(_("Kolom Kode slot tidak ditemukan. Unduh dulu daftar slotnya."))
    heads = [str(text or "").strip() for text in table[first][1:]]
    found = []
    for row in table[first + 1 :]:
        said = dict(zip(heads, (cell(value) for value in row[1:]), strict=False))
        if not said.get(HEADS["code"]) or not said.get(HEADS["source"]):
            continue
        code = said[HEADS["code"]]
        try:
            completing.complete(year, _draft(said), account)
        except ValidationError as problem:
            found.append(Taken(int(row[0]), code, " ".join(problem.messages)))
        else:
            found.append(Taken(int(row[0]), code))
    return found


def _row(draft: SlotDraft) -> list[object]:
    return [getattr(draft, name) or None for name in HEADS]


def _draft(said: dict[str, str]) -> SlotDraft:
    known = {field.name for field in fields(SlotDraft)}
    values: dict[str, Any] = {
        name: said.get(head, "") for name, head in HEADS.items() if name in known
    }
    for part in ("numerator", "denominator"):
        if not values[part] and values[f"{part}_name"]:
            values[part] = completing.NEW
    for name, standard in (
        ("unit", "persen"), ("direction", "naik"), ("level", "desa"), ("frequency", "bulan"),
    ):  # fmt: skip
        values[name] = values[name].lower() or standard
    text = values["valid_from"]
    try:
        values["valid_from"] = dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise ValidationError(_("Tanggal tidak terbaca: %s.") % text[:20]) from None
    return SlotDraft(**values)
