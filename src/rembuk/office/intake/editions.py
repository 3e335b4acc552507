"""The edition of an import of a list: guessed when it is checked, set by the user on the preview.

Kept under `edition` of the import's mapping: label, as_of (ISO), and where it was read: kolom,
judul, berkas, ditebak (no text named one) or ditetapkan (by the user).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from .models import Import
from .reading.editions import Read, first_of, parse
from .reading.grid import Grid
from .reading.header import Match
from .sentences import noop

ORIGINS: Final = {
    "kolom": noop("dibaca dari kolom edisi"),
    "judul": noop("dibaca dari judul di atas tabel"),
    "berkas": noop("dibaca dari nama berkas atau lembar"),
    "ditebak": noop("tidak tertulis di berkas; dianggap bulan ini"),
    "ditetapkan": noop("ditetapkan oleh Anda"),
}
"""Where an edition was read -> words."""
LONGEST: Final = 40


def settle(
    imported: Import, cells: Grid, match: Match, rows: pl.DataFrame, today: dt.date
) -> pl.DataFrame:
    """Decide the edition of the import (unless the user did) and write every row's own edition the
    usual way (`Triwulan I 2026` is `2026-T1`); the frame comes back with that column."""
    rows = _usual(rows, today)
    known = imported.mapping.get("edition", {})
    if known.get("origin") != "ditetapkan":
        read, origin = _read(imported, cells, match, rows, today)
        known = _kept(read, origin)
    imported.mapping = imported.mapping | {"edition": known}
    imported.as_of = dt.date.fromisoformat(known["as_of"])
    return rows


def choose(imported: Import, label: str, as_of: dt.date) -> None:
    """Set the edition by the user's word."""
    read = parse(label, as_of)
    named = read.label if read else " ".join(label.split())[:LONGEST]
    known = _kept(Read(named, as_of), "ditetapkan")
    imported.mapping = imported.mapping | {"edition": known}
    imported.save(update_fields=["mapping"])


def label_of(imported: Import) -> str:
    """The edition's name; `""` for data that have none."""
    return str(imported.mapping.get("edition", {}).get("label", ""))


def _kept(read: Read, origin: str) -> dict[str, Any]:
    return {"label": read.label[:LONGEST], "as_of": read.as_of.isoformat(), "origin": origin}


def _usual(rows: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    if "edition" not in rows.columns:
        return rows
    written = [text for text in rows["edition"].unique().to_list() if text]
    table = {text: read.label if (read := parse(text, today)) else text for text in written}
    label = pl.col("edition").replace_strict(table, default=None, return_dtype=pl.String)
    return rows.with_columns(label.str.slice(0, LONGEST).alias("edition"))


def _read(
    imported: Import, cells: Grid, match: Match, rows: pl.DataFrame, today: dt.date
) -> tuple[Read, str]:
    day = rows["as_of"].drop_nulls().max() if "as_of" in rows.columns else None
    told = (
        rows["edition"].drop_nulls()
        if "edition" in rows.columns
        else pl.Series([], dtype=pl.String)
    )
    if len(told):
        label = str(told.mode().sort()[-1])
        read = parse(label, today) or Read(label, today)
        return Read(read.label, day if isinstance(day, dt.date) else read.as_of), "kolom"
    if isinstance(day, dt.date):
        return Read(day.isoformat(), day), "kolom"
    if titled := first_of(_above(cells, match), today):
        return titled, "judul"
    if named := first_of((imported.sheet, imported.file.name), today):
        return named, "berkas"
    return Read(f"{today:%Y-%m}", today), "ditebak"


def _above(cells: Grid, match: Match) -> Iterator[str]:
    rows = cells.cells.filter(pl.col("sheet_row") < match.heading.row).drop("sheet_row")
    for line in rows.iter_rows():
        yield from (text for text in line if text)
