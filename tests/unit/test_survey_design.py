"""Designs that cannot be, and the limits of an interval."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from rembuk.science.survey import design, interval, means, proportions, ratios, totals

ROWS = pl.DataFrame(
    {
        "s": ["A", "A", "A", "B", "B"],
        "p": [1, 1, 2, 1, 2],  # label 1 stands in both strata: two PSUs
        "w": [1.0, 2.0, 3.0, 4.0, 0.0],
        "n": [10, 10, 10, 4, 4],
        "y": [1.0, 2.0, None, 4.0, 5.0],
    }
)


def test_a_label_counts_once_per_stratum() -> None:
    made = design(ROWS, "w", "p", "s")
    assert (made.rows, made.stratum.size, made.psus.tolist()) == (5, 4, [2, 2])
    assert made.df == 3 - 2  # a PSU of weight nought counts for nothing


@pytest.mark.parametrize(
    ("column", "values", "given", "message"),
    [
        ("w", [1.0, 2.0, None, 4.0, 0.0], {}, "weight"),
        ("w", [1.0, 2.0, -1.0, 4.0, 0.0], {}, "weight"),
        ("w", [1.0, 2.0, float("inf"), 4.0, 0.0], {}, "weight"),
        ("p", [1, 1, None, 1, 2], {}, "p: a label"),
        ("n", [10, 10, 9, 4, 4], {"fpc": "n"}, "one positive number per stratum"),
        ("n", [1.5, 1.5, 1.5, 4, 4], {"fpc": "n"}, "fewer PSUs"),
        ("n", [10, 10, 10, 4, 4], {"lonely": "maybe"}, "lonely"),
    ],
)
def test_an_impossible_design_is_refused(
    column: str, values: list[Any], given: dict[str, Any], message: str
) -> None:
    frame = ROWS.with_columns(pl.Series(column, values, strict=False))
    with pytest.raises(ValueError, match=message):
        design(frame, "w", "p", "s", **given)


def test_a_sampled_share_is_a_number_of_psus() -> None:
    share = ROWS.with_columns(pl.Series("n", [0.2, 0.2, 0.2, 0.5, 0.5]))
    assert design(share, "w", "p", "s", fpc="n").population.tolist() == [10.0, 4.0]


def test_a_census_of_psus_has_no_error() -> None:
    whole = ROWS.with_columns(pl.lit(2).alias("n"))
    made = design(whole, "w", "p", "s", fpc="n")
    assert totals(made, {"y": whole["y"]})["se"][0] == 0


def test_a_ratio_needs_both_sides_known() -> None:
    made = design(ROWS, "w", "p", "s")
    found = ratios(made, {"r": (ROWS["y"], pl.Series([1.0, None, 1.0, 2.0, 1.0]))})
    assert found["n"][0] == 3
    assert found["estimate"][0] == pytest.approx((1 * 1 + 4 * 4) / (1 * 1 + 4 * 2))


def test_a_domain_without_weight_has_no_mean() -> None:
    made = design(ROWS, "w", "p", "s")
    found = means(made, {"y": ROWS["y"]}, pl.Series(["x", "x", "x", "x", "kosong"]))
    empty = found.filter(pl.col("domain") == "kosong")
    assert empty.select("estimate", "se").row(0) == (None, None)


def test_proportions_of_known_labels_add_to_one() -> None:
    labels = pl.Series(["a", "b", None, "a", "b"])
    found = proportions(design(ROWS, "w", "p", "s"), labels)
    assert found["variable"].to_list() == ["a", "b"]
    assert found["estimate"].sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("df", "wide"), [(np.inf, 1.959963984540054), (4.0, 2.7764451051977987), (1.0, 12.706204736)]
)
def test_the_quantile_of_the_interval(df: float, wide: float) -> None:
    one = pl.DataFrame({"estimate": [0.0], "se": [1.0], "df": [4]})
    assert interval(one, df=df)["upper"][0] == pytest.approx(wide)
    assert interval(one, df=None)["lower"][0] == pytest.approx(-2.7764451051977987)


def test_a_level_is_between_nought_and_one() -> None:
    with pytest.raises(ValueError, match="level"):
        interval(pl.DataFrame({"estimate": [0.0], "se": [1.0], "df": [4]}), 95)


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="as many"):
        means(design(ROWS, "w"), {"y": pl.Series([1.0])})
