"""Scores in hundredths drafted in float32: they settle most rows, and say which they cannot.

With u = ln(y/M) and w = L u the score is u/S (e^w - 1)/w, a short series in w. Within 2.9 SD a
draft is off by less than 0.002 hundredths (u by at most 4e-7, S is at least 0.02, and 0.07 where
there is a series), so one that lies clear of a half hundredth by 0.004 rounds as the exact score
does. The other rows, about 1 in 100, and all beyond 2.9 SD are left to the exact formula. Each
series ends on an even term, which keeps the draft rising with y, so that nothing from beyond
2.9 SD can be drafted within.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import factorial
from typing import Final

import numpy as np
import numpy.typing as npt

from rembuk.science.growth import lms
from rembuk.science.growth.lms import Bools, Dense, Floats, Ints

Singles = npt.NDArray[np.float32]

_ONE: Final = np.float32(1)
_CLEAR: Final = np.float32(0.496)
_NEAR: Final = np.float32(290)
_CUT: Final = 0.0005
"""Hundredths the end of the series may be off at 3 SD."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A dense table in float32, by the same keys: L, M, 100/S; `series` is highest power first
    and empty where L = 1 all over."""

    l: Singles
    m: Singles
    per_s: Singles
    series: tuple[np.float32, ...]

    @classmethod
    def of(cls, table: Dense) -> Draft:
        """The draft of an exact table."""
        with np.errstate(invalid="ignore"):
            ends = np.log1p(3 * np.outer([-1, 1], table.l * table.s))
        plain = bool(np.all((table.l == 1) | np.isnan(table.l)))
        return cls(
            table.l.astype(np.float32),
            table.m.astype(np.float32),
            (100 / table.s).astype(np.float32),
            () if plain else _series(float(np.nanmax(np.abs(ends)))),
        )

    def hundredths(self, y: Singles, key: Ints) -> Singles:
        """100 z of the measurements against the rows of the table at the keys."""
        return self.against(y, self.l.take(key), self.m.take(key), self.per_s.take(key))

    def against(self, y: Singles, l: Singles, m: Singles, per_s: Singles) -> Singles:
        """100 z; the arrays of the reference are worked upon in place."""
        u = np.divide(y, m, out=m)
        if not self.series:
            u -= _ONE
            u *= per_s
            return u
        np.log(u, out=u)
        w = np.multiply(l, u, out=l)
        z = self.series[0] * w
        for term in self.series[1:]:
            z += term
            z *= w
        z += _ONE
        z *= u
        z *= per_s
        return z


def _series(widest: float) -> tuple[np.float32, ...]:
    """1/(n+1)! for n = N .. 1 of (e^w - 1)/w, exact enough up to |w| = `widest`."""
    terms = 4
    while 300 * widest ** (terms + 1) / factorial(terms + 2) > _CUT:
        terms += 2
    return tuple(np.float32(1 / factorial(n + 1)) for n in range(terms, 0, -1))


@lru_cache
def by_age(name: str) -> Draft:
    """The draft of an age table."""
    return Draft.of(lms.by_age(name))


def settle(
    hundredths: Singles,
    exact: Callable[[Ints], Floats],
    out: Floats,
    beside: Bools | None = None,
) -> Ints:
    """Write z rounded to 2 decimals; the rows where it came from `exact` (all beyond 2.9 SD are).

    Args:
        hundredths: drafts; worked upon in place.
        exact: rounded z of some rows.
        out: where z is written.
        beside: more rows that are not to be drafted.
    """
    whole = np.rint(hundredths)
    hundredths -= whole
    unsure = np.abs(hundredths, out=hundredths) > _CLEAR
    unsure |= np.abs(whole, out=hundredths) > _NEAR
    if beside is not None:
        unsure |= beside
    whole += np.float32(0)  # no minus zero
    np.divide(whole, 100.0, out=out, dtype=np.float64)
    rows = np.flatnonzero(unsure)
    if rows.size:
        out[rows] = exact(rows)
    return rows
