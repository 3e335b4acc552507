"""A card number in the NIK column and the reverse: seen by what the digits say, offered, and put
right only when the user says so.

A NIK carries a birth date (women: day + 40); a card carries the day it was issued, so never +40,
and, cards being renewed, seldom a year before 2000. Source: field notes 3.6.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from rembuk.office.lists.shapes import Shape
from rembuk.science.linkage.nik import digits

SHARE: Final = 0.5
"""From this share of rows with swapped numbers the whole column is taken to be swapped."""
FEWEST: Final = 3


def evidence(frame: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    """Per row: `both` numbers are there, `swapped` (the card looks like a person's number and the
    NIK like a card's), `right` (the NIK fits the person)."""
    part = shape.parts[0]
    nik, kk = digits(part.column("nik")), digits("no_kk")
    birth = part.column("birth_date")
    born = pl.col(birth) if birth in frame.columns else pl.lit(None, pl.Date)
    both = nik.str.contains(r"^\d{16}$") & kk.str.contains(r"^\d{16}$")
    this_year = dt.date.today().year % 100
    right = _fits(nik, born)
    person = _fits(kk, born) | (_day(kk) > 40) | (_year(kk) > this_year)
    card = ~right & (_day(nik) <= 31) & (_year(nik) <= this_year)
    return frame.select(
        both.fill_null(False).alias("both"),
        (both & person & card).fill_null(False).alias("swapped"),
        (both & right).fill_null(False).alias("right"),
    )


def whole(found: pl.DataFrame) -> bool:
    """Whether the columns as a whole are swapped."""
    both, swapped = int(found["both"].sum()), int(found["swapped"].sum())
    return swapped >= FEWEST and swapped >= SHARE * both


def put_right(frame: pl.DataFrame, shape: Shape) -> tuple[pl.DataFrame, pl.Series]:
    """The frame with the numbers exchanged where they are swapped, and which rows those are. When
    the columns as a whole are swapped, every row is exchanged but those whose NIK fits."""
    found = evidence(frame, shape)
    turn = found["swapped"]
    if whole(found):
        turn = found["both"] & ~found["right"]
    column = shape.parts[0].column("nik")
    turned = frame.with_columns(turn.alias("_turn")).with_columns(
        pl.when("_turn").then(pl.col("no_kk")).otherwise(pl.col(column)).alias(column),
        pl.when("_turn").then(pl.col(column)).otherwise(pl.col("no_kk")).alias("no_kk"),
    )
    return turned.drop("_turn"), turn


def applies(shape: Shape, frame: pl.DataFrame) -> bool:
    """Whether the kind of row carries both numbers."""
    return "no_kk" in frame.columns and shape.parts[0].column("nik") in frame.columns


def _day(number: pl.Expr) -> pl.Expr:
    return number.str.slice(6, 2).cast(pl.Int32, strict=False)


def _year(number: pl.Expr) -> pl.Expr:
    return number.str.slice(10, 2).cast(pl.Int32, strict=False)


def _fits(number: pl.Expr, born: pl.Expr) -> pl.Expr:
    day = _day(number)
    return (
        (pl.when(day > 40).then(day - 40).otherwise(day) == born.dt.day())
        & (number.str.slice(8, 2).cast(pl.Int32, strict=False) == born.dt.month())
        & (_year(number) == born.dt.year() % 100)
    ).fill_null(False)
