"""One share averted for every kind of measure."""

from __future__ import annotations

import pytest

from rembuk.science.choice.effects import Measure, share_averted


@pytest.mark.parametrize(
    ("measure", "value", "prevalence", "share"),
    [
        ("RR", 0.71, 0.2, 0.29),  # Lassi et al. 2013
        ("PR", 0.88, 0.4, 0.12),  # Dewey et al. 2021
        ("perubahan-relatif", -0.23, 0.3, 0.23),  # Cahyadi et al. 2020
        ("OR", 0.5, 0.5, 1 / 3),
        ("OR", 1.07, 0.2, -0.055227),
        ("SMD", 0.0, 0.25, 0.0),
        # below -2 lie 15.87 % of N(-1, 1); moved up by 1 there lie 2.275 %
        ("SMD", 1.0, 0.158655, 1 - 0.0227501 / 0.158655),
        ("selisih-rerata", 0.25, 0.158655, 1 - 0.1056498 / 0.158655),
    ],
)
def test_share(measure: Measure, value: float, prevalence: float, share: float) -> None:
    assert share_averted(measure, value, prevalence) == pytest.approx(share, abs=1e-5)


def test_a_wider_spread_takes_less() -> None:
    narrow = share_averted("selisih-rerata", 0.25, 0.3, spread=1.0)
    wide = share_averted("selisih-rerata", 0.25, 0.3, spread=1.4)
    assert 0 < wide < narrow
    assert share_averted("SMD", 0.25, 0.3, spread=1.4) == narrow


def test_an_odds_ratio_takes_less_of_a_common_thing() -> None:
    assert share_averted("OR", 0.5, 0.01) > share_averted("OR", 0.5, 0.2)


@pytest.mark.parametrize(
    ("measure", "value", "prevalence", "spread"),
    [
        ("RR", 0.7, 0.0, 1.0),
        ("RR", 0.7, 1.0, 1.0),
        ("OR", 0.0, 0.2, 1.0),
        ("perubahan-relatif", -1.2, 0.2, 1.0),
        ("selisih-rerata", 0.2, 0.2, 0.0),
        ("HR", 0.7, 0.2, 1.0),
    ],
)
def test_refuses(measure: Measure, value: float, prevalence: float, spread: float) -> None:
    with pytest.raises(ValueError, match=r".+"):
        share_averted(measure, value, prevalence, spread)
