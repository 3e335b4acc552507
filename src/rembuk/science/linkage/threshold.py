"""Where to draw the line: from a labelled sample of the district, else a default that rises."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import polars as pl

DEFAULT: Final = 1.0
"""Weight (log2 odds) from which links join by default, up to `DEFAULT_RECORDS` records."""
DEFAULT_RECORDS: Final = 372_000
DEFAULT_SOURCE: Final = (
    "bawaan: bobot terbaik pada 372 ribu catatan tiruan (docs: methods/linkage), "
    "naik satu tiap jumlah catatan berlipat dua"
)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A weight, and the precision from it up with its 95 per cent interval (Clopper-Pearson)."""

    weight: float
    precision: float
    lower: float
    upper: float
    kept: int
    labelled: int


def default_threshold(records: int) -> float:
    """The default for so many records: more persons, more namesakes, a higher bar."""
    return DEFAULT + max(0.0, math.log2(max(records, 1) / DEFAULT_RECORDS))


def choose_threshold(
    labelled: pl.DataFrame, precision: float, *, surely: bool = False, least: int = 1
) -> Threshold | None:
    """The lowest weight at and above which the labelled pairs reach `precision`.

    `labelled`: `weight` and `match` (bool), a random sample of scored pairs; a column `stands_for`
    may say how many pairs each stands for when strata were sampled differently. `surely`: the lower
    end of the interval must reach it, not the share alone. `least`: labelled pairs that must stand
    at and above the weight. None when no weight reaches it.

    Raises:
        ValueError: no labelled pair, or a precision outside (0, 1].
    """
    if not 0 < precision <= 1:
        raise ValueError("presisi yang diminta harus di antara 0 dan 1")
    if labelled.is_empty():
        raise ValueError("belum ada pasangan berlabel")
    share = pl.col("stands_for") if "stands_for" in labelled.columns else pl.lit(1.0)
    steps = (
        labelled.with_columns(share.cast(pl.Float64).alias("_n"))
        .group_by("weight")
        .agg(
            pl.col("_n").sum(), (pl.col("_n") * pl.col("match")).sum().alias("_yes"),
            pl.len().alias("_rows"), pl.col("match").sum().alias("_hits"),
        )
        .sort("weight", descending=True)
        .select(
            "weight", (pl.col("_yes").cum_sum() / pl.col("_n").cum_sum()).alias("precision"),
            pl.col("_rows").cum_sum(), pl.col("_hits").cum_sum(),
        )
    )  # fmt: skip
    reached = steps.filter((pl.col("precision") >= precision) & (pl.col("_rows") >= least))
    for weight, found, kept, hits in reached.sort("weight").iter_rows():
        lower, upper = interval(int(hits), int(kept))
        if not surely or lower >= precision:
            return Threshold(float(weight), float(found), lower, upper, int(kept), labelled.height)
    return None


def interval(hits: int, of: int) -> tuple[float, float]:
    """95 per cent interval of a share (Clopper-Pearson)."""
    from scipy.special import betaincinv  # slow to load, and only judging a threshold needs it

    lower = float(betaincinv(hits, of - hits + 1, 0.025)) if hits else 0.0
    upper = float(betaincinv(hits + 1, of - hits, 0.975)) if hits < of else 1.0
    return lower, upper
