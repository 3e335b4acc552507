"""Publications of the demo: joint weighings, drafted by one account and published by another."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from rembuk.demo.clock import standing_at
from rembuk.demo.plan import Plan
from rembuk.office.access.models import Account
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.measures import add_months
from rembuk.office.publication import services
from rembuk.office.publication.checking import JOINT
from rembuk.office.publication.models import Publication

MOST: Final = 2
"""Months that are published."""
DRAFTED: Final = 20
OUT: Final = 24
"""Days of the month after on which it is drafted, and published."""
ORIGIN: Final = "https://rembuk.contoh.go.id"
FOLLOW: Final = (
    "Balita diduga pendek diukur ulang dan dirujuk ke puskesmas sebelum posyandu berikutnya.\n"
    "Desa dengan D/S rendah dikunjungi kader bersama petugas gizi."
)


def make_publications(plan: Plan, today: dt.date) -> None:
    """Publish the joint weighings the demo has data of, oldest first; what stands is left alone."""
    months = [m for m in queries.months_with_data(plan.area) if m.month in JOINT][:MOST]
    who = Account.objects.in_bulk(["dinkes", "bupati"], field_name="username")
    for month in reversed(months):
        day = add_months(month, 1) + dt.timedelta(days=OUT - 1)
        there = Publication.objects.filter(district_code=plan.area, month=month).exists()
        if not there and day <= today:
            with transaction.atomic():
                _publish(plan, month, who["dinkes"], who["bupati"])


def _publish(plan: Plan, month: dt.date, author: Account, publisher: Account) -> None:
    after = add_months(month, 1)
    with standing_at(after.replace(day=DRAFTED), 10):
        made = services.draft(plan.area, month, author)
        follow_up = "\n".join(filter(None, [made.follow_up, FOLLOW]))
        causes = made.causes or "Penyebab utama sedang ditelaah bersama puskesmas."
        made = services.write(made, author, made.version, causes=causes, follow_up=follow_up)
    with standing_at(after.replace(day=OUT), 14):
        if not services.hindrances(made, publisher):
            services.publish(made, publisher, made.version, origin=ORIGIN)
