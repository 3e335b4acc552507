"""Shared by the tests of intake: invented sheets and a receiver that keeps rows in a table of its
own (the issue rows of an import), so that a crash leaves what a real one would leave."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from django.db import transaction

from rembuk.office.intake import receivers
from rembuk.office.intake.models import RowIssue
from rembuk.office.intake.receivers import Context, Examined, Field, Progress

EPPGBM_A = [
    *("No", "NIK", "Nama", "JK", "Tgl Lahir", "BB Lahir", "TB Lahir", "Nama Ortu", "Prov"),
    *("Kab/Kota", "Kec", "Pukesmas", "Desa/Kel", "Posyandu", "RT", "RW", "Alamat"),
    *("Usia Saat Ukur", "Tanggal Pengukuran", "Berat", "Tinggi", "Cara Ukur", "LiLA"),
    *("BB/U", "ZS BB/U", "TB/U", "ZS TB/U", "BB/TB", "ZS BB/TB", "Naik Berat Badan"),
    *("PMT Diterima (kg)", "Jml Vit A", "KPSP", "KIA", "Detail"),
]

FIELDS = (
    Field("nik", "NIK", "nik"),
    Field("name", "Nama anak", "text", required=True),
    Field("sex", "Jenis kelamin", "sex", required=True),
    Field("birth_date", "Tanggal lahir", "date", required=True),
    Field("birth_weight", "Berat lahir", "decimal", low=0.3, high=7, unit="kg"),
    Field("parent_name", "Nama orang tua", "text"),
    Field("mother_name", "Nama ibu", "text"),
    Field("father_name", "Nama ayah", "text"),
    Field("kecamatan", "Kecamatan", "text"),
    Field("village", "Desa/kelurahan", "text"),
    Field("posyandu", "Posyandu", "text", required=True),
    Field("date", "Tanggal pengukuran", "date", required=True),
    Field("weight", "Berat badan", "decimal", low=0.5, high=60, unit="kg", grave=True),
    Field("lenhei", "Tinggi badan", "decimal", low=25, high=150, unit="cm", grave=True),
    Field("position", "Cara ukur", "position"),
    Field("muac", "LiLA", "decimal", low=5, high=40, unit="cm"),
    Field("file_zlen", "Nilai SD TB/U di berkas", "decimal"),
    Field("file_tbu", "TB/U di berkas", "text"),
    Field("file_nt", "Naik berat badan", "nt"),
)


def child(number: int = 1, **given: Any) -> dict[str, Any]:
    """One invented row of the e-PPGBM sheet, by heading."""
    row: dict[str, Any] = dict.fromkeys(EPPGBM_A, "")
    row |= {
        "No": number,
        "NIK": f"160601{number:010d}",
        "Nama": f"Anak {number}",
        "JK": "LP"[number % 2],
        "Tgl Lahir": "2025-01-15",
        "BB Lahir": "3,1",
        "Nama Ortu": f"Ibu {number}",
        "Kec": "SEKAYU",
        "Pukesmas": "SEKAYU",
        "Desa/Kel": "BAILANGU",
        "Posyandu": "MELATI 1",
        "Tanggal Pengukuran": "2026-10-09",
        "Berat": "9,7",
        "Tinggi": "78.4",
        "Cara Ukur": "Terlentang",
        "TB/U": "Pendek",
        "ZS TB/U": "-2.21",
        "Naik Berat Badan": "N",
    }
    return row | given


def table(rows: Sequence[dict[str, Any]]) -> list[list[Any]]:
    """Heading and rows as lines."""
    heads = list(rows[0])
    return [heads, *([row[h] for h in heads] for row in rows)]


def xlsx(path: Path, lines: Sequence[Sequence[Any]], sheet: str = "Data", top: int = 0) -> Path:
    """Write lines as they are (text as text, numbers as numbers)."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    page = book.add_worksheet(sheet)
    for number, line in enumerate(lines, start=top):
        for column, value in enumerate(line):
            if isinstance(value, dt.date):
                page.write_datetime(
                    number, column, value, book.add_format({"num_format": "d/m/yy"})
                )
            elif value != "" and value is not None:
                page.write(number, column, value)
    book.close()
    return path


class Shelf:
    """A fake receiver of kind "pengukuran". It keeps what it was given as rows of `RowIssue` with
    the verdict `simpan`: one per child and day, written by transaction like the real one."""

    kind = "pengukuran"
    label = "Pengukuran"
    fields = FIELDS
    VERDICT = "simpan"

    def kept(self) -> dict[str, str]:
        """Everything kept: key -> value."""
        rows = RowIssue.objects.filter(verdict=self.VERDICT).order_by("column")
        return dict(rows.values_list("column", "message"))

    def _keyed(self, rows: pl.DataFrame) -> list[tuple[int, str, str]]:
        return [
            (r["row_no"], f"{r['name']}|{r['date']}", json.dumps([r["weight"], r["lenhei"]]))
            for r in rows.iter_rows(named=True)
        ]

    def examine(self, rows: pl.DataFrame, context: Context) -> Examined:
        kept = self.kept()
        verdicts, changes = [], []
        for row_no, key, value in self._keyed(rows):
            now = kept.get(key)
            verdict = "baru" if now is None else ("sama" if now == value else "berubah")
            verdicts.append((row_no, verdict))
            if verdict == "berubah":
                changes.append((row_no, "anak", "Berat", str(now), value))
        return Examined(
            pl.DataFrame(verdicts, schema={"row_no": pl.Int64, "verdict": pl.String}, orient="row"),
            (),
            pl.DataFrame(
                changes,
                schema=["row_no", "subject", "column", "before", "after"],
                orient="row",
            ),
        )

    def commit(self, rows: pl.DataFrame, context: Context) -> None:
        with transaction.atomic():
            for _, key, value in self._keyed(rows):
                RowIssue.objects.update_or_create(
                    verdict=self.VERDICT,
                    column=key,
                    defaults={
                        "imported_id": context.import_id,
                        "row_no": 0,
                        "code": "x",
                        "message": value,
                    },
                )

    def finish(self, contexts: Sequence[Context], progress: Progress) -> list[dict[str, object]]:
        progress("Menghitung", 1, 1)
        kept = RowIssue.objects.filter(verdict=self.VERDICT).count()
        return [{"kept": kept} for _one in contexts]

    def undo(self, context: Context, progress: Progress) -> dict[str, object]:
        rows = RowIssue.objects.filter(verdict=self.VERDICT, imported_id=context.import_id)
        return {"removed": rows.delete()[0]}


@contextmanager
def shelf_registered() -> Iterator[Shelf]:
    """The fake receiver in the place of the real one."""
    before = dict(receivers._receivers)
    shelf = Shelf()
    receivers._receivers.clear()
    receivers._receivers["pengukuran"] = shelf
    try:
        yield shelf
    finally:
        receivers._receivers.clear()
        receivers._receivers.update(before)
