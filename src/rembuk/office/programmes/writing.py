"""The one way an activity is written: locked, its version asked, raised, its history added."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.programmes.board import writing as balancing
from rembuk.office.programmes.errors import NotYoursError, StaleError
from rembuk.office.programmes.models import Activity, ActivityEvent, Numbering
from rembuk.office.programmes.rights import desk

PLAIN: Final = (
    "year", "number", "title", "problem", "problem_source", "problem_id", "intervention", "group",
    "place_code", "unit", "ceiling_amount", "money", "sub_activity_code", "sub_activity_name",
    "persons_share", "tag", "pillar", "status", "status_document", "status_line",
)  # fmt: skip
"""Fields whose value is its own JSON."""


def snapshot(activity: Activity) -> dict[str, Any]:
    """Every tracked field as JSON; offices are their codes, promises and activities numbers."""
    volume: Decimal | None = activity.volume
    return {name: getattr(activity, name) for name in PLAIN} | {
        "volume": format(volume.normalize(), "f") if volume is not None else None,
        "office": activity.office.code,
        "promise": activity.promise.number if activity.promise else None,
        "carried_from": activity.carried_from.number if activity.carried_from else None,
    }


def today() -> dt.date:
    """The day acts are judged by."""
    return timezone.localdate()


def held(activity: Activity, account: Account, version: int | None) -> Activity:
    """The activity locked for an act of this account. Call inside a transaction."""
    found = (
        Activity.objects.select_for_update(of=("self",))
        .select_related("office", "promise", "carried_from")
        .get(pk=activity.pk)
    )
    may(account, found)
    if version is not None and version != found.version:
        raise StaleError
    return found


def may(account: Account, activity: Activity) -> None:
    """Raise NotYoursError unless the account writes rows of this office in this place."""
    if not desk(account, today()).types(activity.office, activity.place_code):
        raise NotYoursError(
            _("Kegiatan ini ditulis %(office)s atau pengelola rencana daerah.")
            % {"office": activity.office},
            code="hak",
        )


def put(
    activity: Activity, account: Account, act: str, before: dict[str, Any], reason: str = ""
) -> Activity:
    """Write the act: the row with a new version, and its line of history with what differs."""
    activity.version += 1
    activity.changed_by = account
    activity.save()
    _line(activity, account, act, before, reason)
    here = (activity.year, activity.place_code)
    balancing.follow({here, (before.get("year", here[0]), before.get("place_code", here[1]))})
    return activity


def made(activity: Activity, account: Account, act: str = "usul", reason: str = "") -> Activity:
    """Write a new activity with its number and its first line."""
    activity.number = next_number(activity.district_code, activity.year)
    activity.created_by = activity.changed_by = account
    activity.save(force_insert=True)
    _line(activity, account, act, {}, reason)
    balancing.follow({(activity.year, activity.place_code)})
    return activity


def _line(
    activity: Activity, account: Account, act: str, before: dict[str, Any], reason: str
) -> None:
    now = snapshot(activity)
    changed = [name for name in now if before.get(name) != now[name]]
    ActivityEvent.objects.create(
        activity=activity, by=account, act=act, reason=reason.strip()[:400],
        before={name: before[name] for name in changed if name in before},
        after={name: now[name] for name in changed},
    )  # fmt: skip


def next_number(district_code: str, year: int) -> str:
    """The next number of a district's year, `K-2027-0014`. Call inside a transaction."""
    row, _made = Numbering.objects.select_for_update().get_or_create(
        district_code=district_code, year=year
    )
    row.last += 1
    row.save(update_fields=["last"])
    return f"K-{year}-{row.last:04d}"
