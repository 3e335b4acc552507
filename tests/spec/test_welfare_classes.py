"""The class of a family: measured spending decides, a decile only presumes, nothing is unknown."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from rembuk import reference
from rembuk.science.welfare.classes import classes, verdicts, words

R = reference.load()
ON = dt.date(2026, 10, 1)
MARCH_2023 = dt.date(2023, 3, 15)


def evidence(*pieces: dict[str, Any]) -> pl.DataFrame:
    plain = {"family_id": "A", "fact": "expenditure", "value": None, "source": "Susenas",
             "edition": None, "as_of": None, "area_code": "17.07.01.2001"}  # fmt: skip
    schema = {"family_id": pl.String, "fact": pl.String, "value": pl.Float64, "source": pl.String,
              "edition": pl.String, "as_of": pl.Date, "area_code": pl.String}  # fmt: skip
    return pl.DataFrame([{**plain, **piece} for piece in pieces], schema=schema, orient="row")


def one(*pieces: dict[str, Any]) -> dict[str, Any]:
    found = classes(evidence(*pieces), pl.Series(["A"]), R, ON)
    return found.row(0, named=True)


def decile(value: int, source: str, as_of: dt.date = ON) -> dict[str, Any]:
    return {"fact": "decile", "value": value, "source": source, "as_of": as_of}


@pytest.mark.parametrize(
    ("spending", "year", "poverty", "rule"),
    [
        # Lebong 2022: extreme line about 350,000, its own BPS line 472,738
        (349_999, 2022, "miskin-ekstrem", "EXT-2022-PPP11"),
        (350_000, 2022, "miskin", "GK-17.07-2022"),  # on the line is not below it
        (360_000, 2022, "miskin", "GK-17.07-2022"),  # "Rp 12,000 a day" is past the extreme line
        (472_737, 2022, "miskin", "GK-17.07-2022"),
        (472_738, 2022, "di-atas-garis", "GK-17.07-2022"),
        # Lebong 2023: its own line was not found, the line of Indonesia stands in
        (360_000, 2023, "miskin", "GK-2023-03"),
    ],
)
def test_spending_against_the_lines_of_its_year(
    spending: float, year: int, poverty: str, rule: str
) -> None:
    found = one({"value": spending, "as_of": dt.date(year, 6, 1)})
    assert (found["poverty"], found["rule"], found["presumed"]) == (poverty, rule, False)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"as_of": None}, "tanpa-tahun"),
        ({"source": ""}, "tanpa-sumber"),
        ({"value": 0}, "tidak-masuk-akal"),
        ({"as_of": dt.date(2024, 6, 1), "value": 300_000}, "tanpa-garis"),  # no extreme amount
        ({"as_of": dt.date(2014, 6, 1)}, "tanpa-garis"),
    ],
)
def test_a_figure_without_year_source_or_line_gives_no_class(
    change: dict[str, Any], why: str
) -> None:
    found = one({"value": 300_000, "as_of": MARCH_2023, **change})
    assert (found["poverty"], found["why"]) == ("tidak-diketahui", why)


@pytest.mark.parametrize(
    ("source", "value", "poverty"),
    [
        ("dtsen", 1, "miskin-ekstrem"),
        ("dtsen", 2, "miskin"),
        ("dtsen", 4, "di-atas-garis"),
        ("p3ke", 1, "miskin-ekstrem"),
        ("p3ke", 2, "tidak-diketahui"),  # P3KE says who is poorest, not who is above the line
        ("dtks", 1, "tidak-diketahui"),
    ],
)
def test_a_decile_presumes(source: str, value: int, poverty: str) -> None:
    found = one(decile(value, source))
    assert found["poverty"] == poverty
    assert found["presumed"] is True


def test_nothing_known_is_not_known_and_not_above_the_line() -> None:
    found = classes(evidence(), pl.Series(["A"]), R, ON).row(0, named=True)
    assert (found["poverty"], found["why"]) == ("tidak-diketahui", "tanpa-bukti")


def test_measured_beats_presumed_and_the_difference_is_shown() -> None:
    found = one(decile(1, "dtsen"), {"value": 900_000, "as_of": dt.date(2025, 6, 1)})
    assert (found["poverty"], found["presumed"]) == ("di-atas-garis", False)
    assert found["differs"] is True


def test_the_newer_list_beats_the_older() -> None:
    old, new = decile(1, "p3ke", dt.date(2022, 1, 1)), decile(3, "dtsen", dt.date(2026, 1, 1))
    assert one(old, new)["poverty"] == "di-atas-garis"
    assert one(old)["poverty"] == "miskin-ekstrem"


def test_a_list_that_tells_nothing_does_not_hide_one_that_does() -> None:
    found = one(decile(1, "p3ke", dt.date(2022, 1, 1)), decile(3, "dtks", ON))
    assert found["poverty"] == "miskin-ekstrem"


def test_every_verdict_says_by_what_rule_and_why() -> None:
    found = verdicts(
        evidence({"value": 360_000, "as_of": MARCH_2023}, decile(1, "dtsen")), R, ON
    ).to_dicts()
    assert words(found[0], R) == (
        "Pengeluaran Rp 360.000 per orang per bulan, di bawah garis kemiskinan GK-2023-03 "
        "(Rp 550.458)."
    )
    assert words(found[1], R) == (
        "Diduga dari desil 1 DTSEN; peringkat, bukan pengeluaran terukur."
    )
    assert [row["confidence"] for row in found] == ["belum-pasti", "sekunder"]
