"""That an office was asked for its empty cells: by message or letter, when, by whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.convergence import years
from rembuk.office.convergence.chasing import letter as chase_letter
from rembuk.office.convergence.chasing.owed import Owed
from rembuk.office.convergence.errors import ConvergenceError, NotYoursError
from rembuk.office.convergence.models import Year, YearEvent
from rembuk.office.documents import services
from rembuk.office.documents.models import Document

ACT = "tagih"


@dataclass(frozen=True)
class Told:
    """The last time an office was asked. `how`: `pesan` or `surat`; `document` of a letter."""

    at: dt.datetime
    how: str
    cells: int
    document: str

    def days(self, on: dt.date) -> int:
        """Days ago."""
        return (on - timezone.localtime(self.at).date()).days


def note(year: Year, owed: Owed, account: Account, how: str = "pesan", document: str = "") -> Told:
    """Write down that an office was asked."""
    _may(account, year)
    event = years.note(
        year, account, ACT,
        after={
            "kantor": owed.office.code, "sel": owed.count, "cara": how, "dokumen": document,
        },
    )  # fmt: skip
    return _told(event)


@transaction.atomic
def send_letter(
    year: Year, owed: Owed, until: dt.date, on: dt.date, account: Account, *, number: str = "",
    origin: str = "", named: bool = True,
) -> Document:  # fmt: skip
    """Make and keep the letter to an office. Raises ValidationError."""
    _may(account, year)
    if not owed.count:
        raise ConvergenceError(_("Tidak ada sel kosong yang perlu ditagih."), code="kosong")
    if until <= on:
        raise ConvergenceError(_("Batas waktu harus sesudah hari ini."), code="tenggat")
    made = services.issue(
        chase_letter.letter(year, owed, until, on, number, named=named),
        subject_kind=chase_letter.SUBJECT, subject_id=f"{year.public_id}:{owed.office.code}",
        place_code=year.district_code, account=account, office=chase_letter.sender(year, on),
        origin=origin,
    )  # fmt: skip
    note(year, owed, account, "surat", made.public_id)
    return made


def last(year: Year) -> dict[str, Told]:
    """Office code -> the last time it was asked."""
    events = YearEvent.objects.filter(year=year, act=ACT).order_by("at", "pk")
    return {str(one.after.get("kantor", "")): _told(one) for one in events}


def _told(event: YearEvent) -> Told:
    said = event.after
    return Told(
        event.at, str(said.get("cara", "")), int(said.get("sel", 0)), str(said.get("dokumen", ""))
    )


def _may(account: Account, year: Year) -> None:
    rights = rights_of(account, timezone.localdate())
    if not rights.may("konvergensi-kelola", year.district_code):
        raise NotYoursError(_("Akun ini tidak menagih indikator."), code="hak")
