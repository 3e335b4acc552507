"""What became of the promises of the meetings: kept, waiting, begun, never answered, called off."""

from __future__ import annotations

import datetime as dt
import io
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from rembuk.demo.clock import standing_at
from rembuk.demo.forums.invented import Fate
from rembuk.office.access.models import Account
from rembuk.office.ledger import services
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.proving import add_proof
from rembuk.office.ledger.states import State
from rembuk.office.seats.models import Holding, Office

BEGUN: Final = 20
DONE: Final = 55
JUDGED: Final = 65
"""Days after the meeting on which a promise is begun, called done, judged."""


def live(promise: Promise, fate: Fate, since: dt.date, judge: Account, present: dt.date) -> None:
    """Let a promise go its way, as far as the present."""
    hand = _hand(promise.owner, since)
    if fate == "diam" or hand is None:
        return

    def day(number: int) -> dt.date:
        return min(since + dt.timedelta(days=number), present)

    if promise.state == State.PROPOSED:
        with standing_at(day(4), 9):
            services.accept(promise, hand)
    if fate == "gugur":
        with standing_at(day(30), 9):
            services.cancel(promise, judge, "Dananya dialihkan untuk banjir bulan itu.")
        return
    with standing_at(day(BEGUN), 9):
        services.start(promise, hand)
        services.report_progress(promise, hand, "Sudah dimulai (tiruan).", 40)
    if fate == "berjalan" or since + dt.timedelta(days=DONE) > present:
        return
    with standing_at(day(DONE), 9) as at:
        add_proof(promise, hand, "foto", upload=_photo(), taken_on=at.date(), where="Di desa")
        services.finish(promise, hand)
    if fate == "ditepati" and since + dt.timedelta(days=JUDGED) <= present:
        with standing_at(day(JUDGED), 9):
            services.verify(promise, judge, note="Bukti cocok dengan yang dilihat di lapangan.")


def _hand(owner: Office, on: dt.date) -> Account | None:
    """The account that acts for an office; None when nobody there signs in."""
    held = Holding.objects.on(on).filter(seat__office=owner, account__isnull=False)
    one = held.select_related("account").order_by("seat__head", "pk").first()
    return one.account if one else None


def _photo() -> SimpleUploadedFile:
    picture = Image.new("RGB", (480, 320), (206, 214, 205))
    ImageDraw.Draw(picture).text((40, 140), "FOTO TIRUAN - BUKAN BUKTI SUNGGUHAN", fill="black")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG")
    return SimpleUploadedFile("bukti.jpg", buffer.getvalue(), "image/jpeg")
