"""Deliveries, spending and offers of the demo: some proven and judged, one taken back, an offer
that is given and thanked for and one that waits; and the balance of need counted for every year."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from rembuk.demo.clock import standing_at
from rembuk.demo.plan import Plan
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.people.models import Family, Person
from rembuk.office.programmes.board import writing as balancing
from rembuk.office.programmes.deliveries import acts as delivering
from rembuk.office.programmes.deliveries import recipients, spending
from rembuk.office.programmes.deliveries.acts import Handed
from rembuk.office.programmes.models import Activity, Balance, Offer, Recipient, Status
from rembuk.office.programmes.support import acts as offering
from rembuk.office.programmes.support import consenting, thanks_letter
from rembuk.office.programmes.support.acts import Given

KEEPER: Final = "tpps"
JUDGE: Final = "bupati"
ACTIVITIES: Final = 14
VILLAGE: Final = 13


def make_giving(plan: Plan, today: dt.date) -> None:
    """What reached people in the demo; what stands stays."""
    balancing.recount(plan.area, range(today.year - 1, today.year + 2), today)
    if Offer.objects.filter(district_code=plan.area).exists():
        return
    who = {one.username: one for one in Account.objects.all()}
    held = Activity.objects.filter(
        district_code=plan.area,
        year=today.year,
        status=Status.BUDGET,
        volume__isnull=False,
        deliveries__isnull=True,
    ).select_related("office")
    with transaction.atomic(), balancing.together():
        for number, one in enumerate(held.order_by("-place_code", "number")[:ACTIVITIES]):
            with standing_at(today - dt.timedelta(days=20 + number)):
                _spent(one, who[KEEPER], today, number)
                if len(one.place_code) >= VILLAGE:
                    _delivered(one, who, today - dt.timedelta(days=25 + number), number)
    _offers(plan.area, who[KEEPER], today)


def _spent(one: Activity, keeper: Account, today: dt.date, number: int) -> None:
    """A few months, together less than the ceiling; every fourth activity has not spent yet."""
    if not one.ceiling_amount or number % 4 == 3:
        return
    months = [month for month in (3, 5, 8) if month < today.month]
    for month in months:
        part = one.ceiling_amount * (18 + 3 * (number % 4)) // 100
        spending.spend(keeper, one, f"{one.year}-{month:02d}", part // 1000 * 1000, confirmed=True)


def _delivered(one: Activity, who: Mapping[str, Account], on: dt.date, number: int) -> None:
    kind = recipients.kind_of(one)
    writer = who[KEEPER]
    shown = recipients.listed(
        one, one.place_code[:VILLAGE], kind, rights_of(writer, on), on + dt.timedelta(days=25)
    )
    planned = int(one.volume or 0)
    share = max(1, planned * (3 + number % 3) // 6)
    handed = [_handed(code.code, kind) for code in shown.candidates[:share]]
    if not handed:
        handed = [Handed(one.place_code, Decimal(share))]
    rows = delivering.deliver(
        writer, one, on, handed, upload=_photo(number) if number % 3 else None, confirmed=True
    )
    if number % 3 == 1:
        for row in rows:
            delivering.verify(who[JUDGE], row)
    if number % 5 == 2:
        delivering.take_back(writer, rows[-1], "Penerima sudah pindah; barang disimpan di kantor")


def _handed(code: str, kind: str) -> Handed:
    if kind == Recipient.PERSON:
        person = Person.objects.get(public_id=code)
        return Handed(person.place_code, Decimal(1), person=person)
    family = Family.objects.get(public_id=code)
    return Handed(family.place_code, Decimal(1), family=family)


def _photo(number: int) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 140 + number * 7 % 90, 120)).save(out, "JPEG")
    return SimpleUploadedFile("bukti.jpg", out.getvalue())


OFFERS: Final = (
    ("PT Contoh Sawit Lestari (tiruan)", "tjsp", "Telur dan susu untuk keluarga berisiko",
     "INT-PANGAN", 120, "keluarga", 180_000_000),
    ("Keluarga besar Kantor Contoh (tiruan)", "bapak-asuh", "Pendampingan dan makanan tambahan",
     "INT-BAPAK-ASUH", 15, "keluarga", 27_000_000),
    ("BAZNAS contoh (tiruan)", "baznas", "Jamban dan tangki septik untuk keluarga miskin",
     "INT-JAMBAN", 25, "unit", 100_000_000),
)  # fmt: skip


def _offers(area: str, keeper: Account, today: dt.date) -> None:
    """The first is given and thanked for, the second approved, the third has just come in."""
    made: list[Offer] = []
    with standing_at(today - dt.timedelta(days=60)):
        for giver, kind, what, code, volume, unit, amount in OFFERS:
            given = Given(giver, kind, what, code, Decimal(volume), unit, amount)
            made.append(offering.receive(keeper, area, given))
    first, second, _third = made
    offering.decide(keeper, second, True)
    gap = Balance.objects.filter(
        year=today.year, intervention=first.intervention, unplanned__gt=0
    ).order_by("-unplanned", "place_code").first()  # fmt: skip
    offering.decide(keeper, first, True)
    if gap is None:
        return
    pair = offering.match(
        keeper, first, gap.place_code, intervention=first.intervention, families=12,
        volume=Decimal(12),
    )  # fmt: skip
    homes = list(Family.objects.filter(place_code=gap.place_code).order_by("pk")[:8])
    consenting.ask(keeper, pair, homes)
    agreed = []
    for number, row in enumerate(pair.consents.select_related("family").order_by("pk")):
        consenting.answer(keeper, row, number % 4 != 3)
        if number % 4 != 3:
            agreed.append(row.family.public_id)
    consenting.hand_over(
        keeper, pair, today - dt.timedelta(days=9), Decimal(len(agreed)), _photo(99),
        families=agreed,
    )  # fmt: skip
    thanks_letter.send(keeper, first, today - dt.timedelta(days=5))
