"""Builders for tests of "what first under a budget" and of the village helper.

o = priced()                     # the district of tests.programmes_rows with needs and unit costs
one = scenario(o)                # a scenario of 2027 with Rp 20 million, not reckoned yet
plan = reckoned(o)               # the same with its plan
ceiling(VILLAGE, 90_000_000)     # Dana Desa 2027
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from tests.factories import child, count, measured
from tests.ledger_rows import VILLAGE, Offices
from tests.programmes_rows import NEXT, SECOND, room

from rembuk.office.access.public_ids import new
from rembuk.office.programmes.choosing.ask import Ask
from rembuk.office.programmes.models import Balance, Ceiling, ChoicePlan, Scenario, UnitCost
from rembuk.office.programmes.priorities import acts as choices

OTHER = "16.06.02.2001"
NEEDS = (
    # village, intervention, group, unit, need
    (VILLAGE, "INT-PMBA", "baduta", "keluarga", 40),
    (SECOND, "INT-PMBA", "baduta", "keluarga", 20),
    (OTHER, "INT-PMBA", "baduta", "keluarga", 30),
    (VILLAGE, "INT-PMT-BALITA", "balita", "anak", 6),
    (VILLAGE, "INT-JAMBAN", "", "unit", 10),
    (OTHER, "INT-JAMBAN", "", "unit", 4),
    (VILLAGE, "INT-AIR", "", "sambungan", 5),
)
COSTS = (
    ("INT-PMBA", "keluarga", 200_000), ("INT-PMT-BALITA", "anak", 900_000),
    ("INT-JAMBAN", "unit", 4_000_000),
)  # fmt: skip
MEASURED = dt.date(2026, 10, 12)


def priced() -> Offices:
    """Offices, needs and unit costs of next year, twelve measured children, three of them short."""
    o = room()
    now = timezone.now()
    for place, code, group, unit, need in NEEDS:
        Balance.objects.create(
            district_code="16.06", year=NEXT, place_code=place, intervention=code, group=group,
            unit=unit, need=need, way="catatan", as_of=timezone.localdate(), counted_at=now,
        )  # fmt: skip
    for code, unit, amount in COSTS:
        UnitCost.objects.create(
            public_id=new(), district_code="16.06", intervention=code, amount=amount, unit=unit,
            valid_from=dt.date(2026, 1, 1), source="DPA contoh 2026",
        )  # fmt: skip
    for number in range(12):
        born = dt.date(2025, 6, 1) + dt.timedelta(days=7 * number)
        one = child(f"{VILLAGE}.P01" if number < 8 else f"{OTHER}.P01", born=born)
        short = number in (0, 1, 8)
        measured(one, MEASURED, weight=9.0, lenhei=74.0, tbu="pendek" if short else "normal",
                 age_days=(MEASURED - born).days)  # fmt: skip
    count()
    return o


def scenario(o: Offices, budget: int = 20_000_000, **more: Any) -> Scenario:
    """A scenario of the district."""
    name = more.pop("name", "Pagu contoh")
    return choices.make(o.who("tpps"), "16.06", NEXT, name, Ask(budget, **more))


def reckoned(o: Offices, budget: int = 20_000_000, **more: Any) -> ChoicePlan:
    """Its plan."""
    return choices.reckon(scenario(o, budget, **more), o.who("tpps"))


def ceiling(place: str, amount: int, kind: str = "dana-desa") -> Ceiling:
    """A ceiling of next year."""
    return Ceiling.objects.create(
        public_id=new(), place_code=place, year=NEXT, amount=amount, kind=kind,
        document="Perbup contoh 1/2026",
    )  # fmt: skip
