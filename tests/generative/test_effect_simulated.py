"""The interval against simulated truth: noise of measuring, chance growth, a known effect."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.science.effect import matched_effect

NOISE = 0.25  # SD of a z-score from +-0.7 cm at a year
CHANCE = 0.45  # SD of true change over half a year


def district(draw: np.random.Generator, audited: int, others: int, effect: float):
    """Children with a true z, measured with noise at both ends; the lower half audited."""
    n = audited + others
    true = draw.normal(-1.6, 0.9, n)
    treated = np.zeros(n, dtype=bool)
    # audits choose low children, seen through the same noisy measurement
    start = true + draw.normal(0, NOISE, n)
    low = np.flatnonzero(start < -1.5)
    treated[draw.choice(low, audited, replace=False)] = True
    end = true + draw.normal(0.05, CHANCE, n) + effect * treated + draw.normal(0, NOISE, n)
    frame = pl.DataFrame(
        {
            "child_id": np.arange(n),
            "sex": np.where(draw.random(n) < 0.5, "L", "P"),
            "age_days": draw.integers(180, 1300, n),
            "z_start": start,
            "z_end": end,
            "days": draw.integers(150, 210, n),
        }
    )
    mask = pl.Series(treated)
    return frame.filter(mask), frame.filter(~mask)


@pytest.mark.parametrize("effect", [0.0, 0.3])
def test_the_interval_holds_the_truth_as_often_as_it_says(effect: float) -> None:
    draw = np.random.default_rng(20261122)
    held, errors = [], []
    for _round in range(200):
        found = matched_effect(*district(draw, 24, 1200, effect), minimum=20)
        assert found.low is not None
        assert found.high is not None
        assert found.difference is not None
        held.append(found.low <= effect <= found.high)
        errors.append(found.difference - effect)
    # 95 % named; 200 rounds put the share within +-3.5 points of it nine times in ten
    assert 0.90 <= np.mean(held) <= 0.99
    assert abs(np.mean(errors)) < 0.04  # and it is not bent by choosing low children


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    audited=st.integers(20, 60),
    shift=st.floats(-1, 1),
)
def test_an_added_effect_moves_the_estimate_by_itself(
    seed: int, audited: int, shift: float
) -> None:
    mine, others = district(np.random.default_rng(seed), audited, 900, 0.0)
    before = matched_effect(mine, others, minimum=20)
    after = matched_effect(mine.with_columns(pl.col("z_end") + shift), others, minimum=20)
    if before.difference is None or after.difference is None:
        assert before.why_not == after.why_not != ""
        return
    assert after.difference == pytest.approx(before.difference + shift)
    assert after.error == pytest.approx(before.error)
    assert before.low is not None
    assert before.high is not None
    assert before.low < before.difference < before.high
    assert before.compared <= before.audited == audited
