"""No count of few people of an area can be worked out from a frozen workbook of the analysis."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk import reference
from rembuk.office.review.analysis_masks import between, masked
from rembuk.office.review.analysis_reach import Counted, Reach

LIMIT = 5
CHILDREN = reference.load().indicator("BG22-E-BAL-6")
POSTS = reference.load().indicator("BG22-S-KES-7")
PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=8)


def reach(pairs: list[tuple[int, int]], indicator: object = CHILDREN) -> Reach:
    areas = tuple(
        Counted(f"16.06.{n:02}", min(pair), max(pair), 1, 1, 1) for n, pair in enumerate(pairs)
    )
    total = Counted("16.06", sum(x.n for x in areas), sum(x.of for x in areas), 1, 1, len(areas))
    return Reach(indicator, "", None, None, 0, areas, total, None, 60, "anak")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(PAIRS)
def test_what_is_hidden_may_be_more_than_one_number(pairs: list[tuple[int, int]]) -> None:
    one = reach(pairs)
    shown = masked(one, LIMIT)
    hidden = [n for n, mask in enumerate(shown) if mask]
    for n, area in enumerate(one.areas):
        few = any(0 < count < LIMIT for count in (area.n, area.of - area.n))
        if not few:
            continue
        assert shown[n]
        low, high = between(one, one.areas, hidden, n)
        if not one.covered(LIMIT) and len(hidden) < len(one.areas):
            assert low < high  # as worked out from the sum and every denominator


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(PAIRS)
def test_nothing_is_hidden_without_need(pairs: list[tuple[int, int]]) -> None:
    one = reach(pairs)
    assert not any(masked(one, 0))
    assert not any(masked(reach(pairs, POSTS), LIMIT))
    counts = [count for x in one.areas for count in (x.n, x.of - x.n)]
    whole = (one.total.n, one.total.of - one.total.n, one.total.of)
    if not any(0 < count < LIMIT for count in (*counts, *whole)):
        assert not any(masked(one, LIMIT))


def test_one_village_reached_as_a_whole_takes_another_with_it() -> None:
    one = reach([(4, 4), (10, 10), (12, 20)])
    assert masked(one, LIMIT) == [True, True, True]  # with two, 4 + 10 of 4 + 10 is still certain
