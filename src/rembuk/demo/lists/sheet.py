"""A sheet of an agency and whom each of its rows names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from rembuk.demo.cells import Cells
from rembuk.demo.sheets import Columns


@dataclass(frozen=True)
class Sheet:
    """One workbook. `who` has one column a part of the row (person, or null), row by row: the
    truth, written into no file of an agency."""

    name: str
    layout: str
    title: str
    columns: Columns
    who: tuple[pl.Series, ...]
    arrived: dt.date


def texts(values: pl.Series) -> Cells:
    """Cells of a column of text."""
    return values.to_list()


def days(values: pl.Series, form: str = "%Y-%m-%d") -> Cells:
    """Dates as text."""
    return values.dt.strftime(form).to_list()


def ticks(values: pl.Series, yes: str = "1", no: str | None = "2") -> Cells:
    """Flags as an agency ticks them; null stays empty."""
    return [None if x is None else yes if x else no for x in values.to_list()]


def numbered(rows: int) -> Cells:
    """1, 2, 3 ..."""
    return [float(i) for i in range(1, rows + 1)]
