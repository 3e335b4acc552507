"""Empty cells as a person lists them: an indicator in a period, by kecamatan, naming the villages.

Pure: rows in, gaps out. A kecamatan whose every cell is empty is one word, not twenty names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Empty:
    """One empty cell."""

    indicator: str
    period: str
    place_code: str
    kecamatan: str
    due: dt.date


@dataclass(frozen=True)
class Where:
    """Empty places of one kecamatan. `places` are names, `whole` when nothing there is filled;
    `itself` when the cell is of the kecamatan (or, with the code "", of the district)."""

    code: str
    name: str
    places: tuple[str, ...]
    whole: bool
    itself: bool = False

    @property
    def count(self) -> int:
        """Empty cells here."""
        return len(self.places)


@dataclass(frozen=True)
class Gap:
    """Empty cells of one indicator in one period; `whole`: of none of its places anything is
    there."""

    indicator: str
    name: str
    period: str
    due: dt.date
    where: tuple[Where, ...]
    whole: bool = False

    @property
    def count(self) -> int:
        """Empty cells in all."""
        return sum(one.count for one in self.where)

    def late(self, on: dt.date) -> int:
        """Days past the deadline; 0 or less while there is time (the negative of days left)."""
        return (on - self.due).days


def gaps(
    rows: Iterable[Empty],
    names: Mapping[str, str],
    places: Mapping[str, str],
    expected: Mapping[tuple[str, str, str], int],
) -> list[Gap]:
    """Gather empty cells, what is due first on top.

    Args:
        rows: empty cells, of one office or of all.
        names: indicator code -> name.
        places: place code -> name.
        expected: (indicator, period, kecamatan) -> cells there should be.
    """
    held: dict[tuple[str, str], dict[str, list[str]]] = {}
    due: dict[tuple[str, str], dt.date] = {}
    for row in rows:
        key = (row.indicator, row.period)
        held.setdefault(key, {}).setdefault(row.kecamatan, []).append(row.place_code)
        due[key] = min(row.due, due.get(key, row.due))
    found = [
        Gap(
            indicator, names.get(indicator, indicator), period, due[indicator, period],
            tuple(
                _where(kecamatan, codes, places, expected.get((indicator, period, kecamatan), 0))
                for kecamatan, codes in sorted(
                    by_kecamatan.items(), key=lambda one: (places.get(one[0], ""), one[0])
                )
            ),
            _whole(indicator, period, by_kecamatan, expected),
        )
        for (indicator, period), by_kecamatan in held.items()
    ]  # fmt: skip
    return sorted(found, key=lambda gap: (gap.due, gap.period, gap.name, gap.indicator))


def _whole(
    indicator: str, period: str, held: Mapping[str, list[str]],
    expected: Mapping[tuple[str, str, str], int],
) -> bool:  # fmt: skip
    """Whether every cell that is asked for is empty, in several kecamatan."""
    asked = sum(n for key, n in expected.items() if key[:2] == (indicator, period))
    return len(held) > 1 and asked == sum(len(codes) for codes in held.values())


def _where(kecamatan: str, codes: list[str], places: Mapping[str, str], expected: int) -> Where:
    named = tuple(sorted(places.get(code, code) for code in codes))
    itself = all(code.count(".") < 3 for code in codes)
    name = places.get(kecamatan) or (named[0] if itself else kecamatan)
    return Where(kecamatan, name, named, 1 < expected <= len(codes), itself)


def total(found: Iterable[Gap]) -> int:
    """Empty cells of several gaps."""
    return sum(gap.count for gap in found)


def overdue(found: Iterable[Gap], on: dt.date) -> list[Gap]:
    """Those past their deadline."""
    return [gap for gap in found if gap.due < on]
