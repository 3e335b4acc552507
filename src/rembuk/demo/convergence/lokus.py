"""A decree on the villages to work in next year, with their targets, and the district's own."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from rembuk import reference
from rembuk.demo.clock import standing_at
from rembuk.demo.plan import Plan
from rembuk.office.access.models import Account
from rembuk.office.insight import lokus_asked, lokus_decision, targets
from rembuk.office.insight.lokus_decision import Decree
from rembuk.office.insight.villages import compared
from rembuk.office.posyandu import queries

DECREE: Final = "SK/LOKUS/TIRUAN"
MANY: Final = 5
PLAN: Final = "RPJMD (tiruan)"


def decide(plan: Plan, account: Account, present: dt.date) -> None:
    """Freeze the lokus of next year by the usual weights, and state targets of the district."""
    year = present.year + 1
    with standing_at(present - dt.timedelta(days=6), 10) as at:
        on = at.date()
        limit = reference.load().number("ds_readable_pct", on)
        found = compared(plan.area, plan.until, limit)
        known = [one for one in found.villages if one.figures.known]
        many = str(min(MANY, len(known)))
        wanted = lokus_asked.read({"jumlah": many}, found)
        ranking = lokus_asked.ranked(found, wanted)
        chosen = sorted(lokus_decision.usual(ranking, wanted.many))
        wished = {
            one.code: Decimal(str(round(max(100 * one.drawn.mean * 0.9, 1.0), 1)))
            for one in found.villages
            if one.code in chosen and one.drawn is not None
        }
        for ahead, value in ((0, "14.0"), (1, "13.0")):
            targets.state(
                account, targets.REGISTER.code, plan.area, present.year + ahead, Decimal(value),
                PLAN,
            )  # fmt: skip
        if chosen and len(wished) == len(chosen):
            place = queries.places({plan.area})[plan.area]
            lokus_decision.freeze(
                account, Decree(f"{DECREE}/{year}", on, "Kepala daerah", year), chosen, wished,
                found, ranking, wanted, place_name=place.titled,
            )  # fmt: skip
