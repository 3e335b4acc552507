"""Poverty lines: a line has a date, a PPP base, a day basis and a source, and a rate has a line."""

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from rembuk import reference
from rembuk.reference.poverty import (
    LineLimits,
    PovertyLine,
    Rate,
    UnstatedError,
    break_between,
    overlapping,
    rounding,
    stated,
)

R = reference.load()
LINES = {one.code: one for one in R.poverty_lines()}
LIMITS = R.line_limits(dt.date(2024, 1, 1))


def extreme(**given: Any) -> PovertyLine:
    plain: dict[str, Any] = {
        "code": "EXT-X", "kind": "ekstrem", "name_id": "x", "name_en": "x", "ppp_base": 2011,
        "usd_per_day": 1.90, "used_by": ["bps"], "valid_from": dt.date(2023, 3, 1),
        "source": ["S"], "confidence": "sekunder", "note": "n",
    }  # fmt: skip
    return PovertyLine.model_validate({**plain, **given})


@pytest.mark.parametrize(
    ("code", "per_day", "days", "per_month"),
    [
        ("EXT-2021-PPP11-A", 11941.12, 30, 358233.6),
        ("EXT-2021-PPP11-B", 10739, 30, 322170),
        ("EXT-2023-PPP11", 11571, 365 / 12, 351957.4),
    ],
)
def test_a_day_and_a_month_agree_by_their_day_basis(
    code: str, per_day: float, days: float, per_month: float
) -> None:
    line = LINES[code]
    assert (line.per_day, line.per_month) == (per_day, per_month)
    assert abs(per_day * days - per_month) <= rounding(per_day) * days + rounding(per_month)


def test_a_day_basis_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"per hari 11571.0 x 30 = 347130.0, bukan"):
        extreme(per_day=11571, per_month=351957.4, day_basis="30")
    with pytest.raises(ValidationError, match="tanpa dasar hari"):
        extreme(per_day=11571, per_month=351957.4)


def test_two_official_lines_stand_for_2021() -> None:
    day = dt.date(2021, 6, 1)
    both = {one.per_day: one.used_by for one in R.poverty_lines(day) if one.kind == "ekstrem"}
    assert both == {11941.12: ("kemendagri", "tkpk"), 10739.0: ("kemenko-pmk", "p3ke")}


@pytest.mark.parametrize(
    ("per_day", "caught"),
    [
        (32_000, True),  # 1.90 dollars at the market rate, as the press prints
        (27_000, True),
        (11_571, False),
        (10_739, False),
    ],
)
def test_a_line_made_with_the_market_rate_is_caught(per_day: float, caught: bool) -> None:
    line = extreme(per_day=per_day, per_month=per_day * 30, day_basis="30")
    assert ("kurs pasar" in LIMITS.problem(line)) is caught


@pytest.mark.parametrize(
    ("per_month", "word"),
    [
        (41_687, "per hari?"),  # printed by an open-data page of a district
        (11_571, "per hari?"),
        (2_786_415, "per rumah tangga?"),  # the household line of March 2024
        (472_738, ""),
    ],
)
def test_an_amount_out_of_range_is_caught(per_month: float, word: str) -> None:
    assert word in LIMITS.month_problem(per_month)
    assert bool(LIMITS.month_problem(per_month)) is bool(word)


def test_a_line_without_an_amount_says_why() -> None:
    assert "belum ditemukan" in LINES["EXT-2024-PPP11"].why_no_amount()
    assert "tanpa dasar hari" in LINES["EXT-2017-PPP11"].why_no_amount()
    assert LINES["EXT-2023-PPP11"].why_no_amount() == ""


def test_two_lines_of_one_user_on_one_day_overlap() -> None:
    first = extreme(code="A", per_month=350_000)
    second = extreme(code="B", per_month=351_000, valid_from=dt.date(2023, 9, 1))
    other = extreme(code="C", per_month=352_000, used_by=["p3ke"])
    assert [line.code for line, _why in overlapping([first, second, other])] == ["B"]


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ({"year": None}, "tahun"),
        ({"line": " "}, "garis"),
        ({"source": ""}, "sumber"),
        ({"year": None, "source": ""}, "tahun, sumber"),
    ],
)
def test_a_typed_rate_without_year_line_and_source_is_refused(
    left_out: dict[str, Any], words: str
) -> None:
    whole: dict[str, Any] = {
        "percent": 12.03, "year": 2022, "line": "GK-17.07-2022", "source": "BPS Lebong",
        "area_code": "17.07",
    }  # fmt: skip
    assert stated(LINES.values(), **whole).kind == "miskin"
    with pytest.raises(UnstatedError, match=f"tanpa {words} tidak diterima"):
        stated(LINES.values(), **{**whole, **left_out})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"line": "GK-2022"}, "tidak dikenal"),
        ({"year": 2024}, "tidak berlaku pada tahun 2024"),
        ({"percent": 112.0}, "bukan persentase"),
        ({"area_code": "16.06"}, "milik wilayah 17.07"),
    ],
)
def test_a_typed_rate_must_fit_its_line(change: dict[str, Any], words: str) -> None:
    whole: dict[str, Any] = {
        "percent": 12.03, "year": 2022, "line": "GK-17.07-2022", "source": "BPS Lebong",
        "area_code": "17.07",
    }  # fmt: skip
    with pytest.raises(UnstatedError, match=words):
        stated(LINES.values(), **{**whole, **change})


def rate(period: str, line: str) -> Rate:
    return next(one for one in R.poverty_rates() if (one.period, one.line) == (period, line))


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        # 0.83 % and 1.26 % of March 2024 are one country on two lines
        (("2024-03", "EXT-2024-PPP11"), ("2024-03", "EXT-2025-PPP17"), "PPP 2011 ke PPP 2017"),
        (("2021-03", "EXT-2021-PPP11-B"), ("2022-03", "EXT-2022-PPP11"), "dua lembaga"),
        (("2022-03", "EXT-2022-PPP11"), ("2023-03", "EXT-2023-PPP11"), ""),
        (("2024-09", "EXT-2025-PPP17"), ("2025-03", "EXT-2025-PPP17"), ""),
    ],
)
def test_a_trend_stops_where_the_line_changes(
    one: tuple[str, str], other: tuple[str, str], why: str
) -> None:
    found = break_between(rate(*one), rate(*other), LINES)
    assert why in found
    assert bool(found) is bool(why)


def test_a_rate_whose_source_names_no_line_makes_no_trend() -> None:
    muba = [one for one in R.poverty_rates("16.06") if one.kind == "ekstrem"]
    assert "tidak menyebut garisnya" in break_between(muba[0], muba[1], LINES)


def test_limits_are_settings_of_the_day() -> None:
    assert LineLimits(150_000, 2_000_000, 4_000, 9_000) == LIMITS
