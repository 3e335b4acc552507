"""The wide sheet some offices keep: one row a child, one group of columns a month."""

from __future__ import annotations

from typing import Final

import polars as pl

from rembuk.demo import cells
from rembuk.demo.cells import Cells
from rembuk.demo.sheets import Columns, Office

MONTHS: Final = (
    "JANUARI", "FEBRUARI", "MARET", "APRIL", "MEI", "JUNI",
    "JULI", "AGUSTUS", "SEPTEMBER", "OKTOBER", "NOVEMBER", "DESEMBER",
)  # fmt: skip


def wide(frame: pl.DataFrame, office: Office) -> Columns:
    """One row a child and post, months side by side; children who never came are not in it."""
    style = office.style
    came = _came(frame)
    first = children_of(frame)
    columns: Columns = [
        ("NO", [float(i) for i in range(1, first.height + 1)]),
        ("NIK", first["nik"].to_list()),
        ("NAMA", cells.words(first["name"], style)),
        ("JK", ["P" if girl else "L" for girl in first["girl"]]),
        ("TGL LAHIR", cells.dates(first["birth_date"], style)),
        ("NAMA ORTU", cells.words(first["mother"], style)),
        ("KECAMATAN", cells.words(first["kecamatan"], style)),
        ("PUSKESMAS", cells.words(first["centre"], style)),
        ("DESA", cells.words(first["village"], style)),
        ("POSYANDU", cells.words(first["posyandu"], style)),
    ]
    for number in sorted(came["calendar"].unique().to_list()):
        mine = came.filter(pl.col("calendar") == number).select(
            "child", "post", "birth_date", "date", "weight", "lenhei", "lying"
        )
        joined = first.select("child", "post").join(mine, on=["child", "post"], how="left")
        joined = joined.sort("post", "child")
        head = MONTHS[number - 1]
        months = (joined["date"] - joined["birth_date"]).dt.total_days() / 30.4375
        aged: Cells = [None if x is None else float(int(x)) for x in months]
        how: Cells = [
            None if flat is None or cm is None else "Terlentang" if flat else "Berdiri"
            for flat, cm in zip(joined["lying"], joined["lenhei"], strict=True)
        ]
        columns += [
            (f"{head}_TANGGALUKUR", cells.dates(joined["date"], style)),
            (f"{head}_UMUR", aged),
            (f"{head}_BERAT", cells.numbers(joined["weight"], style)),
            (f"{head}_TINGGI", cells.numbers(joined["lenhei"], style)),
            (f"{head}_CARAUKUR", how),
        ]
    return columns


def children_of(frame: pl.DataFrame) -> pl.DataFrame:
    """The child of each row of the sheet, with the last the register says of it."""
    came = _came(frame)
    return came.unique(["child", "post"], keep="last", maintain_order=True).sort("post", "child")


def _came(frame: pl.DataFrame) -> pl.DataFrame:
    came = frame.filter("came").sort("m", "post", "child", "nik")
    return came.with_columns(came["date"].dt.month().alias("calendar")).unique(
        ["child", "post", "calendar"], keep="last", maintain_order=True
    )
