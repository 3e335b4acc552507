"""Who an account is to the plan: the office that types, or who keeps the plan of a place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights, rights_of
from rembuk.office.ledger import parties
from rembuk.office.places.scope import contains
from rembuk.office.seats import queries as seats
from rembuk.office.seats.models import Office, OfficeKind

LOCAL = frozenset({OfficeKind.DESA.value, OfficeKind.KECAMATAN.value})
"""Offices whose rows are typed by whoever fills in for their place, seat or not."""

KECAMATAN = 2
"""Dots in the code of a kecamatan; a village has more."""


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
        the office itself; who fills in for that village, or for its kecamatan. An operator of a
        district office does not write what a village plans."""
        if self.keeps(place_code):
            return True
        if not self.rights.may("rencana-isi", place_code):
            return False
        if office.pk in self.held:
            return True
        return self._fills_in(office)

    def _fills_in(self, office: Office) -> bool:
        return office.kind in LOCAL and any(
            code.count(".") >= KECAMATAN and contains(code, office.place_code)
            for code in self.rights.places_for("rencana-isi")
        )

    @cached_property
    def offices(self) -> list[Office]:
        """Offices whose rows the account may write somewhere, by name."""
        return [
            one for one in seats.offices(self.on)
            if self.keeps(one.place_code)
            or (one.pk in self.held and self.rights.may("rencana-isi"))
            or self._fills_in(one)
        ]  # fmt: skip


def desk(account: Account, on: dt.date) -> Desk:
    """The desk of an account on a day."""
    return Desk(account, rights_of(account, on), on)
