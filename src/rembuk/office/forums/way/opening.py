"""What a meeting opens with: what became of the last one's decisions, and what came from beneath.

A place beneath that held no rembuk for this plan year is named: silence from below is not consent.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from rembuk.office.forums import queries
from rembuk.office.forums.models import Decision, Kind, Meeting, MeetingState
from rembuk.office.forums.places import beneath, level_of
from rembuk.office.forums.way import ways as way
from rembuk.office.forums.way.facts import select
from rembuk.office.forums.way.ways import Money, Way
from rembuk.office.places.models import Area
from rembuk.office.places.scope import contains, within

BELOW: Final = {
    Kind.KECAMATAN.value: ("desa", (Kind.VILLAGE.value,)),
    Kind.DISTRICT.value: ("kecamatan", (Kind.KECAMATAN.value, Kind.VILLAGE.value)),
}
"""Kind of a rembuk -> the level right beneath it, and the kinds of rembuk that lie beneath."""
LISTED: Final = 60
"""Decisions of villages that a district's opening still lists one by one."""


@dataclass(frozen=True)
class Kept:
    """How many of the decisions stand how."""

    all: int
    kept: int
    late: int
    waiting: int
    running: int
    unpromised: int
    fallen: int

    @property
    def percent(self) -> float | None:
        """Percent kept of all; None of nothing."""
        return 100 * self.kept / self.all if self.all else None


@dataclass(frozen=True)
class Risen:
    """What a place beneath decided."""

    area: Area
    meeting: Meeting
    ways: tuple[Way, ...]

    @property
    def money(self) -> Money:
        """Rupiah of all of them."""
        return way.total(self.ways)


@dataclass(frozen=True)
class Opening:
    """Everything the opening page tells. `taken` are the keys of decisions this meeting took up;
    `below` how many places lie right beneath, `silent` those that held no rembuk; `hidden` how many
    decisions two levels beneath are too many to list here."""

    meeting: Meeting
    previous: Meeting | None
    ways: tuple[Way, ...]
    kept: Kept
    money: Money
    risen: tuple[Risen, ...]
    silent: tuple[Area, ...]
    below: int
    hidden: int
    taken: frozenset[int]

    @property
    def level(self) -> str:
        """The level right beneath, "" where none is."""
        return BELOW[self.meeting.kind][0] if self.meeting.kind in BELOW else ""


def opening(meeting: Meeting, on: dt.date | None = None) -> Opening:
    """The opening of a meeting as of a day (today)."""
    day = on or timezone.localdate()
    previous = meeting.previous
    last: list[Way] = []
    if previous is not None:
        rows = previous.decisions.filter(state="disepakati").order_by("number")
        last = way.ways(select(rows), day)
    risen, silent, below, hidden = _beneath(meeting, day)
    return Opening(
        meeting, previous, tuple(last), kept(last), way.total(last), tuple(risen), tuple(silent),
        below, hidden, _taken(meeting),
    )  # fmt: skip


def kept(found: Sequence[Way]) -> Kept:
    """Decisions counted by how their promises stand."""
    return kept_of(Counter(one.standing for one in found))


def kept_of(many: Counter[queries.Standing]) -> Kept:
    """The same, of decisions counted already."""
    return Kept(
        many.total(), many["ditepati"], many["lewat"], many["selesai"], many["berjalan"],
        many["tanpa-janji"], many["gugur"] + many["dibawa"],
    )  # fmt: skip


def _beneath(meeting: Meeting, on: dt.date) -> tuple[list[Risen], list[Area], int, int]:
    """Decisions of the meetings beneath for the same plan year by place, places that held none, how
    many places lie right beneath, and how many decisions are not listed."""
    if meeting.kind not in BELOW:
        return [], [], 0, 0
    level, kinds = BELOW[meeting.kind]
    areas = beneath(meeting.place_code, level)
    rows = queries.from_beneath(meeting.place_code, meeting.plan_year)
    hidden = rows.filter(meeting__kind__in=kinds[1:]).count()
    if hidden > LISTED:
        kinds = kinds[:1]
    else:
        hidden = 0
    held = _held(meeting, kinds)
    told = way.ways(select(rows.filter(meeting__kind__in=kinds)), on)
    names = Area.objects.in_bulk({one.place_code for one in held}, field_name="code")
    by_meeting: dict[int, list[Way]] = {}
    for one in told:
        by_meeting.setdefault(one.decision.meeting_id, []).append(one)
    risen = [
        Risen(names[one.place_code], one, tuple(by_meeting.get(one.pk, ())))
        for one in held if one.place_code in names
    ]  # fmt: skip
    spoke = {one.place_code for one in held if level_of(one.place_code) == level}
    return risen, [one for one in areas if one.code not in spoke], len(areas), hidden


def _held(meeting: Meeting, kinds: Sequence[str]) -> list[Meeting]:
    """Meetings beneath for the same plan year that ended, higher places first, then by code."""
    rows = Meeting.objects.filter(
        within("place_code", meeting.place_code), kind__in=kinds, plan_year=meeting.plan_year,
        state__in=[MeetingState.HELD, MeetingState.SIGNED],
    )  # fmt: skip
    found = rows.exclude(place_code=meeting.place_code).select_related("host")
    return sorted(found, key=lambda one: (one.place_code.count("."), one.place_code, one.pk))


def _taken(meeting: Meeting) -> frozenset[int]:
    """Keys of decisions beneath that this meeting took up, also through one in between: what a
    kecamatan carried from its village is taken up with the kecamatan's own."""
    found: set[int] = set()
    rows = meeting.decisions.exclude(state="ditarik")
    wave = {one.carried_from_id for one in rows if one.carried_from_id}
    while wave:
        found |= wave
        below = Decision.objects.filter(pk__in=wave)
        wave = {one.carried_from_id for one in below if one.carried_from_id} - found
    return frozenset(found)


def line_of(decision: Decision) -> tuple[list[Decision], list[Decision]]:
    """Where a decision came from, the lowest first, and what took it up, the nearest first."""
    came: list[Decision] = []
    older = decision.carried_from
    while older is not None and older not in came:
        came.insert(0, older)
        older = older.carried_from
    went: list[Decision] = []
    wave = [decision.pk]
    while wave:
        rows = Decision.objects.filter(carried_from__in=wave).exclude(state="ditarik")
        new = [one for one in select(rows).order_by("pk") if one not in went]
        went += new
        wave = [one.pk for one in new]
    return came, went


def above(decision: Decision, other: Decision) -> bool:
    """Whether the other was decided in a place above this one (not the year after)."""
    return contains(other.meeting.place_code, decision.meeting.place_code) and (
        other.meeting.place_code != decision.meeting.place_code
    )
