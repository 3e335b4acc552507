"""The register of the puskesmas as a table: one row per visit, in canonical columns, as believed.

Values are right in type here; `quirks` makes the cells of a file of them.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from rembuk.demo.children import Children
from rembuk.demo.growth import Growth
from rembuk.demo.papers import Papers
from rembuk.demo.places import Ints, Places
from rembuk.demo.plan import Plan
from rembuk.demo.visits import Visits, gone
from rembuk.science.growth import zscores


def register(
    plan: Plan, places: Places, children: Children, growth: Growth, papers: Papers, rows: Visits
) -> pl.DataFrame:
    """All rows, ordered by month, post and child; children entered twice appear twice."""
    rng = np.random.default_rng([plan.seed, 6])
    child, n = rows.child, len(rows)
    name, nik, birth = papers.said(children, child, rows.day)
    village = places.post_village[rows.post]
    kecamatan = places.kecamatan_of[village]
    frame = pl.DataFrame(
        {
            "child": child,
            "m": rows.month,
            "kecamatan_no": kecamatan,
            "centre": _text(places.centre, village),
            "village_code": _text(places.village_code, village),
            "village": _text(places.village_name, village),
            "kecamatan": _text(places.kecamatan_name, kecamatan),
            "post": rows.post,
            "posyandu": _text(places.post_name, rows.post),
            "name": pl.Series(name.tolist(), dtype=pl.String),
            "other_name": _text(papers.other_name, child),
            "nik": pl.Series(nik.tolist(), dtype=pl.String),
            "kk": _text(children.kk, child),
            "girl": children.girl[child],
            "birth_date": birth.astype("datetime64[D]"),
            "date": rows.day.astype("datetime64[D]"),
            "birth_weight": np.round(growth.birth_weight[child], 1),
            "birth_length": np.round(growth.birth_length[child]),
            "weeks": children.weeks[child],
            "order": children.order[child],
            "mother": _text(children.mother, child),
            "father": _text(children.father, child),
            "mother_nik": _text(children.mother_nik, child),
            "rt": children.rt[child],
            "rw": children.rw[child],
            "weight": rows.weight,
            "lenhei": rows.lenhei,
            "lying": rows.lying,
            "muac": rows.muac,
            "nt": pl.Series(rows.nt.tolist(), dtype=pl.String),
            "left": pl.Series(gone(children, rows).tolist(), dtype=pl.String),
            "came": rows.came,
        }
    ).with_columns(pl.col("weight", "lenhei", "muac").fill_nan(None))
    frame = frame.with_columns(
        pl.when(pl.Series(rng.random(n)) < 0.12).then(None).otherwise(pl.col(c)).alias(c)
        for c in ("birth_weight", "birth_length")
    )
    return _scored(_twice(frame, papers, rows))


def _text(values: Iterable[str], at: Ints) -> pl.Series:
    """One text per row, taken by index; far smaller than arrays of fixed-width text."""
    return pl.Series([str(value) for value in values], dtype=pl.String)[at]


def _twice(frame: pl.DataFrame, papers: Papers, rows: Visits) -> pl.DataFrame:
    """Add the rows of children entered twice: other spelling, no NIK, every other month."""
    again = (rows.day >= papers.twice_from[rows.child]) & rows.came & (rows.month % 2 == 0)
    extra = frame.filter(pl.Series(again)).with_columns(
        pl.col("other_name").alias("name"), pl.lit("").alias("nik"), pl.lit("O").alias("nt")
    )
    return pl.concat([frame, extra]).sort("m", "post", "child", maintain_order=True)


def _scored(frame: pl.DataFrame) -> pl.DataFrame:
    """Add what the agency's program computes: z-scores by days, and by completed months as some
    offices' workbooks do (`*_m`)."""
    age = (pl.col("date") - pl.col("birth_date")).dt.total_days()
    base = frame.select(
        pl.when("girl").then(pl.lit("f")).otherwise(pl.lit("m")).alias("sex"),
        age.alias("age"),
        "weight",
        "lenhei",
        pl.when("lying").then(pl.lit("l")).otherwise(pl.lit("h")).alias("measure"),
    ).with_columns(pl.when(pl.col("age") >= 0).then("age").alias("age"))
    columns = ("zlen", "zwei", "zwfl")
    by_day = zscores(base).select(columns)
    months = (pl.col("age") / 30.4375).floor()
    by_month = zscores(base.with_columns((months * 30.4375).alias("age"))).select(
        pl.col(c).alias(f"{c}_m") for c in columns
    )
    return pl.concat([frame, by_day, by_month], how="horizontal")
