"""Columns of a table wide enough for their longest word: an amount or a heading is never broken
while another column has room to give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

MARK_MM: Final = 0.21
"""Width of a mark of Arial or Liberation Sans at one point, a little over its digits."""
MOST_MM: Final = 34.0
"""A longer word is broken: it would leave the other columns no room."""


def needed(texts: Iterable[str], breaks: str, size: float, inset_mm: float) -> float:
    """Millimetres a column needs so that none of its words breaks elsewhere than at `breaks`."""
    longest = max((len(word) for text in texts for word in re.split(breaks, text)), default=0)
    return min(longest * size * MARK_MM, MOST_MM) + 2 * inset_mm


def fitted(shares: Sequence[float], needs: Sequence[float], whole: float) -> list[float]:
    """Widths that sum to `whole`: as shared, but a column that needs more takes it from those that
    have more than they need, each by what it can spare."""
    total = sum(shares) or 1.0
    wide = [whole * one / total for one in shares]
    lack = sum(max(0.0, need - one) for one, need in zip(wide, needs, strict=True))
    spare = sum(max(0.0, one - need) for one, need in zip(wide, needs, strict=True))
    if not lack or not spare:
        return wide
    moved = min(lack, spare)
    return [
        one + (need - one) * moved / (lack if need > one else spare)
        for one, need in zip(wide, needs, strict=True)
    ]
