"""Which numbers are sensitive, and what a reader must still hold possible of each.

A count of stunted (or short, or very short) children from 1 to `limit - 1` points at few; one that
leaves fewer than `limit` children of an area not stunted tells nearly every parent's child there.
Where fewer than `limit` children were judged, every count is sensitive, noughts too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rembuk.science.welfare.area_tree import parent
from rembuk.science.welfare.publishing.tables import KINDS, STUNTED, Key, Table


@dataclass(frozen=True)
class Need:
    """Every whole number from `low` to `high` has to stay possible for a sensitive count."""

    low: int
    high: int

    def both(self, other: Need) -> Need:
        """Wide enough for two reasons."""
        return Need(min(self.low, other.low), max(self.high, other.high))


def tiny(judged: int, limit: int) -> bool:
    """Whether so few were judged that even a nought is not shown."""
    return judged < limit


def secret_noughts(table: Table, limit: int) -> set[Key]:
    """Noughts that are not shown: of tiny areas, unless the area above tells them already."""
    found: set[Key] = set()
    for area in table.downward:
        for kind in KINDS:
            key = area, kind
            if table.values[key] or not tiny(table.judged[area], limit):
                continue
            above = parent(area), kind
            if area == table.root or table.values[above] or above in found:
                found.add(key)
    return found


def needs(table: Table, limit: int) -> Mapping[Key, Need]:
    """The sensitive counts of a table. `limit`: the least count that may be shown."""
    noughts = secret_noughts(table, limit)
    found: dict[Key, Need] = {}
    for key, value in table.values.items():
        judged = table.judged[key[0]]
        if value == 0 and key not in noughts:
            continue  # nobody is there to be recognised
        floor = 0 if tiny(judged, limit) else 1
        wanted: list[Need] = []
        if value < limit:
            # The total may not even be known to be small; of a part of it that would ask too much:
            # where five are stunted, one of the two kinds must be fewer.
            most = limit if key[1] == STUNTED else limit - 1
            wanted.append(Need(floor, min(most, judged)))
        if key[1] == STUNTED and judged - value < limit:
            wanted.append(Need(max(judged - limit, floor), judged))
        if wanted:
            found[key] = wanted[0].both(wanted[-1])
    return found
