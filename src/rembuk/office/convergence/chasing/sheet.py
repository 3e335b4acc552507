"""The board and the list of empty cells as workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from rembuk.office.convergence.chasing.heat import Heat
from rembuk.office.convergence.chasing.owed import Owed
from rembuk.office.convergence.chasing.text import words_of
from rembuk.office.documents.sheets import Column, Sheet, workbook

NOTES = (
    "Kosong: belum dilaporkan. Nol (0) dan tidak berlaku sudah dihitung terisi.",
    "Penyebut yang ditunggu: angka sasaran milik kantor itu yang dipakai kantor lain.",
    "Tanpa data perorangan.",
)


def listing(owed: Iterable[Owed], on: dt.date, year: int) -> bytes:
    """Every empty cell on a row, and a sheet with sums by office."""
    every = list(owed)
    cells = Sheet(
        "Sel kosong", f"Sel kosong indikator konvergensi {year} per {on:%d/%m/%Y}",
        (
            Column("No", 6, "integer"), Column("Kantor", 26), Column("Tugas", 12),
            Column("Kode", 20), Column("Indikator atau penyebut", 48), Column("Periode", 16),
            Column("Tenggat", 12, "date"), Column("Hari lewat", 10, "integer"),
            Column("Kecamatan", 20), Column("Desa/kelurahan", 26),
        ),
        list(_cells(every, on)), paper=True,
    )  # fmt: skip
    sums = Sheet(
        "Ringkasan", f"Sel kosong per kantor, {year}",
        (
            Column("Kantor", 40), Column("Sel kosong", 12, "integer"),
            Column("Lewat tenggat", 14, "integer"), Column("Terlama (hari)", 14, "integer"),
        ),
        [(one.office.name, one.count, one.late(on), one.oldest(on)) for one in every],
    )  # fmt: skip
    return workbook([cells, sums], NOTES)


def _cells(every: Sequence[Owed], on: dt.date) -> Iterable[tuple[object, ...]]:
    number = 0
    for one in every:
        for words, found in (("Indikator", one.own), ("Penyebut", one.lent)):
            for gap in found:
                for where in gap.where:
                    for place in where.places:
                        number += 1
                        yield (
                            number, one.office.name, words, gap.indicator, gap.name,
                            words_of(gap.period), gap.due, max(0, gap.late(on)), where.name, place,
                        )  # fmt: skip


def board(
    lines: Mapping[str, Sequence[Sequence[object]]], heat: Heat, names: Mapping[str, str],
    places: Mapping[str, str], on: dt.date, year: int,
) -> bytes:  # fmt: skip
    """The board: one sheet by office, by kecamatan, by indicator, and the matrix of empty cells."""
    columns = (
        Column("Kode", 18), Column("Nama", 44), Column("Seharusnya", 12, "integer"),
        Column("Terisi", 10, "integer"), Column("Kosong", 10, "integer"),
        Column("Lewat tenggat", 12, "integer"), Column("Terisi terlambat", 12, "integer"),
        Column("Meragukan", 10, "integer"), Column("Diajukan", 10, "integer"),
        Column("Dikunci", 10, "integer"), Column("Kelengkapan", 12, "percent"),
    )  # fmt: skip
    pages = [
        Sheet(name, f"Kelengkapan {year} per {on:%d/%m/%Y}, {name.lower()}", columns, rows)
        for name, rows in lines.items()
    ]
    rows = [
        (row.indicator, names.get(row.indicator, row.indicator),
         *(spot.empty if spot.expected else None for spot in row.spots), row.total.empty)
        for row in (*heat.rows, *heat.whole)
    ]  # fmt: skip
    matrix = Sheet(
        "Sel kosong", f"Sel kosong indikator x kecamatan, {year} per {on:%d/%m/%Y}",
        (
            Column("Kode", 18), Column("Indikator", 44),
            *(Column(places.get(code, code) or "Kabupaten", 11, "integer")
              for code in heat.columns),
            Column("Jumlah", 10, "integer"),
        ),
        rows, paper=True,
    )  # fmt: skip
    return workbook([*pages, matrix], NOTES)
