"""Columns of a frame as arrays: WHO Anthro's names, codes and units; missing is NaN or -1."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import polars as pl

Codes = npt.NDArray[np.int8]


def numbers(frame: pl.DataFrame, name: str) -> npt.NDArray[np.float64] | None:
    """A numeric column as float64 with NaN for missing; `None` when the column is absent.

    Raises:
        TypeError: the column holds text that is not a number.
    """
    if name not in frame.columns:
        return None
    column = frame[name]
    if column.dtype == pl.Null:
        return np.full(len(column), np.nan)
    if not column.dtype.is_numeric() and column.dtype != pl.String:
        raise TypeError(f"column {name!r} must hold numbers, not {column.dtype}")
    try:
        column = column.cast(pl.Float64)
    except pl.exceptions.InvalidOperationError as error:
        raise TypeError(f"column {name!r} holds text that is not a number") from error
    if column.null_count():
        column = column.fill_null(float("nan"))
    return column.to_numpy()


def codes(frame: pl.DataFrame, name: str, meaning: dict[int, Collection[str]]) -> Codes:
    """A coded column as int8: the key of `meaning` whose words hold the value, else -1."""
    if name not in frame.columns:
        return np.full(frame.height, -1, dtype=np.int8)
    column = frame[name]
    if column.dtype == pl.Boolean:
        column = column.cast(pl.Int8)
    if column.dtype.is_float():  # 1.0 is the code 1; 1.5 is no code
        whole = column == column.floor()
        column = column.cast(pl.Int64, strict=False).set(~whole.fill_null(False), None)
    words = {word: code for code, group in meaning.items() for word in group}
    out: pl.Series
    if column.dtype.is_integer():
        numeric = {int(word): code for word, code in words.items() if word.isdigit()}
        out = _replaced(column.cast(pl.Int64), numeric)
    elif column.dtype == pl.Null:
        return np.full(frame.height, -1, dtype=np.int8)
    else:
        out = _replaced(column.cast(pl.String), words)
    return out.to_numpy()


def _replaced(column: pl.Series, mapping: dict[str, int] | dict[int, int]) -> pl.Series:
    # a comparison for each word and a choice for each code beat a hash join for a handful of words
    groups: dict[int, pl.Expr] = {}
    for word, code in mapping.items():
        same = pl.col("x") == word
        groups[code] = groups[code] | same if code in groups else same
    expression = pl.lit(-1, dtype=pl.Int8)
    for code, same in groups.items():
        expression = pl.when(same).then(pl.lit(code, dtype=pl.Int8)).otherwise(expression)
    return column.to_frame("x").select(expression.alias("x"))["x"]


SEXES: dict[int, Collection[str]] = {0: ("1", "m", "M"), 1: ("2", "f", "F")}
POSITIONS: dict[int, Collection[str]] = {0: ("l", "L"), 1: ("h", "H")}
YES: dict[int, Collection[str]] = {1: ("y", "Y", "1")}
MONTHS: dict[int, Collection[str]] = {
    1: ("months", "month", "m", "Months", "MONTHS", "bulan", "Bulan", "bln", "BULAN")
}
