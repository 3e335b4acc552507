"""An indicator in a place: sums over sums by area, its target, what lacks, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from rembuk.office.convergence.periods import Period
from rembuk.office.review.goals import Goal
from rembuk.office.seats.models import Office
from rembuk.reference.indicators import Indicator
from rembuk.science.choice.funnel import Standing, standing


@dataclass(frozen=True)
class Counted:
    """Sum over sum of an area; `filled` of `expected` cells say something, `held` hold the sums."""

    code: str
    n: int
    of: int
    filled: int
    expected: int
    held: int = 0

    @property
    def pct(self) -> float | None:
        """Never a mean of percentages; None over nothing."""
        return 100 * self.n / self.of if self.of else None


@dataclass(frozen=True)
class Reach:
    """An indicator in a place. `period` None: no cell of it was ever opened. `behind`: periods that
    ended since and are emptier. `readable`: enough of its cells have a value."""

    indicator: Indicator
    name: str
    owner: Office | None
    period: Period | None
    behind: int
    areas: tuple[Counted, ...]
    total: Counted
    goal: Goal | None
    told_pct: float
    unit: str

    @property
    def known(self) -> bool:
        """Whether anything stands in it."""
        return self.total.held > 0

    @property
    def readable(self) -> bool:
        """Whether enough cells say something."""
        if not self.known or not self.total.expected:
            return False
        return 100 * self.total.filled >= self.told_pct * self.total.expected

    @property
    def empty(self) -> int:
        """Cells without a value."""
        return self.total.expected - self.total.filled

    @property
    def rising(self) -> bool:
        """Whether more is better."""
        return self.indicator.direction == "naik"

    @property
    def ratio(self) -> bool:
        """Whether it is a share."""
        return self.indicator.unit == "persen" and bool(self.indicator.denominator)

    @property
    def lacking(self) -> int | None:
        """How many are not reached (of a share that should fall: how many have it); None unless it
        is a share with a denominator."""
        if not self.ratio or not self.total.of:
            return None
        return self.total.of - self.total.n if self.rising else self.total.n

    @property
    def short(self) -> float | None:
        """Points short of the target; 0 where it is reached, None where either is not known."""
        pct = self.total.pct
        if self.goal is None or pct is None or not self.ratio:
            return None
        return max(self.goal.value - pct if self.rising else pct - self.goal.value, 0.0)

    @cached_property
    def sure(self) -> bool:
        """Whether the lack is more than chance allows at so few people, were the target reached;
        without a target, whether there are people enough to speak of a share at all."""
        lack = self.lacking
        if not lack:
            return False
        if self.goal is None:
            return self.total.of >= FEW
        share = (100 - self.goal.value if self.rising else self.goal.value) / 100
        return standing(lack, self.total.of, min(max(share, 0.0), 1.0)) in _ABOVE

    @property
    def order(self) -> tuple[int, float, str]:
        """Where it stands in the declared order: by points short of the target, then by the share
        not reached, and after both where the lack may be chance."""
        late = 0 if self.sure else 2
        if self.short is not None:
            return late, -self.short, self.indicator.code
        return late + 1, -(self.lacking or 0) / (self.total.of or 1), self.indicator.code

    def covered(self, limit: int) -> bool:
        """Whether its counts tell of so few people that a paper does not show them. Villages and
        posts are no people: supply is always shown."""
        n, of = self.total.n, self.total.of
        small = (n, of, of - n) if self.ratio else (n,)
        return self.indicator.kind != "suplai" and any(0 < one < limit for one in small)

    @property
    def to_goal(self) -> int | None:
        """How many more (fewer) are needed for the target."""
        if self.goal is None or not self.ratio or not self.total.of:
            return None
        wanted = self.goal.value * self.total.of / 100
        if self.rising:
            return max(math.ceil(wanted - 1e-9) - self.total.n, 0)
        return max(self.total.n - math.floor(wanted + 1e-9), 0)

    @cached_property
    def worst(self) -> tuple[Counted, ...]:
        """Areas whose lack is beyond chance at their size, the most people not reached first."""
        if not self.readable or not self.ratio or not self.total.of:
            return ()
        mean = (self.lacking or 0) / self.total.of
        found = []
        for one in self.areas:
            lack = one.of - one.n if self.rising else one.n
            if 0 <= lack <= one.of and one.of and standing(lack, one.of, mean) in _ABOVE:
                found.append((lack, one))
        return tuple(one for _lack, one in sorted(found, key=lambda x: (-x[0], x[1].code)))

    @cached_property
    def holes(self) -> tuple[Counted, ...]:
        """Areas with empty cells, the emptiest first."""
        rows = [one for one in self.areas if one.filled < one.expected]
        return tuple(sorted(rows, key=lambda one: (one.filled - one.expected, one.code)))


FEW = 20
"""Fewer people than this make no share to put services in order by (where no target tells)."""
_ABOVE = (Standing.ABOVE, Standing.FAR_ABOVE)
