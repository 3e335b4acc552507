"""Small counts in meetings, prints and exports: hidden, and a second one with them.

A count from 1 to `limit - 1` may name a child. Hiding it alone is not enough when the total stands
below: with one hidden cell it is the total less the rest, so the next smallest is hidden too.
Source: handbook of statistical disclosure control practice (primary and secondary suppression).
"""

from __future__ import annotations

from collections.abc import Sequence


def hidden(counts: Sequence[int], limit: int) -> tuple[bool, ...]:
    """Which of `counts` (parts of a shown total) to hide so that none below `limit` can be found.

    Zero is shown: it names nobody. One hidden part takes the smallest other part above zero with
    it; if there is none, the smallest other part of all.
    """
    primary = [0 < count < limit for count in counts]
    if sum(primary) != 1 or len(counts) == 1:
        return tuple(primary)
    others = [i for i, is_hidden in enumerate(primary) if not is_hidden]
    second = min(others, key=lambda i: (counts[i] == 0, counts[i], i))
    return tuple(is_hidden or i == second for i, is_hidden in enumerate(primary))
