"""The letter that thanks a giver: what was given, where, when, to how many. Never to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.documents import services
from rembuk.office.documents.letters import Block, Column, Letter, Paragraph, Table
from rembuk.office.documents.models import Document
from rembuk.office.documents.numbers import long_date
from rembuk.office.documents.queries import sent_by
from rembuk.office.documents.signing import signatures
from rembuk.office.places.numbers import on_paper
from rembuk.office.places.queries import place_names
from rembuk.office.programmes import words
from rembuk.office.programmes.models import Answer, Match, Offer
from rembuk.office.programmes.support import acts as offering
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role

SUBJECT: Final = "dukungan"
ROLES: Final = ("TPPS", "BAPPEDA")
"""Offices that thank in the name of the district, the first that stands."""


def sender(district: str, on: dt.date) -> Office | None:
    """The office that writes the letter."""
    found = (by_role(role, district, on) for role in ROLES)
    return next((one for one in found if one is not None), None)


@transaction.atomic
def send(account: Account, offer: Offer, on: dt.date) -> Document:
    """Number the letter, keep its PDF, and close the offer. Raises ValidationError before
    anything was given."""
    if not given(offer):
        raise ValidationError(_("Terima kasih ditulis sesudah dukungan diserahkan."))
    office = sender(offer.district_code, on)
    if office is None:
        raise ValidationError(_("Belum ada TPPS atau Bappeda yang dapat mengirim surat."))
    document = services.issue(
        letter(offer, services.next_number(office, on), on), subject_kind=SUBJECT,
        subject_id=offer.public_id, place_code=offer.district_code, account=account,
        office=office, title=f"Ucapan terima kasih {offer.public_id}",
    )  # fmt: skip
    offering.thanked(account, offer, document.public_id)
    return document


def hidden(number: int, on: dt.date) -> str:
    """A count of families as a giver may read it: small ones are not told."""
    least = int(reference.load().number("small_count", on))
    return f"kurang dari {least}" if 0 < number < least else on_paper(number)


def letter(offer: Offer, number: str, on: dt.date) -> Letter:
    """The letter, from what was handed over."""
    office = sender(offer.district_code, on)
    head = sent_by(office, offer.district_code)
    return Letter(
        "surat", head, number=number, nature="Biasa", subject="Ucapan terima kasih",
        place=" ".join(head.government.split()[2:]), on=on,
        to=(offer.giver,), body=list(_body(offer, on)),
        signatures=signatures(office, on), without_names=True, as_of=on,
        notes=("Keluarga yang dibantu tidak disebut kepada pemberi; jumlah yang kecil tidak "
               "ditulis.",),
    )  # fmt: skip


def _body(offer: Offer, on: dt.date) -> Iterator[Block]:
    rows = given(offer)
    places = place_names(one.place_code for one in rows)
    names = words.intervention_names(on)
    yield Paragraph("Dengan hormat,")
    yield Paragraph(
        f"Atas nama Pemerintah Daerah dan Tim Percepatan Penurunan Stunting, kami mengucapkan "
        f"terima kasih atas dukungan Saudara: {offer.what}.", indent=True,
    )  # fmt: skip
    yield Table(
        (Column("Tempat", 2.0), Column("Untuk", 2.4), Column("Tanggal", 1.3),
         Column("Diserahkan", 1.2, "text"), Column("Keluarga", 1.2, "text")),
        [
            (
                places.get(one.place_code, one.place_code), names.get(one.intervention, "–"),
                long_date(one.delivered_on) if one.delivered_on else "–",
                f"{_volume(one)} {offer.unit}".strip(), hidden(reached(one), on),
            )
            for one in rows
        ],
    )  # fmt: skip
    yield Paragraph(
        "Dukungan itu sudah dicatat dengan bukti serah terima dan tampak dalam imbangan kebutuhan "
        "dan penyaluran daerah. Semoga kerja sama ini berlanjut.", indent=True,
    )  # fmt: skip


def given(offer: Offer) -> list[Match]:
    """What of an offer was handed over, in order of day."""
    rows = offer.matches.filter(delivered_on__isnull=False, ended_at__isnull=True)
    return list(rows.order_by("delivered_on", "pk"))


def reached(match_: Match) -> int:
    """Families of a match: those that said yes where they were asked, else as it was set."""
    agreed = match_.consents.filter(answer=Answer.YES).count()
    return agreed or match_.families


def _volume(match_: Match) -> str:
    if match_.delivered_volume is None:
        return ""
    whole = match_.delivered_volume == match_.delivered_volume.to_integral_value()
    return on_paper(float(match_.delivered_volume), 0 if whole else 2)
