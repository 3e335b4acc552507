"""A split of next year's money with its plan, and the draft list of one village."""

from __future__ import annotations

import datetime as dt
from typing import Final

from rembuk.demo.plan import Plan
from rembuk.office.access.models import Account
from rembuk.office.programmes.choosing.reading import facts
from rembuk.office.programmes.errors import ProgrammeError
from rembuk.office.programmes.models import Ceiling, CeilingKind, Scenario
from rembuk.office.programmes.priorities import acts as choices
from rembuk.office.programmes.village import list as village_list
from rembuk.office.programmes.village.facts import village

KEEPER: Final = "tpps"
SHARE: Final = 0.2
"""Of what all gaps would cost: scarce, so that the order matters."""
STEP: Final = 50_000_000


def make_choices(plan: Plan, today: dt.date) -> None:
    """One scenario reckoned and one list begun; what stands stays."""
    if Scenario.objects.filter(district_code=plan.area).exists():
        return
    keeper, year = Account.objects.get(username=KEEPER), today.year + 1
    inputs = facts(plan.area, year, counting=True)
    whole = sum(
        one.gap * inputs.price_of[one.intervention].amount
        for one in inputs.needs if one.intervention in inputs.price_of
    )  # fmt: skip
    budget = max(STEP, round(SHARE * whole / STEP) * STEP)
    made = choices.make(
        keeper, plan.area, year, f"Pagu pencegahan stunting {year} (tiruan)",
        choices.usual(today, budget), "Andaian umum, sebelum pembahasan Musrenbang",
    )  # fmt: skip
    try:
        choices.reckon(made, keeper)
    except ProgrammeError:  # a demo so small that nothing has a price: the page says so
        return
    _list(keeper, plan.area, year, today)


def _list(keeper: Account, area: str, year: int, today: dt.date) -> None:
    """The list of the first village that has a ceiling."""
    ceiling = Ceiling.objects.filter(
        year=year, kind=CeilingKind.VILLAGE_FUND, place_code__startswith=f"{area}."
    ).first()
    if ceiling is None:
        return
    given = village(ceiling.place_code, year, today)
    rows = village_list.suggested(given, given.money.rest)
    if rows:
        village_list.save(keeper, given.code, year, rows, None, 0)
