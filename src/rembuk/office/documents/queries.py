"""Reads of documents."""

from __future__ import annotations

from rembuk.office.access.public_ids import read
from rembuk.office.documents.models import Document, Kop
from rembuk.office.places.models import Area
from rembuk.office.seats.models import Office

from . import files
from .blocks import Letterhead
from .checking import check_digits


def by_public_id(public_id: str) -> Document | None:
    """A document by its public id, however a person typed it."""
    plain = read(public_id)
    return (
        Document.objects.filter(public_id=plain).select_related("office").first() if plain else None
    )


def checked(public_id: str, digits: str) -> Document | None:
    """The document of a check address; None when either part is wrong."""
    document = by_public_id(public_id)
    if document is None or check_digits(document.public_id, document.data_digest) != digits.lower():
        return None
    return document


def sent_by(office: Office | None, district_code: str) -> Letterhead:
    """The letterhead of a district's paper, in the name of `office` where there is one."""
    area = Area.objects.filter(code=district_code).first()
    government = ""
    if area is not None:  # some names of areas say their kind, some do not
        kind = area.kind.capitalize()
        government = f"Pemerintah {kind} {area.name.removeprefix(f'{kind} ')}"
    return letterhead(office, government) if office else Letterhead(government)


def letterhead(office: Office, government: str = "") -> Letterhead:
    """The letterhead of an office: as it was set, else out of its own name and address."""
    kop = Kop.objects.filter(office=office).first()
    if kop is None:
        return Letterhead(government, office.name, office.address)
    emblem = files.opened(kop.emblem) if kop.emblem else None
    return Letterhead(
        kop.government, kop.unit or office.name, kop.address or office.address, emblem
    )
