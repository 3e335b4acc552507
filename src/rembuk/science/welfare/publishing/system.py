"""What a reader can calculate with: the sums that tie all numbers, shown and hidden, together.

The reader knows every number ever shown of the table, how many were judged everywhere, that a
hidden number is at least 1 (0 in a tiny area), and, to be on the safe side, which hidden numbers
did not change between two editions: the same number twice is one unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from rembuk.science.welfare.publishing.needs import needs, secret_noughts, tiny
from rembuk.science.welfare.publishing.tables import KINDS, SEVERE, SHORT, STUNTED, Key, Table

VILLAGE: Final = 13
"""Length of a village's code."""
Whole = NDArray[np.int64]
Unknown = tuple[str, str, int]
"""Area, kind and true value."""


@dataclass(frozen=True)
class Release:
    """A table that was published before, and which of its numbers were shown."""

    table: Table
    shown: frozenset[Key]


@dataclass(frozen=True)
class System:
    """All numbers of the new table and of earlier releases as unknowns `x` with `sums @ x == 0`.

    `known`: shown before, or public from elsewhere; `mine`: unknowns of the new table by key;
    `hideable`: those the new table may still hide.
    """

    unknowns: tuple[Unknown, ...]
    value: Whole
    floor: Whole
    most: Whole
    known: NDArray[np.bool_]
    hideable: NDArray[np.bool_]
    sums: csr_array
    mine: Mapping[Key, int]
    sensitive: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Range each sensitive unknown needs; of earlier releases too, unless they showed it."""

    @cached_property
    def in_row(self) -> tuple[tuple[int, ...], ...]:
        """The unknowns of each sum."""
        parts = np.split(self.sums.indices, self.sums.indptr[1:-1])
        return tuple(tuple(map(int, part)) for part in parts)

    @cached_property
    def rows_of(self) -> tuple[Mapping[int, int], ...]:
        """The sums each unknown stands in, with its sign there."""
        held = self.sums.tocsc()
        found: list[Mapping[int, int]] = []
        for n in range(self.size):
            part = slice(held.indptr[n], held.indptr[n + 1])
            rows, signs = held.indices[part].tolist(), held.data[part].tolist()
            found.append(dict(zip(rows, signs, strict=True)))
        return tuple(found)

    @cached_property
    def wide(self) -> NDArray[np.bool_]:
        """Unknowns of an area that holds others."""
        return np.array([len(area) < VILLAGE for area, _kind, _value in self.unknowns])

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return len(self.unknowns)


def system(
    table: Table,
    limit: int,
    earlier: Sequence[Release] = (),
    elsewhere: Collection[Unknown] = (),
) -> System:
    """The system of a new table after earlier releases of the same period. `elsewhere`: numbers
    that are public by another paper; one that differs from the table tells nothing of it."""
    index: dict[Unknown, int] = {}
    floors: dict[int, int] = {}
    most: dict[int, int] = {}
    rows: list[dict[int, int]] = []
    known: set[int] = set()
    wanted: dict[int, tuple[int, int]] = {}
    releases = [*((one.table, one.shown) for one in earlier), (table, None)]
    for held, shown in releases:
        place = {
            key: index.setdefault((*key, value), len(index)) for key, value in held.values.items()
        }
        noughts = secret_noughts(held, limit)
        for key, number in place.items():
            judged = held.judged[key[0]]
            low = 0 if tiny(judged, limit) else 1
            floors[number] = max(floors.get(number, 0), min(low, held.values[key]))
            most[number] = min(most.get(number, judged), judged)
            nought = held.values[key] == 0 and key not in noughts
            if nought or (shown is not None and key in shown):
                known.add(number)
        rows += _rows(held, place)
        for key, need in needs(held, limit).items():
            low, high = wanted.get(place[key], (need.low, need.high))
            wanted[place[key]] = (min(low, need.low), max(high, need.high))
    known |= {index[one] for one in elsewhere if one in index}
    size = len(index)
    mark = np.zeros(size, dtype=np.bool_)
    mark[list(known)] = True
    hideable = np.zeros(size, dtype=np.bool_)
    hideable[list(place.values())] = True
    return System(
        tuple(index),
        np.array([value for *_key, value in index], dtype=np.int64),
        np.array([floors[n] for n in range(size)], dtype=np.int64),
        np.array([most[n] for n in range(size)], dtype=np.int64),
        mark,
        hideable & ~mark,
        _matrix(rows, size),
        place,
        {n: span for n, span in wanted.items() if n not in known},
    )


def _rows(table: Table, place: Mapping[Key, int]) -> list[dict[int, int]]:
    rows = [
        {place[area, SEVERE]: 1, place[area, SHORT]: 1, place[area, STUNTED]: -1}
        for area in table.judged
    ]
    for area, under in table.below.items():
        for kind in KINDS:
            rows.append({place[one, kind]: 1 for one in under} | {place[area, kind]: -1})
    return rows


def _matrix(rows: Sequence[Mapping[int, int]], size: int) -> csr_array:
    line = [n for n, row in enumerate(rows) for _ in row]
    column = [place for row in rows for place in row]
    data = [sign for row in rows for sign in row.values()]
    return csr_array((np.array(data, dtype=np.int64), (line, column)), shape=(len(rows), size))
