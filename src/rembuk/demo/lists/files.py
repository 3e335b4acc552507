"""Which lists there are, writing them, and the truth that is kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from rembuk.demo import pmt, workbooks
from rembuk.demo.files import Written
from rembuk.demo.lists import dtsen, editions, elsimil, feeding, krs, poverty, registry
from rembuk.demo.lists.sheet import Sheet
from rembuk.demo.lists.town import Town

TRUTH: Final = "lists.parquet"
REGISTER: Final = "register.parquet"
PERSONS: Final = "persons.parquet"
FAMILIES: Final = "families.parquet"


def write_register_truth(town: Town, written: list[Written], folder: Path) -> None:
    """Which person each row of the sheets of measurements is about: file, row, person_id (null for
    a child who has moved away since)."""
    folder.mkdir(parents=True, exist_ok=True)
    person = town.everyone.filter(pl.col("child") >= 0).select(
        "child", pl.col("person").alias("person_id")
    )
    parts = [
        pl.DataFrame({"child": item.child.cast(pl.Int64)}).select(
            pl.lit(item.path.name).alias("file"),
            (pl.int_range(pl.len()) + workbooks.HEADER_ROW + 1).alias("row"),
            "child",
        )
        for item in written
        if item.child is not None
    ]
    pl.concat(parts).join(person, on="child", how="left", maintain_order="left").write_parquet(
        folder / REGISTER
    )


def sheets(town: Town) -> Iterator[Sheet]:
    """Every list, in the order the office gets hold of them."""
    many = len(town.places.kecamatan_code)
    small = town.plan.scale == "small"  # one file of each kind is enough for a test
    parts: list[int | None] = [None] if small else list(range(many))
    for n, k in enumerate(parts):
        yield registry.sheet(town, 100 + n, k)
    checked = []
    for n, k in enumerate(parts):
        sheet, frame = (krs.siga if k == 1 else krs.verval)(town, 200 + n, k)
        checked.append(frame)
        yield sheet
    yield krs.recap(town, checked)
    yield dtsen.sheet(town, 300, 1)
    for n, k in enumerate(parts):
        yield dtsen.sheet(town, 301 + n, 0, k)
    yield poverty.p3ke(town, 1)
    yield from poverty.regsosek(town, 2, many - 1)
    yield krs.pk21(town, 3, 0)
    yield poverty.dinsos(town, 4)
    for n, month in enumerate(reversed(editions.months(town.plan))):
        yield elsimil.bumil(town, 5 + 400 * n, month)
        yield elsimil.pasca(town, 6 + 400 * n, month)
        yield elsimil.catin(town, 7 + 400 * n, month)
    yield feeding.sheet(town, 8)


def write_lists(town: Town, folder: Path, truth: Path | None = None) -> list[Written]:
    """Write every list into `folder`, and who is who in them into `truth` (both made if absent).

    Truth: file, row (1-based row of the sheet), part (0 for the first person a row names),
    person_id (null for somebody on no other list), family_id. Beside it what is true of every
    person (`child` is the index in the register of children, or -1) and of every family.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Written] = []
    said: list[pl.DataFrame] = []
    for sheet in sheets(town):
        if not sheet.columns[0][1]:
            continue
        write = pmt.write_html if sheet.name.endswith(".xls") else workbooks.write
        rows = write(folder / sheet.name, sheet.title, sheet.columns)
        written.append(Written(folder / sheet.name, sheet.layout, rows, sheet.arrived))
        said += [_who(sheet.name, part, who) for part, who in enumerate(sheet.who)]
    if truth is not None:
        _write_truth(town, pl.concat(said), truth)
    return written


def _write_truth(town: Town, said: pl.DataFrame, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    family = town.everyone.select(
        pl.col("person").alias("person_id"), pl.col("family").alias("family_id")
    )
    said.join(family, on="person_id", how="left", maintain_order="left").write_parquet(
        folder / TRUTH
    )
    town.everyone.select(
        pl.col("person").alias("person_id"), pl.col("family").alias("family_id"), "child", "role",
        "sex", "birth", "name", "nik", "kk", "village",
    ).write_parquet(folder / PERSONS)  # fmt: skip
    town.homes.write_parquet(folder / FAMILIES)


def _who(name: str, part: int, who: pl.Series) -> pl.DataFrame:
    above = 1 if name.endswith(".xls") else workbooks.HEADER_ROW
    return pl.DataFrame(
        {
            "row": np.arange(len(who)) + above + 1,
            "person_id": who.cast(pl.Int64),
        }
    ).drop_nulls("person_id").select(
        pl.lit(name).alias("file"), "row", pl.lit(part).cast(pl.Int8).alias("part"),
        pl.when(pl.col("person_id") >= 0).then("person_id").alias("person_id"),
    )  # fmt: skip
