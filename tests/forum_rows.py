"""Builders for tests of teams and meetings: the small district, its offices and secretaries.

people = people()                                   # tpps, camat, desa, kader, ... and offices
one = planned(people["desa"], "rembuk-desa", VILLAGE, days=3)
running(one, people["desa"])
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from tests.factories import KABUPATEN, account, district, office

from rembuk.demo.clock import standing_at
from rembuk.office.access.models import Account
from rembuk.office.forums.meeting import convening
from rembuk.office.forums.models import Meeting, MeetingState
from rembuk.office.seats.models import OfficeKind
from rembuk.office.seats.services import appoint, seat_in

SINCE = dt.date(2022, 1, 1)
VILLAGE = "16.06.01.2001"
SECOND = "16.06.01.2002"
KECAMATAN = "16.06.01"
OFFICES = (
    ("bappeda", OfficeKind.OPD, KABUPATEN, "BAPPEDA"),
    ("dinkes", OfficeKind.OPD, KABUPATEN, "DINKES"),
    ("tpps", OfficeKind.TEAM, KABUPATEN, "TPPS"),
    ("kec-01", OfficeKind.KECAMATAN, "16.06.01", "KECAMATAN"),
    ("kec-02", OfficeKind.KECAMATAN, "16.06.02", "KECAMATAN"),
    ("desa-01", OfficeKind.DESA, VILLAGE, "PEMDES"),
    ("desa-02", OfficeKind.DESA, SECOND, "PEMDES"),
    ("pkm-01", OfficeKind.PUSKESMAS, "16.06.01", "PUSKESMAS"),
)
PEOPLE = (
    ("tpps", "tpps", KABUPATEN, "tpps"), ("camat", "camat", KECAMATAN, "kec-01"),
    ("camat2", "camat", "16.06.02", "kec-02"), ("desa", "desa", VILLAGE, "desa-01"),
    ("desa2", "desa", SECOND, "desa-02"), ("kader", "kader", f"{VILLAGE}.P01", ""),
)  # fmt: skip


def people() -> dict[str, Account]:
    """The district with offices, and accounts that hold their heads' seats."""
    district()
    for code, kind, place, role in OFFICES:
        office(code, kind, place, role, SINCE)
    found = {}
    for name, role, place, held in PEOPLE:
        found[name] = account(name, role, place)
        if held:
            seat = seat_in(office(held, "", "", "", SINCE), f"Kepala {held}", head=True)
            appoint(seat, name.title(), SINCE, account=found[name])
    return found


def again() -> dict[str, Account]:
    """The accounts as they stand, for rows built once for a file."""
    return {one.username: one for one in Account.objects.all()}


def planned(
    by: Account, kind: str, place: str, days: int = 3, hour: int = 9, venue: str = "Balai desa"
) -> Meeting:
    """A meeting so many days from today (negative: it was planned a week before its day)."""
    day = timezone.localdate() + dt.timedelta(days=days)
    starts = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
    draft = convening.Draft(kind=kind, place_code=place, starts_at=starts, venue=venue)
    if days > 0:
        return convening.plan(draft, by)
    with standing_at(day - dt.timedelta(days=7)):
        return convening.plan(draft, by)


def running(meeting: Meeting, by: Account) -> Meeting:
    """The meeting, begun."""
    return convening.start(meeting, by)


def held(meeting: Meeting, *, signed: bool = False) -> Meeting:
    """The meeting, over."""
    state = MeetingState.SIGNED if signed else MeetingState.HELD
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    return Meeting.objects.get(pk=meeting.pk)
