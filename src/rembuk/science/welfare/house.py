"""Unfit houses (RTLH) and deprivations: tests that pass, fail, or cannot be answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import polars as pl

from rembuk.reference import Reference
from rembuk.reference.conditions import Condition, truth
from rembuk.science.welfare.evidence import FAMILY, known, with_columns_of

PASSES, FAILS, UNKNOWN = "lulus", "gagal", "tidak-diketahui"

STATES: Final[Mapping[str, tuple[str, str]]] = {
    PASSES: ("memenuhi", "passes"),
    FAILS: ("tidak memenuhi", "fails"),
    UNKNOWN: ("belum diketahui", "not known"),
}


def house(evidence: pl.DataFrame, reference: Reference, on: dt.date) -> pl.DataFrame:
    """The four tests of each family's house.

    Args:
        evidence: a row a family (see `evidence.known`): `floor wall roof floor_area_m2
            household_size water_source water_proper latrine septic latrine_proper earth_floor`.

    Returns:
        `family_id`, one column a test with `lulus`, `gagal` or `tidak-diketahui`, `failed` and
        `unknown` (counted tests only), and `unfit`: true when a test fails, false when all pass,
        null when none fails and some are not known.
    """
    tests = reference.house_tests(on)
    facts = known(evidence, reference.derived_facts(on), on)
    frame = with_columns_of(facts, [part for one in tests for part in (one.fails, one.passes)])
    frame = frame.select(FAMILY, *(_state(one.code, one.fails, one.passes) for one in tests))
    counted = [one.code for one in tests if not one.optional]
    return _counted(frame, counted, "failed", "unfit")


def deprivations(evidence: pl.DataFrame, reference: Reference, on: dt.date) -> pl.DataFrame:
    """Deprivations of each family beside its class: extreme poverty in law is more than money.

    Returns:
        `family_id`, one column a deprivation (`gagal` = deprived, `lulus` = not), `deprived` and
        `unknown` counts, and `any_deprived` in three values. A count with unknowns is a least.
    """
    ways = reference.deprivations(on)
    facts = known(evidence, reference.derived_facts(on), on)
    frame = with_columns_of(facts, [part for one in ways for part in (one.true_if, one.false_if)])
    frame = frame.select(FAMILY, *(_state(one.code, one.true_if, one.false_if) for one in ways))
    return _counted(frame, [one.code for one in ways], "deprived", "any_deprived")


def _state(code: str, fails: Condition, passes: Condition) -> pl.Expr:
    return (
        pl.when(truth(fails))
        .then(pl.lit(FAILS))
        .when(truth(passes))
        .then(pl.lit(PASSES))
        .otherwise(pl.lit(UNKNOWN))
        .alias(code)
    )


def _counted(frame: pl.DataFrame, codes: list[str], count: str, verdict: str) -> pl.DataFrame:
    def number(state: str) -> pl.Expr:
        return pl.sum_horizontal((pl.col(code) == state).cast(pl.Int64) for code in codes)

    return frame.with_columns(
        number(FAILS).alias(count), number(UNKNOWN).alias("unknown")
    ).with_columns(
        pl.when(pl.col(count) > 0)
        .then(True)
        .when(pl.col("unknown") == 0)
        .then(False)
        .alias(verdict)
    )
