"""From Splink's answer to levels: the weight of a field in a pair says which level it was.

Splink gives the levels only together with every compared column of both records; the weights alone
are a fraction of that. So each level of a field is given a weight of its own, and read back.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import polars as pl

from rembuk.science.linkage.comparisons import comparison

Pair = tuple[float, float]
_DECIMALS: Final = 3


def told_apart(shares: Mapping[str, Pair]) -> dict[str, Pair]:
    """Level -> (same, strangers), moved by a thousandth so that no two levels weigh the same."""
    taken = {0.0}
    apart: dict[str, Pair] = {}
    for code, (same, strangers) in shares.items():
        while round(math.log2(same / strangers), _DECIMALS) in taken:
            strangers *= 0.9985
        taken.add(round(math.log2(same / strangers), _DECIMALS))
        apart[code] = same, strangers
    return apart


def flat(codes: tuple[str, ...]) -> dict[str, Pair]:
    """Shares that only tell levels apart, for counting."""
    return {code: (0.5, 0.5 / 2**place) for place, code in enumerate(codes) if place}


def level(field: str, shares: Mapping[str, Pair]) -> pl.Expr:
    """The place of the level in the comparison's full list, from the column `mw_<field>`."""
    places = {one.code: place for place, one in enumerate(comparison(field).levels)}
    known = {0.0: 0} | {
        round(math.log2(same / strangers), _DECIMALS): places[code]
        for code, (same, strangers) in shares.items()
    }
    weights = sorted(known)
    middles = [(a + b) / 2 for a, b in pairwise(weights)]
    found = pl.lit(known[weights[0]], dtype=pl.Int8)
    for middle, weight in zip(middles, weights[1:], strict=True):
        found = pl.when(pl.col(f"mw_{field}") > middle).then(known[weight]).otherwise(found)
    return found.cast(pl.Int8).alias(field)
