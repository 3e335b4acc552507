"""NIK, family card and telephone numbers that can never be anybody's."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

FIRST_SERIAL: Final = 9001
"""Real serials are given from 0001 upwards per area and birth date and never reach that far. So
9001 stands for the 0001 that nearly everybody has."""


def dated(area: pl.Expr, day: pl.Expr, woman: pl.Expr) -> pl.Expr:
    """PPKKCC DDMMYY of a six-digit area and a date; women's days count from 40."""
    number = day.dt.day().cast(pl.Int32) + 40 * woman.cast(pl.Int32)
    return pl.concat_str(area, number.cast(pl.String).str.zfill(2), day.dt.strftime("%m%y"))


def niks(persons: pl.DataFrame) -> pl.Series:
    """NIK from `area` (six digits), `birth`, `sex`: the serial is the first one for almost
    everybody, the next for the second of one area, day and sex (twins among them)."""
    stem = dated(pl.col("area"), pl.col("birth"), pl.col("sex") == "P")
    serial = pl.int_range(pl.len()).over("stem") + FIRST_SERIAL
    return (
        persons.with_columns(stem.alias("stem"))
        .select(pl.concat_str("stem", serial.cast(pl.String)).alias("nik"))
        .to_series()
    )


def cards(area: pl.Series, issued: pl.Series) -> pl.Series:
    """Family card numbers: area, day of issue, serial from 9001 upwards per area and day."""
    frame = pl.DataFrame({"area": area, "day": issued})
    stem = dated(pl.col("area"), pl.col("day"), pl.lit(False))
    serial = pl.int_range(pl.len()).over("stem") + FIRST_SERIAL
    return (
        frame.with_columns(stem.alias("stem"))
        .select(pl.concat_str("stem", serial.cast(pl.String)).alias("kk"))
        .to_series()
    )


def phones(rng: np.random.Generator, n: int) -> NDArray[np.object_]:
    """Numbers under 0800-0, a code no mobile network of Indonesia gives out; each once."""
    serial = (np.arange(n) * 7_654_321 + int(rng.integers(10_000_000))) % 10_000_000
    return np.array([f"08000{x:07d}" for x in serial.tolist()], dtype=object)
