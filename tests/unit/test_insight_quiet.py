"""Mode rapat: which counts are hidden, so that no total gives a small one away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.office.insight.quiet import hide


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ([317, 41, 60], ["", "", ""]),
        ([0, 41, 60], ["", "", ""]),  # nobody there: nobody to recognise
        ([3, 41, 60], ["small", "second", ""]),
        ([3, 4, 60], ["small", "small", ""]),
        ([1, 1, 60, 9], ["small", "small", "", "second"]),
        ([3, 0, 0], ["small", "second", "second"]),
        ([4], ["small"]),
        ([], []),
    ],
)
def test_small_counts_are_hidden(column: list[int], expected: list[str]) -> None:
    assert hide(column, 5) == expected


@given(st.lists(st.integers(0, 40), max_size=20))
def test_the_total_never_gives_a_hidden_count_away(column: list[int]) -> None:
    states = hide(column, 5)
    hidden = [n for n, state in zip(column, states, strict=True) if state]
    shown = [n for n, state in zip(column, states, strict=True) if not state]
    assert all(n == 0 or n >= 5 for n in shown)
    if hidden and any(shown):
        assert len(hidden) >= 2
        assert sum(hidden) >= 5


def others(hidden: list[tuple[int, str]], limit: int) -> int:
    """How many ways the hidden counts can be other ones of the same sum, each as it is marked."""
    ways = {0: 1}
    for _n, state in hidden:
        given = range(1, limit) if state == "small" else [0, *range(limit, 60)]
        found: dict[int, int] = {}
        for total, count in ways.items():
            for n in given:
                found[total + n] = found.get(total + n, 0) + count
        ways = found
    return ways.get(sum(n for n, _state in hidden), 0)


@given(st.lists(st.integers(0, 30), max_size=8))
def test_the_marks_of_hidden_counts_give_none_away_either(column: list[int]) -> None:
    states = hide(column, 5)
    hidden = [(n, state) for n, state in zip(column, states, strict=True) if state]
    if hidden and any(n for n, state in zip(column, states, strict=True) if not state):
        assert others(hidden, 5) > 1


def test_a_one_beside_a_five_is_not_enough() -> None:
    assert hide([1, 5, 60], 5) == ["small", "second", "second"]  # six is one and five, nothing else
