"""Lihat dulu: the most urgent tier any reason gives, every reason shown, a stable order."""

from __future__ import annotations

import datetime as dt
import json

import polars as pl

from rembuk.reference import load
from rembuk.science.choice import first_look

RULES = load().first_look(dt.date(2026, 10, 1))


def looked(*children: dict[str, object]) -> pl.DataFrame:
    rows = [{"child_id": n, **child} for n, child in enumerate(children, start=1)]
    return first_look(pl.DataFrame(rows, infer_schema_length=None), RULES)


def codes(frame: pl.DataFrame, child: int) -> list[str]:
    text = frame.filter(pl.col("child_id") == child)["reasons"].item()
    return [reason["code"] for reason in json.loads(text)]


def test_a_child_without_any_reason_is_not_listed() -> None:
    assert looked({"zlen": 0.1, "bbtb": "gizi-baik", "age_months": 12}).height == 0


def test_the_most_urgent_reason_gives_the_tier_and_all_are_shown() -> None:
    out = looked({"bbtb": "gizi-buruk", "zwfl": -3.4, "case": "diduga", "days_since_case": 40})
    assert out["tier"].to_list() == [1]
    assert codes(out, 1) == ["lihat.gizi-buruk", "lihat.ukur-ulang-lewat"]


def test_reasons_carry_the_values_their_sentence_names() -> None:
    out = looked({"bbtb": "gizi-buruk", "zwfl": -3.4})
    assert json.loads(out["reasons"][0]) == [{"code": "lihat.gizi-buruk", "values": {"zwfl": -3.4}}]


def test_rank_runs_over_tiers_then_severity_then_child() -> None:
    out = looked(
        {"case": "diduga", "days_since_case": 40, "age_months": 9},
        {"bbtb": "gizi-buruk", "zwfl": -3.1},
        {"bbtb": "gizi-buruk", "zwfl": -4.2},
        {"bbtb": "gizi-buruk", "zwfl": -3.1},
        {"oedema": True},
    )
    assert out["child_id"].to_list() == [5, 3, 2, 4, 1]
    assert out["rank"].to_list() == [1, 2, 3, 4, 5]


def test_what_was_not_asked_accuses_nobody() -> None:
    assert looked({"muac_cm": None, "age_months": 12, "two_t": None, "bgm": None}).height == 0
