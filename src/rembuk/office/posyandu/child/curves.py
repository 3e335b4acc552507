"""WHO curves behind a child's points: LMS tables turned into SD lines, in two pieces.

The standard changes from lying length to standing height at 731 days and drops by 0.7 cm there,
so a chart that spans it shows two pieces that do not touch (WHO Child Growth Standards, 2006).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import polars as pl

from rembuk.reference.who import table

DAYS_PER_MONTH = 30.4375
TURN_DAYS = 731
"""First day measured standing."""
WHO_SEX = {"L": 1, "P": 2}

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Piece:
    """One unbroken stretch of the standard: SD line by its number, points (x, value)."""

    lines: dict[str, Points]


def _sd(frame: pl.DataFrame, sd: int) -> pl.Series:
    """Value at `sd` by the LMS method; exact inside +-3 SD for every index."""
    lam, mid, spread = frame["l"], frame["m"], frame["s"]
    return mid * (1 + lam * spread * sd) ** (1 / lam)


def _lines(frame: pl.DataFrame, x: pl.Series, sds: tuple[int, ...], digits: int) -> Piece:
    xs = x.round(2).to_list()
    return Piece(
        {str(sd): tuple(zip(xs, _sd(frame, sd).round(digits).to_list(), strict=True)) for sd in sds}
    )


@functools.lru_cache(maxsize=64)
def by_age(
    name: str, sex: str, until_days: int, sds: tuple[int, ...], parted: bool
) -> tuple[Piece, ...]:
    """Curves of an age index (`lhfa`, `wfa`) from birth to `until_days`, x in months.

    `parted` breaks the curve at 731 days, where the standard changes position.
    """
    frame = table(f"who2006_{name}").filter(pl.col("sex") == WHO_SEX[sex])
    days = pl.col("age_days")
    step = 15 if until_days <= TURN_DAYS else 30
    pieces = []
    spans = [(0, TURN_DAYS - 1), (TURN_DAYS, until_days)] if parted else [(0, until_days)]
    for first, last in spans:
        last = min(last, until_days)
        if first > last:
            continue
        part = frame.filter(
            days.is_between(first, last)
            & (((days - first) % step == 0) | (days == last) | (days < 60) & (days % 5 == 0))
        ).sort("age_days")
        pieces.append(_lines(part, part["age_days"] / DAYS_PER_MONTH, sds, 2))
    return tuple(pieces)


@functools.lru_cache(maxsize=256)
def by_length(
    sex: str, low: float, split: float | None, high: float, sds: tuple[int, ...]
) -> tuple[Piece, ...]:
    """Curves of weight for length up to `split` cm and for height from there, x in cm.

    `split` None: length only when `high` is within a lying child's reach, see `Chart`.
    """
    pieces = []
    edge = high if split is None else split
    for name, column, first, last in (
        ("wfl", "length_cm", low, edge),
        ("wfh", "height_cm", edge, high),
    ):
        if first >= last:
            continue
        x = pl.col(column)
        part = (
            table(f"who2006_{name}")
            .filter((pl.col("sex") == WHO_SEX[sex]) & x.is_between(first, last))
            .sort(column)
        )
        # every half centimetre, and both ends: the pieces meet at the edge
        rows = pl.int_range(part.height)
        part = part.filter((rows % 5 == 0) | (rows == part.height - 1))
        if part.height > 1:
            pieces.append(_lines(part, part[column], sds, 2))
    return tuple(pieces)
