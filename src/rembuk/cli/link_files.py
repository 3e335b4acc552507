"""The files of `rembuk link`: Parquet or CSV in, one table of records out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from rembuk.batch.tables import UnusableFileError
from rembuk.science.linkage.clean import COLUMNS

SUFFIXES: Final = (".parquet", ".csv", ".tsv", ".txt")
_TRUTH: Final = {"record_id", "person_id"}


def table_of(path: Path) -> pl.DataFrame:
    """One file; CSV cells stay text (a NIK is no number).

    Raises:
        UnusableFileError: not there, not such a file, or broken.
    """
    name = path.name
    if not path.is_file():
        raise UnusableFileError(f"berkas {name} tidak ada; periksa nama dan foldernya")
    if path.suffix.lower() not in SUFFIXES:
        raise UnusableFileError(f"{name}: pakai Parquet atau CSV")
    try:
        if path.suffix.lower() == ".parquet":
            table = pl.read_parquet(path)
        else:
            with path.open(encoding="utf-8-sig", errors="replace") as file:
                head = file.readline()
            separator = max((",", ";", "\t", "|"), key=head.count)
            table = pl.read_csv(
                path, separator=separator, infer_schema=False, encoding="utf8-lossy"
            )
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnusableFileError(
            f"{name} tidak dapat dibaca; berkasnya rusak atau kosong"
        ) from error
    return table.rename({c: c.strip().lower().lstrip("\ufeff") for c in table.columns})


def records_of(paths: Sequence[Path], truth: Path | None) -> tuple[pl.DataFrame, list[str]]:
    """The records of all files under each other, and what to tell about the files.

    The truth file is left out, also when a pattern of the shell named it. A file without `sumber`
    is a list of its own, named after the file.

    Raises:
        UnusableFileError: no usable file, a file without `record_id`, nothing to compare.
    """
    told: list[str] = []
    tables: list[pl.DataFrame] = []
    for path in paths:
        if truth is not None and path.exists() and truth.exists() and path.samefile(truth):
            told.append(f"{path.name}: kunci jawaban, tidak ikut ditautkan.")
            continue
        table = table_of(path)
        if set(table.columns) == _TRUTH:
            told.append(f"{path.name}: hanya record_id dan person_id, dianggap kunci jawaban "
                        "dan tidak ikut ditautkan.")  # fmt: skip
            continue
        if "record_id" not in table.columns:
            raise UnusableFileError(f"{path.name}: kolom record_id tidak ada")
        other = [name for name in table.columns if name not in COLUMNS]
        if not _tells_who(set(table.columns)):
            seen = ", ".join([name for name in table.columns if name != "record_id"][:12]) or "-"
            raise UnusableFileError(
                f"{path.name}: tidak ada kolom yang dapat dibandingkan untuk mengenali orang: "
                "perlu nik, nama, atau tgl_lahir bersama no_kk, nama_ibu, atau hp. "
                f"Yang terbaca: {seen}. Yang dikenal: {', '.join(COLUMNS[1:])}"
            )
        if other:
            told.append(f"{path.name}: kolom tidak dipakai: {', '.join(other[:12])}.")
        table = table.select(name for name in COLUMNS if name in table.columns)
        if "sumber" not in table.columns:
            table = table.with_columns(pl.lit(path.stem).alias("sumber"))
        tables.append(_plain(table))
    if not tables:
        raise UnusableFileError("tidak ada berkas untuk ditautkan")
    return pl.concat(tables, how="diagonal"), told


def _tells_who(columns: set[str]) -> bool:
    """Whether the columns can tell one person from another."""
    born = "tgl_lahir" in columns and columns & {"no_kk", "nama_ibu", "hp"}
    return bool(columns & {"nik", "nama"} or born)


def _plain(table: pl.DataFrame) -> pl.DataFrame:
    """All text, dates as year-month-day, so that files of any kind fit together."""
    date = table.schema.get("tgl_lahir")
    if date is not None and date.is_temporal():
        table = table.with_columns(pl.col("tgl_lahir").dt.strftime("%Y-%m-%d"))
    return table.with_columns(pl.all().cast(pl.String))


def truth_of(path: Path) -> pl.DataFrame:
    """The truth: record_id, person_id.

    Raises:
        UnusableFileError: not such a file.
    """
    table = table_of(path)
    if not set(table.columns) >= _TRUTH:
        raise UnusableFileError(
            f"{path.name}: kunci jawaban harus berkolom record_id dan person_id"
        )
    if table["record_id"].n_unique() != table.height:
        raise UnusableFileError(f"{path.name}: record_id dipakai lebih dari sekali")
    return table.select(pl.col("record_id", "person_id").cast(pl.String))
