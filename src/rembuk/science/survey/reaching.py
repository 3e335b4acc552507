"""The chance to reach a target, given the surveys so far and how sure they are. Closed form.

Model. On the log scale the true prevalence of a place falls by the same share every year:
`ln p(t) = a + b t`. A survey measures it with its sampling error. Two readings of the pace `b`:

* *own*: nothing but the place's own surveys speaks (flat prior of `a` and `b`; needs two years);
* *general*: before its surveys speak, the place's pace is thought to be like that of others
  (`b` normal with `Assumptions.pace`, `pace_sd`; flat prior of `a`). Two surveys a year or two
  apart say little about a pace, and nobody has kept up a fall of 20 % a year for many years.

Both give `ln p(T)` a normal distribution, so a chance is one value of the normal function. Each is
taken at every design effect tried, for the true prevalence and for what a survey of the target year
will say of it; the answer is the range of all. A range is never left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rembuk.science.survey.trends import (
    Z95,
    Assumptions,
    Interval,
    Point,
    aarr,
    below,
    breaks,
    required,
)


@dataclass(frozen=True)
class Reading:
    """One reading of the pace: range of the chance (0 to 1), and where the path leads in the target
    year (percent; the widest 95 % interval)."""

    chance: Interval
    expected: float
    interval: Interval


@dataclass(frozen=True)
class Reach:
    """What a target asks and how likely it is.

    `required`: AARR in percent a year from the last survey of the path (negative: the target lies
    above it); `achieved`: the path's own AARR, None with one survey; `own` needs two surveys.
    """

    target: float
    year: int
    base: Point
    required: float
    achieved: float | None
    general: Reading
    own: Reading | None
    assumed: bool
    across: bool

    @property
    def chance(self) -> Interval:
        """The range over both readings."""
        ends = [one.chance for one in (self.general, self.own) if one is not None]
        return Interval(min(one.low for one in ends), max(one.high for one in ends))


def reach(
    points: Sequence[Point], target: float, year: int, given: Assumptions | None = None
) -> Reach | None:
    """The chance that the prevalence is `target` percent or less in `year`.

    None when there is no survey, none whose error is known or may be assumed, or when the year is
    not after the last one. Raises ValueError for a target not between 0 and 100.
    """
    given = given or Assumptions()
    if not 0 < target < 100:
        raise ValueError("a target lies between 0 and 100 percent")
    path = sorted(points, key=lambda one: one.year)
    if not path or year <= path[-1].year:
        return None
    general = _reading(path, target, year, given, given.pace_sd)
    if general is None:
        return None
    pace = aarr(path, given)
    return Reach(
        target,
        year,
        path[-1],
        required(path[-1].percent, target, year - path[-1].year),
        None if pace is None else pace.rate,
        general,
        None if pace is None else _reading(path, target, year, given, None),
        any(one.se is None for one in path),
        bool(breaks(path)),
    )


def _reading(
    path: Sequence[Point], target: float, year: int, given: Assumptions, pace_sd: float | None
) -> Reading | None:
    chances: list[float] = []
    ends: list[Interval] = []
    means: list[float] = []
    for deff in given.deffs:
        errors = [one.error(deff, given.n) for one in path]
        if any(error is None for error in errors):
            return None
        logs = [(error or 0.0) / one.percent for error, one in zip(errors, path, strict=True)]
        mean, variance = _ahead(path, logs, year, given.pace, pace_sd)
        # the next survey is thought to be as large as the last
        next_survey = variance + logs[-1] ** 2
        for each in (variance, next_survey):
            chances.append(below(mean, math.sqrt(each), math.log(target)))
        sd = math.sqrt(variance)
        means.append(mean)
        ends.append(Interval(math.exp(mean - Z95 * sd), math.exp(mean + Z95 * sd)))
    middle = sorted(means)[len(means) // 2]
    return Reading(
        Interval(min(chances), max(chances)),
        math.exp(middle),
        Interval(min(one.low for one in ends), max(one.high for one in ends)),
    )


def _ahead(
    path: Sequence[Point], errors: Sequence[float], year: int, pace: float, pace_sd: float | None
) -> tuple[float, float]:
    """Mean and variance of ln p in a year: the posterior of a line with a normal prior of its
    slope (none: weighted least squares), known errors."""
    weights = [1 / error**2 for error in errors]
    prior = 0.0 if pace_sd is None else 1 / pace_sd**2
    # years counted from the target year: the level of the line is the answer itself
    back = [one.year - year for one in path]
    logs = [math.log(one.percent) for one in path]
    s0 = sum(weights)
    s1 = sum(w * t for w, t in zip(weights, back, strict=True))
    s2 = sum(w * t * t for w, t in zip(weights, back, strict=True)) + prior
    y0 = sum(w * y for w, y in zip(weights, logs, strict=True))
    y1 = sum(w * t * y for w, t, y in zip(weights, back, logs, strict=True)) + prior * pace
    determinant = s0 * s2 - s1 * s1
    return (s2 * y0 - s1 * y1) / determinant, s2 / determinant
