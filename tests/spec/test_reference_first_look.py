"""`Lihat dulu`: which reason a child gets, in which tier."""

import datetime as dt
from typing import Any

import pytest

from rembuk import reference
from rembuk.reference.conditions import holds

ON = dt.date(2026, 10, 1)
OEDEMA = {"oedema": True}
SEVERE = {"bbtb": "gizi-buruk", "zwfl": -3.21}
WASTED = {"bbtb": "gizi-kurang", "zwfl": -2.4}
YOUNG_SHORT = {"tbu": "sangat-pendek", "zlen": -3.4, "age_months": 14}
OLDER_SHORT = {"tbu": "sangat-pendek", "zlen": -3.4, "age_months": 40}
TWICE_T = {"nt": "T", "two_t": True, "bgm": False}
TWICE_T_LOW = {"nt": "T", "two_t": True, "bgm": True, "zwei": -3.2}
ONCE_T = {"nt": "T", "two_t": False, "gain_g": 100, "kbm_g": 300}
WAITING = {"case": "diduga", "days_since_case": 12}
LATE = {"case": "diduga", "days_since_case": 45}
AWAY = {"case": "baru", "days_since_case": 90, "months_since_measured": 2}
SMALL = {"birth_weight_g": 2100, "age_months": 9, "zlen": -1.4}
WELL: dict[str, Any] = {
    "age_months": 20, "tbu": "normal", "bbu": "normal", "bbtb": "gizi-baik", "nt": "N",
    "two_t": False, "bgm": False, "oedema": False, "zlen": 0.1, "case": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("child", "tier", "reason"),
    [
        (OEDEMA, 1, "lihat.edema"),
        (SEVERE, 1, "lihat.gizi-buruk"),
        (TWICE_T_LOW, 1, "lihat.2t-bgm"),
        (YOUNG_SHORT, 1, "lihat.sangat-pendek-baduta"),
        (WASTED, 2, "lihat.gizi-kurang"),
        (TWICE_T, 2, "lihat.2t"),
        (WAITING, 2, "lihat.diduga"),
        (LATE, 2, "lihat.ukur-ulang-lewat"),
        (AWAY, 2, "lihat.kasus-tak-diukur"),
        (OLDER_SHORT, 3, "lihat.sangat-pendek"),
        (ONCE_T, 3, "lihat.t"),
        (SMALL, 3, "lihat.pendek-bblr"),
    ],
)
def test_reason_and_tier(child: dict[str, Any], tier: int, reason: str) -> None:
    found = [one for one in reference.load().first_look(ON).reasons if holds(one.when, child)]
    assert (found[0].tier, found[0].code) == (tier, reason)


def test_a_child_that_grows_has_no_reason() -> None:
    assert not [one for one in reference.load().first_look(ON).reasons if holds(one.when, WELL)]


def test_nothing_known_is_no_reason() -> None:
    assert not [one for one in reference.load().first_look(ON).reasons if holds(one.when, {})]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("id", "Gizi buruk: BB/PB atau BB/TB −3,21 SD"),
        ("en", "Severely wasted: weight-for-length/height −3.21 SD"),
    ],
)
def test_the_reason_is_a_sentence_with_the_child_s_value(language: str, sentence: str) -> None:
    assert reference.load().worded("lihat.gizi-buruk", SEVERE, ON, language) == sentence
