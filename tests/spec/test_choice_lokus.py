"""Villages compared by a transparent score, and small villages read fairly."""

import pytest

from rembuk.science.choice.funnel import (
    Prior,
    Standing,
    limits,
    prior,
    shrunk,
    standing,
    wilson,
)
from rembuk.science.choice.lokus import Criterion, Village, rank

CASES = Criterion("kasus", 1)
COVERAGE = Criterion("cakupan", 1, more_is_worse=False, threshold=75)


def village(code: str, **values: float | None) -> Village:
    return Village(code, values, {}, {})


def test_points_are_the_place_among_the_villages() -> None:
    # cases      2   8   8   30
    # points     0  50  50  100
    rows = rank(
        [village(code, kasus=n) for code, n in zip("ABCD", (2, 8, 8, 30), strict=True)], [CASES]
    ).rows
    assert [(one.code, one.score, one.rank) for one in rows] == [
        ("D", 100, 1), ("B", 50, 2), ("C", 50, 2), ("A", 0, 4),
    ]  # fmt: skip


def test_less_coverage_is_worse() -> None:
    rows = rank([village("A", cakupan=90), village("B", cakupan=60)], [COVERAGE]).rows
    assert [one.code for one in rows] == ["B", "A"]


def test_weights_by_hand() -> None:
    #            cases points   coverage points   score with 3 : 1
    #   A          10   100        90      0         75
    #   B           5    50        60     50         50
    #   C           1     0        40    100         25
    villages = [
        village("A", kasus=10, cakupan=90), village("B", kasus=5, cakupan=60),
        village("C", kasus=1, cakupan=40),
    ]  # fmt: skip
    rows = rank(villages, [Criterion("kasus", 3), COVERAGE]).rows
    assert [(one.code, one.score) for one in rows] == [("A", 75), ("B", 50), ("C", 25)]


def test_unknown_is_named_not_put_last() -> None:
    found = rank([village("A", kasus=3, cakupan=None), village("B", kasus=1, cakupan=80)],
                 [CASES, COVERAGE])  # fmt: skip
    assert [one.code for one in found.rows] == ["B"]
    assert found.unknown == {"A": ("cakupan",)}


def test_a_criterion_without_weight_is_not_asked() -> None:
    found = rank([village("A", kasus=3, cakupan=None)], [CASES, Criterion("cakupan", 0)])
    assert [one.code for one in found.rows] == ["A"]
    with pytest.raises(ValueError, match="weight above 0"):
        rank([village("A", kasus=3)], [Criterion("kasus", 0)])


def test_thresholds_of_tanah_bumbu() -> None:
    prevalence = Criterion("prevalensi", 1, threshold=7)
    assert [prevalence.met(value) for value in (7.0, 7.1, None)] == [False, True, None]
    assert [COVERAGE.met(value) for value in (75.0, 74.9)] == [False, True]
    assert CASES.met(50) is None  # no threshold was published


def test_rank_at_the_ends_of_an_interval() -> None:
    # B stands at 20, but may as well be 5 or 45
    villages = [
        Village("A", {"p": 40}, {}, {}),
        Village("B", {"p": 20}, {"p": 5}, {"p": 45}),
        Village("C", {"p": 10}, {}, {}),
    ]
    rows = rank(villages, [Criterion("p", 1)]).rows
    assert [(one.code, one.rank, one.best, one.worst) for one in rows] == [
        ("A", 1, 1, 1), ("B", 2, 1, 3), ("C", 3, 3, 3),
    ]  # fmt: skip


def test_wilson() -> None:
    # 0 of 10 and 5 of 10: textbook values 0-27.8 % and 23.7-76.3 %
    none, half = wilson(0, 10), wilson(5, 10)
    assert none is not None
    assert half is not None
    assert (none.low, none.high) == pytest.approx((0, 0.2775), abs=1e-4)
    assert (half.low, half.high) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(0, 0) is None


def test_funnel_narrows_with_children() -> None:
    small, large = limits(0.2, 12, 0.95), limits(0.2, 400, 0.95)
    assert small.low == 0
    assert small.high > 0.4
    assert (large.low, large.high) == pytest.approx((0.162, 0.240), abs=0.003)


def test_twelve_children_prove_little() -> None:
    # the district has 15 %; 4 of 12 is 33 %, as is 100 of 300
    assert standing(4, 12, 0.15) is Standing.INSIDE
    assert standing(100, 300, 0.15) is Standing.FAR_ABOVE
    assert standing(0, 12, 0.15) is Standing.INSIDE
    assert standing(10, 300, 0.15) is Standing.FAR_BELOW
    assert standing(0, 0, 0.15) is Standing.EMPTY


def test_small_villages_are_drawn_to_the_district() -> None:
    # a prior worth 60 children at 15 %: (9 + x) / (60 + n)
    district = Prior(0.15, 60)
    assert shrunk(4, 12, district).mean == pytest.approx(13 / 72)
    assert shrunk(100, 300, district).mean == pytest.approx(109 / 360)
    assert shrunk(0, 0, district).mean == pytest.approx(0.15)


def test_villages_alike_are_drawn_all_the_way() -> None:
    same = prior([(15, 100), (30, 200), (12, 80)])
    assert same is not None
    assert (same.mean, same.strength) == pytest.approx((0.15, 380))
    apart = prior([(2, 100), (70, 200), (40, 80)])
    assert apart is not None
    assert apart.strength < 30
    assert prior([(0, 0)]) is None
