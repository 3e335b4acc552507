"""A sheet of children as people keep it -> the columns of `zscores`, and why a row has no score.

Headings and words of WHO Anthro and of Indonesian sheets (e-PPGBM and its kin) are known; text is
read with decimal comma or point and dates day first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from rembuk.science.growth.who2007 import LAST_MONTH
from rembuk.science.growth.zscores import INDICES

WHO_NAMES: Final = (
    *("sex", "age", "age_unit", "weight", "lenhei", "measure", "headc", "armc", "triskin"),
    *("subskin", "oedema", "age_months", "height"),
)
MEASURED: Final = ("weight", "lenhei", "height", "headc", "armc", "triskin", "subskin")
Z_NAMES: Final = (*INDICES, *LAST_MONTH)
NUMBERS: Final = (*MEASURED, "age", "age_months", "age_days", "months")
DATES: Final = ("birth_date", "date")

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "sex": ("sex", "jk", "jenis kelamin", "kelamin", "l p", "lp", "gender", "j k"),
    "birth_date": (
        *("tgl lahir", "tanggal lahir", "tgllahir", "tanggal lahir anak", "tgl lahir anak"),
        *("birth date", "birthdate", "date of birth", "dob", "tgl lhr"),
    ),
    "date": (
        *("tanggal pengukuran", "tgl pengukuran", "tgl ukur", "tanggal ukur", "tanggalukur"),
        *("tanggal penimbangan", "tgl penimbangan", "tgl timbang", "tanggal timbang", "date"),
        *("tanggal kunjungan", "tgl kunjungan", "measurement date", "date of visit", "visit date"),
    ),
    "weight": ("weight", "berat", "bb", "berat badan", "bb kg", "berat kg", "berat badan kg"),
    "lenhei": (
        *("lenhei", "tinggi", "tb", "pb", "tb pb", "pb tb", "panjang", "panjang badan", "height"),
        *("tinggi badan", "tb cm", "pb cm", "tinggi cm", "tinggi badan cm", "panjang tinggi"),
        *("pb tb cm", "tb pb cm", "panjang badan cm", "length", "tinggi panjang badan"),
    ),
    "measure": ("measure", "cara ukur", "posisi", "posisi ukur", "position", "caraukur"),
    "headc": ("headc", "lingkar kepala", "lika", "lk", "lk cm", "lingkar kepala cm"),
    "armc": ("armc", "lila", "lingkar lengan", "lingkar lengan atas", "muac", "lila cm"),
    "triskin": ("triskin",),
    "subskin": ("subskin",),
    "oedema": ("oedema", "edema", "odema", "edema bilateral"),
    "age_days": ("umur hari", "usia hari", "age days", "umur dalam hari"),
    "months": ("umur bulan", "usia bulan", "age months", "umur bln", "usia dalam bulan", "bulan"),
    "age": ("age",),
    "age_unit": ("age unit",),
}
_BY_HEADING: Final = {word: name for name, words in HEADINGS.items() for word in words}

SEX_WORDS: Final = {
    "1": ("1", "m", "l", "laki", "laki-laki", "laki laki", "lk", "male", "boy", "pria"),
    "2": ("2", "f", "p", "perempuan", "pr", "female", "girl", "wanita"),
}
POSITION_WORDS: Final = {
    "l": ("l", "terlentang", "telentang", "berbaring", "baring", "tidur", "lying", "pb"),
    "h": ("h", "berdiri", "diri", "standing", "tb"),
}
OEDEMA_WORDS: Final = {"y": ("y", "1", "ya", "yes", "ada", "+", "true"), "n": ("n", "tidak")}
MONTH_NAMES: Final = (
    *("jan", "feb", "mar", "apr", "me[iy]|may", "jun", "jul", "agu|ags|aug", "sep", "o[kc]t"),
    *("nov", "de[sc]"),
)


def normal(heading: str) -> str:
    """A heading as it is compared: small letters, words parted by one blank."""
    return re.sub(r"[^a-z0-9]+", " ", str(heading).lower()).strip()


def recognise(headings: Iterable[str], who_only: bool = False) -> dict[str, str]:
    """Meaning -> heading of the columns that are understood; the first of two alike wins."""
    found: dict[str, str] = {}
    headings = list(headings)
    for heading in headings:  # WHO's own names are taken as they are, before any guess
        if heading in WHO_NAMES:
            found.setdefault(heading, heading)
    if {"age_months", "height"} <= found.keys() or who_only:
        return found
    found.pop("height", None)
    found.pop("age_months", None)
    for heading in headings:
        meaning = _BY_HEADING.get(normal(heading))
        if meaning is not None and heading not in found.values():
            found.setdefault(meaning, heading)
    return found


@dataclass(frozen=True, slots=True)
class Read:
    """A block understood: WHO's columns, and the cells that could not be read."""

    facts: pl.DataFrame
    unread: pl.DataFrame  # row (in the block), column (heading), value


def read(block: pl.DataFrame, meanings: Mapping[str, str], who_only: bool = False) -> Read:
    """The columns of `zscores` out of a block whose cells may all be text."""
    text = block.select(
        pl.col(heading).cast(pl.String).str.strip_chars().alias(meaning)
        for meaning, heading in meanings.items()
    ).with_columns(
        pl.when(~pl.all().str.to_lowercase().is_in(["", "na", "-", "nan"])).then(pl.all())
    )
    parsed = text.with_columns(
        *(_number(name) for name in NUMBERS if name in meanings),
        *(_day(name) for name in DATES if name in meanings),
        *([] if who_only else _words(meanings)),
    )
    unread = [
        text.select(
            pl.int_range(pl.len()).alias("row"),
            pl.lit(meanings[name]).alias("column"),
            pl.col(name).alias("value"),
        ).filter(text[name].is_not_null() & parsed[name].is_null())
        for name in (*NUMBERS, *DATES)
        if name in meanings
    ]
    if not who_only and not {"age_months", "height"} <= meanings.keys():
        parsed = _age(parsed)
    blank = pl.DataFrame(schema={"row": pl.Int64, "column": pl.String, "value": pl.String})
    return Read(parsed, pl.concat([blank, *unread]).sort("row"))


def _number(name: str) -> pl.Expr:
    text = pl.col(name).str.replace(r"(?i)\s*(kg|cm|mm|gr?|bulan|bln|hari)\.?$", "")
    plain = text.str.replace_all(",", ".", literal=True)
    value = plain.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value).alias(name)


def _day(name: str) -> pl.Expr:
    text = pl.col(name).str.to_lowercase().str.replace(r"[t ]\d{1,2}:\d{2}.*$", "")
    for number, month in enumerate(MONTH_NAMES, start=1):
        text = text.str.replace(rf"^(\d+)[-/. ]+(?:{month})[a-z]*[-/. ]+", f"$1-{number}-")
    text = text.str.replace_all(r"[/. ]+", "-")
    short = text.str.replace(r"^(\d{1,2}-\d{1,2})-(\d{2})$", "$1-20$2")
    # a date as Excel counts it, when a sheet was saved without its formats
    serial = pl.when(text.str.contains(r"^\d{5}$")).then(text).cast(pl.Int64, strict=False)
    return pl.coalesce(
        pl.when(short.str.contains(r"^\d{4}-\d{1,2}-\d{1,2}$"))
        .then(short)
        .str.to_date("%Y-%m-%d", strict=False),
        pl.when(short.str.contains(r"^\d{1,2}-\d{1,2}-\d{4}$"))
        .then(short)
        .str.to_date("%d-%m-%Y", strict=False),
        pl.date(1899, 12, 30) + pl.duration(days=serial),
    ).alias(name)


def _words(meanings: Mapping[str, str]) -> list[pl.Expr]:
    columns = []
    for name, words in (("sex", SEX_WORDS), ("measure", POSITION_WORDS), ("oedema", OEDEMA_WORDS)):
        if name in meanings:
            known = {word: code for code, group in words.items() for word in group}
            spoken = pl.col(name).str.to_lowercase().str.replace(r"\.0$", "")
            columns.append(
                spoken.replace_strict(known, default=None, return_dtype=pl.String).alias(name)
            )
    return columns


def _age(facts: pl.DataFrame) -> pl.DataFrame:
    """One age: from the dates, else days, else months (an age in months is less exact)."""
    names = set(facts.columns)
    if {"birth_date", "date"} <= names:
        days = (pl.col("date") - pl.col("birth_date")).dt.total_days().cast(pl.Float64)
    else:
        days = pl.lit(None, dtype=pl.Float64)
    if "age" in names:
        return facts
    if "age_days" in names:
        days = pl.coalesce(days, "age_days")
    if "months" in names:
        unit = pl.when(days.is_null()).then(pl.lit("months")).otherwise(pl.lit("days"))
        facts = facts.with_columns(unit.alias("age_unit"), pl.coalesce(days, "months").alias("age"))
        return facts
    return facts.with_columns(days.alias("age"))


def unscored(facts: pl.DataFrame, scored: pl.DataFrame) -> pl.DataFrame:
    """Rows without any z-score: `row` (in the block) and `reason`, in Indonesian."""
    names = set(scored.columns)
    z = [n for n in Z_NAMES if n in names]
    age = _in_months(facts)
    low, high = (60, 228) if {"age_months", "height"} <= set(facts.columns) else (0, 60)
    measured = [n for n in MEASURED if n in facts.columns]
    nothing = pl.all_horizontal([pl.col(n).is_null() for n in measured] or [pl.lit(True)])
    sex = pl.col("sex").is_null() if "sex" in facts.columns else pl.lit(True)
    known = ["1", "2", "m", "M", "f", "F"]
    strange = ~pl.col("sex").cast(pl.String).is_in(known) if "sex" in facts.columns else sex
    reason = (
        pl.when(sex)
        .then(pl.lit("jenis kelamin kosong atau tidak dikenal"))
        .when(strange)
        .then(pl.lit("jenis kelamin tidak dikenal"))
        .when(age < 0)
        .then(pl.lit("umur negatif: tanggal ukur sebelum tanggal lahir"))
        .when(nothing)
        .then(pl.lit("tidak ada ukuran yang terbaca"))
        .when(age.is_null())
        .then(pl.lit("umur tidak diketahui"))
        .when((age < low) | (age >= high))
        .then(pl.lit(f"umur di luar {low}-{high} bulan"))
        .otherwise(pl.lit("ukuran di luar jangkauan tabel WHO atau edema"))
    )
    rows = facts.select(pl.int_range(pl.len()).alias("row"), reason.alias("reason"))
    none = scored.select(pl.all_horizontal(pl.col(n).is_null() for n in z).alias("x"))["x"]
    return rows.filter(none)


def _in_months(facts: pl.DataFrame) -> pl.Expr:
    if {"age_months", "height"} <= set(facts.columns):
        return pl.col("age_months")
    if "age" not in facts.columns:
        return pl.lit(None, dtype=pl.Float64)
    days = pl.col("age") / 30.4375
    if "age_unit" not in facts.columns:
        return days
    months = pl.col("age_unit").str.to_lowercase().is_in(["months", "month", "bulan", "bln", "m"])
    return pl.when(months.fill_null(False)).then(pl.col("age")).otherwise(days)
