"""What a request asks of the room: a meeting or a team the reader may open, a form as typed."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.actions import Action
from rembuk.office.access.asked import account_of, day, signed_in, tell, whole
from rembuk.office.access.policies import rights_in
from rembuk.office.forums import guard
from rembuk.office.forums.errors import ForumError
from rembuk.office.forums.models import Meeting, Team
from rembuk.office.seats.models import Office, Seat

__all__ = [
    "account_of", "day", "meeting_or_404", "moment", "needed_day", "office_in", "seat_in",
    "team_or_404", "tell", "whole",
]  # fmt: skip


def meeting_or_404(request: HttpRequest, meeting_id: str, action: Action | None = None) -> Meeting:
    """A meeting the reader may open; with `action`, one in whose place they may do it."""
    found = (
        Meeting.objects.filter(public_id=meeting_id)
        .select_related("host", "chair_seat__office", "secretary", "previous")
        .first()
    )
    if found is None:
        raise Http404
    rights = rights_in(request)
    if action is not None:
        rights.within(action, found.place_code)
    elif not guard.reads(rights, signed_in(request), found, timezone.localdate()):
        raise Http404
    return found


def team_or_404(request: HttpRequest, team_id: str, action: Action = "rembuk") -> Team:
    """A team of a place in which the reader may do `action`."""
    found = Team.objects.filter(public_id=team_id).select_related("head_seat__office").first()
    if found is None:
        raise Http404
    rights_in(request).within(action, found.place_code)
    return found


def needed_day(text: str, label: str) -> dt.date:
    """A day that must be there. Raises ForumError."""
    found = day(text)
    if found is None:
        raise ForumError(_("Isi %s.") % label, code="tanggal")
    return found


def moment(on: str, at: str) -> dt.datetime | None:
    """A day and an hour of a form in local time; None without either. Raises ForumError."""
    the_day = day(on)
    if the_day is None or not at.strip():
        return None
    try:
        hour = dt.time.fromisoformat(at.strip().replace(".", ":"))
    except ValueError:
        raise ForumError(_("Jam tidak terbaca. Tulis seperti 09.00."), code="jam") from None
    return timezone.make_aware(dt.datetime.combine(the_day, hour.replace(tzinfo=None)))


def office_in(text: str) -> Office | None:
    """An office by its code, as a list of a form sends it."""
    return Office.objects.filter(code=text).first() if text else None


def seat_in(text: str) -> Seat | None:
    """A seat by its key, as a list of a form sends it."""
    return Seat.objects.filter(pk=int(text)).first() if text.isdigit() else None
