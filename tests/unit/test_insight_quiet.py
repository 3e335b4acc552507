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
