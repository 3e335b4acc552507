"""The invented district behaves like a register of a real one, and nobody in it is real."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from rembuk.demo.children import bear
from rembuk.demo.generate import invent
from rembuk.demo.growth import grow
from rembuk.demo.places import Places, settle
from rembuk.demo.plan import Plan, make_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan()


@pytest.fixture(scope="module")
def district(plan: Plan) -> tuple[Places, pl.DataFrame]:
    return invent(plan)


@pytest.fixture(scope="module")
def rows(district: tuple[Places, pl.DataFrame]) -> pl.DataFrame:
    return district[1]


def test_same_seed_same_rows_other_seed_other_rows() -> None:
    first = invent(make_plan(scale="small"))[1]
    assert first.equals(invent(make_plan(scale="small"))[1])
    assert not first.equals(invent(make_plan(scale="small", seed=7))[1])


def test_every_village_is_a_real_one_of_the_three_kecamatan(rows: pl.DataFrame) -> None:
    assert set(rows["village_code"].str.head(8)) == {"16.06.01", "16.06.04", "16.06.10"}
    assert rows["village"].n_unique() >= 40


def test_no_number_can_be_a_real_person(plan: Plan) -> None:
    """Real serials count up from 0001 per area and birth date; invented ones start at 9001."""
    children = bear(plan, settle(plan))
    for numbers in (children.nik, children.mother_nik, children.kk):
        assert all(len(number) == 16 and number[12] == "9" for number in numbers)
    assert len(set(children.nik)) > 0.999 * len(children)


def test_nik_carries_birth_date_and_sex(plan: Plan) -> None:
    children = bear(plan, settle(plan))
    for i in range(0, len(children), 97):
        born = children.birth[i].item()
        day = born.day + (40 if children.girl[i] else 0)
        assert children.nik[i][6:12] == f"{day:02d}{born:%m%y}"


def test_twins_are_one_birth_two_names_two_numbers(plan: Plan) -> None:
    children = bear(plan, settle(plan))
    family = pl.DataFrame(
        {"family": children.family, "name": children.name.astype(str),
         "nik": children.nik.astype(str), "birth": children.birth,
         "mother_nik": children.mother_nik.astype(str)}
    )  # fmt: skip
    pairs = family.group_by("family").agg(pl.all().n_unique(), pl.len().alias("n"))
    pairs = pairs.filter(pl.col("n") == 2)
    assert 0.006 < 2 * pairs.height / len(children) < 0.02
    assert (pairs["birth"] == 1).all()
    assert (pairs["mother_nik"] == 1).all()
    assert (pairs["name"] == 2).all()
    assert (pairs["nik"] == 2).all()


def test_coverage_lies_between_55_and_95_percent_in_most_villages(
    plan: Plan, district: tuple[Places, pl.DataFrame]
) -> None:
    places, rows = district
    came = rows.filter("came").unique(["child", "m"]).group_by("village_code").len()
    listed = dict(zip(places.village_code, places.children, strict=True))
    share = np.array([n / plan.months / listed[code] for code, n in came.iter_rows()])
    assert len(share) == len(places.village_code)
    assert 0.68 < float(share.mean()) < 0.88
    assert ((share > 0.5) & (share < 0.99)).mean() > 0.95
    assert share.max() - share.min() > 0.15


def test_nobody_is_weighed_before_birth_or_after_five_years(rows: pl.DataFrame, plan: Plan) -> None:
    born = bear(plan, settle(plan)).birth
    true_age = (rows["date"].to_numpy() - born[rows["child"].to_numpy()]).astype(int)
    assert true_age.min() >= 0
    assert true_age.max() < 1826
    assert rows["date"].min() >= dt.date(2024, 11, 1)
    assert rows["date"].max() <= dt.date(2026, 10, 31)


def test_each_weighing_has_one_letter_and_only_weighings_do(rows: pl.DataFrame) -> None:
    weighed = rows.filter(pl.col("weight").is_not_null())
    assert set(weighed["nt"].unique()) == {"N", "T", "O", "B"}
    blank = rows.filter(pl.col("weight").is_null() & (pl.col("nt") != "O"))
    assert set(blank["nt"].unique()) == {""}
    compared = weighed.filter(pl.col("nt").is_in(["N", "T"]))
    assert 0.45 < float((compared["nt"] == "N").mean()) < 0.75


def test_register_prevalence_falls_in_one_kecamatan_and_rises_in_another(
    rows: pl.DataFrame,
) -> None:
    def stunted(kecamatan: str, month: int) -> float:
        mine = rows.filter(
            (pl.col("kecamatan") == kecamatan) & (pl.col("m") == month)
            & pl.col("zlen").is_between(-6, 6)
        )  # fmt: skip
        return float((mine["zlen"] < -2).mean())

    assert stunted("Sekayu", 23) < stunted("Sekayu", 0)
    assert stunted("Batang Hari Leko", 23) > stunted("Batang Hari Leko", 0)
    assert 0.03 < stunted("Sekayu", 23) < 0.09
    assert 0.15 < stunted("Batang Hari Leko", 23) < 0.27


def test_length_for_age_falters_from_six_to_twenty_four_months(plan: Plan) -> None:
    places = settle(plan)
    children = bear(plan, places)
    growth = grow(plan, places, children)
    middle = np.datetime64(plan.month_starts[12]) + 14
    age = (middle - children.birth).astype(int) / 30.4375
    young = growth.zlen[(age > 1) & (age < 6), 12].mean()
    old = growth.zlen[(age > 20) & (age < 28), 12].mean()
    assert 0.3 < young - old < 1.3


def test_some_posts_prefer_whole_and_half_centimetres(rows: pl.DataFrame) -> None:
    measured = rows.filter(pl.col("lenhei").is_not_null()).with_columns(
        ((pl.col("lenhei") * 10).round().cast(pl.Int64) % 5 == 0).alias("half")
    )
    share = measured.group_by("post").agg(pl.col("half").mean())["half"]
    assert (share > 0.55).mean() > 0.15
    assert (share < 0.5).mean() > 0.4


def test_some_posts_measure_in_the_wrong_position(rows: pl.DataFrame) -> None:
    age = (pl.col("date") - pl.col("birth_date")).dt.total_days()
    wrong = rows.filter(pl.col("lenhei").is_not_null()).select(
        "post", ((age < 731) != pl.col("lying")).alias("wrong")
    )
    by_post = wrong.group_by("post").agg(pl.col("wrong").mean())["wrong"]
    assert 0.01 < float(wrong["wrong"].mean()) < 0.12
    assert by_post.max() > 0.1


def test_numbers_go_wrong_as_often_as_in_life(rows: pl.DataFrame, plan: Plan) -> None:
    true_nik = bear(plan, settle(plan)).nik[rows["child"].to_numpy()].astype(str)
    nik = rows["nik"]
    assert 0.03 < float((nik == "").mean()) < 0.12
    wrong = (nik != "") & (nik != pl.Series(true_nik))
    assert 0.04 < float(wrong.mean()) < 0.13


def test_newborns_are_written_by_their_mothers_name(rows: pl.DataFrame) -> None:
    newborn = rows.filter(pl.col("name").str.starts_with("By Ny "))
    assert newborn.height > 100
    later = rows.filter(pl.col("child").is_in(newborn["child"].unique().to_list()))
    assert later.filter(~pl.col("name").str.starts_with("By Ny ")).height > newborn.height


@pytest.mark.parametrize("area", ["16.07", "17.07", "17.71", "64.02"])
def test_each_district_with_boundaries_can_be_invented(area: str) -> None:
    rows = invent(make_plan(area=area, scale="small", months=6))[1]
    assert rows.height > 200
    assert set(rows["village_code"].str.head(5)) == {area}


def test_an_area_without_boundaries_is_refused() -> None:
    with pytest.raises(ValueError, match="salah satu dari"):
        invent(make_plan(area="11.01", scale="small"))


@pytest.mark.parametrize(
    ("given", "says"),
    [({"until": "2026-13"}, "TTTT-BB"), ({"months": 0}, "antara 1 dan 60"),
     ({"under_fives": 3}, "antara 40")],
)  # fmt: skip
def test_an_impossible_plan_is_refused_with_its_reason(given: dict[str, int], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make_plan(**given)
