"""Companions of the invented district: teams by village, visits in time and late, referrals."""

from __future__ import annotations

import datetime as dt
from typing import Final

from rembuk.demo.clock import standing_at
from rembuk.demo.plan import Plan

DAYS: Final = 75
"""So long ago the office began to accompany."""
NAMES: Final = ("Bidan Contoh", "Kader PKK Contoh", "Kader KB Contoh")


def make_companions(plan: Plan, today: dt.date) -> None:
    """Teams, and visits of most families; one in five is late. Run again, nothing is doubled."""
    from django.db import transaction

    from rembuk.office.access.models import Account
    from rembuk.office.accompaniment import services
    from rembuk.office.accompaniment.models import Accompaniment, Team

    began = today - dt.timedelta(days=DAYS)
    with standing_at(began):
        services.sync(today=began, until=today)
        rows = list(Accompaniment.objects.order_by("public_id"))
        by = {name: Account.objects.get(username=name) for name in ("kader", "bidan")}
        for number, village in enumerate(sorted({row.place_code[:13] for row in rows})):
            if number % 4 == 3 or Team.objects.filter(place_code=village).exists():
                continue  # a village in four has no team yet
            parts = zip(
                ("bidan", "pkk", "kb"), NAMES, (by["bidan"], by["kader"], None), strict=True
            )
            services.make_team(f"TPK {number + 1}", village, list(parts), began)
    with transaction.atomic():
        for number, row in enumerate(rows):
            _visits(row, number, by["kader"], began, today)


def _visits(row: object, number: int, kader: object, began: dt.date, today: dt.date) -> None:
    """Monthly visits; every fifth family is seen once only, every seventh is referred."""
    from rembuk.office.access.models import Account
    from rembuk.office.accompaniment import services
    from rembuk.office.accompaniment.models import Accompaniment
    from rembuk.office.accompaniment.services import Opening, Told

    assert isinstance(row, Accompaniment)
    assert isinstance(kader, Account)
    child = row.group in {"baduta", "balita"}
    for turn, after in enumerate((6, 37, 68)):
        row.refresh_from_db()
        on = max(began, row.opened_on) + dt.timedelta(days=after)
        if not row.is_open or on >= today or (turn and number % 5 == 0):
            return
        seen = {"timbang": True, "lauk-hewani": turn > 0, "sakit": number % 3 == 0} if child else {}
        told = Told(
            on, "rumah", met=True, seen=seen, talked=("cuci-tangan",) if child else (),
            given={"pmt": 14} if child and turn == 0 else {}, note="" if child else "Keadaan baik",
        )  # fmt: skip
        with standing_at(on):
            services.record_visit(row, told, f"contoh-{row.public_id}-{turn}", kader)
            if turn == 0 and number % 7 == 0:
                why = Opening(on, "Berat tidak naik dua kali", "biasa", None, "Puskesmas Contoh")
                sent = services.open_referral(row, why, f"contoh-{row.public_id}-r", kader)
                if number % 2:
                    services.arrive(sent, on + dt.timedelta(days=0), kader)
