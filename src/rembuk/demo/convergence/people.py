"""Who fills, checks, approves and manages in the demo, and by which decree."""

from __future__ import annotations

import datetime as dt
from typing import Final

from rembuk.office.access.models import Account
from rembuk.office.convergence import duties
from rembuk.office.convergence.models import Duty, Level, Part
from rembuk.office.seats.models import Holding, OfficeKind, Seat

OPERATORS: Final = {
    "DINKES": "dinkes", "DPPKB": "dppkb", "DINSOS": "dinsos", "PERKIM": "perkim",
    "KEMENAG": "kemenag", "DISDIK": "disdik", "DISPANGAN": "ketapang", "DISKANLA": "diskan",
    "DISKOMINFO": "kominfo", "DPMD": "dpmd",
}  # fmt: skip
"""Role of an office that owns figures -> the account that fills them."""
MANAGER: Final = "tpps"
CHECKS: Final = "verifikator"
APPROVES: Final = "sekda"
DECREE: Final = "SK TPPS/TIRUAN/2023"
SINCE: Final = dt.date(2023, 1, 2)


def name_duties(district: str) -> None:
    """Name operators, checkers and approvers of district and kecamatan. Safe to repeat."""
    if Duty.objects.filter(district_code=district).exists():
        return
    for role, username in OPERATORS.items():
        _name(district, _seat(username), Part.OPERATOR, Level.DISTRICT, district, role)
    _name(district, _seat(CHECKS), Part.VERIFIER, Level.DISTRICT, district)
    _name(district, _seat(APPROVES), Part.APPROVER, Level.DISTRICT, district)
    seats = Seat.objects.filter(office__kind=OfficeKind.KECAMATAN).select_related("office")
    for seat in seats.order_by("pk"):
        part = Part.APPROVER if seat.head else Part.VERIFIER
        _name(district, seat, part, Level.SUBDISTRICT, seat.office.place_code)


def checkers(head: bool = False) -> dict[str, Account]:
    """Kecamatan -> the account that checks there (`head`: that approves); a kecamatan without an
    account is left out."""
    held = Holding.objects.filter(
        seat__head=head, seat__office__kind=OfficeKind.KECAMATAN, account__isnull=False
    ).select_related("account", "seat__office")
    return {one.seat.office.place_code: one.account for one in held if one.account is not None}


def _seat(username: str) -> Seat:
    return Seat.objects.filter(holdings__account__username=username).order_by("pk")[0]


def _name(district: str, seat: Seat, part: Part, level: Level, place: str, role: str = "") -> None:
    duties.name(
        seat, part, level, place, SINCE, district=district, owner_role=role,
        decree_number=DECREE, decree_date=SINCE,
    )  # fmt: skip
