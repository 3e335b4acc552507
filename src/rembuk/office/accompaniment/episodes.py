"""When an accompaniment begins and ends: the pure rule over what happened to one child.

An accompaniment outlives the case's place in the stock of cases: it ends only when a recovery has
lasted (`lulus`) with nothing holding it open, or by a named other exit. A child not measured any
more leaves the stock as lost, but not the list of its companions: it is to be looked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from rembuk.reference.cases import CaseRules
from rembuk.science.growth.case_walk import ENTRIES, plus_months

ENDS: Final = ("lewat-umur", "pindah", "meninggal", "salah-data")
"""Events that end an accompaniment whatever state it is in."""

Step = tuple[dt.date, str]
"""A day and a case event."""

Look = tuple[dt.date, float, bool]
"""A valid measurement: day, z, whether a red flag is open."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One accompaniment as the rule wants it."""

    opened_on: dt.date
    recovered_on: dt.date | None = None
    lost_on: dt.date | None = None
    closed_on: dt.date | None = None
    closed_why: str = ""
    by_hand: bool = False
    held: bool = False
    """Recovered long enough, but something keeps it open."""


def without_moves(steps: Iterable[Step]) -> list[Step]:
    """The events without moves inside the district: out of one post and into another in a day."""
    kept: list[Step] = []
    for _day, group in groupby(sorted(steps, key=lambda one: one[0]), key=lambda one: one[0]):
        today = list(group)
        while (out := _of(today, "pindah")) and (into := _of(today, "pindah-masuk")):
            today.remove(out)
            today.remove(into)
        kept += today
    return kept


def _of(steps: Sequence[Step], event: str) -> Step | None:
    return next((one for one in steps if one[1] == event), None)


def episodes(
    steps: Iterable[Step],
    end: Step | None = None,
    until: dt.date = dt.date.max,
    *,
    looks: Sequence[Look] = (),
    rules: CaseRules | None = None,
    by_hand: Iterable[Step] = (),
    held: bool = False,
) -> list[Episode]:
    """The accompaniments of one child, oldest first; only the last may be open.

    Args:
        steps: case events, in any order.
        end: the day the child leaves the age or the place for good, and the word for it.
        until: last day of knowledge.
        looks: valid measurements, for a child found again after it was lost: it is no case any more
            for the stock, so its recovery is judged here by the same rule (needs `rules`).
        by_hand: closings a person decided, with their word.
        held: something keeps a recovered child's accompaniment open today.
    """
    hands = [(day, why) for day, why in by_hand]
    told = [(day, 0, event) for day, event in without_moves(steps)]
    told += [(day, 1, why) for day, why in hands]
    found: list[Episode] = []
    now: Episode | None = None
    for day, hand, event in sorted(told):
        if day > until:
            break
        if hand:
            if now is not None:
                found.append(replace(now, closed_on=day, closed_why=event, by_hand=True))
                now = None
        elif event in ENTRIES:
            now = Episode(day) if now is None else replace(now, recovered_on=None, lost_on=None)
        elif now is None:
            continue
        elif event == "pulih":
            now = replace(now, recovered_on=day)
        elif event == "hilang":
            now = replace(now, lost_on=day)
        elif event == "lulus":
            now = _sustained(now, day, held, found)
        elif event in ENDS:
            found.append(replace(now, closed_on=day, closed_why=event))
            now = None
    if now is not None and now.lost_on is not None and rules is not None:
        now = _found_again(now, looks, rules, until, held, found)
    if now is not None and end is not None and end[0] <= until:
        found.append(replace(now, closed_on=end[0], closed_why=end[1]))
        now = None
    return [*found, now] if now is not None else found


def _sustained(now: Episode, day: dt.date, held: bool, found: list[Episode]) -> Episode | None:
    if held:
        return replace(now, held=True)
    found.append(replace(now, closed_on=day, closed_why="pulih"))
    return None


def _found_again(
    now: Episode,
    looks: Sequence[Look],
    rules: CaseRules,
    until: dt.date,
    held: bool,
    found: list[Episode],
) -> Episode | None:
    """Recovery of a child seen again after it was lost: two measurements at the limit or above, so
    many days apart, the second without a red flag, and none below it until it has lasted."""
    assert now.lost_on is not None
    well: dt.date | None = None
    recovered: dt.date | None = None
    for day, z, flagged in sorted(looks):
        if day < now.lost_on or day > until:
            continue
        if z < rules.z_limit:
            well = recovered = None
        elif recovered is not None and well is not None:
            if day >= plus_months(well, rules.lulus_months):
                return _sustained(replace(now, recovered_on=recovered), day, held, found)
        elif well is None:
            well = day
        elif (day - well).days >= rules.recover_gap_days and not flagged:
            recovered = well = day
    return replace(now, recovered_on=recovered)
