"""What is known of a family on a day: ages from dates, yes-or-no facts from details."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from rembuk.reference.conditions import Condition, fields, truth
from rembuk.reference.welfare import DerivedFact

FAMILY = "family_id"
SAME_BIRTH_DAYS = 7
"""Births of a woman within so many days are one birth (twins)."""


def with_columns_of(frame: pl.DataFrame, conditions: Iterable[Condition]) -> pl.DataFrame:
    """The frame with an empty column for every fact asked for and absent."""
    asked = sorted({name for one in conditions for name in fields(one)})
    return frame.with_columns(pl.lit(None).alias(n) for n in asked if n not in frame.columns)


def years(birth: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Completed years."""
    before = (on.dt.month() < birth.dt.month()) | (
        (on.dt.month() == birth.dt.month()) & (on.dt.day() < birth.dt.day())
    )
    return on.dt.year() - birth.dt.year() - before.cast(pl.Int32)


def months(birth: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Completed months; the last day of a shorter month completes it."""
    early = (on.dt.day() < birth.dt.day()) & (on.dt.month_end() != on)
    whole = (on.dt.year() - birth.dt.year()) * 12 + on.dt.month() - birth.dt.month()
    return whole - early.cast(pl.Int32)


def known(evidence: pl.DataFrame, rules: Iterable[DerivedFact], on: dt.date | str) -> pl.DataFrame:
    """Evidence with what follows from it.

    Args:
        evidence: a row a family: `family_id` and any facts by their names. `wife_birth_date`
            (Date) gives `wife_age_years`; `child_birth_dates` (list of dates, every child of the
            family) gives `has_child_0_23`, `has_child_24_59`, `births` (twins are one) and
            `birth_interval_years` of the two last; `floor_area_m2` and `household_size` give
            `floor_area_per_person`.
        rules: facts that follow from others; a detail beats the family's stated yes or no.
        on: the day of the ages, or the name of a date column with a day a row.

    Returns:
        The rows in their order with the derived facts put in; what cannot be derived stays.
    """
    day = pl.col(on) if isinstance(on, str) else pl.lit(on)
    frame = evidence.with_columns(day.cast(pl.Date).alias("_on"))
    if "wife_birth_date" in frame.columns:
        age = years(pl.col("wife_birth_date"), pl.col("_on"))
        frame = frame.with_columns(_first(frame, age, "wife_age_years"))
    if "child_birth_dates" in frame.columns:
        frame = _children(frame)
    if {"floor_area_m2", "household_size"} <= set(frame.columns):
        area, size = pl.col("floor_area_m2").cast(pl.Float64), pl.col("household_size")
        each = pl.when((size > 0) & (area > 0)).then(area / size)
        frame = frame.with_columns(_first(frame, each, "floor_area_per_person"))
    # no derived fact rests on another, so one step does for all
    derived = tuple(rules)
    frame = with_columns_of(
        frame, [part for rule in derived for part in (rule.true_if, rule.false_if)]
    )
    frame = frame.with_columns(
        _first(
            frame,
            pl.when(truth(rule.false_if)).then(False).when(truth(rule.true_if)).then(True),
            rule.fact,
        )
        for rule in derived
    )
    return frame.drop("_on")


def _first(frame: pl.DataFrame, found: pl.Expr, name: str) -> pl.Expr:
    """What was found, else what was stated."""
    return (pl.coalesce(found, name) if name in frame.columns else found).alias(name)


def _children(frame: pl.DataFrame) -> pl.DataFrame:
    rows = frame.with_row_index("_row")
    births = (
        rows.select("_row", "_on", pl.col("child_birth_dates").alias("_birth"))
        .explode("_birth")
        .filter(pl.col("_birth") <= pl.col("_on"))
        .sort("_row", "_birth")
        .with_columns(months(pl.col("_birth"), pl.col("_on")).alias("_months"))
    )
    gap = (pl.col("_birth") - pl.col("_birth").shift(1).over("_row")).dt.total_days()
    births = births.with_columns(gap.alias("_gap"))
    found = births.group_by("_row").agg(
        (pl.col("_months") <= 23).any().alias("_small"),
        pl.col("_months").is_between(24, 59).any().alias("_under_five"),
        (pl.col("_gap").filter(pl.col("_gap") > SAME_BIRTH_DAYS).last() / 365.25).alias("_between"),
        (pl.col("_gap").fill_null(SAME_BIRTH_DAYS + 1) > SAME_BIRTH_DAYS).sum().alias("_births"),
    )
    joined = rows.join(found, on="_row", how="left", maintain_order="left")
    listed = pl.col("child_birth_dates").is_not_null()
    small = pl.when(listed).then(pl.col("_small").fill_null(False))
    seen = pl.when(listed).then(pl.col("_births").fill_null(0).cast(pl.Float64))
    # who tells an interval tells of two births, though the card shows one child
    told = (
        pl.col("birth_interval_years") if "birth_interval_years" in frame.columns else pl.lit(None)
    )
    births_seen = pl.when(told.is_not_null()).then(seen.clip(lower_bound=2)).otherwise(seen)
    under_five = pl.when(listed).then(pl.col("_under_five").fill_null(False))
    return joined.with_columns(
        _first(frame, small, "has_child_0_23"),
        _first(frame, under_five, "has_child_24_59"),
        _first(frame, births_seen, "births"),
        _first(frame, pl.col("_between"), "birth_interval_years"),
    ).drop("_row", "_small", "_under_five", "_between", "_births")
