"""Acts on offices and seats. Nothing is overwritten: a new holder ends the one before."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.seats.models import Holding, Office, Seat


@transaction.atomic
def appoint(
    seat: Seat,
    name: str,
    since: dt.date,
    *,
    account: Account | None = None,
    nip: str = "",
    acting: bool = False,
    decree_number: str = "",
    decree_date: dt.date | None = None,
    until: dt.date | None = None,
) -> Holding:
    """Give a seat to somebody from a day on. An appointment (not an acting one) ends that of the
    holder before. Raises ValidationError when the days run backwards."""
    if until is not None and until <= since:
        raise ValidationError(_("Masa jabatan berakhir sebelum dimulai."))
    if not acting:
        before = Holding.objects.select_for_update().filter(seat=seat, acting=False).on(since)
        for held in before:
            if held.valid_from >= since:
                raise ValidationError(
                    _("Jabatan ini sudah dipegang orang lain mulai hari yang sama atau sesudahnya.")
                )
            held.valid_to = since
            held.save(update_fields=["valid_to"])
    return Holding.objects.create(
        seat=seat, name=name, nip=nip, account=account, acting=acting,
        decree_number=decree_number, decree_date=decree_date, valid_from=since, valid_to=until,
    )  # fmt: skip


def seat_in(office: Office, title: str, *, head: bool = False) -> Seat:
    """The seat of this title in the office, made when it is new. Retrying is safe."""
    seat, _made = Seat.objects.get_or_create(office=office, title=title, defaults={"head": head})
    return seat
