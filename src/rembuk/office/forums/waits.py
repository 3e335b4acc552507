"""What the room tells the home of a reader: a meeting that runs or is near, minutes unsigned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights
from rembuk.office.access.scoping import scoped
from rembuk.office.forums.meeting.next_step import address, next_step
from rembuk.office.forums.models import Meeting, MeetingState
from rembuk.office.insight import awaited
from rembuk.office.insight.awaited import Wait
from rembuk.office.places.numbers import count

ROOM: Final = "rembuk"
NEAR: Final = dt.timedelta(days=14)
"""A meeting this near is told: its letters and papers must go out now."""
PATIENCE: Final = dt.timedelta(days=7)
"""Minutes unsigned for longer are late."""
AHEAD: Final = (MeetingState.PLANNED, MeetingState.INVITED, MeetingState.RUNNING)


def waits(account: Account, rights: Rights, today: dt.date) -> Iterator[Wait]:
    """The nearest meeting the reader keeps, and those whose minutes wait."""
    if not rights.may("rembuk-kelola"):
        return
    mine = scoped(Meeting.objects.all(), rights, action="rembuk-kelola")
    until = timezone.make_aware(dt.datetime.combine(today + NEAR, dt.time.max))
    near = mine.filter(state__in=AHEAD, starts_at__lte=until).order_by("starts_at").first()
    if near is not None:
        yield _near(near, rights, today)
    held = list(mine.filter(state=MeetingState.HELD).order_by("starts_at"))
    if held:
        late = timezone.localdate(held[0].starts_at) + PATIENCE < today
        yield Wait(
            "act" if late else "soon",
            _("%(n)s rapat belum disahkan") % {"n": count(len(held))},
            _("Yang terlama %(title)s.") % {"title": held[0].title},
            address("forums:minutes", held[0]), _("Ke berita acara"),
        )  # fmt: skip


def _near(meeting: Meeting, rights: Rights, today: dt.date) -> Wait:
    step = next_step(meeting, rights)
    day = timezone.localdate(meeting.starts_at)
    return Wait(
        "act" if meeting.coming and day < today else "soon",
        f"{meeting.title}, {day:%d/%m/%Y}", step.text,
        step.url or reverse("forums:meeting", args=[meeting.public_id]),
        step.label or _("Buka rapat"),
    )  # fmt: skip


def register() -> None:
    """Tell the home. Twice is once."""
    awaited.register(ROOM, waits)
