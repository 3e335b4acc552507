"""The columns of the RTL matrix (rencana tindak lanjut), for paper, Word and Excel alike.

The columns are a proposal of this project out of the sheets districts use; no official form was
found that fixes them (confidence: belum-pasti).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rembuk.office.documents import sheets
from rembuk.office.documents.blocks import Column, Table, Value

COLUMNS: Final = (
    Column("No", 0.45, "center"),
    Column("Siklus", 0.7),
    Column("Kode kasus", 1.0),
    Column("Kelompok", 1.05),
    Column("Masalah atau penyebab", 1.7),
    Column("Rekomendasi pakar", 2.0),
    Column("Intervensi", 1.2),
    Column("Jenis", 0.85),
    Column("OPD penanggung jawab", 1.15),
    Column("Pelaksana", 1.1),
    Column("Desa", 1.1),
    Column("Volume dan satuan", 0.85),
    Column("Anggaran", 1.25, "rupiah"),
    Column("Sumber dana", 0.85),
    Column("Sub kegiatan atau rekening", 1.1),
    Column("Mulai", 0.85, "date"),
    Column("Target selesai", 0.85, "date"),
    Column("Status", 0.95),
    Column("Bukti", 0.9),
    Column("Kendala", 1.0),
    Column("Tanggal verifikasi", 0.95, "date"),
    Column("Verifikator", 1.0),
)
_EXCEL: Final[dict[str, sheets.Kind]] = {"rupiah": "integer", "date": "date"}


def table(rows: Iterable[Sequence[Value]]) -> Table:
    """The matrix as a table of a `matriks-rtl` letter; one row, 22 values in this order."""
    return Table(COLUMNS, tuple(rows), count=True, empty="Belum ada rencana tindak lanjut.")


def sheet(rows: Iterable[Sequence[Value]], title: str) -> sheets.Sheet:
    """The same matrix as an Excel sheet; amounts in whole rupiah."""
    columns = [sheets.Column(c.head, 8 + c.width * 8, _EXCEL.get(c.kind, "text")) for c in COLUMNS]
    return sheets.Sheet("RTL", title, columns, rows, paper=True)
