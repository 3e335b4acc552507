"""Acts of whoever keeps the register of offices. Each leaves a line of history; nothing is erased.

A form carries the version it was opened with: when somebody wrote in between, nothing is saved and
`StaleError` says so, so that the page can show both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.seats import services
from rembuk.office.seats.models import Holding, Office, OfficeEvent, Seat

FIELDS: Final = (
    "name", "short", "kind", "role", "place_code", "serves", "address", "valid_from", "valid_to",
)  # fmt: skip


class StaleError(ValidationError):
    """Somebody else wrote since the form was opened; what stands now is on the office."""


def version(office: Office) -> int:
    """How many acts the office has seen."""
    return OfficeEvent.objects.filter(office=office).count()


@transaction.atomic
def add(code: str, fields: Mapping[str, Any], account: Account | None) -> Office:
    """A new office. Raises ValidationError when the code is taken."""
    if Office.objects.filter(code__iexact=code).exists():
        raise ValidationError(_("Kode kantor ini sudah dipakai."))
    office = Office(code=code.lower(), **{name: fields[name] for name in FIELDS})
    _in_order(office)
    office.save(force_insert=True)
    _note(office, "dibuat", account, after=_state(office))
    return office


@transaction.atomic
def change(
    office: Office, fields: Mapping[str, Any], account: Account | None, seen: int | None = None
) -> Office:
    """Change an office. Nothing changed leaves no line. Raises ValidationError, StaleError."""
    locked = Office.objects.select_for_update().get(pk=office.pk)
    if seen is not None and seen != version(locked):
        raise StaleError(
            _("Kantor ini baru saja diubah orang lain. Bandingkan isiannya, lalu simpan lagi.")
        )
    before = _state(locked)
    for name in FIELDS:
        setattr(locked, name, fields[name])
    _in_order(locked)
    after = _state(locked)
    if after != before:
        locked.save()
        differing = [name for name in FIELDS if before[name] != after[name]]
        _note(
            locked, "diubah", account, before={n: before[n] for n in differing},
            after={n: after[n] for n in differing},
        )  # fmt: skip
    return locked


@transaction.atomic
def add_seat(office: Office, title: str, account: Account | None, *, head: bool = False) -> Seat:
    """A new seat. An office has one head. Raises ValidationError."""
    Office.objects.select_for_update().get(pk=office.pk)
    title = " ".join(title.split())
    if not title:
        raise ValidationError(_("Tulis nama jabatannya."))
    if office.seats.filter(title__iexact=title).exists():
        raise ValidationError(_("Jabatan ini sudah ada di kantor ini."))
    if head and (standing := office.seats.filter(head=True).first()):
        raise ValidationError(
            _("Kantor ini sudah mempunyai jabatan pimpinan: %(title)s.") % {"title": standing.title}
        )
    seat = Seat.objects.create(office=office, title=title, head=head)
    _note(office, "jabatan", account, about=title)
    return seat


@transaction.atomic
def appoint(seat: Seat, fields: Mapping[str, Any], account: Account | None) -> Holding:
    """Give a seat to somebody by decree; ends the term of who held it. Raises ValidationError."""
    day = fields["since"]
    if fields.get("decree_date") and fields["decree_date"] > timezone.localdate():
        raise ValidationError(_("Tanggal keputusan belum terjadi."))
    if fields["acting"] and Holding.objects.on(day).filter(seat=seat, acting=True).exists():
        raise ValidationError(_("Jabatan ini sudah mempunyai pelaksana tugas pada hari itu."))
    holding = services.appoint(
        seat, fields["name"], day, account=fields.get("account"), nip=fields.get("nip", ""),
        acting=fields["acting"], decree_number=fields.get("decree_number", ""),
        decree_date=fields.get("decree_date"), until=fields.get("until"),
    )  # fmt: skip
    _note(
        seat.office, "ditunjuk", account, about=seat.title,
        after={"since": day.isoformat(), "acting": fields["acting"]},
    )  # fmt: skip
    return holding


@transaction.atomic
def end_term(holding: Holding, on: dt.date, account: Account | None) -> Holding:
    """End a term; `on` is the first day it no longer holds. Raises ValidationError."""
    locked = Holding.objects.select_for_update().select_related("seat__office").get(pk=holding.pk)
    if on <= locked.valid_from:
        raise ValidationError(_("Masa jabatan berakhir sebelum dimulai."))
    if locked.valid_to is not None and locked.valid_to <= on:
        raise ValidationError(_("Masa jabatan ini sudah berakhir sebelum hari itu."))
    locked.valid_to = on
    locked.save(update_fields=["valid_to"])
    seat = locked.seat
    _note(seat.office, "berakhir", account, about=seat.title, after={"until": on.isoformat()})
    return locked


@transaction.atomic
def link(holding: Holding, holder: Account | None, account: Account | None) -> Holding:
    """Say which account a holder signs in with (None: no account)."""
    locked = Holding.objects.select_for_update().select_related("seat__office").get(pk=holding.pk)
    locked.account = holder
    locked.save(update_fields=["account"])
    after = {"account": holder.username if holder else ""}
    _note(locked.seat.office, "akun", account, about=locked.seat.title, after=after)
    return locked


def _in_order(office: Office) -> None:
    if office.valid_to is not None and office.valid_to <= office.valid_from:
        raise ValidationError(_("Kantor berakhir sebelum dimulai."))


def _state(office: Office) -> dict[str, Any]:
    found = {name: getattr(office, name) for name in FIELDS}
    return {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in found.items()}


def _note(
    office: Office, act: str, account: Account | None, about: str = "",
    before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    OfficeEvent.objects.create(
        office=office, act=act, by=account, at=timezone.now(), about=about[:160],
        before=dict(before or {}), after=dict(after or {}),
    )  # fmt: skip
