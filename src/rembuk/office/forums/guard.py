"""Who may do what in the room, asked of an account before an act; who may read a meeting."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.actions import Action
from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights, rights_of
from rembuk.office.forums.errors import NotYoursError
from rembuk.office.forums.models import Meeting
from rembuk.office.seats.queries import offices_of


def may(account: Account, action: Action, place_code: str) -> bool:
    """Whether the account may do `action` in the place today."""
    return rights_of(account, timezone.localdate()).may(action, place_code)


def check(account: Account, action: Action, place_code: str) -> None:
    """Refuse who may not. Raises NotYoursError."""
    if not may(account, action, place_code):
        raise NotYoursError(_("Akun ini tidak mengurus rembuk wilayah itu."), code="hak")


def reads(rights: Rights, account: Account | None, meeting: Meeting, on: dt.date) -> bool:
    """Whether a meeting is open to a reader: it is of their place, or their office is asked to
    it (a village head reads the papers of the kecamatan's meeting they are invited to)."""
    if rights.may("rembuk", meeting.place_code):
        return True
    if account is None or not rights.may("rembuk"):
        return False
    mine = offices_of(account, on)
    return meeting.invitees.filter(office__in=mine).exists()
