"""Who signs a paper of an office."""

from __future__ import annotations

import datetime as dt

from rembuk.office.documents.blocks import Signature
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import head_of, holder


def signatures(office: Office | None, on: dt.date) -> tuple[Signature, ...]:
    """Who leads the office on a day: the title alone while the seat is vacant, none without an
    office."""
    if office is None:
        return ()
    seat = head_of(office)
    held = holder(seat, on) if seat else None
    title = f"{seat.title if seat else 'Kepala'} {office.short}"
    if held is None:
        return (Signature(title),)
    return (Signature(f"Plt. {title}" if held.acting else title, held.name, nip=held.nip),)
