"""Teams of companions, and which team answers for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.accompaniment import planning
from rembuk.office.accompaniment.locking import current, locked, still_open
from rembuk.office.accompaniment.models import (
    Accompaniment,
    AccompanimentEvent,
    Companion,
    Team,
)
from rembuk.office.accompaniment.models.teams import Part
from rembuk.office.people import public_ids
from rembuk.office.places.scope import contains, within

Who = tuple[str, str, Account | None]
"""Part, name, account."""


@atomic
def make_team(
    name: str, place_code: str, people: Iterable[Who], since: dt.date | None = None
) -> Team:
    """A team for a village or a post. Accompaniments there without a team get it."""
    name = " ".join(name.split())
    given = [(part, " ".join(who.split()), account) for part, who, account in people]
    given = [one for one in given if one[1]]
    if not name:
        raise ValidationError({"name": _("Tulis nama tim.")})
    if not given:
        raise ValidationError(_("Isi sedikitnya satu orang pendamping."))
    if any(part not in Part.values for part, _who, _account in given):
        raise ValidationError(_("Bagian pendamping tidak dikenal."))
    if Team.objects.filter(place_code=place_code, ended_on__isnull=True).exists():
        raise ValidationError(_("Tempat ini sudah mempunyai tim; akhiri tim itu lebih dulu."))
    team = Team.objects.create(public_id=public_ids.new(), name=name[:80], place_code=place_code)
    since = since or timezone.localdate()
    for part, who, account in given:
        Companion.objects.create(team=team, part=part, name=who[:120], account=account, since=since)
    _spread()
    return team


@atomic
def end_team(team: Team, on: dt.date | None = None) -> Team:
    """End a team; its families go to the nearest other one, or stand without."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    team.ended_on = on or timezone.localdate()
    team.version += 1
    team.save(update_fields=["ended_on", "version"])
    Companion.objects.filter(team=team, until__isnull=True).update(until=team.ended_on)
    Accompaniment.objects.filter(team=team, closed_on__isnull=True).update(team=None)
    _spread()
    return team


@atomic
def assign(
    one: Accompaniment, team: Team, account: Account, version: int | None = None
) -> Accompaniment:
    """Give an accompaniment to a team that answers for its place."""
    row = locked(one)
    still_open(row)
    current(row, version)
    if team.ended_on is not None or not contains(team.place_code[:13], row.place_code):
        raise ValidationError(_("Tim ini tidak bertugas di desa orang ini."))
    before = row.team.public_id if row.team else None
    row.team = team
    row.version += 1
    row.save(update_fields=["team", "version"])
    AccompanimentEvent.objects.create(
        accompaniment=row, act="tim", by=account, before={"team": before},
        after={"team": team.public_id},
    )  # fmt: skip
    return row


def _spread() -> None:
    """Everybody without a team gets the nearest."""
    known = planning.teams()
    for code in sorted(known, key=len, reverse=True):
        Accompaniment.objects.filter(
            within("place_code", code), closed_on__isnull=True, team__isnull=True
        ).update(team=known[code])
