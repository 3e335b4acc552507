"""Did audited children change more than children like them? Matched comparison, and its limits."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from rembuk.science.effect import Effect, matched_effect
from rembuk.science.effect.matched import MATCHES


def children(n: int, change: float, seed: int = 1, **told: object) -> pl.DataFrame:
    """`n` girls of 12-24 months between -3.5 and -2 SD, measured 180 days later."""
    draw = np.random.default_rng(seed)
    start = draw.uniform(-3.5, -2.0, n)
    return pl.DataFrame(
        {
            "child_id": range(n),
            "sex": "P",
            "age_days": draw.integers(365, 730, n),
            "z_start": start,
            "z_end": start + change,
            "days": 180,
        }
    ).with_columns(**{name: pl.lit(value) for name, value in told.items()})


def told(audited: pl.DataFrame, others: pl.DataFrame, minimum: int = 20) -> Effect:
    return matched_effect(audited, others, minimum)


def test_the_difference_is_the_change_beyond_that_of_like_children() -> None:
    found = told(children(30, 0.5), children(600, 0.2, seed=2))
    assert found.difference == pytest.approx(0.3)
    assert found.change == pytest.approx(0.5)
    assert found.like_change == pytest.approx(0.2)


def test_under_the_minimum_no_number_is_given() -> None:
    found = told(children(19, 0.5), children(600, 0.2))
    assert (found.why_not, found.difference, found.low, found.change) == (
        "sedikit",
        None,
        None,
        None,
    )


def test_without_like_children_no_number_is_given() -> None:
    older = children(600, 0.2).with_columns(pl.col("age_days") + 900)
    boys = children(600, 0.2, sex="L")
    later = children(600, 0.2, days=400)
    taller = children(600, 0.2).with_columns(pl.col("z_start", "z_end") + 3)
    for others in (older, boys, later, taller, children(30, 0.2)):
        assert told(children(30, 0.5), others).why_not == "tanpa-banding"


def test_children_with_one_measurement_are_not_counted() -> None:
    lost = children(30, 0.5).with_columns(
        pl.when(pl.col("child_id") < 15).then(pl.col("z_end")).alias("z_end")
    )
    assert told(lost, children(600, 0.2)) == Effect(15, 0, 0, why_not="sedikit")


def test_back_to_the_mean_is_not_taken_for_an_effect() -> None:
    """Children far below rise by themselves: a tenth of the way to -1. Matching on the start sees
    the same rise in the others."""

    def rising(n: int, seed: int) -> pl.DataFrame:
        rise = (-1 - pl.col("z_start")) * 0.1
        return children(n, 0, seed).with_columns((pl.col("z_start") + rise).alias("z_end"))

    low = rising(600, 3).filter(pl.col("z_start") < -2.8).head(40)
    found = told(low, rising(3000, 4))
    assert found.change is not None
    assert found.change > 0.15
    assert found.difference == pytest.approx(0, abs=1e-9)


def test_order_of_rows_changes_nothing() -> None:
    audited, others = children(30, 0.5, 5), children(600, 0.2, 6)
    assert told(audited, others) == told(audited.reverse(), others.reverse())


def test_fewer_like_children_than_matches_leave_a_child_out() -> None:
    lonely = children(31, 0.5).with_columns(
        pl.when(pl.col("child_id") == 30).then(1500).otherwise(pl.col("age_days")).alias("age_days")
    )
    near = children(MATCHES - 1, 0.2).with_columns(pl.lit(1500, pl.Int64).alias("age_days"))
    others = pl.concat([children(600, 0.2, seed=2), near])
    found = told(lonely, others)
    assert (found.audited, found.compared) == (31, 30)
