"""Which villages first: a transparent score of criteria with weights a district sets.

Each criterion gives a village points from 0 (no village is better off) to 100 (none is worse off):
its place among the villages compared, ties in the middle. The score is the mean of the points with
the weights. So every score can be worked out by hand; one huge village does not squeeze the others
together, as a scale from least to most does; doubling all weights changes nothing; and a village no
better in any criterion never comes after another. Arithmetic is exact (fractions), so equal means
equal: ties share a rank.

A village is compared only when every criterion with a weight is known. The others are named, never
put last by silence.

The rule of Tanah Bumbu (22 March 2024): families at risk, stunted children, prevalence above 7 %,
service coverage below 75 % are shipped as example thresholds; a threshold met is told beside the
score and moves no rank.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Number = int | float | Decimal | Fraction


@dataclass(frozen=True)
class Criterion:
    """What is compared. `more_is_worse`: cases, prevalence, families; False: coverage. `threshold`:
    met above it (below it when less is worse); None: the criterion has none."""

    code: str
    weight: Number
    more_is_worse: bool = True
    threshold: float | None = None

    def __post_init__(self) -> None:
        if self.weight < 0:
            raise ValueError("a weight is 0 or more")

    def met(self, value: float | None) -> bool | None:
        """Whether a value passes the threshold; None without value or threshold."""
        if value is None or self.threshold is None:
            return None
        return value > self.threshold if self.more_is_worse else value < self.threshold


@dataclass(frozen=True)
class Village:
    """Values by criterion; None is unknown. `low`, `high`: values that may as well be true (the
    ends of an interval), for criteria that have them."""

    code: str
    values: Mapping[str, float | None]
    low: Mapping[str, float]
    high: Mapping[str, float]


@dataclass(frozen=True)
class Scored:
    """One village: points by criterion (0-100), score (0-100), rank from 1 (ties share), and the
    ranks it would have at the ends of its intervals, others as they are."""

    code: str
    points: Mapping[str, float]
    score: float
    rank: int
    best: int
    worst: int


@dataclass(frozen=True)
class Ranking:
    """Scored villages, first rank first (ties by code), and villages not compared with the criteria
    they lack."""

    rows: tuple[Scored, ...]
    unknown: Mapping[str, tuple[str, ...]]


def rank(villages: Sequence[Village], criteria: Sequence[Criterion]) -> Ranking:
    """Score and rank. Raises ValueError when no criterion has a weight, or a code comes twice."""
    asked = [one for one in criteria if one.weight > 0]
    if not asked:
        raise ValueError("at least one criterion has a weight above 0")
    if len({one.code for one in villages}) != len(villages):
        raise ValueError("a village comes twice")
    lacking = {
        one.code: tuple(c.code for c in asked if one.values.get(c.code) is None)
        for one in villages
    }  # fmt: skip
    known = [one for one in villages if not lacking[one.code]]
    weights = _whole([one.weight for one in asked])
    columns = [[_value(one, c) for one in known] for c in asked]
    places = [_places(column) for column in columns]
    sums = [
        sum(w * column[n] for w, column in zip(weights, places, strict=True))
        for n in range(len(known))
    ]
    ordered = sorted(sums)
    most = 2 * (len(known) - 1)
    made = []
    for n, one in enumerate(known):
        here = 1 + len(ordered) - bisect_right(ordered, sums[n])
        ends = [here]
        for worse in (True, False):
            moved = [(k, _end(one, c, worse)) for k, c in enumerate(asked)]
            ends.append(_rank_moved(n, sums, weights, columns, moved))
        made.append(
            Scored(
                one.code,
                {c.code: _share(p[n], most) for c, p in zip(asked, places, strict=True)},
                _share(sums[n], most * sum(weights)),
                here,
                min(ends),
                max(ends),
            )
        )
    made.sort(key=lambda one: (one.rank, one.code))
    return Ranking(tuple(made), {code: lack for code, lack in lacking.items() if lack})


def _whole(weights: Sequence[Number]) -> list[int]:
    """The weights as whole numbers in the same proportions, the smallest there are."""
    exact = [Fraction(one) for one in weights]
    common = math.lcm(*(one.denominator for one in exact))
    whole = [int(one * common) for one in exact]
    divisor = math.gcd(*whole)
    return [one // divisor for one in whole]


def _value(one: Village, criterion: Criterion) -> float:
    """The value, turned so that more is worse."""
    value = one.values[criterion.code]
    if value is None:
        raise ValueError("a village that lacks a value is not compared")
    return value if criterion.more_is_worse else -value


def _places(column: Sequence[float]) -> list[int]:
    """Twice the number of villages less bad, and once of those as bad, itself left out."""
    order = sorted(column)
    return [bisect_left(order, value) + bisect_right(order, value) - 1 for value in column]


def _share(part: int, most: int) -> float:
    """On the scale 0 to 100; one village alone stands in the middle."""
    return 100 * part / most if most else 50.0


def _end(one: Village, criterion: Criterion, worse: bool) -> float | None:
    """The value at one end of the interval, more is worse; None without an interval."""
    ends = one.high if worse == criterion.more_is_worse else one.low
    if criterion.code not in ends:
        return None
    now = _value(one, criterion)
    end = ends[criterion.code] * (1 if criterion.more_is_worse else -1)
    return max(end, now) if worse else min(end, now)


def _rank_moved(
    mine: int,
    sums: Sequence[int],
    weights: Sequence[int],
    columns: Sequence[Sequence[float]],
    moved: Sequence[tuple[int, float | None]],
) -> int:
    """The rank of one village if it had other values, the others as they are."""
    new = list(sums)
    for k, end in moved:
        now = columns[k][mine]
        if end is None or end == now:
            continue
        low, high, step = (now, end, -1) if end > now else (end, now, 1)
        for n, value in enumerate(columns[k]):
            if n == mine or not low <= value <= high:
                continue
            # it passes another: 2 places, or 1 where they stand (or come to stand) level
            change = 1 if value in (now, end) else 2
            new[n] += step * weights[k] * change
            new[mine] -= step * weights[k] * change
    return 1 + sum(other > new[mine] for other in new)
