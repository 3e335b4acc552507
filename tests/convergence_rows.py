"""Builders for tests of the convergence room: offices with operators, a chain of people, a year.

r = room()                       # 16.06, 2023 under 8 aksi, offices, duties; nothing opened
opened(r, "2023-05")             # its cells
typed(r, "dinkes", "bumil_kek_pmt", 8, "2023-05")
handed_in(r)                     # every filled cell submitted by its operator
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tests.factories import KABUPATEN, account, district, office

from rembuk.demo.clock import standing_at
from rembuk.office.access.models import Account
from rembuk.office.convergence import chain, duties, figures, opening, years
from rembuk.office.convergence.judging import Entry
from rembuk.office.convergence.models import Cell, Level, Part, Year
from rembuk.office.seats.models import OfficeKind
from rembuk.office.seats.services import appoint, seat_in

SINCE = dt.date(2022, 1, 1)
VILLAGE = "16.06.01.2001"
SECOND = "16.06.01.2002"
OTHER = "16.06.02.2001"
MAY = "2023-05"
IN_MAY = dt.date(2023, 5, 20)
"""A day inside the window of May."""
PEOPLE = (
    # account, office, kind, place, office role, account role, part, level, place of the duty
    ("dinkes", "dinkes", OfficeKind.OPD, KABUPATEN, "DINKES", "operator",
     Part.OPERATOR, Level.DISTRICT, KABUPATEN),
    ("dppkb", "dppkb", OfficeKind.OPD, KABUPATEN, "DPPKB", "operator",
     Part.OPERATOR, Level.DISTRICT, KABUPATEN),
    ("sekcam", "kec-01", OfficeKind.KECAMATAN, "16.06.01", "", "camat",
     Part.VERIFIER, Level.SUBDISTRICT, "16.06.01"),
    ("camat", "kec-01", OfficeKind.KECAMATAN, "16.06.01", "", "camat",
     Part.APPROVER, Level.SUBDISTRICT, "16.06.01"),
    ("sekcam2", "kec-02", OfficeKind.KECAMATAN, "16.06.02", "", "camat",
     Part.VERIFIER, Level.SUBDISTRICT, "16.06.02"),
    ("verifikator", "bappeda", OfficeKind.OPD, KABUPATEN, "BAPPEDA", "verifikator",
     Part.VERIFIER, Level.DISTRICT, KABUPATEN),
    ("penyetuju", "bappeda", OfficeKind.OPD, KABUPATEN, "BAPPEDA", "penyetuju",
     Part.APPROVER, Level.DISTRICT, KABUPATEN),
    ("tpps", "tpps", OfficeKind.TEAM, KABUPATEN, "TPPS", "tpps", None, "", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Room:
    """A year and its people by user name."""

    year: Year
    people: dict[str, Account]

    def who(self, name: str) -> Account:
        """An account."""
        return self.people[name]


def room(year: int = 2023, scheme: str = "8-aksi") -> Room:
    """The district, its offices and duties, and a year; no period is opened."""
    district()
    people: dict[str, Account] = {}
    for name, code, kind, place, role, does, part, level, where in PEOPLE:
        people[name] = account(name, does, where or KABUPATEN)
        seat = seat_in(office(code, kind, place, role, SINCE), f"Kursi {name}")
        appoint(seat, name, SINCE, account=people[name])
        if part is not None:
            owner = role if part == Part.OPERATOR else ""
            duties.name(seat, part, level, where, SINCE, district=KABUPATEN, owner_role=owner)
    with standing_at(dt.date(year, 1, 3)):
        row = years.adopt(KABUPATEN, year, scheme, people["tpps"])
    return Room(row, people)


def again(year: int = 2023) -> Room:
    """The year and its people as they stand in the database, for rows built once for a file."""
    return Room(Year.objects.get(year=year), {one.username: one for one in Account.objects.all()})


def opened(r: Room, period: str = MAY) -> None:
    """The cells of a period."""
    opening.open_period(r.year, period)


def entry(quantity: str, value: int | None, period: str = MAY, place: str = VILLAGE,
          **more: object) -> Entry:  # fmt: skip
    """One entry."""
    return Entry(place, quantity, period, value, **more)


def typed(
    r: Room, who: str, quantity: str, value: int | None, period: str = MAY, place: str = VILLAGE,
    on: dt.date = IN_MAY, **more: object,
) -> figures.Outcome:  # fmt: skip
    """Type one value on a day; what became of it."""
    with standing_at(on):
        return figures.type_in(
            r.who(who), [entry(quantity, value, period, place, **more)], year=r.year
        )


def cell(r: Room, indicator: str, period: str = MAY, place: str = VILLAGE) -> Cell:
    """A cell as it stands now."""
    return Cell.objects.get(year=r.year, indicator=indicator, period=period, place_code=place)


def these(r: Room, indicator: str, period: str = MAY, place: str = VILLAGE) -> object:
    """The same as a set."""
    return Cell.objects.filter(pk=cell(r, indicator, period, place).pk)


def walk(r: Room, indicator: str, *acts: tuple[str, str], period: str = MAY,
         place: str = VILLAGE, reason: str = "") -> list[chain.Moved]:  # fmt: skip
    """Do acts of the chain on one cell: ("ajukan", "dinkes"), ("terima", "sekcam"), ..."""
    return [
        chain.act(what, r.who(who), these(r, indicator, period, place), reason=reason)
        for what, who in acts
    ]


LOCKED = (
    ("ajukan", "dinkes"), ("terima", "sekcam"), ("setujui", "verifikator"), ("kunci", "penyetuju"),
)  # fmt: skip
"""The whole way of a village cell of Dinkes under the eight actions."""
