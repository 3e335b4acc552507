"""The audit: what a reader can conclude of every hidden number, worked out exactly.

`cover` proves a choice of hidden numbers: for both ends of what a sensitive count needs there is a
whole table that fits all that is shown. Such a witness is checked by plain sums, so the proof does
not lean on the solver. `ranges` gives the least and most of every hidden number, for tests and for
who wants to see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rembuk.science.welfare.publishing.solving import Mask, agrees, extreme
from rembuk.science.welfare.publishing.system import System, Whole


@dataclass(frozen=True)
class Range:
    """The least and most a reader must hold possible."""

    low: int
    high: int

    @property
    def open(self) -> bool:
        """Whether it is not one value."""
        return self.high > self.low


class Witnesses:
    """Tables that fit what is shown, and how far each unknown moves in them."""

    def __init__(self, system: System, tables: Whole | None = None) -> None:
        self.system = system
        self.tables = system.value[None, :] if tables is None else tables
        self.low, self.high = self.tables.min(axis=0), self.tables.max(axis=0)

    def add(self, x: Whole, shown: Mask) -> None:
        """Take a witness. Raises AssertionError when it does not fit what is shown."""
        if not agrees(self.system, x, shown):
            raise AssertionError("a witness does not fit what is shown")
        self.tables = np.vstack([self.tables, x])
        np.minimum(self.low, x, out=self.low)
        np.maximum(self.high, x, out=self.high)

    def keep(self, unknown: int) -> Witnesses:
        """The witnesses that still fit when one more number is shown."""
        fits = self.tables[:, unknown] == self.system.value[unknown]
        return Witnesses(self.system, self.tables[fits])


def cover(
    system: System, shown: Mask, aims: Mapping[int, tuple[int, int]], held: Witnesses | None = None
) -> Witnesses | None:
    """Witnesses that every aim (least and most of an unknown) is possible; None when one is not.
    `held`: witnesses already known to fit."""
    found = Witnesses(system) if held is None else held
    for unknown, (low, high) in aims.items():
        if found.low[unknown] > low:
            x = extreme(system, shown, unknown, 1)
            if x is None or x[unknown] > low:
                return None
            found.add(x, shown)
        if found.high[unknown] < high:
            x = extreme(system, shown, unknown, -1)
            if x is None or x[unknown] < high:
                return None
            found.add(x, shown)
    return found


def ranges(system: System, shown: Mask) -> dict[int, Range]:
    """Least and most of every unknown that is not shown: two programmes each."""
    found = {}
    for unknown in np.flatnonzero(~shown):
        ends = []
        for sign in (1, -1):
            x = extreme(system, shown, int(unknown), sign)
            if x is None:
                raise AssertionError("not even the true table fits")
            ends.append(int(x[unknown]))
        found[int(unknown)] = Range(*ends)
    return found
