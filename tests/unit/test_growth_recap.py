"""Who belongs to a post in a month, and what is counted there."""

from __future__ import annotations

import datetime as dt

import polars as pl

from rembuk.science.growth import recap

POST = "16.06.01.2001.P01"
MAY = dt.date(2026, 5, 1)


def living(**columns: object) -> int:
    child = {"child_id": [1], "place_code": [POST], "birth_date": [dt.date(2024, 1, 1)]}
    child |= {name: [value] for name, value in columns.items()}
    nobody = pl.DataFrame(
        schema={"child_id": pl.Int64, "place_code": pl.String, "month": pl.Date, "nt": pl.String,
                "counted": pl.Boolean, "two_t": pl.Boolean, "bgm": pl.Boolean,
                "tbu": pl.String, "bbtb": pl.String, "bbu": pl.String}
    )  # fmt: skip
    return int(recap(nobody, pl.DataFrame(child), [MAY])["s"].sum())


def test_s_counts_the_living_under_five() -> None:
    assert living() == 1
    assert living(birth_date=dt.date(2026, 5, 31)) == 1
    assert living(birth_date=dt.date(2026, 6, 1)) == 0
    assert living(birth_date=dt.date(2021, 5, 2)) == 1
    assert living(birth_date=dt.date(2021, 5, 1)) == 0
    assert living(registered_on=dt.date(2026, 5, 20)) == 1
    assert living(registered_on=dt.date(2026, 6, 2)) == 0
    assert living(left_on=dt.date(2026, 5, 20)) == 0
    assert living(left_on=dt.date(2026, 6, 1)) == 1


def test_counts_with_their_own_denominators() -> None:
    rows = pl.DataFrame(
        {
            "child_id": [1, 2, 3, 4],
            "place_code": POST,
            "month": MAY,
            "counted": [True, True, True, False],
            "nt": ["N", "T", "B", ""],
            "two_t": [False, True, False, False],
            "bgm": [False, True, False, True],
            "tbu": ["sangat-pendek", "pendek", "", "pendek"],
            "bbtb": ["gizi-baik", "gizi-kurang", "gizi-buruk", "gizi-baik"],
            "bbu": ["normal", "sangat-kurang", "", "kurang"],
        }
    )
    people = pl.DataFrame(
        {"child_id": [1, 2, 3, 4], "place_code": POST, "birth_date": dt.date(2024, 1, 1)}
    )
    events = pl.DataFrame({"child_id": [2, 1], "month": [MAY] * 2, "event": ["baru", "diduga"]})
    row = recap(rows, people, [MAY], events).row(0, named=True)
    assert row == {
        "place_code": POST, "month": MAY, "s": 4, "d": 3, "n": 1, "t": 1, "o": 0, "b": 1,
        "two_t": 1, "bgm": 1, "len_n": 2, "stunted": 2, "severely_stunted": 1, "wfl_n": 3,
        "wasted": 2, "severely_wasted": 1, "wei_n": 2, "underweight": 1, "new_cases": 1,
    }  # fmt: skip
