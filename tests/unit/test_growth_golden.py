"""Every cell of the golden files, scored by the WHO's own software, is met: none differs."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from rembuk.science.growth import zscores

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
NUMBERS = {"cbmi": pl.Float64, "zbmi": pl.Float64}
ANSWERS = (
    *("clenhei", "cmeasure", "c9mo_flag", "cbmi", "csex", "zlen", "flen", "zwei", "fwei", "zwfl"),
    *("fwfl", "zbmi", "fbmi", "zhc", "fhc", "zac", "fac", "zts", "fts", "zss", "fss"),
)
ANSWERS_5_19 = ("cbmi", "zhfa", "zwfa", "zbfa", "fhfa", "fwfa", "fbfa")


def read(name: str) -> pl.DataFrame:
    return pl.read_csv(GOLDEN / name, schema_overrides=NUMBERS, infer_schema_length=None)


def compare(name: str, answers: tuple[str, ...], column: str) -> None:
    golden = read(name)
    ours = zscores(golden.drop(answers))[column]
    wanted = golden[column]
    assert ours.is_null().to_list() == wanted.is_null().to_list()
    if column == "cmeasure":
        assert ours.to_list() == wanted.to_list()
    elif column[0] in "zf":
        assert ours.cast(pl.Float64).to_list() == wanted.cast(pl.Float64).to_list()
    else:
        assert ours.drop_nulls().to_list() == pytest.approx(
            wanted.drop_nulls().to_list(), rel=1e-15
        )


@pytest.mark.parametrize("column", ANSWERS)
def test_who_2006_column_equals_golden(column: str) -> None:
    compare("zscores.csv", ANSWERS, column)


@pytest.mark.parametrize("column", ANSWERS_5_19)
def test_who_2007_column_equals_golden(column: str) -> None:
    compare("zscores_5_19.csv", ANSWERS_5_19, column)


def test_the_golden_file_itself_can_be_scored_again() -> None:
    golden = read("zscores.csv")
    assert zscores(golden)["zlen"].to_list() == golden["zlen"].to_list()
