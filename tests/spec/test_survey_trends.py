"""Trends of a published prevalence: pace, change between two surveys, what a target asks."""

import math

import pytest

from rembuk.science.survey.reaching import reach
from rembuk.science.survey.trends import (
    Assumptions,
    Point,
    Verdict,
    aarr,
    breaks,
    change,
    error_of,
    rate,
    required,
    same_method,
    standard_error,
)

SSGI, SKI = "SSGI", "SKI"


def test_unicef_example() -> None:
    # UNICEF technical note (2007): the regression of its eight points gives -0.06613, AARR 6.4 %;
    # NIPN: the seven points printed give -0.0669, "still 6.4 %" (6.47, cut)
    assert round(rate(-0.06613), 1) == 6.4
    assert math.floor(rate(-0.0669) * 10) / 10 == 6.4


def test_slope_of_seven_points_by_hand() -> None:
    # ln p = 4 - 0.0669 t, pushed off the line so that the push has no slope of its own
    #   t        0      1      2      3      4      5      6
    #   push   +0.02  -0.03    0    +0.02    0   -0.03  +0.02
    push = (0.02, -0.03, 0.0, 0.02, 0.0, -0.03, 0.02)
    path = [Point(1990 + t, math.exp(4 - 0.0669 * t + e), "") for t, e in enumerate(push)]
    pace = aarr(path)
    assert pace is not None
    assert pace.slope == pytest.approx(-0.0669)
    assert pace.rate == pytest.approx(6.471, abs=0.001)
    assert (pace.years, pace.points) == ((1990, 1996), 7)


def test_indonesia_2021_to_2024_fell_six_percent_a_year() -> None:
    path = [
        Point(2021, 24.4, SSGI), Point(2022, 21.6, SSGI), Point(2023, 21.5, SKI),
        Point(2024, 19.8, SSGI),
    ]  # fmt: skip
    pace = aarr(path)
    assert pace is not None
    assert round(pace.rate, 1) == 6.1
    assert pace.across  # SKI stands among them


@pytest.mark.parametrize(
    ("base", "target", "years", "asked"),
    [
        (19.8, 18.8, 1, 5.1),  # 2024 to 2025
        (19.8, 14.2, 5, 6.4),  # 2024 to 2029
        (14.2, 5.0, 16, 6.3),  # 2029 to 2045
        (21.6, 14.0, 2, 19.5),  # the old goal of 2024, from 2022
    ],
)
def test_required_rate(base: float, target: float, years: int, asked: float) -> None:
    assert round(required(base, target, years), 1) == asked


# every sample assumed 689 children, SSGI 2022's mean of a district
CHANGES = [
    # place            before        after         z at deff 1.5, 2, 3     reading
    ("Banyuasin", (24.8, SSGI), (20.4, SKI), (1.6, 1.4, 1.1), Verdict.NOT_SHOWN),
    ("Musi Banyuasin", (17.7, SSGI), (16.5, SKI), (0.5, 0.4, 0.3), Verdict.NOT_SHOWN),
    ("Lebong", (20.2, SSGI), (15.7, SKI), (1.8, 1.5, 1.3), Verdict.NOT_SHOWN),
    ("Kutai Kartanegara", (27.1, SSGI), (17.5, SKI), (3.5, 3.0, 2.5), Verdict.SHOWN),
    ("Kota Bengkulu", (22.2, SSGI), (12.9, SSGI), (3.7, 3.2, 2.6), Verdict.SHOWN),
    ("Ogan Komering Ilir", (15.1, SSGI), (32.5, SKI), (-6.3, -5.5, -4.5), Verdict.TOO_LARGE),
    ("Lahat", (19.0, SSGI), (7.8, SKI), (5.0, 4.4, 3.6), Verdict.TOO_LARGE),
]


@pytest.mark.parametrize(("place", "before", "after", "z", "reading"), CHANGES)
def test_change_of_one_year(
    place: str,
    before: tuple[float, str],
    after: tuple[float, str],
    z: tuple[float, ...],
    reading: Verdict,
) -> None:
    found = change(Point(2022, *before), Point(2023, *after))
    assert found.verdict is reading
    assert [-one.z for one in found.trials] == pytest.approx(z, abs=0.06)
    assert found.across == (before[1] != after[1])
    assert found.assumed


def test_shown_only_with_a_small_design_effect_is_not_shown() -> None:
    found = change(Point(2021, 22.0, SSGI), Point(2022, 16.5, SSGI))
    assert [abs(one.z) > 1.96 for one in found.trials] == [True, False, False]
    assert found.verdict is Verdict.NOT_SHOWN
    assert found.depends


def test_known_errors_are_used_and_not_assumed() -> None:
    found = change(Point(2022, 17.7, SSGI, se=1.0), Point(2024, 14.0, SSGI, se=1.0))
    assert [(one.deff, round(one.z, 2)) for one in found.trials] == [(None, -2.62)]
    assert (found.verdict, found.assumed) == (Verdict.SHOWN, False)


def test_a_large_fall_over_many_years_is_no_survey_effect() -> None:
    one_year = change(Point(2018, 38.0, "X", se=1.2), Point(2019, 24.0, "X", se=1.2))
    six_years = change(Point(2018, 38.0, "X", se=1.2), Point(2024, 24.0, "X", se=1.2))
    assert (one_year.verdict, six_years.verdict) == (Verdict.TOO_LARGE, Verdict.SHOWN)


def test_a_small_fall_of_a_huge_survey_is_real() -> None:
    # Indonesia 24.4 to 21.6: z above 9, yet 2.8 points a year can be
    found = change(Point(2021, 24.4, SSGI, n=150_000), Point(2022, 21.6, SSGI, n=334_848))
    assert min(abs(one.z) for one in found.trials) > 9
    assert found.verdict is Verdict.SHOWN


def test_nothing_assumed_nothing_tested() -> None:
    found = change(Point(2021, 24.0, SSGI), Point(2022, 10.0, SSGI), Assumptions(n=None))
    assert (found.verdict, found.trials, found.interval) == (Verdict.UNTESTED, (), None)


def test_standard_error() -> None:
    # 20 % of 689 children: 1.52 points; design effect 2: 2.15
    assert standard_error(20, 689, 1) == pytest.approx(1.524, abs=0.001)
    assert standard_error(20, 689, 2) == pytest.approx(2.155, abs=0.001)
    assert error_of(20 - 1.96, 20 + 1.96) == pytest.approx(1.0, abs=1e-4)


def test_breaks_and_the_path_of_one_method() -> None:
    path = [
        Point(2018, 31.0, "Riskesdas"), Point(2021, 23.0, SSGI), Point(2022, 17.7, SSGI),
        Point(2023, 16.5, SKI), Point(2024, 16.0, SSGI),
    ]  # fmt: skip
    assert breaks(path) == (1, 3, 4)
    assert [one.year for one in same_method(path)] == [2021, 2022, 2024]
    assert same_method(()) == ()


def test_interval_of_the_rate() -> None:
    # two surveys: the slope's error is the sum of the two relative errors
    pace = aarr([Point(2021, 20.0, SSGI, se=1.0), Point(2022, 20.0, SSGI, se=1.0)])
    assert pace is not None
    assert pace.interval is not None
    half = 1.96 * math.hypot(0.05, 0.05)
    assert pace.interval.low == pytest.approx(rate(half), abs=0.01)
    assert pace.interval.high == pytest.approx(rate(-half), abs=0.01)
    assert not pace.falls


def test_points_off_the_line_widen_the_interval() -> None:
    straight = [Point(2020 + t, 20 * math.exp(-0.05 * t), SSGI, se=0.5) for t in range(4)]
    shaken = [
        Point(one.year, one.percent * (1.2 if n % 2 else 0.8), SSGI, se=0.5)
        for n, one in enumerate(straight)
    ]

    def width(path: list[Point]) -> float:
        pace = aarr(path)
        assert pace is not None
        assert pace.interval is not None
        return pace.interval.high - pace.interval.low

    assert width(shaken) > 3 * width(straight)


def test_one_survey_has_no_pace() -> None:
    assert aarr([Point(2022, 17.7, SSGI)]) is None
    assert aarr([]) is None


class TestReach:
    """Musi Banyuasin's SSGI: 23.0 in 2021, 17.7 in 2022."""

    path = (Point(2021, 23.0, SSGI), Point(2022, 17.7, SSGI))

    def test_fourteen_percent_in_two_years(self) -> None:
        found = reach(self.path, 14.0, 2024)
        assert found is not None
        assert round(found.required, 1) == 11.1
        assert found.achieved == pytest.approx(23.04, abs=0.01)
        assert found.general.chance.high < 0.2  # as places usually go: hardly
        assert found.own is not None
        assert found.own.chance.low > 0.7  # if it went on like this
        assert found.chance.low == found.general.chance.low
        assert found.chance.high == found.own.chance.high

    def test_never_without_a_range(self) -> None:
        for year in (2023, 2026, 2045):
            found = reach([Point(2022, 17.7, SSGI, se=1.5)], 14.0, year)
            assert found is not None
            assert found.chance.low < found.chance.high

    def test_one_survey_has_only_the_general_reading(self) -> None:
        found = reach([Point(2022, 17.7, SSGI)], 14.0, 2026)
        assert found is not None
        assert (found.own, found.achieved) == (None, None)

    def test_by_hand_with_a_known_pace(self) -> None:
        # 20 % now, se 1 point, pace -6 % on the log scale for sure, four years on:
        # ln p ~ N(ln 20 - 0.24, 0.05 squared); target 16: z = (ln 16 - ln 20 + 0.24) / 0.05 = 0.337
        sure = Assumptions(pace=-0.06, pace_sd=1e-9)
        found = reach([Point(2022, 20.0, SSGI, se=1.0)], 16.0, 2026, sure)
        assert found is not None
        assert found.general.expected == pytest.approx(20 * math.exp(-0.24), abs=0.001)
        assert found.general.chance.high == pytest.approx(0.632, abs=0.001)
        # a survey of 2026 brings its own error: sd 0.05 * sqrt 2
        assert found.general.chance.low == pytest.approx(0.594, abs=0.001)

    def test_a_target_above_the_present_asks_for_no_fall(self) -> None:
        found = reach(self.path, 18.0, 2026)
        assert found is not None
        assert found.required < 0

    def test_what_cannot_be_answered(self) -> None:
        assert reach((), 14.0, 2026) is None
        assert reach(self.path, 14.0, 2022) is None
        assert reach(self.path, 14.0, 2026, Assumptions(n=None)) is None
        with pytest.raises(ValueError, match="between 0 and 100"):
            reach(self.path, 0, 2026)


@pytest.mark.parametrize(
    "wrong", [{"percent": 0.0}, {"percent": 100.0}, {"se": 0.0}, {"n": 1}, {"n": 0}]
)
def test_impossible_surveys_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"between|two children"):
        Point(**({"year": 2022, "percent": 20.0, "survey": SSGI} | wrong))
