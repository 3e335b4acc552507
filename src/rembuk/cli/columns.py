"""Named columns of a table on disk, as numbers and labels; what cannot be read names its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from rembuk.batch.tables import Style, UnusableFileError, open_source

MISSING: Final = ("", "na", "nan", "null", "-", ".")
"""Written for a missing number, as R, Stata, Excel and people do."""


@dataclass(frozen=True)
class Columns:
    """The asked columns of a table: text as written, or the types of a Parquet file."""

    frame: pl.DataFrame
    first_row: int  # sheet row of the first data row
    style: Style

    def numbers(self, name: str, *, required: bool = False) -> pl.Series:
        """A column of numbers; blank cells are missing.

        Raises:
            UnusableFileError: a cell that is no number, or with `required` a missing one.
        """
        column = self.frame[name]
        if column.dtype == pl.String:
            text = column.str.strip_chars()
            text = text.set(text.str.to_lowercase().is_in(MISSING), None)
            plain = text
            if self.style.decimal_comma:
                plain = text.str.replace_all(".", "", literal=True).str.replace(",", ".")
            found = plain.cast(pl.Float64, strict=False)
            self._refuse(name, found.is_null() & text.is_not_null(), "bukan angka")
        elif column.dtype.is_numeric() or column.dtype == pl.Boolean:
            found = column.cast(pl.Float64)
        else:
            raise UnusableFileError(f"Kolom {name} bukan angka")
        found = found.fill_nan(None)
        self._refuse(name, found.is_infinite().fill_null(False), "bukan angka terhingga")
        if required:
            self._refuse(name, found.is_null(), "kosong, padahal wajib")
        return found

    def labels(self, name: str, *, required: bool = False) -> pl.Series:
        """A column of labels, trimmed; blank cells are missing."""
        column = self.frame[name].cast(pl.String).str.strip_chars()
        column = column.set(column == "", None)
        if required:
            self._refuse(name, column.is_null(), "kosong, padahal wajib")
        return column

    def refuse_negative(self, name: str, found: pl.Series) -> None:
        """Stop at a number below zero."""
        self._refuse(name, (found < 0).fill_null(False), "negatif")

    def _refuse(self, name: str, wrong: pl.Series, why: str) -> None:
        rows = wrong.arg_true()
        if rows.len():
            first = ", ".join(str(self.first_row + row) for row in rows.head(3))
            more = f" dan {rows.len() - 3} baris lain" if rows.len() > 3 else ""
            raise UnusableFileError(f"Kolom {name} {why} di baris {first}{more}")


def read_columns(path: Path, names: Sequence[str]) -> Columns:
    """The named columns of a CSV, Parquet or XLSX file.

    Raises:
        UnusableFileError: no such file or column, nothing below the headings, an unreadable file.
    """
    wanted = list(dict.fromkeys(names))
    keys = {name.strip().lower() for name in wanted}
    source = open_source(path, lambda cells: sum(cell.strip().lower() in keys for cell in cells))
    parts: list[pl.DataFrame] = []
    for block in source.blocks():
        have = {column.strip().lower(): column for column in block.columns}
        absent = [name for name in wanted if name not in block.columns and name.lower() not in have]
        if absent:
            seen = ", ".join(block.columns[:12]) or "-"
            raise UnusableFileError(
                f"Kolom {', '.join(absent)} tidak ada di {path.name}. Judul yang terbaca: {seen}"
            )
        parts.append(
            block.select(
                pl.col(name if name in block.columns else have[name.lower()]).alias(name)
                for name in wanted
            )
        )
    if not parts or not any(part.height for part in parts):
        raise UnusableFileError("Tidak ada baris data di bawah judul kolom")
    return Columns(pl.concat(parts), source.header_row + 1, source.style)
