"""Small areas read fairly: intervals, funnel limits, and a prevalence drawn towards the district's.

A village with twelve children swings between 0 and 30 percent by chance alone; a raw rank puts such
villages first and last. Three remedies, all closed form:

* the Wilson interval of each village's own prevalence (Wilson 1927);
* funnel limits: where a village of its size may lie by chance if it were like the whole district
  (Spiegelhalter 2005), exact from the binomial distribution and not interpolated: a village lies
  outside only when chance puts it there more rarely than said. So the line has teeth;
* the empirical Bayes prevalence: beta-binomial with the district's mean and the spread between
  villages estimated by moments (Kleinman 1973; Robinson's review 1991), with its interval.

Prevalences here are shares (0 to 1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from scipy.special import bdtr, betaincinv

from rembuk.science.survey.trends import Z95, Interval

LEVELS: Final = (0.95, 0.998)
"""Inner and outer limits of a funnel plot (two and three standard deviations)."""


class Standing(StrEnum):
    """Where a village lies in the funnel."""

    FAR_ABOVE = "jauh-di-atas"
    ABOVE = "di-atas"
    INSIDE = "di-dalam"
    BELOW = "di-bawah"
    FAR_BELOW = "jauh-di-bawah"
    EMPTY = "tanpa-data"


@dataclass(frozen=True)
class Shrunk:
    """The empirical Bayes prevalence and its 95 % interval."""

    mean: float
    interval: Interval


@dataclass(frozen=True)
class Prior:
    """The beta distribution of villages: mean and strength (as many children as it counts for)."""

    mean: float
    strength: float


def wilson(cases: int, of: int, z: float = Z95) -> Interval | None:
    """The Wilson interval; None without children. Raises ValueError for impossible counts."""
    _check(cases, of)
    if of == 0:
        return None
    share, square = cases / of, z * z / of
    middle = (share + square / 2) / (1 + square)
    half = z / (1 + square) * math.sqrt(share * (1 - share) / of + square / (4 * of))
    # at the ends the formula is exact: no rounding below 0 or above 1
    return Interval(
        0.0 if cases == 0 else max(middle - half, 0.0),
        1.0 if cases == of else min(middle + half, 1.0),
    )


def limits(mean: float, of: int, level: float) -> Interval:
    """Funnel limits for a village of `of` children in a district with a mean prevalence: the least
    and the most that is not outside."""
    if not 0 <= mean <= 1 or of < 1 or not 0 < level < 1:
        raise ValueError("mean in 0..1, one child or more, level between 0 and 1")
    tail = (1 - level) / 2
    return Interval(_quantile(tail, of, mean), _quantile(1 - tail, of, mean))


def standing(cases: int, of: int, mean: float) -> Standing:
    """Where a village lies: outside the outer limits, outside the inner ones, or inside."""
    _check(cases, of)
    if of == 0:
        return Standing.EMPTY
    share = cases / of
    inner, outer = (limits(mean, of, level) for level in LEVELS)
    if share > inner.high:
        return Standing.FAR_ABOVE if share > outer.high else Standing.ABOVE
    if share < inner.low:
        return Standing.FAR_BELOW if share < outer.low else Standing.BELOW
    return Standing.INSIDE


def prior(counts: Sequence[tuple[int, int]]) -> Prior | None:
    """The district's mean and how alike its villages are, from (cases, children) of each; None
    without children. Villages that differ no more than chance lets them give the strongest prior:
    as many children as the district has."""
    known = [(x, n) for x, n in counts if n > 0]
    total = sum(n for _x, n in known)
    if not total:
        return None
    mean = sum(x for x, _n in known) / total
    strongest = float(total)
    if len(known) < 2 or mean in (0.0, 1.0):
        return Prior(mean, strongest)
    # moments with weights n: E[sum n (p - mean)^2] = v (k-1 + rho (n0 - k + 1)), v = mean (1-mean)
    k, v = len(known), mean * (1 - mean)
    spread = sum(n * (x / n - mean) ** 2 for x, n in known)
    size = total - sum(n * n for _x, n in known) / total
    rho = (spread / v - (k - 1)) / (size - (k - 1)) if size > k - 1 else 0.0
    if rho <= 0:
        return Prior(mean, strongest)
    return Prior(mean, min(max(1 / min(rho, 0.999) - 1, 0.001), strongest))


def shrunk(cases: int, of: int, district: Prior) -> Shrunk:
    """The village's prevalence drawn towards the district's mean, the more the fewer its children;
    without children it is the district's."""
    _check(cases, of)
    mean = (district.mean * district.strength + cases) / (district.strength + of)
    a = district.mean * district.strength + cases
    b = (1 - district.mean) * district.strength + of - cases
    if a <= 0 or b <= 0:
        return Shrunk(mean, Interval(mean, mean))
    return Shrunk(mean, Interval(float(betaincinv(a, b, 0.025)), float(betaincinv(a, b, 0.975))))


def _check(cases: int, of: int) -> None:
    if not 0 <= cases <= of:
        raise ValueError("cases lie between 0 and the number of children")


def _quantile(p: float, of: int, mean: float) -> float:
    """The first count whose distribution reaches p, as a share."""
    low, high = -1, of
    while high - low > 1:  # bisection on the distribution function
        middle = (low + high) // 2
        if float(bdtr(middle, of, mean)) >= p:
            high = middle
        else:
            low = middle
    return high / of
