"""Laws that hold for every survey."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.science.survey import design, means, totals
from rembuk.science.welfare.fgt import fgt

LINE = 400_000.0


@st.composite
def surveys(draw: st.DrawFn) -> pl.DataFrame:
    """2 to 4 strata of 2 to 4 PSUs of 1 to 5 households; some did not tell their spending."""
    seed = draw(st.integers(0, 2**32 - 1))
    strata = draw(st.integers(2, 4))
    r = np.random.default_rng(seed)
    rows = [
        (s, f"{s}-{p}", r.uniform(1, 9), int(r.integers(1, 8)), f"D{r.integers(0, 3)}",
         None if r.random() < 0.1 else float(np.exp(r.normal(13, 0.6))))
        for s in range(strata)
        for p in range(int(r.integers(2, 5)))
        for _ in range(int(r.integers(1, 6)))
    ]  # fmt: skip
    names = ["s", "p", "w", "persons", "d", "y"]
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(pl.col("y").cast(pl.Float64))


def poverty(frame: pl.DataFrame, by: bool = False, line: float = LINE) -> pl.DataFrame:
    made = design(frame, "w", "p", "s")
    groups = frame["d"] if by else None
    return fgt(made, frame["y"], line, size=frame["persons"], by=groups)


def close(one: pl.DataFrame, other: pl.DataFrame) -> None:
    assert one["n"].to_list() == other["n"].to_list()
    for name in ("estimate", "se"):
        mine, theirs = one[name].to_numpy(), other[name].to_numpy()
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-13, equal_nan=True)


@settings(max_examples=60, deadline=None)
@given(surveys(), st.floats(0.01, 1000))
def test_scaled_weights_change_nothing(frame: pl.DataFrame, by: float) -> None:
    close(poverty(frame, True), poverty(frame.with_columns(pl.col("w") * by), True))


@settings(max_examples=60, deadline=None)
@given(surveys(), st.floats(0.01, 1000))
def test_another_currency_changes_nothing(frame: pl.DataFrame, rate: float) -> None:
    close(poverty(frame), poverty(frame.with_columns(pl.col("y") * rate), line=LINE * rate))


@settings(max_examples=60, deadline=None)
@given(surveys(), st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(frame: pl.DataFrame, seed: int) -> None:
    close(poverty(frame, True), poverty(frame.sample(fraction=1, shuffle=True, seed=seed), True))


@settings(max_examples=60, deadline=None)
@given(surveys())
def test_depth_never_exceeds_the_head_count(frame: pl.DataFrame) -> None:
    for *_, p0, p1, p2 in (
        poverty(frame, True).pivot("alpha", index="domain", values="estimate").iter_rows()
    ):
        if p0 is not None:
            assert 0 <= p2 <= p1 <= p0 <= 1


@settings(max_examples=60, deadline=None)
@given(surveys())
def test_totals_of_domains_add_up(frame: pl.DataFrame) -> None:
    made = design(frame, "w", "p", "s")
    whole = totals(made, {"persons": frame["persons"]})["estimate"][0]
    parts = totals(made, {"persons": frame["persons"]}, frame["d"])["estimate"]
    assert parts.sum() == pytest.approx(whole)


@settings(max_examples=60, deadline=None)
@given(surveys())
def test_a_missing_row_is_a_row_outside_the_domain(frame: pl.DataFrame) -> None:
    made = design(frame, "w", "p", "s")
    told = frame["y"].is_not_null()
    label = pl.Series(["told" if one else "silent" for one in told])
    missing = means(made, {"y": frame["y"]})
    domain = means(made, {"y": frame["y"].fill_null(1.0)}, label)
    close(missing, domain.filter(pl.col("domain") == "told"))
