"""Unfit houses: four tests, each passes, fails, or is not known."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from rembuk import reference
from rembuk.science.welfare.house import deprivations, house

R = reference.load()
ON = dt.date(2026, 10, 1)
GOOD: dict[str, Any] = {
    "family_id": "A", "floor": "semen", "wall": "tembok", "roof": "seng", "floor_area_m2": 36.0,
    "household_size": 5, "water_source": "sumur-bor", "latrine": "sendiri",
    "septic": "tangki-septik",
}  # fmt: skip


def judged(**change: Any) -> dict[str, Any]:
    return house(pl.DataFrame([{**GOOD, **change}]), R, ON).row(0, named=True)


def test_a_fit_house() -> None:  # 36 m2 for five: exactly 7.2 m2 each
    found = judged()
    assert [found[f"RTLH-{n}"] for n in (1, 2, 3, 4)] == ["lulus"] * 4
    assert (found["failed"], found["unknown"], found["unfit"]) == (0, 0, False)


@pytest.mark.parametrize(
    ("change", "test"),
    [
        ({"floor": "tanah"}, "RTLH-1"),
        ({"wall": "bambu"}, "RTLH-1"),
        ({"roof": "rumbia"}, "RTLH-1"),
        ({"floor_area_m2": 35.0}, "RTLH-2"),  # 7.0 m2 a person
        ({"water_source": "permukaan"}, "RTLH-3"),
        ({"latrine": "tidak-ada", "septic": None}, "RTLH-4"),
        ({"septic": "lubang"}, "RTLH-4"),
    ],
)
def test_one_failed_test_makes_it_unfit(change: dict[str, Any], test: str) -> None:
    found = judged(**change)
    assert found[test] == "gagal"
    assert (found["failed"], found["unfit"]) == (1, True)


@pytest.mark.parametrize(
    ("change", "test"),
    [
        ({"roof": None}, "RTLH-1"),
        ({"wall": "lainnya"}, "RTLH-1"),
        ({"floor_area_m2": None}, "RTLH-2"),
        ({"household_size": 0}, "RTLH-2"),
        ({"water_source": None}, "RTLH-3"),
        ({"septic": None}, "RTLH-4"),
    ],
)
def test_what_nobody_asked_is_not_known(change: dict[str, Any], test: str) -> None:
    found = judged(**change)
    assert found[test] == "tidak-diketahui"
    assert (found["failed"], found["unknown"], found["unfit"]) == (0, 1, None)


def test_a_protected_spring_passes_here_and_not_in_krs() -> None:
    assert judged(water_source="mata-air-terlindung")["RTLH-3"] == "lulus"


def test_earth_floor_decides_though_the_rest_is_not_known() -> None:
    assert judged(floor="tanah", wall=None, roof=None)["RTLH-1"] == "gagal"


def test_deprivations_are_counted_beside_the_class() -> None:
    row = {**GOOD, "floor": "tanah", "lighting": "bukan-listrik", "diverse_food": None}
    found = deprivations(pl.DataFrame([row]), R, ON).row(0, named=True)
    assert found["KURANG-HUNIAN"] == found["KURANG-LISTRIK"] == "gagal"
    assert found["KURANG-PANGAN"] == found["KURANG-SEKOLAH"] == "tidak-diketahui"
    assert (found["deprived"], found["unknown"], found["any_deprived"]) == (2, 2, True)
