"""Reads of offices and seats."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils import timezone

from rembuk.office.access.models import Account
from rembuk.office.places.scope import contains
from rembuk.office.seats.models import Holding, HoldingQuerySet, Office, OfficeKind, Seat
from rembuk.reference import load


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


@dataclass(frozen=True)
class OfficeLine:
    """An office as the list shows it; `head` is who leads it today, None when nobody does."""

    office: Office
    head: Seat | None
    holder: Holding | None
    seats: int


@dataclass(frozen=True)
class RoleLine:
    """A role of the cause tree and the offices that play it."""

    code: str
    name: str
    offices: tuple[Office, ...]


def roles(on: dt.date | None = None) -> list[tuple[str, str]]:
    """Roles of the cause tree, code and words, by words."""
    owners = load().owners(on or timezone.localdate())
    return sorted(((one.code, one.name_id) for one in owners), key=lambda pair: pair[1])


def lines(on: dt.date, find: str = "", kind: str = "", gone: bool = False) -> list[OfficeLine]:
    """Offices that stand on a day (with `gone`, those that no longer do), by kind and name."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    rows = Office.objects.exclude(still) if gone else Office.objects.filter(still)
    if find:
        rows = rows.filter(
            Q(name__icontains=find) | Q(short__icontains=find) | Q(code__iexact=find)
        )
    if kind:
        rows = rows.filter(kind=kind)
    running = Holding.objects.on(on).order_by("-acting", "-valid_from")
    seats = Seat.objects.prefetch_related(Prefetch("holdings", running, to_attr="running"))
    order = {value: number for number, value in enumerate(OfficeKind.values)}
    found = [_line(office) for office in rows.prefetch_related(Prefetch("seats", seats))]
    return sorted(found, key=lambda line: (order.get(line.office.kind, 99), line.office.name))


def _line(office: Office) -> OfficeLine:
    seats = list(office.seats.all())
    head = next((seat for seat in seats if seat.head), None)
    running = getattr(head, "running", []) if head else []
    return OfficeLine(office, head, running[0] if running else None, len(seats))


def seats_with_terms(office: Office) -> list[tuple[Seat, list[Holding]]]:
    """Seats of an office, heads first, each with everybody who held it, newest first."""
    terms = Holding.objects.select_related("account").order_by("-valid_from", "-pk")
    rows = office.seats.prefetch_related(Prefetch("holdings", terms))
    return [(seat, list(seat.holdings.all())) for seat in rows]


def role_map(on: dt.date) -> list[RoleLine]:
    """Each role of the cause tree with the offices that play it on a day."""
    standing = offices(on)
    return [
        RoleLine(code, name, tuple(office for office in standing if office.role == code))
        for code, name in roles(on)
    ]
