"""Duties: who may type, check and approve where. A duty belongs to a seat, is named in a decree and
has a term; whoever holds the seat (a substitute too) has it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.convergence.errors import ConvergenceError
from rembuk.office.convergence.models import Cell, Duty, Level, Part
from rembuk.office.convergence.owners import Owners
from rembuk.office.places.scope import contains
from rembuk.office.seats import queries
from rembuk.office.seats.models import Office, Seat


@dataclass(frozen=True)
class Standing:
    """An account on a day: its offices and its duties."""

    account: Account
    on: dt.date
    offices: frozenset[int]
    duties: tuple[Duty, ...]

    def owns(self, role: str, place_code: str, owners: Owners) -> bool:
        """Whether it may type quantities of a role in a place: it sits in the office that answers
        for them, or is their operator by decree."""
        office = owners.of(role, place_code)
        if office is not None and office.pk in self.offices:
            return True
        return self.has(Part.OPERATOR, place_code, role)

    def has(
        self, part: str, place_code: str, role: str, levels: tuple[str, ...] | None = None
    ) -> bool:
        """Whether a duty of this part covers a place and an owner's role."""
        return any(
            duty.part == part
            and (levels is None or duty.level in levels)
            and contains(duty.place_code, place_code)
            and duty.owner_role in ("", role)
            for duty in self.duties
        )


def standing(account: Account, on: dt.date | None = None) -> Standing:
    """What an account is on a day (today)."""
    day = on or timezone.localdate()
    seats = queries.seats_of(account, day)
    duties = Duty.objects.on(day).filter(seat__in=seats).select_related("seat")
    return Standing(account, day, frozenset(seat.office_id for seat in seats), tuple(duties))


@transaction.atomic
def name(
    seat: Seat, part: Part | str, level: Level | str, place_code: str, since: dt.date, *,
    district: str, owner_role: str = "", decree_number: str = "",
    decree_date: dt.date | None = None, until: dt.date | None = None,
) -> Duty:  # fmt: skip
    """Name a seat for a part, by decree, from a day on. The same duty named again renews it."""
    if until is not None and until <= since:
        raise ConvergenceError(_("Tugas berakhir sebelum dimulai."), code="masa")
    if not contains(district, place_code):
        raise ConvergenceError(_("Wilayah tugas di luar daerah ini."), code="wilayah")
    same = Duty.objects.select_for_update().filter(
        seat=seat, part=part, level=level, place_code=place_code, owner_role=owner_role
    )
    for duty in same.on(since):
        if duty.valid_from >= since:
            raise ConvergenceError(_("Tugas ini sudah bermula pada hari itu."), code="ganda")
        duty.valid_to = since
        duty.save(update_fields=["valid_to"])
    return Duty.objects.create(
        district_code=district, seat=seat, part=part, level=level, place_code=place_code,
        owner_role=owner_role, decree_number=decree_number, decree_date=decree_date,
        valid_from=since, valid_to=until,
    )  # fmt: skip


@transaction.atomic
def end(duty: Duty, on: dt.date) -> Duty:
    """End a duty on a day (it no longer holds that day)."""
    row = Duty.objects.select_for_update().get(pk=duty.pk)
    if on <= row.valid_from:
        raise ConvergenceError(_("Tugas berakhir sebelum dimulai."), code="masa")
    row.valid_to = on
    row.save(update_fields=["valid_to"])
    return row


def may_act(
    account: Account, cell: Cell, part: Part | str, on: dt.date | None = None
) -> str | None:
    """None when the account has this part for a cell; else the reason in words."""
    role = cell.office.role if cell.office else ""
    if standing(account, on).has(part, cell.place_code, role):
        return None
    return lacking(part)


def lacking(part: Part | str) -> str:
    """Words for an account without a duty."""
    return _("Akun ini tidak ditunjuk sebagai %(part)s untuk sel itu.") % {
        "part": str(Part(part).label).lower()
    }


def owner_words(office: Office | None, role: str) -> str:
    """Name of an office, or its role where the district has named none."""
    return office.name if office else role
