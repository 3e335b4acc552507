"""Agreements and disagreements of a pair in words, for the person who settles it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rembuk.science.linkage.comparisons import COMPARISONS


@dataclass(frozen=True, slots=True)
class Agreement:
    """One field of a pair; `agrees` is None where it speaks neither for nor against."""

    field: str
    label: str
    level: str
    words: str
    agrees: bool | None


def explain(pair: Mapping[str, Any]) -> tuple[Agreement, ...]:
    """What each compared field says, in the order of the comparisons; a row of `Links.pairs`."""
    said = []
    for one in COMPARISONS:
        place = pair.get(one.field)
        if place is not None:
            level = one.levels[int(place)]
            said.append(Agreement(one.field, one.label, level.code, level.words, level.agrees))
    return tuple(said)


def words() -> dict[str, dict[str, str]]:
    """Field -> level -> words, of every level there is."""
    return {one.field: {level.code: level.words for level in one.levels} for one in COMPARISONS}
