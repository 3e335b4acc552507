"""When a stunting case begins, ends and returns. `z` is length/height-for-age."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from rembuk.reference import load
from rembuk.science.growth import case_events, case_now, stock_flow
from rembuk.science.growth.red_flags import open_flags

RULES = load().case_rules(dt.date(2026, 10, 1))
BIRTH = dt.date(2024, 6, 1)


def story(text: str, **life: object) -> list[tuple[str, str]]:
    """`2026-01-10 -2.4, 2026-02-10 -2.5` -> events as (day, event)."""
    rows = [part.split() for part in text.split(",")]
    until = life.pop("until", None)
    frame = pl.DataFrame(
        {
            "child_id": [7] * len(rows),
            "date": [dt.date.fromisoformat(day) for day, *_ in rows],
            "zlen": [None if z == "-" else float(z) for _, z, *_ in rows],
            "flen": [int(len(row) > 2) for row in rows],
        }
    )
    birth = life.get("birth_date", BIRTH)
    frame = frame.with_columns((pl.col("date") - birth).dt.total_days().alias("age_days"))
    children = pl.DataFrame({"child_id": [7], "birth_date": [birth], **{
        k: [v] for k, v in life.items() if k != "birth_date"}})  # fmt: skip
    events = case_events(frame, RULES, children, until)
    return [(on.isoformat(), event) for on, event in events.select("on", "event").iter_rows()]


def test_one_low_measurement_is_only_a_suspicion() -> None:
    assert story("2026-01-10 -1.9, 2026-02-10 -2.1") == [("2026-02-10", "diduga")]


def test_exactly_at_the_limit_is_no_suspicion() -> None:
    assert story("2026-01-10 -2.00, 2026-02-10 -2.00") == []


def test_confirmed_after_having_been_well_is_new() -> None:
    assert story("2026-01-10 -1.9, 2026-02-10 -2.1, 2026-03-05 -2.2") == [
        ("2026-02-10", "diduga"),
        ("2026-03-05", "baru"),
    ]


def test_never_seen_well_is_found_not_new() -> None:
    assert story("2026-02-10 -2.1, 2026-03-05 -2.2")[-1] == ("2026-03-05", "ditemukan")


def test_first_seen_under_six_months_is_new() -> None:
    young = dt.date(2025, 12, 1)
    assert story("2026-02-10 -2.1, 2026-03-05 -2.2", birth_date=young)[-1][1] == "baru"


def test_moved_in_already_short_is_shown_apart() -> None:
    moved = dt.date(2026, 1, 20)
    assert story("2026-02-10 -2.1, 2026-03-05 -2.2", moved_in_on=moved)[-1][1] == "pindah-masuk"


@pytest.mark.parametrize(
    ("second", "confirmed"),
    [("2026-02-28", True), ("2026-03-14", True), ("2026-03-24", True), ("2026-03-31", False),
     ("2026-04-09", False)],
)  # fmt: skip
def test_the_next_monthly_session_confirms_a_later_one_does_not(
    second: str, confirmed: bool
) -> None:
    events = [event for _, event in story(f"2026-02-10 -2.1, {second} -2.2")]
    assert events == (["diduga", "ditemukan"] if confirmed else ["diduga", "diduga"])


@pytest.mark.parametrize(("slack", "confirmed"), [(0, False), (13, False), (14, True)])
def test_the_slack_for_a_moved_session_is_a_dated_setting(slack: int, confirmed: bool) -> None:
    rules = RULES.model_copy(update={"session_slack_days": slack})  # 44 days, the next month
    frame = pl.DataFrame(
        {"child_id": [1, 1], "date": [dt.date(2026, 1, 15), dt.date(2026, 2, 28)],
         "age_days": [500, 544], "zlen": [-2.5, -2.5]}
    )  # fmt: skip
    assert case_now(frame, rules)["in_stock"].to_list() == [confirmed]


def test_a_normal_measurement_between_clears_the_suspicion() -> None:
    events = story("2026-02-10 -2.1, 2026-02-17 -1.8, 2026-03-05 -2.2")
    assert [event for _, event in events] == ["diduga", "diduga"]


def test_an_implausible_measurement_neither_confirms_nor_clears() -> None:
    events = story("2026-02-10 -2.1, 2026-02-17 -7.0 flagged, 2026-03-05 -2.2")
    assert [event for _, event in events] == ["diduga", "ditemukan"]


CASE = "2026-01-10 -2.4, 2026-02-05 -2.5"


def test_recovered_after_two_measurements_28_days_apart() -> None:
    assert story(f"{CASE}, 2026-03-05 -1.9, 2026-03-20 -1.9")[2:] == []
    assert story(f"{CASE}, 2026-03-05 -1.9, 2026-04-02 -1.9")[2:] == [("2026-04-02", "pulih")]


FLAGS = load().red_flags(dt.date(2026, 10, 1))


def flagged(*signs: dict[str, object]) -> list[tuple[str, str]]:
    """A confirmed case measured well on 5 March, 2 April and 5 May, with signs at each of the
    five measurements (oedema, bbtb, muac)."""
    days = ["2026-01-10", "2026-02-05", "2026-03-05", "2026-04-02", "2026-05-05"]
    frame = pl.DataFrame(
        {
            "child_id": [7] * 5,
            "date": [dt.date.fromisoformat(day) for day in days],
            "age_days": [500, 526, 554, 582, 615],
            "zlen": [-2.4, -2.5, -1.9, -1.9, -1.9],
            "oedema": [bool(one.get("oedema", False)) for one in signs],
            "bbtb": [str(one.get("bbtb", "")) for one in signs],
            "muac_cm": pl.Series([one.get("muac") for one in signs], dtype=pl.Float64),
            "age_months": [16.0, 17.0, 18.0, 19.0, 20.0],
        }
    )
    frame = frame.with_columns(open_flags(frame, FLAGS))
    events = case_events(frame, RULES)
    return [(on.isoformat(), event) for on, event in events.select("on", "event").iter_rows()][2:]


@pytest.mark.parametrize(
    "sign", [{"oedema": True}, {"bbtb": "gizi-buruk"}, {"muac": 11.4}], ids=lambda s: next(iter(s))
)
def test_an_open_red_flag_keeps_the_case_open(sign: dict[str, object]) -> None:
    good: dict[str, object] = {"bbtb": "gizi-baik", "muac": 12.6}
    assert flagged({}, {}, {}, {}, {}) == [("2026-04-02", "pulih")]
    # the flag is open on 2 April, closed by the measurement of 5 May
    assert flagged({}, {}, good, sign, good) == [("2026-05-05", "pulih")]
    assert flagged({}, {}, good, sign, {**good, **sign}) == []
    # a flag of a day before the second good measurement, and closed by it, holds nothing up
    assert flagged(good, sign, good, good, good) == [("2026-04-02", "pulih")]


def test_an_arm_not_measured_again_leaves_its_flag_open() -> None:
    assert flagged({}, {"muac": 11.2}, {}, {}, {}) == []
    assert flagged({}, {"muac": 11.2}, {}, {}, {"muac": 12.0}) == [("2026-05-05", "pulih")]


def test_an_arm_is_no_sign_below_six_months() -> None:
    young = pl.DataFrame(
        {"child_id": [1], "date": [dt.date(2026, 1, 1)], "muac_cm": [11.0], "age_months": [5.0]}
    )
    assert open_flags(young, FLAGS).to_list() == [False]


def test_a_low_measurement_starts_the_recovery_anew() -> None:
    assert story(f"{CASE}, 2026-03-05 -1.9, 2026-03-25 -2.1, 2026-04-02 -1.9")[2:] == []


def test_kept_three_months_is_final() -> None:
    well = "2026-03-05 -1.9, 2026-04-02 -1.9, 2026-05-05 -1.8, 2026-06-05 -1.8, 2026-07-05 -1.8"
    assert story(f"{CASE}, {well}")[2:] == [("2026-04-02", "pulih"), ("2026-07-05", "lulus")]


def test_short_again_after_recovery_is_a_relapse_not_a_new_case() -> None:
    again = "2026-03-05 -1.9, 2026-04-02 -1.9, 2026-05-05 -2.2, 2026-06-01 -2.3"
    assert [event for _, event in story(f"{CASE}, {again}")] == [
        *("diduga", "ditemukan", "pulih", "diduga", "kambuh")
    ]


def test_not_seen_for_more_than_three_months_is_lost_and_later_found() -> None:
    assert story(f"{CASE}, 2026-08-05 -2.4")[2:] == [
        ("2026-05-06", "hilang"),
        ("2026-08-05", "ditemukan"),
    ]


def test_turning_five_is_no_recovery() -> None:
    birth = dt.date(2021, 3, 20)
    assert story(CASE, birth_date=birth, until=dt.date(2026, 4, 1))[2:] == [
        ("2026-03-20", "lewat-umur")
    ]


@pytest.mark.parametrize("reason", ["pindah", "meninggal", "salah-data"])
def test_other_ways_out(reason: str) -> None:
    left = dt.date(2026, 3, 1)
    events = story(CASE, left_on=left, left_reason=reason, until=dt.date(2026, 9, 1))
    assert events[2:] == [("2026-03-01", reason)]


def test_without_recorded_position_a_length_is_not_valid() -> None:
    frame = pl.DataFrame(
        {"child_id": [1, 1], "date": [dt.date(2026, 1, 10), dt.date(2026, 2, 5)],
         "age_days": [500, 526], "zlen": [-2.5, -2.5], "position": ["L", ""]}
    )  # fmt: skip
    assert case_now(frame, RULES)["case"].to_list() == ["diduga"]
    assert case_now(frame, RULES, need_position=False)["case"].to_list() == ["ditemukan"]


def test_stock_of_a_month_is_start_plus_in_minus_out() -> None:
    events = pl.DataFrame(
        {"child_id": [1, 2, 3, 2, 1],
         "month": [dt.date(2026, m, 1) for m in (1, 1, 2, 2, 3)],
         "event": ["baru", "ditemukan", "pindah-masuk", "pulih", "meninggal"]}
    )  # fmt: skip
    months = [dt.date(2026, m, 1) for m in (1, 2, 3, 4)]
    flow = stock_flow(events, months)
    assert flow["stock_start"].to_list() == [0, 2, 2, 1]
    assert flow["stock_end"].to_list() == [2, 2, 1, 1]
    assert flow["pindah_masuk"].to_list() == [0, 1, 0, 0]
