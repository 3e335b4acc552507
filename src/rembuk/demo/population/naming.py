"""Names by sex and year of birth: old ones of one word or two, modern ones of one word to four."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rembuk.demo.population import words
from rembuk.demo.population.words import Words

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

OLD_SHARE: Final = ((1965, 0.90), (1980, 0.45), (1995, 0.06), (2005, 0.0))
"""Share named from the old pools by year of birth; 90 % before 1965."""
ZIPF: Final = 0.85
MUHAMMAD_SHARE: Final = 0.27


def zipf(rng: np.random.Generator, pool: Words, n: int, power: float = ZIPF) -> Words:
    """`n` words; the k-th of the pool falls with k to the `power`, so namesakes abound."""
    weight = 1.0 / (np.arange(len(pool)) + 2.0) ** power
    chosen: Words = pool[rng.choice(len(pool), n, p=weight / weight.sum())]
    return chosen


def draw(rng: np.random.Generator, woman: Flags, year: Ints) -> Words:
    """Full names of persons born in `year`; one in four modern boys starts with Muhammad."""
    n = len(woman)
    knots, shares = zip(*OLD_SHARE, strict=True)
    old = rng.random(n) < np.interp(year, knots, shares)
    pick: Words = np.empty(n, dtype=object)
    for female in (False, True):
        mine = np.flatnonzero(old & (woman == female))
        pick[mine] = _old(rng, female, len(mine))
        mine = np.flatnonzero(~old & (woman == female))
        pick[mine] = _modern(rng, female, year[mine])
    return pick


def _old(rng: np.random.Generator, female: bool, n: int) -> Sequence[str]:
    first = zipf(rng, words.OLD_WOMEN if female else words.OLD_MEN, n)
    second = zipf(rng, words.OLD_SECOND_WOMEN if female else words.OLD_SECOND_MEN, n)
    last = zipf(rng, words.COMMON_LAST_WOMEN if female else words.COMMON_LAST_MEN, n)
    two, common = rng.random(n) < 0.32, rng.random(n) < 0.08
    return [
        _joined([a, c] if c_too else [a, b] if b_too else [a])
        for a, b, c, b_too, c_too in zip(first, second, last, two, common, strict=True)
    ]


def _modern(rng: np.random.Generator, female: bool, year: Ints) -> Sequence[str]:
    """One to four words; longer for those born lately."""
    n = len(year)
    first = zipf(rng, words.NEW_WOMEN if female else words.NEW_MEN, n)
    second = zipf(rng, words.NEW_SECOND_WOMEN if female else words.NEW_SECOND_MEN, n)
    third = zipf(rng, words.THIRD, n)
    last = zipf(rng, words.COMMON_LAST_WOMEN if female else words.COMMON_LAST_MEN, n)
    late = np.interp(year, (1985, 2015), (0.0, 1.0))
    u = rng.random((4, n))
    two, three = u[0] < 0.66 + 0.2 * late, u[1] < 0.06 + 0.22 * late
    common = u[2] < 0.20
    muhammad = (u[3] < MUHAMMAD_SHARE) & ~np.bool_(female)
    return [
        _joined(
            (["Muhammad"] if m else []) + [a] + ([b] if s else []) + ([c] if t else [])
            + ([d] if e else []), 4,
        )
        for a, b, c, d, s, t, e, m in zip(
            first, second, third, last, two, three, common, muhammad, strict=True
        )
    ]  # fmt: skip


def _joined(parts: list[str], most: int = 3) -> str:
    """Words once each, at most `most` of them."""
    seen = list(dict.fromkeys(" ".join(parts).split()))
    return " ".join(seen[:most])


def twin(rng: np.random.Generator, name: str, female: bool, year: int) -> str:
    """Another name for the second twin, often with the first twin's first word."""
    head = name.split()
    keep = 2 if head[0] in {*words.COMPOUNDS, "Muhammad"} and len(head) > 1 else 1
    while True:
        drawn = str(draw(rng, np.array([female]), np.array([year]))[0])
        if rng.random() < 0.7:
            pool = words.NEW_SECOND_WOMEN if female else words.NEW_SECOND_MEN
            drawn = " ".join([*head[:keep], str(zipf(rng, pool, 1)[0])])
        if drawn != name:
            return drawn
