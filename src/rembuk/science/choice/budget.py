"""What first under a budget: the problem, and what money can do in one group of one village.

A group (children of 6-23 months of a village) has expected cases and services that can reach more
of its people. A person reached costs the unit cost; a service averts a share of the cases of those
it covers, and services multiply, as if they reached people independently of each other (the
algebra of Optima Nutrition, Pearson et al. 2018, PLoS Comput Biol 14:e1006310, and of LiST):

    cases(x) = cases now * prod over services (1 - a x / need) / (1 - a x0 / need)

with x persons covered and x0 covered today. Besides, a person reached may have a worth of its own
that the district sets (`worth`, in cases); without one a service with no measured effect on growth
earns nothing here and is bought as far as its floor alone.

Two services of one group take from each other, so the best use of some money is found among "these
services as far as they go, one more in part": the logarithm of the cases left is concave in the
money of each service, and a concave function is least at a corner. All corners are listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST_SERVICES: Final = 12
"""Services with an effect on one group: their subsets are listed (4,096)."""

CENT: Final = 1e-6
"""Rupiah below which money is nothing."""

Floats = NDArray[np.float64]
Bought = tuple[int, ...]
"""Persons more, per service in the group's order."""


@dataclass(frozen=True)
class Service:
    """One intervention in one group. `need`: persons it is for; `reached`: covered today; `floor`
    and `cap`: fewest and most persons to be reached besides. `averts`: share of cases averted in
    a covered person; `worth`: cases one person reached is worth besides; `cost`: rupiah a person.

    Raises:
        ValueError: numbers that contradict each other.
    """

    code: str
    cost: float
    need: int
    reached: int
    cap: int
    averts: float = 0.0
    worth: float = 0.0
    floor: int = 0

    def __post_init__(self) -> None:
        if not self.cost > 0:
            raise ValueError(f"{self.code}: a unit cost is above 0")
        if not 0 <= self.reached <= self.need:
            raise ValueError(f"{self.code}: reached lies between 0 and the need")
        if not 0 <= self.floor <= self.cap <= self.need - self.reached:
            raise ValueError(f"{self.code}: 0 <= floor <= cap <= need - reached does not hold")
        if not self.averts < 1 or self.worth < 0:
            raise ValueError(f"{self.code}: a share averted is below 1, a worth not below 0")

    def left(self, more: float) -> float:
        """Share of today's cases left when so many more persons are reached."""
        if not self.need:
            return 1.0
        now = 1 - self.averts * self.reached / self.need
        return 1 - self.averts * more / self.need / now


@dataclass(frozen=True)
class Group:
    """People of one kind in one place, with the cases expected if nothing changes."""

    place: str
    code: str
    cases: float
    services: tuple[Service, ...]

    def __post_init__(self) -> None:
        if self.cases < 0:
            raise ValueError(f"{self.place} {self.code}: cases are not below 0")
        if len({one.code for one in self.services}) != len(self.services):
            raise ValueError(f"{self.place} {self.code}: a service stands twice")
        if len(self.services) > MOST_SERVICES:
            raise ValueError(f"{self.place} {self.code}: more than {MOST_SERVICES} services")

    def averted(self, more: Sequence[float]) -> float:
        """Cases averted, and worth in cases, by so many more persons per service."""
        left = 1.0
        worth = 0.0
        for one, persons in zip(self.services, more, strict=True):
            left *= one.left(persons)
            worth += one.worth * persons
        return self.cases * (1 - left) + worth

    def spent(self, more: Sequence[float]) -> float:
        """Rupiah for so many more persons per service."""
        return float(sum(s.cost * n for s, n in zip(self.services, more, strict=True)))

    def bought(self, filled: int, part: int = -1, persons: int = 0) -> Bought:
        """Persons per service of a corner, one service with so many above its floor."""
        return tuple(
            one.cap if filled >> n & 1 else one.floor + (persons if n == part else 0)
            for n, one in enumerate(self.services)
        )

    @cached_property
    def corners(self) -> Corners:
        """Every way to fill some services to the cap and leave the others at their floor."""
        return Corners.of(self)


@dataclass(frozen=True)
class Line:
    """Persons more to be reached in one group, per service in the group's order."""

    group: Group
    more: Bought

    @property
    def spent(self) -> float:
        """Rupiah."""
        return self.group.spent(self.more)

    @property
    def gain(self) -> float:
        """Cases averted, worth included."""
        return self.group.averted(self.more)


@dataclass(frozen=True)
class Limits:
    """Fewest and most rupiah to be spent in a place."""

    least: float = 0.0
    most: float = float("inf")


@dataclass(frozen=True)
class Problem:
    """All groups under one budget (rupiah). `places`: limits of single places.

    Raises:
        ValueError: a budget below 0, a group standing twice, or a least above a most.
    """

    groups: tuple[Group, ...]
    budget: float
    places: Mapping[str, Limits] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.budget < 0:
            raise ValueError("a budget is not below 0")
        if len({(one.place, one.code) for one in self.groups}) != len(self.groups):
            raise ValueError("a group stands twice")
        for code, limits in self.places.items():
            if limits.least > limits.most:
                raise ValueError(f"{code}: the least is above the most")

    @property
    def floors(self) -> float:
        """Rupiah the floors cost together."""
        return sum(one.spent([s.floor for s in one.services]) for one in self.groups)


@dataclass(frozen=True)
class Corners:
    """The corners of a group, by bit set of filled services: `cost` and `gain` (2^services), and
    the upper concave hull of them as bit sets by rising cost."""

    cost: Floats
    gain: Floats
    hull: tuple[int, ...]

    @classmethod
    def of(cls, group: Group) -> Corners:
        """List them."""
        cost, worth = np.zeros(1), np.zeros(1)
        left = np.ones(1)
        for one in group.services:  # a new service doubles the list: without it, with it
            cost = np.concatenate([cost + one.cost * one.floor, cost + one.cost * one.cap])
            worth = np.concatenate([worth + one.worth * one.floor, worth + one.worth * one.cap])
            left = np.concatenate([left * one.left(one.floor), left * one.left(one.cap)])
        gain = group.cases * (1 - left) + worth
        return cls(cost, gain, tuple(_hull(cost, gain)))

    @property
    def base(self) -> tuple[float, float]:
        """Rupiah and gain of the floors."""
        return float(self.cost[self.hull[0]]), float(self.gain[self.hull[0]])

    def steps(self) -> Iterator[tuple[float, float]]:
        """Rupiah and gain of each step along the hull; the steps grow dearer per gain."""
        for a, b in zip(self.hull, self.hull[1:], strict=False):
            yield float(self.cost[b] - self.cost[a]), float(self.gain[b] - self.gain[a])


def _hull(cost: Floats, gain: Floats) -> list[int]:
    """Corners of the upper concave hull, from the cheapest to the one that gains most."""
    out: list[int] = []
    for n in np.lexsort((-gain, cost)):
        i = int(n)
        if out and gain[i] <= gain[out[-1]]:
            continue
        while len(out) > 1 and _below(cost, gain, out[-2], out[-1], i):
            out.pop()
        out.append(i)
    return out


def _below(cost: Floats, gain: Floats, a: int, b: int, c: int) -> bool:
    """Whether b lies on or below the line from a to c."""
    rise = (gain[b] - gain[a]) * (cost[c] - cost[a])
    return bool(rise <= (gain[c] - gain[a]) * (cost[b] - cost[a]))
