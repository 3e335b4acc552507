"""Reading accounts and the view log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from rembuk.office.access.mfa import has_factor
from rembuk.office.access.models import Account, Assignment, ViewLog
from rembuk.office.access.policies import POLICIES, Rights
from rembuk.office.access.scoping import scoped
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within, within_any


@dataclass(frozen=True)
class Seat:
    """An assignment as a page shows it."""

    id: int
    role: str
    place: str
    unit: str
    valid_from: dt.date
    valid_to: dt.date | None
    running: bool


@dataclass(frozen=True)
class AccountLine:
    """An account as a page shows it."""

    id: int
    username: str
    name: str
    active: bool
    locked: bool
    needs_mfa: bool
    has_mfa: bool
    last_login: dt.datetime | None
    seats: tuple[Seat, ...]


def log_lines(rights: Rights, wanted: Mapping[str, Any]) -> QuerySet[ViewLog]:
    """Lines of the log in the reader's places, newest first, cut by the filter's fields.

    Lines without a place (acts on accounts) are shown to who reads the whole installation.
    """
    lines = scoped(ViewLog.objects.all(), rights, action="baca-log")
    if rights.may("baca-log", settings.REMBUK_AREA):
        lines = ViewLog.objects.filter(
            within_any("place_code", rights.places_for("baca-log")) | Q(place_code="")
        )
    lines = lines.select_related("account")
    if wanted.get("since"):
        lines = lines.filter(at__gte=_midnight(wanted["since"]))
    if wanted.get("until"):
        lines = lines.filter(at__lt=_midnight(wanted["until"] + dt.timedelta(days=1)))
    if wanted.get("account"):
        lines = lines.filter(account__username__iexact=wanted["account"].strip())
    if wanted.get("action"):
        lines = lines.filter(action=wanted["action"])
    if wanted.get("subject"):
        lines = lines.filter(subject_id__iexact=wanted["subject"].strip())
    if wanted.get("place"):
        lines = lines.filter(within("place_code", wanted["place"].strip()))
    return lines


def own_openings(account: Account, days: int = 90) -> QuerySet[ViewLog]:
    """What an account itself opened lately, newest first."""
    since = timezone.now() - dt.timedelta(days=days)
    return ViewLog.objects.filter(account=account, at__gte=since)


def account_lines(find: str = "") -> list[AccountLine]:
    """Every account with its roles, by user name; `find` cuts by user name or shown name."""
    rows = Account.objects.order_by("username").prefetch_related(
        Prefetch("assignments", Assignment.objects.order_by("-valid_from", "pk"))
    )
    if find:
        rows = rows.filter(Q(username__icontains=find) | Q(display_name__icontains=find))
    locked, names = _locked(), place_names()
    return [_line(account, locked, names) for account in rows]


def account_line(account: Account) -> AccountLine:
    """One account with its roles."""
    return _line(account, _locked(), place_names())


def place_names() -> dict[str, str]:
    """Names of the places roles are held in."""
    codes = set(Assignment.objects.values_list("place_code", flat=True).distinct())
    villages = {code.split(".P")[0] for code in codes}
    return dict(Area.objects.filter(code__in=villages).values_list("code", "name"))


def seats_of(account: Account, names: Mapping[str, str]) -> tuple[Seat, ...]:
    """The roles of an account, running ones first."""
    today = timezone.localdate()
    seats = [
        Seat(
            id=row.pk,
            role=row.get_role_display(),
            place=_place(row.place_code, names),
            unit=row.unit,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            running=row.valid_from <= today and (row.valid_to is None or today < row.valid_to),
        )
        for row in account.assignments.all()
    ]
    return tuple(sorted(seats, key=lambda seat: not seat.running))


def _line(account: Account, locked: set[str], names: Mapping[str, str]) -> AccountLine:
    roles = {row.role for row in account.assignments.all()}
    return AccountLine(
        id=account.pk,
        username=account.username,
        name=account.display_name,
        active=account.is_active,
        locked=account.username.lower() in locked,
        needs_mfa=any(policy.needs_mfa for role, policy in POLICIES.items() if role in roles),
        has_mfa=has_factor(account),
        last_login=account.last_login,
        seats=seats_of(account, names),
    )


def _place(code: str, names: Mapping[str, str]) -> str:
    if not code:
        return ""
    village, dot, post = code.partition(".P")
    name = names.get(village, village)
    return f"{name}, posyandu {post} ({code})" if dot else f"{name} ({code})"


def _locked() -> set[str]:
    since = timezone.now() - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gte=since
    )
    return {str(name).lower() for name in attempts.values_list("username", flat=True) if name}


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
