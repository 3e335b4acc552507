"""Minimum monthly weight gain (KBM): grams by sex and completed month of age."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, Literal

from pydantic import Field

from rembuk.reference.dated import Frozen, Rule

Sex = Literal["L", "P"]
SEXES: Final[tuple[Sex, ...]] = ("L", "P")


class GainRange(Frozen):
    """The same gain from one completed month to another, both included."""

    sex: Sex
    first: int = Field(ge=0)
    last: int = Field(ge=0)
    grams: int = Field(gt=0)


class MinimumGain(Rule):
    """The table; age is the completed month at the present weighing."""

    ranges: tuple[GainRange, ...] = Field(min_length=1)

    def grams(self, sex: Sex, completed_month: int) -> int | None:
        """Minimum gain since last month's weighing; none outside the table."""
        for part in self.ranges:
            if part.sex == sex and part.first <= completed_month <= part.last:
                return part.grams
        return None

    def table(self, sex: Sex) -> dict[int, int]:
        """Completed month -> grams, for array look-ups."""
        return {
            month: part.grams
            for part in self.ranges
            if part.sex == sex
            for month in range(part.first, part.last + 1)
        }

    def gaps(self) -> tuple[str, ...]:
        """Months between the first and the last of a sex that have no or two values."""
        found = []
        for sex in ("L", "P"):
            mine = sorted((r for r in self.ranges if r.sex == sex), key=lambda r: r.first)
            if not mine:
                found.append(f"{sex}: tidak ada nilai")
            for part in mine:
                if part.last < part.first:
                    found.append(f"{sex}: {part.first}-{part.last} terbalik")
            for lower, upper in pairwise(mine):
                if upper.first != lower.last + 1:
                    found.append(f"{sex}: sesudah bulan {lower.last} langsung bulan {upper.first}")
        return tuple(found)
