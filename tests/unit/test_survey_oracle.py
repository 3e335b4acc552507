"""Every estimate beside R's `survey` 4.1-1 on the same file (`tests/data/survey/oracle.R`)."""

from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.survey_sample import FILE, survey

from rembuk.science.survey import (
    LonelyPsuError,
    design,
    interval,
    means,
    proportions,
    totals,
)
from rembuk.science.welfare.fgt import fgt, gaps

LINE = 351957.4
DATA = pl.read_csv(FILE)
ORACLE = pl.read_csv(
    FILE.parent / "survey" / "oracle.csv", schema_overrides={"variable": pl.String}
).with_columns(pl.col("domain").fill_null(""))
GAPS = DATA.with_columns(pl.when(pl.col("id") % 37 != 0).then(pl.col("y")).alias("y"))
FEW = DATA.filter(~pl.col("s").is_in([7, 31]) | pl.col("p").is_in([121, 601]))


@lru_cache
def answers(case: str) -> pl.DataFrame:
    found = ORACLE.filter(pl.col("case") == case).sort("domain", "variable")
    assert found.height > 0
    return found


def same(frame: pl.DataFrame, case: str) -> None:
    """Estimate, standard error and limits equal R's to 1e-8 of their size."""
    expected = answers(case)
    mine = frame.with_columns(pl.col("domain").fill_null(""))
    if "alpha" in mine.columns:
        mine = mine.with_columns(pl.col("alpha").cast(pl.String).alias("variable"))
    mine = mine.sort("domain", "variable").filter(
        pl.col("domain").is_in(expected["domain"].to_list())
    )
    assert mine["domain"].to_list() == expected["domain"].to_list()
    assert mine["variable"].to_list() == expected["variable"].to_list()
    for column in ("estimate", "se", "lower", "upper"):
        np.testing.assert_allclose(
            mine[column].to_numpy(), expected[column].to_numpy(), rtol=1e-8, atol=1e-12
        )
    if case.endswith("/t"):
        assert [str(df) for df in mine["df"]] == expected["df"].to_list()


def poverty(frame: pl.DataFrame, df: float | None, **given: Any) -> pl.DataFrame:
    by = given.pop("by", None)
    size = frame["persons"] if given.pop("persons", False) else None
    made = design(frame, "w", "p", "s", **given)
    return fgt(made, frame["y"], LINE, size=size, by=None if by is None else frame[by], df=df)


@pytest.mark.parametrize(("limits", "df"), [("normal", np.inf), ("t", None)])
class TestAgainstR:
    def test_the_six_numbers(self, limits: str, df: float | None) -> None:
        same(poverty(DATA, df), f"mean/{limits}")

    def test_domains_keep_the_whole_design(self, limits: str, df: float | None) -> None:
        same(poverty(DATA, df, by="wilayah"), f"mean-domain/{limits}")

    def test_persons_instead_of_households(self, limits: str, df: float | None) -> None:
        same(poverty(DATA, df, persons=True), f"ratio/{limits}")
        same(poverty(DATA, df, persons=True), f"persons/{limits}")
        same(poverty(DATA, df, persons=True, by="wilayah"), f"ratio-domain/{limits}")

    def test_missing_expenditure_leaves_the_estimate(self, limits: str, df: float | None) -> None:
        same(poverty(GAPS, df), f"missing/{limits}")
        same(poverty(GAPS, df, persons=True), f"missing-ratio/{limits}")

    def test_finite_population(self, limits: str, df: float | None) -> None:
        same(poverty(DATA, df, fpc="psus"), f"fpc/{limits}")

    @pytest.mark.parametrize("choice", ["adjust", "certainty", "remove", "average"])
    def test_a_stratum_with_one_psu(self, limits: str, df: float | None, choice: Any) -> None:
        same(poverty(FEW, df, lonely=choice), f"lonely-{choice}/{limits}")
        same(poverty(FEW, df, lonely=choice, by="wilayah"), f"lonely-domain-{choice}/{limits}")
        made = design(FEW, "w", "p", "s", lonely=choice)
        found = totals(made, {"persons": FEW["persons"]})
        same(interval(found, df=df), f"lonely-total-{choice}/{limits}")

    def test_totals(self, limits: str, df: float | None) -> None:
        made = design(DATA, "w", "p", "s")
        found = totals(made, {"persons": DATA["persons"], "y": DATA["y"]})
        same(interval(found, df=df), f"total/{limits}")
        of_areas = totals(made, {"persons": DATA["persons"]}, DATA["wilayah"])
        same(interval(of_areas, df=df), f"total-domain/{limits}")

    def test_proportions(self, limits: str, df: float | None) -> None:
        found = proportions(design(DATA, "w", "p", "s"), DATA["persons"])
        same(interval(found, df=df), f"proportion/{limits}")

    def test_without_strata_and_psu(self, limits: str, df: float | None) -> None:
        made = design(DATA, "w")
        same(fgt(made, DATA["y"], LINE, df=df), f"simple/{limits}")


def test_missing_values_in_a_domain_keep_the_design() -> None:
    found = poverty(GAPS, np.inf, by="wilayah")
    same(found, "missing-domain/normal")


def test_means_of_a_domain_are_rs_svyby() -> None:
    poor = {"0": gaps(DATA["y"], LINE, 0)}
    found = means(design(DATA, "w", "p", "s"), poor, DATA["wilayah"])
    same(interval(found), "by/normal")


def test_a_single_psu_fails_unless_a_choice_is_made() -> None:
    with pytest.raises(LonelyPsuError, match="2 strata"):
        poverty(FEW, None)


def test_the_generator_still_writes_the_file_r_read() -> None:
    assert survey().equals(DATA)
