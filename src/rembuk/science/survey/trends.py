"""Trends of a published prevalence: pace, change between two surveys, chance to reach a target.

Percentages throughout (17.7, not 0.177); standard errors and differences in percentage points;
paces on the log scale a year, or in percent a year where they are called a rate.

Sources: AARR by log-linear least squares, UNICEF technical note on the average annual rate of
reduction (2007) and the NIPN notes on it; required AARR, the same; standard error of a proportion
with a design effect, Kish (1965); scale of the error when points lie further from the line than
their errors allow, Birge (1932). `docs/methods/trends.md` says what is assumed and why.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from scipy.special import ndtr

Z95: Final = 1.959963984540054


@dataclass(frozen=True)
class Assumptions:
    """What stands in for figures a survey book would give. Every use of one is said.

    `deffs`: design effects tried where the standard error is not known; `n`: children assumed in a
    district's sample (None: do not assume); `too_large_z`, `too_large_points`: from which z and
    which points a year a change is beyond what a year can bring; `pace`, `pace_sd`: what other
    places teach about a pace, log scale a year (negative falls).
    """

    deffs: tuple[float, ...] = (1.5, 2.0, 3.0)
    n: int | None = 689
    too_large_z: float = 3.5
    too_large_points: float = 3.0
    pace: float = -0.063
    pace_sd: float = 0.03


@dataclass(frozen=True)
class Point:
    """One survey: `se` (points) if the book gives it, `n` children if known.

    Raises ValueError for a percentage not between 0 and 100, or an error or sample not above 0.
    """

    year: int
    percent: float
    survey: str
    se: float | None = None
    n: int | None = None

    def __post_init__(self) -> None:
        if not 0 < self.percent < 100:
            raise ValueError("a prevalence lies between 0 and 100 percent")
        if self.se is not None and not 0 < self.se < 100:
            raise ValueError("a standard error lies between 0 and 100 points")
        if self.n is not None and self.n < 2:
            raise ValueError("a sample has two children or more")

    def error(self, deff: float, assumed: int | None) -> float | None:
        """Standard error in points: the book's; else of `n` (or `assumed`) children at `deff`."""
        if self.se is not None:
            return self.se
        n = self.n or assumed
        return None if n is None else standard_error(self.percent, n, deff)


@dataclass(frozen=True)
class Interval:
    """Limits, low first."""

    low: float
    high: float


def standard_error(percent: float, n: int, deff: float) -> float:
    """Of a proportion from a sample of clusters: sqrt(deff p (1 - p) / n), in points."""
    return math.sqrt(deff * percent * (100 - percent) / n)


def error_of(low: float, high: float) -> float:
    """The standard error behind a published 95 % interval, in points."""
    return (high - low) / (2 * Z95)


def breaks(points: Sequence[Point]) -> tuple[int, ...]:
    """Places before which the method changes: the survey is another than of the point before."""
    return tuple(n for n, (a, b) in enumerate(pairwise(points), 1) if a.survey != b.survey)


def same_method(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points of one survey only, so that no line runs across a break: of the survey with most
    rounds, the later one when two have as many."""
    if not points:
        return ()
    rounds: dict[str, list[Point]] = {}
    for point in sorted(points, key=lambda one: one.year):
        rounds.setdefault(point.survey, []).append(point)
    most = max(rounds.values(), key=lambda path: (len(path), path[-1].year))
    return tuple(most)


def rate(slope: float) -> float:
    """AARR in percent a year of a slope of ln(prevalence): 100 (1 - exp(b)). Positive falls."""
    return 100 * (1 - math.exp(slope))


def required(base: float, target: float, years: float) -> float:
    """AARR in percent a year that leads from `base` to `target`. Raises ValueError without a
    year in between, or for a percentage of 0 or less."""
    if years <= 0 or base <= 0 or target <= 0:
        raise ValueError("a target lies above 0 and in a later year")
    return 100 * (1 - math.exp(math.log(target / base) / years))


@dataclass(frozen=True)
class Pace:
    """AARR of a path: `slope` of ln(prevalence), `rate` in percent a year. `interval` is the widest
    95 % interval of the rate over the design effects tried; None where nothing is known of the
    errors. `assumed`: an error of a point was assumed; `across`: the path crosses a break."""

    slope: float
    rate: float
    interval: Interval | None
    years: tuple[int, int]
    points: int
    assumed: bool
    across: bool

    @property
    def falls(self) -> bool:
        """Whether even the slow end of the interval is a fall."""
        return self.interval is not None and self.interval.low > 0


def aarr(points: Sequence[Point], given: Assumptions | None = None) -> Pace | None:
    """Average annual rate of reduction by least squares of ln(prevalence) on year, with an interval
    from the sampling errors; None with fewer than two years."""
    given = given or Assumptions()
    path = sorted(points, key=lambda one: one.year)
    if len({one.year for one in path}) < 2:
        return None
    weights = _slope_weights(path)
    slope = sum(w * math.log(one.percent) for w, one in zip(weights, path, strict=True))
    wide: list[Interval] = []
    for deff in given.deffs:
        errors = _log_errors(path, deff, given)
        if errors is not None:
            sd = math.sqrt(sum((w * e) ** 2 for w, e in zip(weights, errors, strict=True)))
            sd *= math.sqrt(_scale(path, errors))
            wide.append(Interval(rate(slope + Z95 * sd), rate(slope - Z95 * sd)))
    interval = Interval(min(o.low for o in wide), max(o.high for o in wide)) if wide else None
    return Pace(
        slope,
        rate(slope),
        interval,
        (path[0].year, path[-1].year),
        len(path),
        any(one.se is None for one in path),
        bool(breaks(path)),
    )


class Verdict(StrEnum):
    """What a difference of two surveys shows."""

    UNTESTED = "tidak-teruji"
    NOT_SHOWN = "belum-terlihat"
    SHOWN = "terlihat"
    TOO_LARGE = "terlalu-besar"


@dataclass(frozen=True)
class Trial:
    """The test at one design effect; `deff` None: the standard errors are the books'."""

    deff: float | None
    se: float
    z: float
    interval: Interval


@dataclass(frozen=True)
class Change:
    """Difference of two surveys (later less earlier, points), tested. `depends`: shown only if the
    design effect is small, so taken as not shown; `across`: the two are different surveys."""

    before: Point
    after: Point
    points: float
    trials: tuple[Trial, ...]
    verdict: Verdict
    depends: bool
    assumed: bool
    across: bool

    @property
    def years(self) -> int:
        """Years between the two."""
        return self.after.year - self.before.year

    @property
    def interval(self) -> Interval | None:
        """The widest 95 % interval of the difference."""
        if not self.trials:
            return None
        return Interval(
            min(one.interval.low for one in self.trials),
            max(one.interval.high for one in self.trials),
        )


def change(before: Point, after: Point, given: Assumptions | None = None) -> Change:
    """Test the change between two independent surveys.

    Shown: |z| is 1.96 or more at every design effect tried. Too large to be a real change in the
    time between: |z| above `too_large_z`, and even the near end of the interval more points a year
    than `too_large_points`, at every design effect.
    """
    given = given or Assumptions()
    points = after.percent - before.percent
    known = before.se is not None and after.se is not None
    trials = []
    for deff in (None,) if known else given.deffs:
        errors = [one.error(deff or 1.0, given.n) for one in (before, after)]
        if None not in errors:
            se = math.hypot(*(error or 0.0 for error in errors))
            limits = Interval(points - Z95 * se, points + Z95 * se)
            trials.append(Trial(deff, se, points / se, limits))
    years = max(after.year - before.year, 1)
    shown = [abs(one.z) >= Z95 for one in trials]
    huge = [
        abs(one.z) > given.too_large_z
        and (abs(points) - Z95 * one.se) / years > given.too_large_points
        for one in trials
    ]
    if not trials:
        verdict = Verdict.UNTESTED
    elif all(huge):
        verdict = Verdict.TOO_LARGE
    else:
        verdict = Verdict.SHOWN if all(shown) else Verdict.NOT_SHOWN
    return Change(
        before,
        after,
        points,
        tuple(trials),
        verdict,
        any(shown) and not all(shown),
        any(one.se is None and one.n is None for one in (before, after)),
        before.survey != after.survey,
    )


def _slope_weights(path: Sequence[Point]) -> list[float]:
    """The slope is the sum of these times ln(prevalence)."""
    mean = sum(one.year for one in path) / len(path)
    spread = sum((one.year - mean) ** 2 for one in path)
    return [(one.year - mean) / spread for one in path]


def _log_errors(path: Sequence[Point], deff: float, given: Assumptions) -> list[float] | None:
    """Standard errors of ln(prevalence) by the delta method; None when one is not known."""
    found = []
    for one in path:
        error = one.error(deff, given.n)
        if error is None:
            return None
        found.append(error / one.percent)
    return found


def _scale(path: Sequence[Point], errors: Sequence[float]) -> float:
    """At least 1: chi-square a degree of freedom of the points about their weighted line."""
    free = len(path) - 2
    if free < 1:
        return 1.0
    weights = [1 / error**2 for error in errors]
    total = sum(weights)
    logs = [math.log(one.percent) for one in path]
    year = sum(w * one.year for w, one in zip(weights, path, strict=True)) / total
    level = sum(w * y for w, y in zip(weights, logs, strict=True)) / total
    spread = sum(w * (one.year - year) ** 2 for w, one in zip(weights, path, strict=True))
    shared = zip(weights, path, logs, strict=True)
    slope = sum(w * (one.year - year) * (y - level) for w, one, y in shared) / spread
    left = zip(weights, path, logs, strict=True)
    chi = sum(w * (y - level - slope * (one.year - year)) ** 2 for w, one, y in left)
    return max(1.0, chi / free)


def below(mean: float, sd: float, limit: float) -> float:
    """Chance that a normal variable lies at or below a limit."""
    return float(ndtr((limit - mean) / sd))
