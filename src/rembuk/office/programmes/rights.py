"""Who an account is to the plan: the office that types, or who keeps the plan of a place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights, rights_of
from rembuk.office.ledger import parties
from rembuk.office.seats import queries as seats
from rembuk.office.seats.models import Office, OfficeKind

LOCAL = frozenset({OfficeKind.DESA.value, OfficeKind.KECAMATAN.value})
"""Offices whose rows are typed by whoever fills in for their place, seat or not."""


@dataclass(frozen=True)
class Desk:
    """Who writes, on which day."""

    account: Account
    rights: Rights
    on: dt.date

    @cached_property
    def held(self) -> frozenset[int]:
        """Offices in which the account holds a seat."""
        return frozenset(parties.offices_ids(self.account, self.on))

    def keeps(self, place_code: str) -> bool:
        """Whether the plan of the place is the account's to keep."""
        return self.rights.may("rencana-kelola", place_code)

    def types(self, office: Office, place_code: str) -> bool:
        """Whether the account may write rows of an office in a place: who keeps the plan there;
        the office itself; who fills in for a village or kecamatan."""
        if self.keeps(place_code):
            return True
        if not self.rights.may("rencana-isi", place_code):
            return False
        if office.pk in self.held:
            return True
        return office.kind in LOCAL and self.rights.may("rencana-isi", office.place_code)

    @cached_property
    def offices(self) -> list[Office]:
        """Offices whose rows the account may write somewhere, by name."""
        return [
            one for one in seats.offices(self.on)
            if self.keeps(one.place_code)
            or (one.pk in self.held and self.rights.may("rencana-isi"))
            or (one.kind in LOCAL and self.rights.may("rencana-isi", one.place_code))
        ]  # fmt: skip


def desk(account: Account, on: dt.date) -> Desk:
    """The desk of an account on a day."""
    return Desk(account, rights_of(account, on), on)
