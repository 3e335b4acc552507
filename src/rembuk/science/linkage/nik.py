"""Reading a NIK: what it says, what does not fit, and whether it can point at this person.

`PPKKCC DDMMYY NNNN`: where first registered (never changes, so another region is no finding),
birth date (women: day + 40), serial. There is no check digit. A finding is a code here; its words
are the office's (`office/people/nik`). Sources: Dukcapil Klaten, "Arti 16 digit NIK"; field 3.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

OTHER_PERSON_YEARS: Final = 10
"""A NIK whose birth year is this far from the stated one is somebody else's (the mother's)."""

UNUSABLE: Final = ("panjang", "tiruan", "tanggal", "ibu", "kk")
"""Findings after which the number is not used to recognise a person."""

_FILLERS: Final = (
    "1234567890123456", "0123456789012345", "1234567812345678",
    *(digit * 16 for digit in "0123456789"),
)  # fmt: skip


def digits(column: str) -> pl.Expr:
    """The digits of a number column; "" for an empty cell."""
    text = pl.col(column).cast(pl.String).fill_null("").str.strip_chars()
    return text.str.replace(r"\.0+$", "").str.replace_all(r"[\s.'`\-]", "")


def check_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds `nik_findings` (codes, space-joined) and `nik_usable` (bool), and cleans `nik`.

    Reads `nik`, and when present `birth_date` (Date), `sex` (L/P), `parent_nik`, `no_kk`.
    """
    for name, kind in (
        ("nik", pl.String), ("birth_date", pl.Date), ("sex", pl.String),
        ("parent_nik", pl.String), ("no_kk", pl.String),
    ):  # fmt: skip
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, dtype=kind).alias(name))
    asked = frame.columns
    frame = _read(frame)
    nik, kk, parent = pl.col("nik"), pl.col("_kk"), pl.col("_parent")
    said, in_kk, written = _coded("_nik"), _coded("_kk"), pl.col("birth_date")
    given = nik != ""
    shaped = pl.col("_shaped")
    dummy = shaped & (nik.is_in(_FILLERS) | nik.str.ends_with("0000"))
    dated = shaped & said.possible
    far = (
        (said.year.cast(pl.Int32) + 1900 - written.dt.year()).abs().clip(0, 999)
        .clip(upper_bound=(said.year.cast(pl.Int32) + 2000 - written.dt.year()).abs())
        >= OTHER_PERSON_YEARS
    )  # fmt: skip
    swapped = (nik == kk) | (kk.str.contains(r"^\d{16}$") & _fits(in_kk) & ~_fits(said))
    other = dated & ((nik == parent) | far)
    same_year = said.year == written.dt.year() % 100
    crossed = same_year & (said.day == written.dt.month()) & (said.month == written.dt.day())
    exact = same_year & (said.day == written.dt.day()) & (said.month == written.dt.month())
    own = dated & ~dummy & ~other.fill_null(False) & ~swapped.fill_null(False)
    known_sex = pl.col("sex").is_in(["L", "P"])
    rules = {
        "panjang": given & ~shaped,
        "tiruan": dummy,
        "tanggal": shaped & ~dummy & ~said.possible,
        "ibu": other & ~dummy & ~swapped.fill_null(False),
        "kk": shaped & ~dummy & swapped,
        "lahir": own & ~exact & ~crossed,
        "tukar": own & ~exact & crossed,
        "kelamin": own & known_sex & (said.female != (pl.col("sex") == "P")),
    }
    words = [
        pl.when(rule.fill_null(False)).then(pl.lit(code)).otherwise(None)
        for code, rule in rules.items()
    ]
    bad = pl.any_horizontal([rules[code].fill_null(False) for code in UNUSABLE])
    return frame.select(
        *asked,
        pl.concat_str(words, separator=" ", ignore_nulls=True).alias("nik_findings"),
        (given & ~bad).alias("nik_usable"),
    )


@dataclass(frozen=True)
class _Coded:
    """What digits 7-12 say."""

    day: pl.Expr
    month: pl.Expr
    year: pl.Expr
    female: pl.Expr
    possible: pl.Expr


def _read(frame: pl.DataFrame) -> pl.DataFrame:
    """The numbers read once into columns, which the rules ask for dozens of times."""
    frame = frame.with_columns(
        digits("nik").alias("nik"),
        digits("no_kk").alias("_kk"),
        digits("parent_nik").alias("_parent"),
    )
    frame = frame.with_columns(
        pl.col("nik").str.contains(r"^\d{16}$").alias("_shaped"),
        *(
            pl.col(column).str.slice(start, 2).cast(pl.Int16, strict=False).alias(f"{name}_{part}")
            for column, name in (("nik", "_nik"), ("_kk", "_kk"))
            for part, start in (("raw", 6), ("month", 8), ("year", 10))
        ),
    )
    for name in ("_nik", "_kk"):
        raw, month = pl.col(f"{name}_raw"), pl.col(f"{name}_month")
        longest = (
            pl.when(month == 2).then(29).when(month.is_in([4, 6, 9, 11])).then(30).otherwise(31)
        )  # fmt: skip
        frame = frame.with_columns(
            pl.when(raw > 40).then(raw - 40).otherwise(raw).alias(f"{name}_day"),
            (raw > 40).alias(f"{name}_female"),
        ).with_columns(
            (pl.col(f"{name}_day").is_between(1, longest) & month.is_between(1, 12)
             & pl.col(f"{name}_year").is_not_null()).fill_null(False).alias(f"{name}_possible")
        )  # fmt: skip
    return frame


def _coded(name: str) -> _Coded:
    parts = ("day", "month", "year", "female", "possible")
    return _Coded(*(pl.col(f"{name}_{part}") for part in parts))


def _fits(coded: _Coded) -> pl.Expr:
    born = pl.col("birth_date")
    date = (
        (coded.day == born.dt.day())
        & (coded.month == born.dt.month())
        & (coded.year == born.dt.year() % 100)
    )
    return (date & (coded.female == (pl.col("sex") == "P"))).fill_null(False)
