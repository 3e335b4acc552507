"""Records made comparable: fillers dropped, numbers checked, dates read, addresses levelled.

Nothing is dropped from the table: a value that cannot be believed becomes empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

import polars as pl

from rembuk.science.linkage.names import newborn_of
from rembuk.science.linkage.nik import check_frame, digits

COLUMNS: Final = (
    "record_id", "sumber", "nik", "no_kk", "nama", "jk", "tgl_lahir", "nama_ibu", "hp",
    "kecamatan", "desa", "dusun", "rt", "rw",
)  # fmt: skip
"""What a record may say; all but `record_id` may be missing."""

SHARED_NIK: Final = 5
"""A NIK on more records of one list than this is a filler."""
SHARED_HOUSEHOLD: Final = 30
"""A card or telephone number on more records of one list than this is a filler."""
NEWBORN_DAYS: Final = 3 * 366
_ALIKE: Final = tuple(digit * 16 for digit in "0123456789")
_DATES: Final = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d")
_MALE: Final = ("L", "LAKI", "LAKI-LAKI", "LAKILAKI", "LK", "LAKI LAKI", "M", "MALE", "1", "PRIA")
_FEMALE: Final = ("P", "PEREMPUAN", "PR", "F", "FEMALE", "2", "WANITA", "W")
_EMPTY_WORDS: Final = ("", "-", "--", ".", "NIHIL", "TIDAK ADA", "TIDAKADA", "N/A", "NA", "NULL",
                       "NONE", "TIDAK TAHU", "BELUM ADA", "X", "XX", "XXX", "0")  # fmt: skip


class RecordsError(ValueError):
    """The table cannot be linked; the message says why, in Indonesian."""


def clean(records: pl.DataFrame) -> pl.DataFrame:
    """The table by `record_id`, every column of `COLUMNS` present, unusable values null.

    Adds `dari_nik` (birth date taken from the NIK, being missing or a default), `nik_sound`
    (number agrees with the date), `bawaan` (a birth date that looks like a default), `bayi`
    (entered under the mother's name) and `mother` (the mother named there).

    Raises:
        RecordsError: no `record_id`, an empty one, or one used twice.
    """
    table = _numbers(_dates(_shaped(records)))
    table = _born_of_nik(table)
    sound = (
        (pl.col("coded_day") == pl.col("tgl_lahir").dt.day())
        & (pl.col("coded_month") == pl.col("tgl_lahir").dt.month())
        & (pl.col("nik").str.slice(10, 2) == pl.col("tgl_lahir").dt.strftime("%y"))
    )
    return table.with_columns(
        sound.fill_null(False).alias("nik_sound"),
        _by_default().alias("bawaan"),
    ).drop("coded_day", "coded_month", "coded_sex")


def _by_default() -> pl.Expr:
    """Whether the birth date looks like one an officer writes who knows the year only."""
    day, month = pl.col("tgl_lahir").dt.day(), pl.col("tgl_lahir").dt.month()
    first, last = (day == 1) & month.is_in([1, 7]), (day == 31) & (month == 12)
    return (first | last).fill_null(False)


def _shaped(records: pl.DataFrame) -> pl.DataFrame:
    if "record_id" not in records.columns:
        raise RecordsError("kolom record_id tidak ada")
    table = records.with_columns(
        pl.lit(None, dtype=pl.String).alias(name) for name in COLUMNS if name not in records.columns
    ).select(COLUMNS)
    table = table.with_columns(pl.col("record_id").cast(pl.String))
    if table["record_id"].is_null().any() or (table["record_id"] == "").any():
        raise RecordsError("ada baris tanpa record_id")
    if table["record_id"].n_unique() != table.height:
        times = table.height - table["record_id"].n_unique()
        raise RecordsError(f"record_id dipakai lebih dari sekali ({times} baris)")
    words = ("nama", "nama_ibu", "kecamatan", "desa", "dusun")
    return (
        table.sort("record_id")
        .with_columns(
            pl.col("sumber").cast(pl.String).str.strip_chars().fill_null(""),
            _sex("jk"),
            *(_text(name) for name in words),
            *(_small_number(name) for name in ("rt", "rw")),
        )
        .with_columns(
            *(_place(name) for name in ("kecamatan", "desa", "dusun")),
            _each("nama", newborn_of).alias("mother"),
        )
        .with_columns(pl.col("mother").is_not_null().alias("bayi"))
    )


def _each(column: str, act: Callable[[str], str | None]) -> pl.Expr:
    """A text function worked once for each distinct value; "" becomes null."""

    def many(values: pl.Series) -> pl.Series:
        known = values.unique().drop_nulls()
        made = [act(one) or None for one in known.to_list()]
        return values.replace_strict(
            known, pl.Series(made, dtype=pl.String), default=None, return_dtype=pl.String
        )

    return pl.col(column).map_batches(many, return_dtype=pl.String)


def _text(column: str) -> pl.Expr:
    flat = (
        pl.col(column).cast(pl.String).str.to_uppercase().str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )  # fmt: skip
    return pl.when(flat.is_in(_EMPTY_WORDS)).then(None).otherwise(flat).alias(column)


def _sex(column: str) -> pl.Expr:
    flat = pl.col(column).cast(pl.String).str.to_uppercase().str.strip_chars(" .")
    return (
        pl.when(flat.is_in(_MALE)).then(pl.lit("L"))
        .when(flat.is_in(_FEMALE)).then(pl.lit("P"))
        .otherwise(None).alias(column)
    )  # fmt: skip


def _small_number(column: str) -> pl.Expr:
    number = pl.col(column).cast(pl.String).str.extract(r"(\d+)").str.strip_chars_start("0")
    return pl.when(number == "").then(None).otherwise(number).alias(column)


def _place(column: str) -> pl.Expr:
    """Names without their kind of place, codes without dots."""
    return (
        pl.col(column)
        .str.replace(r"^(KECAMATAN|KEC|KELURAHAN|KEL|DESA|DS|DUSUN|DSN|GAMPONG|NAGARI)\b[. ]*", "")
        .str.replace_all(r"[^A-Z0-9]", "")
    )


def _dates(table: pl.DataFrame) -> pl.DataFrame:
    kind = table.schema["tgl_lahir"]
    if kind == pl.Datetime:
        return table.with_columns(pl.col("tgl_lahir").dt.date())
    if kind == pl.Date:
        return table
    text = table["tgl_lahir"].cast(pl.String).str.strip_chars().str.slice(0, 10)
    known = text.unique().drop_nulls()
    read = known.to_frame("text").select(
        pl.coalesce(pl.col("text").str.to_date(form, strict=False) for form in _DATES)
    )
    dates = text.replace_strict(known, read.to_series(), default=None, return_dtype=pl.Date)
    return table.with_columns(dates.alias("tgl_lahir"))


def _numbers(table: pl.DataFrame) -> pl.DataFrame:
    """NIK, card and telephone; null where nobody can be meant."""
    kk, phone = digits("no_kk"), pl.col("hp").cast(pl.String).str.replace_all(r"\D", "")
    phone = phone.str.replace(r"^(62|0)", "")
    table = check_frame(
        table.with_columns(pl.col("tgl_lahir").alias("birth_date"), pl.col("jk").alias("sex"))
    )
    filler = kk.str.contains(r"^(\d)0*$|0000$|^(\d\d)0+$") | kk.is_in(_ALIKE)
    table = table.with_columns(
        pl.when("nik_usable").then("nik").otherwise(None).alias("nik"),
        pl.when(kk.str.contains(r"^\d{16}$") & ~filler & (kk != pl.col("nik")))
        .then(kk)
        .otherwise(None)
        .alias("no_kk"),
        pl.when(phone.str.contains(r"^[1-9]\d{7,12}$") & ~phone.str.contains(r"0{6}|9{6}|1{6}"))
        .then(phone)
        .otherwise(None)
        .alias("hp"),
    ).drop("birth_date", "sex", "parent_nik", "nik_findings", "nik_usable")
    often = {"nik": SHARED_NIK, "no_kk": SHARED_HOUSEHOLD, "hp": SHARED_HOUSEHOLD}
    return table.with_columns(
        pl.when(pl.len().over("sumber", name) <= most).then(name).otherwise(None).alias(name)
        for name, most in often.items()
    )


def _born_of_nik(table: pl.DataFrame) -> pl.DataFrame:
    """Fills birth date and sex from the NIK; drops a mother's NIK from a newborn.

    A date that looks like a default gives way to the NIK's date of the same year.

    The century is the later one that is not after the latest date of the table: no clock.
    """
    latest = table["tgl_lahir"].max()
    year_now = latest.year if isinstance(latest, dt.date) else 2030
    raw = pl.col("nik").str.slice(6, 2).cast(pl.Int16, strict=False)
    short = pl.col("nik").str.slice(10, 2).cast(pl.Int32, strict=False)
    year = pl.when(short + 2000 <= year_now).then(short + 2000).otherwise(short + 1900)
    table = table.with_columns(
        pl.when(raw > 40).then(raw - 40).otherwise(raw).alias("coded_day"),
        pl.col("nik").str.slice(8, 2).cast(pl.Int16, strict=False).alias("coded_month"),
        pl.when(raw > 40).then(pl.lit("P")).when(raw <= 31).then(pl.lit("L")).alias("coded_sex"),
    )
    coded = (
        pl.concat_str(year, "coded_month", "coded_day", separator="-")
        .str.to_date("%Y-%m-%d", strict=False)
    )  # fmt: skip
    old = (pl.lit(latest, dtype=pl.Date) - coded).dt.total_days() > NEWBORN_DAYS
    table = table.with_columns(
        pl.when(pl.col("bayi") & old.fill_null(False)).then(None).otherwise("nik").alias("nik")
    )
    known, date = pl.col("nik").is_not_null(), pl.col("tgl_lahir")
    filled = date.is_null() | (
        _by_default() & (coded.dt.year() == date.dt.year()) & (coded != date)
    )
    filled = (known & filled & coded.is_not_null()).fill_null(False)
    return table.with_columns(
        filled.alias("dari_nik"),
        pl.when(filled).then(coded).otherwise(date).alias("tgl_lahir"),
        pl.coalesce("jk", pl.when(known).then("coded_sex")).alias("jk"),
    )
