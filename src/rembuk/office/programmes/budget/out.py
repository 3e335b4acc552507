"""Activities as sheets in the shape of SIPD and of a village budget, to be typed over or brought
back. `No kegiatan` ties a row to its activity when the sheet returns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.places.queries import place_names
from rembuk.office.programmes import words
from rembuk.office.programmes.models import Activity, SourceKind

SIPD: Final = (
    Column("No", 6, "integer"), Column("No kegiatan", 14), Column("Nama SKPD", 26),
    Column("Kode sub kegiatan", 20), Column("Nama sub kegiatan", 36), Column("Kode rekening", 20),
    Column("Uraian", 40), Column("Lokasi", 20), Column("Volume", 10, "decimal"),
    Column("Satuan", 12), Column("Nama sumber dana", 16), Column("Pagu", 16, "integer"),
    Column("Realisasi", 16, "integer"),
)  # fmt: skip
VILLAGE: Final = (
    Column("No kegiatan", 14), Column("Kode desa", 15), Column("Nama desa", 20),
    Column("Kode rekening", 18), Column("Uraian", 40), Column("Volume", 10, "decimal"),
    Column("Satuan", 12), Column("Anggaran", 16, "integer"), Column("Sumber dana", 14),
    Column("Realisasi", 16, "integer"),
)  # fmt: skip


def book(kind: str, found: Iterable[Activity], year: int, on: dt.date) -> bytes:
    """The workbook of a shape."""
    village = kind == SourceKind.VILLAGE
    rows = list(found)
    names = place_names(one.place_code for one in rows)
    money = words.money(on)
    body = _village(rows, names, money) if village else _sipd(rows, names, money)
    title = f"APBDes {year}, kegiatan konvergensi" if village else f"Sub kegiatan {year}"
    sheet = Sheet("APBDes" if village else "SIPD", title, VILLAGE if village else SIPD, body)
    return workbook([sheet], notes(village))


def _sipd(
    rows: Sequence[Activity], names: dict[str, str], money: dict[str, str]
) -> Iterator[list[object]]:
    for number, one in enumerate(rows, start=1):
        yield [
            number, one.number, one.office.name, one.sub_activity_code, one.sub_activity_name, "",
            one.title, names.get(one.place_code, one.place_code), _volume(one), one.unit,
            money.get(one.money, ""), one.ceiling_amount, None,
        ]  # fmt: skip


def _village(
    rows: Sequence[Activity], names: dict[str, str], money: dict[str, str]
) -> Iterator[list[object]]:
    for one in rows:
        yield [
            one.number, one.place_code, names.get(one.place_code, ""),
            one.status_line or one.sub_activity_code, one.title, _volume(one), one.unit,
            one.ceiling_amount, money.get(one.money, ""), None,
        ]  # fmt: skip


def _volume(one: Activity) -> float | None:
    return float(one.volume) if one.volume is not None else None


def notes(village: bool) -> list[str]:
    """How the sheet comes back."""
    return [
        "Isi kode rekening, jumlah, dan realisasi menurut "
        + ("Perdes APBDes." if village else "DPA di SIPD.")
        + " Jumlah dalam rupiah penuh.",
        "Jangan ubah No kegiatan: dengan nomor itu baris kembali ke kegiatannya. Baris tanpa nomor "
        "tetap dibaca dan menunggu dipasangkan.",
        "Masukkan lagi di halaman Anggaran: Rembuk menunjukkan dulu apa yang akan berubah.",
        "Bentuk kolom mengikuti lembar yang lazim dikirim kantor; bukan templat resmi.",
    ]
