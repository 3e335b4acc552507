"""Numbers on letters: points for thousands, a decimal comma, a minus that is a minus."""

from __future__ import annotations

import pytest

from rembuk.office.places.numbers import change_on_paper, on_paper


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(40436, 0, "40.436"), (17.66, 1, "17,7"), (-2.21, 2, "−2,21"), (1234.5, 1, "1.234,5")],
)
def test_number_of_a_letter(value: float, decimals: int, written: str) -> None:
    assert on_paper(value, decimals) == written


@pytest.mark.parametrize(
    ("value", "written"), [(0.44, "+0,4"), (-1.2, "−1,2"), (0.0, "0,0"), (-0.04, "0,0")]
)
def test_change_of_a_letter_has_no_sign_before_nought(value: float, written: str) -> None:
    assert change_on_paper(value) == written
