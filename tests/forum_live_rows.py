"""Builders for tests of a running meeting: a village's rembuk, its secretary, ops as a page sends.

m = running()                      # a rembuk desa that runs, with the offices of ledger_rows
said(m, "r1", what="...")          # ops of one row, each over what stands
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from tests.factories import district
from tests.ledger_rows import VILLAGE, Offices, offices

from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.forums.live import deciding
from rembuk.office.forums.live.ops import Result, Typed
from rembuk.office.forums.models import Decision, Kind, Meeting

WHOLE = {
    "what": "Membangun jamban sehat untuk keluarga baduta",
    "target": "Keluarga baduta tanpa jamban",
    "target_now": "14",
    "target_value": "4",
    "target_unit": "keluarga",
    "place": VILLAGE,
    "volume": "10",
    "unit": "unit",
    "cost": "35 juta",
    "money": "DANA-DD",
    "owner": "desa",
    "due": (timezone.localdate() + dt.timedelta(days=200)).isoformat(),
}
"""A decision that says enough."""


@dataclass(frozen=True)
class Room:
    """A meeting with its offices."""

    meeting: Meeting
    offices: Offices

    def who(self, name: str) -> Account:
        """An account by its short name."""
        return self.offices.who(name)


def running(kind: str = Kind.VILLAGE, place: str = VILLAGE, **more: Any) -> Room:
    """A meeting that runs now."""
    district()
    held = offices()
    return Room(meeting(kind, place, **more), held)


def meeting(kind: str = Kind.VILLAGE, place: str = VILLAGE, **more: Any) -> Meeting:
    """One meeting."""
    now = timezone.now()
    return Meeting.objects.create(
        **{
            "public_id": new(), "kind": kind, "place_code": place, "year": now.year,
            "plan_year": now.year + 1, "title": "Rembuk stunting", "starts_at": now,
            "venue": "Balai desa", "state": "berlangsung", "template": kind,
            "template_version": "1", "token": new(), **more,
        }
    )  # fmt: skip


def stands(meeting_: Meeting, row: str) -> dict[str, tuple[str, ...]]:
    """Field -> the ops a page that was loaded now has before its eyes."""
    found = Decision.objects.filter(meeting=meeting_, client_id=row).first()
    return {name: tuple(one["ops"]) for name, one in found.typed.items()} if found else {}


def said(room: Room, row: str, who: str = "desa", **texts: str) -> list[Result]:
    """Each field as one op over what stands."""
    seen = stands(room.meeting, row)
    ops = [Typed(new(), row, name, text, seen.get(name, ())) for name, text in texts.items()]
    return deciding.take(room.meeting, room.who(who), ops)


def judged(room: Room, row: str, verdict: str = "disepakati|mufakat", who: str = "desa") -> Result:
    """A verdict over everything that stands."""
    seen = tuple(op for ops in stands(room.meeting, row).values() for op in ops)
    return deciding.take(
        room.meeting, room.who(who), [Typed(new(), row, "putusan", verdict, seen)]
    )[0]


def row(room: Room, name: str) -> Decision:
    """A decision as it stands."""
    return Decision.objects.get(meeting=room.meeting, client_id=name)
