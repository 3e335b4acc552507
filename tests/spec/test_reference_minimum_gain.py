"""Kenaikan berat minimal (KBM), gram since last month's weighing."""

import datetime as dt

import pytest

from rembuk import reference

ON = dt.date(2026, 10, 1)
# completed month       1    2    3    4    5    6    7    8    9   10   11   12   24   60
MONTHS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 60)
BOYS = (800, 900, 800, 600, 500, 400, 400, 300, 300, 300, 300, 200, 200, 200)
GIRLS = (800, 900, 800, 600, 500, 400, 300, 300, 300, 300, 200, 200, 200, 200)


@pytest.mark.parametrize(("month", "grams"), list(zip(MONTHS, BOYS, strict=True)))
def test_boys(month: int, grams: int) -> None:
    assert reference.load().minimum_gain(ON).grams("L", month) == grams


@pytest.mark.parametrize(("month", "grams"), list(zip(MONTHS, GIRLS, strict=True)))
def test_girls(month: int, grams: int) -> None:
    assert reference.load().minimum_gain(ON).grams("P", month) == grams


@pytest.mark.parametrize("month", [0, 61])
def test_no_minimum_outside_the_table(month: int) -> None:
    assert reference.load().minimum_gain(ON).grams("L", month) is None


def test_the_table_and_the_look_up_agree() -> None:
    gain = reference.load().minimum_gain(ON)
    for sex in ("L", "P"):
        table = gain.table(sex)
        assert list(table) == list(range(1, 61))
        assert all(gain.grams(sex, month) == grams for month, grams in table.items())
