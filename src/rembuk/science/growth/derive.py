"""Everything the office stores beside a measurement, from the facts alone, in one call."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import polars as pl

from rembuk.science.growth import ages
from rembuk.science.growth.categories import categories
from rembuk.science.growth.gain import weight_gain
from rembuk.science.growth.zscores import STANDING_FROM_DAY, zscores

if TYPE_CHECKING:
    from rembuk.reference import Reference

INDICES: Final = ("zlen", "zwei", "zwfl", "zbmi", "zhc", "zac")
FLAGS: Final = {
    "flen": "len",
    "fwei": "wei",
    "fwfl": "wfl",
    "fbmi": "bmi",
    "fhc": "hc",
    "fac": "ac",
}

DOUBTS: Final = {
    "before-birth": "tanggal ukur sebelum tanggal lahir",
    "birth-date": "tanggal lahir tidak pasti",
    "position": "posisi ukur tidak sesuai umur; panjang/tinggi disesuaikan 0,7 cm",
    "recheck": "diukur berdiri sebelum 9 bulan; posisi diabaikan",
    "no-position": "posisi ukur tidak dicatat",
    "shrink": "panjang/tinggi lebih pendek daripada pengukuran sebelumnya",
}
"""Codes of `doubts`, joined by a space, in this order."""
SHRINK_CM: Final = 1.0  # beyond the error of a careful second measurement

OUTPUT: Final = (
    *("measurement_id", "month", "age_days", "clenhei", *INDICES, "flags", "tbu", "bbu", "bbtb"),
    *("imtu", "counted", "nt", "gain_g", "kbm_g", "two_t", "bgm", "doubts"),
    *("corrected_age_days", "zlen_corrected", "zwei_corrected"),
)


def derive(frame: pl.DataFrame, reference: Reference, on: dt.date | None = None) -> pl.DataFrame:
    """Scores, classes, weighing results and doubts of measurements, one row each, in order.

    Input columns: `child_id measurement_id birth_date date` (dates), `sex` (L, P), `weight` kg,
    `lenhei` cm, `position` (L lying, H standing, empty), `muac` cm, `headc` cm, `oedema`
    (boolean), `birth_date_sure` (boolean; unknown counts as sure); `gestation_weeks` is optional.
    Give all measurements of a child, not superseded ones: N/T and 2T look back.

    Output columns: `OUTPUT`. `flags` holds the words of `FLAGS` for implausible z-scores; classes
    are codes of the reference, empty when unknown; the `corrected` columns hold age and z of
    preterm children under 24 months, beside the uncorrected ones.

    Args:
        frame: the measurements.
        reference: classes and minimum gain are taken from it.
        on: the day whose rules are used; the last visit of the frame when `None`.
    """
    day = on or frame["date"].max()
    if not isinstance(day, dt.date):  # no rows, or none with a date
        day = dt.date.today()
    rows = _scored(frame)
    rows = categories(rows, reference.growth_categories(day))
    rows = weight_gain(rows, reference.minimum_gain(day), reference.number("bgm_z", day))
    rows = rows.with_columns(
        _words({word: pl.col(flag) == 1 for flag, word in FLAGS.items()}).alias("flags"),
        _doubts(rows),
    )
    return rows.select(OUTPUT)


def _scored(frame: pl.DataFrame) -> pl.DataFrame:
    optional = {
        "gestation_weeks": pl.Float64, "muac": pl.Float64, "headc": pl.Float64,
        "position": pl.String, "oedema": pl.Boolean, "birth_date_sure": pl.Boolean,
    }  # fmt: skip
    rows = frame.with_columns(
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in optional.items()
        if name not in frame.columns
    ).with_columns(
        pl.col("date").dt.truncate("1mo").alias("month"),
        pl.col("oedema").fill_null(False),
        # a measurement of nothing is no measurement
        *(
            pl.when(pl.col(name) > 0).then(pl.col(name)).alias(name)
            for name in ("weight", "lenhei", "muac", "headc")
        ),
        pl.when(ages.days() >= 0).then(ages.days()).alias("age_days"),
    )
    facts = rows.select(
        pl.when(pl.col("sex") == "L").then(1).when(pl.col("sex") == "P").then(2).alias("sex"),
        pl.col("age_days").cast(pl.Float64).alias("age"),
        "weight",
        "lenhei",
        pl.col("position").alias("measure"),
        "headc",
        pl.col("muac").alias("armc"),
        pl.col("oedema").cast(pl.Int8),
    )
    # WHO scores a child of unknown age by size alone; an impossible date is another matter
    impossible = (ages.days() < 0).fill_null(False)
    scores = zscores(facts, INDICES).drop(facts.columns)
    rows = rows.hstack(scores).with_columns(
        pl.when(~impossible).then(pl.col(name)).alias(name) for name in ("zwfl", "fwfl")
    )
    return _corrected(rows, facts)


def _corrected(rows: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    rows = rows.with_columns(ages.corrected_days().alias("corrected_age_days"))
    names = {"zlen": "zlen_corrected", "zwei": "zwei_corrected"}
    if rows["corrected_age_days"].null_count() == rows.height:
        return rows.with_columns(pl.lit(None, dtype=pl.Float64).alias(n) for n in names.values())
    at_term = facts.with_columns(rows["corrected_age_days"].cast(pl.Float64).alias("age"))
    # the length as corrected at the child's real age: position does not change with gestation
    at_term = at_term.with_columns(rows["clenhei"].alias("lenhei")).drop("measure")
    scores = zscores(at_term, tuple(names))
    return rows.with_columns(scores[z].alias(name) for z, name in names.items())


def _doubts(rows: pl.DataFrame) -> pl.Expr:
    lying, standing = pl.col("position") == "L", pl.col("position") == "H"
    age, length = pl.col("age_days"), pl.col("lenhei").is_not_null()
    standing_young = standing & (age / 30.4375 < 9.0)
    misplaced = (standing & (age < STANDING_FROM_DAY) & ~standing_young) | (
        lying & (age >= STANDING_FROM_DAY)
    )
    tests = {
        "before-birth": ages.days() < 0,
        "birth-date": pl.col("birth_date_sure").not_(),
        "position": misplaced & length,
        "recheck": standing_young & length,
        "no-position": ~(lying | standing).fill_null(False) & length,
        "shrink": pl.lit(_shrinks(rows)),
    }
    return _words({code: tests[code] for code in DOUBTS}).alias("doubts")


def _shrinks(rows: pl.DataFrame) -> pl.Series:
    """Rows whose corrected length is more than `SHRINK_CM` below the child's one before."""
    by_time = (
        # height is 0.7 cm less than length: put both on one footing
        rows.select(
            "child_id",
            "date",
            "flen",
            (pl.col("clenhei") + 0.7 * (pl.col("age_days") >= STANDING_FROM_DAY)).alias("_long"),
        )
        .with_row_index("_row")
        .filter(pl.col("_long").is_not_null(), pl.col("flen") == 0)
        .sort("child_id", "date", "_row")
    )
    fell = (pl.col("_long") < pl.col("_long").shift(1) - SHRINK_CM) & (
        pl.col("child_id") == pl.col("child_id").shift(1)
    )
    found = by_time.filter(fell)["_row"]
    return pl.int_range(rows.height, eager=True).is_in(found.cast(pl.Int64).implode())


def _words(tests: dict[str, pl.Expr]) -> pl.Expr:
    parts = [pl.when(test.fill_null(False)).then(pl.lit(word)) for word, test in tests.items()]
    return pl.concat_str(parts, separator=" ", ignore_nulls=True).fill_null("")
