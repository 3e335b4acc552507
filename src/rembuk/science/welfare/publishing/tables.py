"""The table: how many children of each area were judged, and how many of them are short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rembuk.science.welfare.area_tree import parent, ways_up

SEVERE: Final = "sangat-pendek"
SHORT: Final = "pendek"
STUNTED: Final = "stunting"
KINDS: Final = (SEVERE, SHORT, STUNTED)

Key = tuple[str, str]
"""Area code and kind."""


@dataclass(frozen=True)
class Measured:
    """Children of one area: judged by TB/U, very short (< -3 SD), short (-3 to < -2 SD)."""

    judged: int
    severe: int
    short: int

    def __post_init__(self) -> None:
        if min(self.severe, self.short) < 0 or self.severe + self.short > self.judged:
            raise ValueError("more children are short than were judged, or a count is negative")


@dataclass(frozen=True)
class Table:
    """Every number of the areas that have a judged child, leaves summed up to `root`."""

    root: str
    judged: Mapping[str, int]
    values: Mapping[Key, int]

    @cached_property
    def below(self) -> Mapping[str, tuple[str, ...]]:
        """The areas right under an area; a leaf is not in it."""
        found: dict[str, list[str]] = defaultdict(list)
        for area in sorted(self.judged):
            if area != self.root:
                found[parent(area)].append(area)
        return {area: tuple(under) for area, under in found.items()}

    @cached_property
    def downward(self) -> tuple[str, ...]:
        """Areas, each after the one it lies in."""
        return tuple(sorted(self.judged, key=lambda area: (len(area), area)))


def table(leaves: Mapping[str, Measured], root: str) -> Table:
    """Sum leaves (villages) up to `root`. Areas where nobody was judged are left out.

    Raises:
        ValueError: a leaf does not lie below `root`, or lies above another leaf.
    """
    judged: dict[str, int] = defaultdict(int)
    values: dict[Key, int] = defaultdict(int)
    for leaf, way in ways_up(leaves.keys(), root).items():
        one = leaves[leaf]
        if not one.judged:
            continue
        for area in way:
            judged[area] += one.judged
            values[area, SEVERE] += one.severe
            values[area, SHORT] += one.short
            values[area, STUNTED] += one.severe + one.short
    return Table(root, dict(judged), dict(values))
