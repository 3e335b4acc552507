"""Builders for tests of promises: two offices, who sits in them, a promise in any state.

o = offices()                       # dinkes, dinsos, desa, kec, tpps with one account each
p = promised(o, state="berjalan")   # Dinkes promised; walked there by its own people
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from tests.factories import account, office

from rembuk.office.access.models import Account
from rembuk.office.ledger import services
from rembuk.office.ledger.models import Promise
from rembuk.office.seats.models import Office, OfficeKind
from rembuk.office.seats.services import appoint, seat_in

VILLAGE = "16.06.01.2001"
SINCE = dt.date(2026, 1, 1)
START = dt.datetime(2026, 9, 1, 8, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Offices:
    """Offices by code and their people: `who("dinkes")` is the account that sits there."""

    by_code: dict[str, Office]
    people: dict[str, Account]

    def __getitem__(self, code: str) -> Office:
        return self.by_code[code]

    def who(self, name: str) -> Account:
        """An account by its short name."""
        return self.people[name]


GIVEN = (
    # code, kind, place, role, seat, head, account, role of the account, its place
    ("dinkes", OfficeKind.OPD, "16.06", "DINKES", "Operator", False, "dinkes", "operator", "16.06"),
    ("dinkes", OfficeKind.OPD, "16.06", "DINKES", "Kepala dinas", True, "kadinkes", "operator",
     "16.06"),
    ("dinsos", OfficeKind.OPD, "16.06", "DINSOS", "Operator", False, "dinsos", "operator", "16.06"),
    ("desa", OfficeKind.DESA, VILLAGE, "PEMDES", "Kepala desa", True, "desa", "desa", VILLAGE),
    ("kec", OfficeKind.KECAMATAN, "16.06.01", "", "Camat", True, "camat", "camat", "16.06.01"),
    ("tpps", OfficeKind.TEAM, "16.06", "TPPS", "Sekretariat", True, "tpps", "tpps", "16.06"),
)  # fmt: skip


def offices() -> Offices:
    """The offices and accounts; also `verifikator` (no seat) and `bupati`."""
    found: dict[str, Office] = {}
    people: dict[str, Account] = {}
    for code, kind, place, role, title, head, name, does, where in GIVEN:
        found[code] = office(code, kind, place, role, SINCE)
        people[name] = account(name, does, where)
        appoint(seat_in(found[code], title, head=head), name, SINCE, account=people[name])
    people["verifikator"] = account("verifikator", "verifikator")
    people["bupati"] = account("bupati", "pimpinan")
    return Offices(found, people)


def draft(o: Offices, **more: Any) -> services.Draft:
    """A promise of Dinkes in the village, due at the end of October."""
    return services.Draft(
        **{
            "title": "PMT lokal untuk lima balita",
            "owner": o["dinkes"],
            "due": dt.date(2026, 10, 31),
            "place_code": VILLAGE,
            "kind": "spesifik",
            **more,
        }
    )


WAY = {
    "diusulkan": (),
    "diterima": ("accept",),
    "ditolak": ("refuse",),
    "berjalan": ("accept", "start"),
    "selesai": ("accept", "start", "prove", "finish"),
    "diverifikasi": ("accept", "start", "prove", "finish", "verify"),
    "dikembalikan": ("accept", "start", "prove", "finish", "return_"),
    "dibatalkan": ("cancel",),
}


def promised(o: Offices, state: str = "diusulkan", at: dt.datetime = START, **more: Any) -> Promise:
    """A promise walked to a state through the services, an hour a step."""
    owner = o.who(more.pop("owner_account", "dinkes"))
    promise = services.propose(draft(o, **more), o.who("tpps"), at=at)
    for hours, step in enumerate(WAY[state], start=1):
        when = at + dt.timedelta(hours=hours)
        match step:
            case "prove":
                proven(promise, owner, at=when)
            case "refuse":
                services.refuse(promise, owner, "Di luar tugas kantor", at=when)
            case "return_":
                services.return_(promise, o.who("verifikator"), "Foto kurang jelas", at=when)
            case "cancel":
                services.cancel(promise, o.who("tpps"), "Tertulis dua kali", at=when)
            case "verify":
                services.verify(promise, o.who("verifikator"), at=when)
            case _:
                getattr(services, step)(promise, owner, at=when)
    promise.refresh_from_db()
    return promise


def proven(promise: Promise, by: Account, at: dt.datetime | None = None) -> None:
    """One delivery record."""
    when = at or timezone.now()
    services.add_proof(
        promise, by, "penyerahan", text="Lima paket diterima kader",
        taken_on=timezone.localtime(when).date(), at=when,
    )  # fmt: skip
