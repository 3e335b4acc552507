"""Lists the forms of the room offer: seats that may lead, kinds of meetings of a place, years."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Q

from rembuk import reference
from rembuk.office.access.actions import Action
from rembuk.office.access.policies import Rights
from rembuk.office.forums.places import level_of
from rembuk.office.places.scope import contains
from rembuk.office.seats.models import Seat
from rembuk.reference.forums import MeetingTemplate


def seats_for(place_code: str, on: dt.date) -> list[Seat]:
    """Seats that may lead a team or chair a meeting of a place: those of its own
    offices, heads first."""
    still = Q(office__valid_to__isnull=True) | Q(office__valid_to__gt=on)
    rows = Seat.objects.filter(still, office__valid_from__lte=on).select_related("office")
    return sorted(
        rows.filter(office__place_code=place_code),
        key=lambda one: (not one.head, one.office.name, one.title),
    )


def kinds_for(place_code: str, on: dt.date) -> list[MeetingTemplate]:
    """Kinds of meetings that are held at the level of a place."""
    level = level_of(place_code)
    return [one for one in reference.load().meeting_templates(on) if one.level == level]


def first_place(rights: Rights, action: Action) -> str:
    """Where somebody most likely acts: this district, or the outermost place of their own."""
    mine = rights.places_for(action)
    area = str(settings.REMBUK_AREA)
    return next((area if contains(code, area) else code for code in mine), "")
