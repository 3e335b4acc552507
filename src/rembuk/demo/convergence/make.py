"""Both years of the demo, each whole or not at all; what stands is left alone."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from rembuk.demo.audits.cycles import SHOWN_AFTER
from rembuk.demo.convergence import past, people, running
from rembuk.demo.convergence.invented import villages
from rembuk.demo.places import settle
from rembuk.demo.plan import Plan
from rembuk.office.access.models import Account
from rembuk.office.convergence.models import Year


def make_years(plan: Plan, today: dt.date) -> None:
    """2023 under the eight actions, and the present year under those of 2025."""
    people.name_duties(plan.area)
    stands = set(Year.objects.filter(district_code=plan.area).values_list("year", flat=True))
    present = min(today, plan.last_day + dt.timedelta(days=SHOWN_AFTER))
    places = settle(plan)
    codes = [plan.area, *places.kecamatan_code, *places.village_code]
    who = {one.username: one for one in Account.objects.all()}
    mine = villages(places.village_code, plan.seed)
    if past.YEAR not in stands:
        with transaction.atomic():
            past.make(plan, codes, mine, who)
    if present.year not in stands and present.year > 2025:
        with transaction.atomic():
            running.make(plan, codes, mine, who, present)
