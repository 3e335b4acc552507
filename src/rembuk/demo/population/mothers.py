"""Wives, pregnancies, births, contraception: what of a family decides its risk of stunting."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from rembuk.demo.population.district import District

YEAR = 365.25


def wives(seed: int, people: District, living: pl.DataFrame, on: dt.date) -> pl.DataFrame:
    """One row a family with a woman who is wife or head: family, person, married, wife_age_years,
    children (borne), youngest_on, youngest_months, birth_interval_years (of the last two),
    pregnant, ga_week, modern_fp, schooling (years), has_child_0_23, has_child_24_59, had_short
    (a child under five below -2 SD)."""
    rng = np.random.default_rng([seed, 23])
    women = people.members.filter(
        pl.col("role").is_in(["kepala", "istri"]) & (pl.col("sex") == "P")
    )
    kids = people.members.filter((pl.col("role") == "anak") & (pl.col("mother") >= 0))
    months = (pl.lit(on) - pl.col("birth")).dt.total_days() / 30.4375
    counted = kids.sort("birth").group_by("family").agg(
        pl.col("birth").last().alias("youngest_on"),
        pl.col("birth").unique().sort().tail(2).alias("last_two"),
        (months < 24).any().alias("has_child_0_23"),
        ((months >= 24) & (months < 60)).any().alias("has_child_24_59"),
        pl.len().alias("at_home"),
    )  # fmt: skip
    frame = (
        women.join(counted, on="family", how="left", maintain_order="left")
        .join(people.families.select("family", "births", "haz"), on="family", maintain_order="left")
        .join(living.select("family", "w"), on="family", maintain_order="left")
    )
    gap = (pl.col("last_two").list.last() - pl.col("last_two").list.first()).dt.total_days() / YEAR
    frame = frame.with_columns(
        (pl.col("role") == "istri").alias("married"),
        ((pl.lit(on) - pl.col("birth")).dt.total_days() / YEAR).floor().cast(pl.Int64)
        .alias("wife_age_years"),
        pl.max_horizontal(pl.col("births"), pl.col("at_home").fill_null(0)).alias("children"),
        ((pl.lit(on) - pl.col("youngest_on")).dt.total_days() / 30.4375).alias("youngest_months"),
        pl.when(pl.col("last_two").list.len() == 2).then(gap).alias("birth_interval_years"),
        pl.col("has_child_0_23", "has_child_24_59").fill_null(False),
        (pl.col("haz") < -2).fill_null(False).alias("had_short"),
    )  # fmt: skip
    return _expecting(rng, frame).select(
        "family", "person", "married", "wife_age_years", "children", "youngest_on",
        "youngest_months", "birth_interval_years", "pregnant", "ga_week", "modern_fp",
        "schooling", "has_child_0_23", "has_child_24_59", "had_short",
    )  # fmt: skip


def _expecting(rng: np.random.Generator, frame: pl.DataFrame) -> pl.DataFrame:
    n = frame.height
    age = frame["wife_age_years"].to_numpy()
    since = frame["youngest_months"].fill_null(999.0).to_numpy()
    fertile = frame["married"].to_numpy() & (age >= 15) & (age < 45) & (since > 10)
    chance = np.interp(age, (16, 22, 30, 36, 42, 45), (0.30, 0.26, 0.17, 0.08, 0.02, 0.0))
    chance = chance * np.where(since > 900, 1.5, np.interp(since, (10, 20, 36), (0.4, 0.8, 1.0)))
    pregnant = fertile & (rng.random(n) < chance)
    couple = frame["married"].to_numpy() & (age >= 15) & (age < 50) & ~pregnant
    w = frame["w"].to_numpy()
    users = np.where(since > 900, 0.10, 0.63 + 0.04 * w - 0.10 * (age > 40) - 0.14 * (since < 4))
    modern = couple & (rng.random(n) < users)
    years = np.clip(np.round(8.6 + 1.9 * w + rng.normal(0, 2.2, n) - 0.07 * (age - 30)), 0, 17)
    return frame.with_columns(
        pl.Series("pregnant", pregnant),
        pl.Series("ga_week", np.where(pregnant, rng.integers(5, 41, n), 0)),
        pl.Series("modern_fp", modern),
        pl.Series("schooling", years.astype(np.int64)),
    )
