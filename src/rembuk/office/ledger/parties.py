"""Who an account is to a promise: owner, asker, verifier, manager. Read from seats and policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights, rights_of
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.states import Party
from rembuk.office.seats.models import Holding


def day_of(at: dt.datetime) -> dt.date:
    """The calendar day of a moment, as the office counts days."""
    return timezone.localtime(at).date()


def holds_seat(account: Account, office_id: int, on: dt.date) -> bool:
    """Whether the account holds a seat of the office on a day."""
    return Holding.objects.on(on).filter(account=account, seat__office=office_id).exists()


def ever_of_owner(promise: Promise, account: Account, until: dt.date) -> bool:
    """Whether the account held a seat of the owner's office at any time from the day the promise
    was made: leaving the office in between does not make one a stranger to it."""
    made = day_of(promise.created_at)
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=made)
    held = Holding.objects.filter(still, account=account, seat__office=promise.owner_id)
    return held.filter(valid_from__lte=until).exists()


def of(promise: Promise, account: Account, on: dt.date, rights: Rights | None = None) -> set[Party]:
    """What the account is to the promise on a day; nothing for who may not act on promises."""
    rights = rights or rights_of(account, on)
    if not rights.may("janji"):
        return set()
    found: set[Party] = set()
    if holds_seat(account, promise.owner_id, on):
        found.add("pemilik")
    if promise.asked_by_id == account.pk:
        found.add("pengusul")
    if rights.may("janji-kelola", promise.place_code):
        found.add("pengelola")
    if may_judge(promise, account, on, rights):
        found.add("pemeriksa")
    return found


def may_judge(promise: Promise, account: Account, on: dt.date, rights: Rights) -> bool:
    """Whether the account may judge the proof: the named office, else who checks promises in the
    place; in either case also who both manages and checks there. Never the owner's office, of now
    or since the promise was made, nor who called it done."""
    if promise.finished_by_id == account.pk or ever_of_owner(promise, account, on):
        return False
    checks = rights.may("janji-periksa", promise.place_code)
    if promise.verifier_id is None:
        return checks
    leads = checks and rights.may("janji-kelola", promise.place_code)
    return leads or holds_seat(account, promise.verifier_id, on)


def offices_ids(account: Account, on: dt.date) -> list[int]:
    """Offices in which the account holds a seat on a day."""
    held: Iterable[int] = (
        Holding.objects.on(on).filter(account=account).values_list("seat__office", flat=True)
    )
    return sorted(set(held))


def ever_offices_ids(account: Account) -> list[int]:
    """Offices in which the account holds or held a seat."""
    held: Iterable[int] = Holding.objects.filter(account=account).values_list(
        "seat__office", flat=True
    )
    return sorted(set(held))
