"""Families at risk of stunting: target type and factor by evidence, beside the list's own word."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from rembuk import reference
from rembuk.science.welfare.krs import evaluate, families
from rembuk.science.welfare.krs_beside import beside, facts_behind, words

R = reference.load()
ON = dt.date(2024, 6, 1)

# a family with a wife of 28 and a child of one year, nothing against it
WELL: dict[str, Any] = {
    "family_id": "A",
    "wife_birth_date": dt.date(1996, 1, 1),
    "child_birth_dates": [dt.date(2023, 5, 1)],
    "wife_pregnant": False,
    "children": 1,
    "modern_fp": True,
    "water_proper": True,
    "latrine_proper": True,
    "birth_interval_years": 5.0,
}
LISTS = {"child_birth_dates": pl.List(pl.Date), "wife_birth_date": pl.Date}


def frame(**change: Any) -> pl.DataFrame:
    row = {**WELL, **change}
    schema = {name: kind for name, kind in LISTS.items() if name in row}
    return pl.DataFrame([row], schema_overrides=schema)


def result(scheme: str = "verval-krs", on: dt.date = ON, **change: Any) -> dict[str, Any]:
    found = families(evaluate(frame(**change), R, on))
    return found.filter(pl.col("scheme") == scheme).row(0, named=True)


def test_a_family_with_a_small_child_and_nothing_against_it() -> None:
    found = result()
    assert found["targets"] == ["KRS-T1", "KRS-T3"]
    assert found["factors"] == []
    assert found["at_risk"] is False


@pytest.mark.parametrize(
    ("change", "factors"),
    [
        ({"water_proper": False}, ["KRS-F1"]),
        ({"water_source": "mata-air-terlindung"}, ["KRS-F1"]),  # every spring is improper here
        ({"latrine": "sendiri", "septic": "lubang"}, ["KRS-F2"]),
        ({"wife_birth_date": dt.date(2005, 1, 1)}, ["KRS-F3"]),
        ({"wife_birth_date": dt.date(1986, 1, 1)}, ["KRS-F4"]),  # 38
        ({"child_birth_dates": [dt.date(2021, 9, 1), dt.date(2023, 5, 1)]}, ["KRS-F5"]),
        ({"children": 3}, ["KRS-F6"]),
        ({"modern_fp": False}, ["KRS-F7"]),
    ],
)
def test_one_factor_puts_the_family_at_risk(change: dict[str, Any], factors: list[str]) -> None:
    found = result(**change)
    assert found["factors"] == factors
    assert found["at_risk"] is True


def test_a_factor_without_a_target_type_is_no_risk() -> None:
    old = {"wife_birth_date": dt.date(1964, 1, 1), "child_birth_dates": []}
    assert result(**old, water_proper=False)["at_risk"] is False


def test_a_couple_past_the_age_is_not_asked_about_births() -> None:
    rows = evaluate(frame(wife_birth_date=dt.date(1964, 1, 1), modern_fp=False), R, ON)
    states = dict(rows.filter(pl.col("scheme") == "verval-krs").select("code", "state").iter_rows())
    assert states["KRS-F7"] == "tidak-berlaku"
    assert states["KRS-F1"] == "tidak"


def test_not_known_is_not_no() -> None:
    found = result(water_proper=None)
    assert found["unknown"] == ["KRS-F1"]
    assert found["at_risk"] is None
    assert result(water_proper=None, modern_fp=False)["at_risk"] is True


@pytest.mark.parametrize(
    ("births", "unknown"),
    [
        ([], False),
        ([dt.date(2023, 5, 1)], False),
        ([dt.date(2023, 5, 1), dt.date(2023, 5, 2)], False),  # twins
        (None, True),
    ],
)
def test_one_birth_has_no_interval(births: list[dt.date] | None, unknown: bool) -> None:
    found = result(child_birth_dates=births, birth_interval_years=None, has_child_0_23=True)
    assert ("KRS-F5" in found["unknown"]) is unknown
    assert "KRS-F5" not in found["factors"]


def test_twins_are_one_birth() -> None:
    twins = [dt.date(2023, 5, 1), dt.date(2023, 5, 1)]
    assert result(child_birth_dates=twins)["factors"] == []


@pytest.mark.parametrize(
    ("born", "pk21", "verval"),
    [
        (dt.date(1981, 1, 1), True, False),  # 43: the newer form stops at 40
        (dt.date(1984, 1, 1), True, True),  # 40
        (dt.date(1989, 1, 1), False, True),  # 35: the newer form begins at 35
    ],
)
def test_too_old_by_both_versions(born: dt.date, pk21: bool, verval: bool) -> None:
    assert ("KRS-F4" in result("PK21", wife_birth_date=born)["factors"]) is pk21
    assert ("KRS-F4" in result("verval-krs", wife_birth_date=born)["factors"]) is verval


def test_age_is_counted_on_the_day() -> None:
    born = dt.date(2004, 6, 2)
    assert "KRS-F3" in result(on=dt.date(2024, 6, 1), wife_birth_date=born)["factors"]
    assert "KRS-F3" not in result(on=dt.date(2024, 6, 2), wife_birth_date=born)["factors"]


def test_a_child_leaves_the_group_on_the_day_it_is_two() -> None:
    child = {"child_birth_dates": [dt.date(2022, 6, 1)]}
    assert "KRS-T1" in result(on=dt.date(2024, 5, 31), **child)["targets"]
    assert result(on=dt.date(2024, 6, 1), **child)["targets"] == ["KRS-T2", "KRS-T3"]


@pytest.mark.parametrize(
    ("change", "listed", "code", "found", "why"),
    [
        # the list: latrine bad; evidence: a septic tank
        ({"septic": "tangki-septik"}, {"latrine_proper": False}, "KRS-F2", "tidak",
         "bukti-berbeda"),
        ({}, {"latrine_proper": True}, "KRS-F2", "tidak", "sama"),
        ({"latrine_proper": None}, {"latrine_proper": False}, "KRS-F2", "tidak-diketahui",
         "bukti-kosong"),
        ({}, {"latrine_proper": None}, "KRS-F2", "tidak", "daftar-kosong"),
        # she was 19 on the day of the list
        ({"wife_birth_date": dt.date(2003, 6, 1)}, {"too_young": True}, "KRS-F3", "tidak", "waktu"),
        # 43: too old by PK21, not by the newer form
        ({"wife_birth_date": dt.date(1981, 1, 1)}, {"too_old": True}, "KRS-F4", "tidak", "versi"),
        ({"wife_birth_date": dt.date(1964, 1, 1)}, {"too_many": True}, "KRS-F6", "tidak-berlaku",
         "tidak-berlaku"),
        ({"child_birth_dates": [dt.date(2022, 1, 1)]}, {"has_child_0_23": True}, "KRS-T1", "tidak",
         "waktu"),
    ],
)  # fmt: skip
def test_why_list_and_evidence_differ(
    change: dict[str, Any], listed: dict[str, Any], code: str, found: str, why: str
) -> None:
    of_list = pl.DataFrame(
        [{"family_id": "A", "as_of": dt.date(2023, 1, 1), **listed}],
        schema_overrides=dict.fromkeys(listed, pl.Boolean),
    )
    rows = beside(frame(**change), of_list, R, ON)
    row = rows.filter(pl.col("code") == code).row(0, named=True)
    assert (row["found"], row["why"]) == (found, why)


def test_the_difference_in_words() -> None:
    said = words("bukti-berbeda", "verval-krs", {"Pembuangan akhir tinja": "tangki septik (2022)"})
    assert said == "Bukti lain menyebut sebaliknya. Pembuangan akhir tinja: tangki septik (2022)."
    assert facts_behind("KRS-F2", R, "verval-krs", ON) == ("latrine", "septic", "latrine_proper")
