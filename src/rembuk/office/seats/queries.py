"""Reads of offices and seats."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from rembuk.office.access.models import Account
from rembuk.office.places.scope import contains
from rembuk.office.seats.models import Holding, HoldingQuerySet, Office, Seat


def offices(on: dt.date) -> list[Office]:
    """Every office that stands on a day, by name."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return list(Office.objects.filter(still, valid_from__lte=on))


def offices_of(account: Account, on: dt.date) -> list[Office]:
    """Offices in which the account holds a seat on a day, by name."""
    return list(Office.objects.filter(seats__holdings__in=_held(account, on)).distinct())


def seats_of(account: Account, on: dt.date) -> list[Seat]:
    """Seats the account holds on a day, with their offices; heads first."""
    held = Seat.objects.filter(holdings__in=_held(account, on))
    return list(held.select_related("office").distinct())


def holder(seat: Seat, on: dt.date) -> Holding | None:
    """Who holds a seat on a day; an acting holder stands in for the named one."""
    held = Holding.objects.on(on).filter(seat=seat)
    return held.order_by("-acting", "-valid_from").first()


def head_of(office: Office) -> Seat | None:
    """The seat that answers for the whole office."""
    return office.seats.filter(head=True).first()


def by_role(role: str, place_code: str, on: dt.date) -> Office | None:
    """The office that plays `role` (DINKES, PUSKESMAS, PEMDES, ...) for a place: of those that
    answer for it, the nearest one; None when the district has named none."""
    mine = [
        (max(len(code) for code in office.places if contains(code, place_code)), office)
        for office in offices(on)
        if office.role == role and any(contains(code, place_code) for code in office.places)
    ]
    return max(mine, key=lambda found: (found[0], found[1].code))[1] if mine else None


def _held(account: Account, on: dt.date) -> HoldingQuerySet:
    return Holding.objects.on(on).filter(account=account)
