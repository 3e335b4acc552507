"""What to hide: the sensitive counts, and as little more as keeps them from being worked out.

For both ends of what a sensitive count needs, the cheapest table is looked for that reaches it by
moving numbers off their true value; numbers still shown that it moves are hidden too (the
incremental-attacker heuristic of cell suppression, see docs/methods/publication.md). After that
every number hidden only to protect is shown again unless that would open a sensitive one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rembuk.science.welfare.publishing.audit import Witnesses, cover
from rembuk.science.welfare.publishing.needs import needs
from rembuk.science.welfare.publishing.solving import Mask, Real, extreme, moved
from rembuk.science.welfare.publishing.system import Release, System, Unknown, Whole, system
from rembuk.science.welfare.publishing.tables import STUNTED, Key, Table

LEVELS: Final = {5: 10_000.0, 8: 200.0}
"""How dear a number is by the length of its area's code: a wider area is read by more people."""
STUNTED_PRICE: Final = 6.0
"""The count of stunted children carries the prevalence; its two parts are read less."""
HIDDEN_PRICE: Final = 1e-3
"""What moving a number costs that is hidden anyway: enough to move no more than needed."""


@dataclass(frozen=True)
class Hiding:
    """The outcome: what is hidden and why, and the witnesses that prove it."""

    table: Table
    hidden: frozenset[Key]
    sensitive: frozenset[Key]
    system: System
    aims: Mapping[int, tuple[int, int]]
    """By sensitive unknown: the range proven possible. Narrower than it needs only where hiding
    everything would give no more (a village where two children were judged)."""
    witnesses: Whole
    """Tables (rows) by unknowns (columns)."""

    @property
    def shown(self) -> frozenset[Key]:
        """Every number that may be published."""
        return frozenset(self.table.values) - self.hidden

    def mask(self) -> Mask:
        """Which unknowns the reader knows once this is published."""
        mask = self.system.known.copy()
        mask[[n for key, n in self.system.mine.items() if key not in self.hidden]] = True
        return mask

    def holds(self) -> bool:
        """Check the proof anew, by sums alone: every witness fits, every aim is reached."""
        mask = self.mask()
        found = Witnesses(self.system)
        for x in self.witnesses:
            found.add(x, mask)
        return all(
            found.low[n] <= low and high <= found.high[n] for n, (low, high) in self.aims.items()
        )


def hide(
    table: Table,
    limit: int,
    earlier: Sequence[Release] = (),
    elsewhere: Collection[Unknown] = (),
) -> Hiding:
    """What of a table to hide, so that neither it nor earlier releases tell a small count."""
    made = system(table, limit, earlier, elsewhere)
    keys = {number: key for key, number in made.mine.items()}
    sensitive = {n for n in made.sensitive if n in keys}
    shown = made.known.copy()
    shown[[n for n in keys if n not in sensitive]] = True
    price = _prices(made)
    found, aims = Witnesses(made), {}
    for unknown, span in sorted(
        made.sensitive.items(), key=lambda item: (-price[item[0]], item[0])
    ):
        reached = [_reach(made, unknown, end, shown, price, found) for end in span]
        aims[unknown] = reached[0], reached[1]
    found = _show_again(made, shown, sensitive, aims, price, found)
    # A number that is public elsewhere is still no reason to print it.
    small = set(needs(table, limit))
    hidden = {keys[n] for n in keys if not shown[n]} | small
    return Hiding(table, frozenset(hidden), frozenset(small), made, aims, found.tables)


def _prices(made: System) -> Real:
    price = np.empty(made.size)
    for number, (area, kind, value) in enumerate(made.unknowns):
        share = STUNTED_PRICE if kind == STUNTED else 1.0
        price[number] = LEVELS.get(len(area), 1.0) * share * (1 + np.log1p(value))
    return price


def _reach(made: System, unknown: int, end: int, shown: Mask, price: Real, found: Witnesses) -> int:
    """Make one end possible, hiding what it takes; the end that can be reached at all."""
    if found.low[unknown] <= end <= found.high[unknown]:
        return end
    locked = shown & ~made.hideable
    x = _cheapest(made, unknown, end, shown, price)
    if x is None:
        furthest = extreme(made, locked, unknown, 1 if end < made.value[unknown] else -1)
        if furthest is None:
            raise AssertionError("not even the true table fits")
        end = int(furthest[unknown])
        if found.low[unknown] <= end <= found.high[unknown]:
            return end
        x = _cheapest(made, unknown, end, shown, price)
        if x is None:
            raise AssertionError("an end that can be reached is not reached")
    shown[x != made.value] = False
    found.add(x, shown)
    return end


def _cheapest(made: System, unknown: int, end: int, shown: Mask, price: Real) -> Whole | None:
    """Within villages of one kecamatan if that will do (quick: kecamatan then stand apart), else
    with every number that may be hidden."""
    cost = np.where(shown, price, HIDDEN_PRICE)
    locked = shown & ~made.hideable
    near = moved(made, locked | (shown & made.wide), cost, unknown, end)
    return moved(made, locked, cost, unknown, end) if near is None else near


def _show_again(
    made: System, shown: Mask, sensitive: set[int], aims: Mapping[int, tuple[int, int]],
    price: Real, found: Witnesses,
) -> Witnesses:  # fmt: skip
    """Show again, the dearest first, what was hidden only to protect and is not needed for it."""
    extra = [n for n in np.flatnonzero(~shown & made.hideable) if n not in sensitive]
    for number in sorted(extra, key=lambda n: -price[n]):
        trial = shown.copy()
        trial[number] = True
        kept = cover(made, trial, aims, found.keep(int(number)))
        if kept is not None:
            shown[:] = trial
            found = kept
    return found
