"""Monthly weighing: which measurement counts, and whether the child gained (N T O B, 2T, BGM).

B is the first weighing ever; O is weighed now but without a usable weight in the calendar month
before; N gained at least the minimum (KBM) of its sex and completed month; T gained less. Every
counted weighing is exactly one of them: D = N + T + O + B. A gap month is O: the minimum is never
multiplied by the months missed. 2T = two consecutive weighings T. BGM = below the red line, weight-
for-age below -3 SD. Source: KMS rules as in the KIA book 2023 (see docs/methods/growth.md).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from rembuk.reference.gain import MinimumGain
from rembuk.science.growth import ages

RED_LINE: Final = -3.0
AGE_LIMIT_MONTHS: Final = 60
DAYS_PER_MONTH: Final = 30.4375


def weight_gain(frame: pl.DataFrame, gain: MinimumGain, red_line: float = RED_LINE) -> pl.DataFrame:
    """Add `counted nt gain_g kbm_g two_t bgm`; rows and their order stay.

    Columns read: `child_id`, `date`, `sex` (L, P), `weight` kg, `age_days`; where present `month`
    (first day), `birth_date` (completed months by calendar, else `age_days` / 30.4375), `zwei`
    and `fwei` (flagged weights), `lenhei` and `measurement_id` (to choose among weighings of one
    day). Twins are apart because the key is `child_id`.

    The counted measurement of a month is the last valid weighing in it; an implausible (flagged)
    one only when the month has no other, and then it is no comparison for a gain: O.
    `gain_g` and `kbm_g` are filled for N and T. Before the first completed month there is no
    minimum: any gain is N.
    """
    order = frame.with_row_index("_row").with_columns(
        _month(frame).alias("_month"),
        _completed(frame).alias("_completed"),
        _flagged(frame).alias("_flagged"),
        (pl.col("lenhei").is_not_null() if "lenhei" in frame.columns else pl.lit(True)).alias(
            "_whole"
        ),
    )
    weighed = order.filter(
        pl.col("weight").fill_nan(None).fill_null(0) > 0,
        pl.col("age_days").fill_null(-1) >= 0,
        pl.col("_completed") < AGE_LIMIT_MONTHS,
    )
    tie = ["measurement_id"] if "measurement_id" in frame.columns else ["_row"]
    counted = (
        weighed.select(
            "_row", "child_id", "date", "sex", "weight", "_month", "_completed", "_flagged",
            "_whole", *(name for name in tie if name != "_row"),
        )
        .sort(
            "child_id", "_month", "_flagged", "date", "_whole", *tie,
            descending=[False, False, True, False, False, False],
        )
        .unique(["child_id", "_month"], keep="last", maintain_order=True)
    )  # fmt: skip
    judged = _judge(counted, gain)
    out = order.select("_row").join(judged, on="_row", how="left", maintain_order="left")
    below = pl.col("zwei") < red_line if "zwei" in frame.columns else pl.lit(False)
    return frame.with_columns(
        out["counted"].fill_null(False),
        out["nt"].fill_null(""),
        out["gain_g"],
        out["kbm_g"],
        out["two_t"].fill_null(False),
        (below & ~_flagged(frame)).fill_null(False).alias("bgm"),
    )


def _judge(counted: pl.DataFrame, gain: MinimumGain) -> pl.DataFrame:
    """One row a counted weighing, sorted by child and month -> its letter and grams."""
    same = pl.col("child_id") == pl.col("child_id").shift(1)
    table = pl.DataFrame(
        [
            (sex, month, grams)
            for sex in ("L", "P")
            for month, grams in gain.table("L" if sex == "L" else "P").items()
        ],
        schema={"sex": pl.String, "_completed": pl.Int32, "_minimum": pl.Int32},
        orient="row",
    )
    rows = counted.join(
        table, on=["sex", "_completed"], how="left", maintain_order="left"
    ).with_columns(
        same.fill_null(False).alias("_same"),
        ((pl.col("weight") - pl.col("weight").shift(1)) * 1000).round(0).cast(pl.Int32).alias("_g"),
        (
            (pl.col("_month").shift(1) == pl.col("_month").dt.offset_by("-1mo"))
            & ~pl.col("_flagged")
            & ~pl.col("_flagged").shift(1)
        )
        .fill_null(False)
        .alias("_usable"),
    )
    enough = pl.col("_g") >= pl.coalesce("_minimum", 1)  # no minimum in the table: any gain
    rows = rows.with_columns(
        pl.when(~pl.col("_same"))
        .then(pl.lit("B"))
        .when(~pl.col("_usable"))
        .then(pl.lit("O"))
        .when(enough)
        .then(pl.lit("N"))
        .otherwise(pl.lit("T"))
        .alias("nt")
    )
    compared = pl.col("nt").is_in(["N", "T"])
    return rows.select(
        "_row",
        "nt",
        pl.lit(True).alias("counted"),
        pl.when(compared).then("_g").alias("gain_g"),
        pl.when(compared).then("_minimum").alias("kbm_g"),
        (pl.col("_same") & (pl.col("nt") == "T") & (pl.col("nt").shift(1) == "T"))
        .fill_null(False)
        .alias("two_t"),
    )


def _month(frame: pl.DataFrame) -> pl.Expr:
    return pl.col("month" if "month" in frame.columns else "date").dt.truncate("1mo")


def _completed(frame: pl.DataFrame) -> pl.Expr:
    if "birth_date" in frame.columns:
        return ages.completed_months()
    return (pl.col("age_days") / DAYS_PER_MONTH).floor().cast(pl.Int32)


def _flagged(frame: pl.DataFrame) -> pl.Expr:
    if "fwei" not in frame.columns:
        return pl.lit(False)
    return (pl.col("fwei") == 1).fill_null(False)
