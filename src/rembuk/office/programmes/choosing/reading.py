"""Facts of a scenario, read from the rooms: needs and what is budgeted from the balance, unit costs
from the catalogue of the district, children and stunting from the posts, effects from the
reference."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Substr
from django.utils import timezone

from rembuk import reference
from rembuk.office.convergence.models import Figure
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import within
from rembuk.office.posyandu.measures import STUNTED
from rembuk.office.posyandu.models import Measurement
from rembuk.office.posyandu.queries import inside, last_month
from rembuk.office.programmes.board import writing as balancing
from rembuk.office.programmes.choosing.inputs import (
    Children,
    Claim,
    Inputs,
    Kind,
    Need,
    Place,
    Price,
    Untold,
)
from rembuk.office.programmes.models import Balance, UnitCost
from rembuk.reference.choice import ChoiceEffect
from rembuk.reference.promises import Intervention
from rembuk.science.choice.funnel import Prior, prior, shrunk

VILLAGE: Final = 13
MONTH_DAYS: Final = 30.4375
COUNTED: Final = {"6-23": "anak_6_23", "0-5": "bayi_0_5"}
"""Groups of children whose number is a quantity of the convergence."""
NOTHING: Final = Prior(0.0, 1.0)


@dataclass(frozen=True)
class Measured:
    """Children of an age whose length was judged in a village, and the stunted of them."""

    of: int
    stunted: int


def facts(
    district: str, year: int, on: dt.date | None = None, place: str = "", *, counting: bool = False
) -> Inputs:
    """Everything a plan of `year` is reckoned from, as known on a day (today). With `place` only
    the needs of that village or kecamatan; the children of all, whom its prevalence is drawn to.
    With `counting`, needs of a year that nobody counted yet are counted first: that takes a while,
    so pages do not ask for it."""
    day = on or timezone.localdate()
    rules = reference.load()
    catalogue = {one.code: one for one in rules.interventions(day)}
    applied = {one.intervention: one for one in rules.choice_effects(day)}
    month = last_month(district)
    groups = {one.group: one for one in applied.values() if one.counted}
    everywhere = villages(district)
    if (
        counting
        and not Balance.objects.filter(
            within("place_code", district), year=year, need__isnull=False
        ).exists()
    ):
        balancing.recount(district, (year,))
    return Inputs(
        district, year, day, month, rules.version(day),
        tuple(_kind(one) for one in catalogue.values()),
        tuple(one for one in everywhere if _in(one.code, place)),
        tuple(_needs(place or district, year)),
        tuple(_prices(district, dt.date(year, 1, 1), day)),
        tuple(
            kids for group in groups.values()
            for kids in _children(district, group, month, everywhere)
        ),
        tuple(_claims(catalogue, applied, rules)),
        tuple(Untold(one.intervention, one.why_id) for one in applied.values() if not one.counted),
    )  # fmt: skip


def _in(code: str, place: str) -> bool:
    return not place or code == place or code.startswith(f"{place}.")


def villages(district: str) -> tuple[Place, ...]:
    """Villages of a district that stand, by code."""
    rows = Area.objects.filter(within("code", district), level=Level.DESA, valid_to=None)
    found = rows.order_by("code").values_list("code", "name", "parent__code")
    return tuple(Place(code, name, kecamatan or "") for code, name, kecamatan in found)


def _kind(one: Intervention) -> Kind:
    return Kind(one.code, one.name_id, one.unit_id, one.kind, one.owner)


def _needs(place: str, year: int) -> Iterator[Need]:
    """Needs of villages. What is budgeted, given or handed over already is reached; what is only
    proposed is not."""
    rows = Balance.objects.filter(within("place_code", place), year=year, need__isnull=False)
    summed = (
        rows.order_by("place_code", "intervention")
        .values_list("place_code", "intervention", "unit")
        .annotate(
            needed=Sum("need"), held=Sum(F("budgeted") + F("supported")), given=Sum("delivered"),
            newest=Max("as_of"), ways=Max("way"),
        )
    )  # fmt: skip
    for code, intervention, unit, needed, held, given, newest, way in summed:
        if len(code) == VILLAGE and needed:
            reached = min(needed, int(max(held, given)))
            yield Need(code, intervention, needed, reached, unit, way, newest)


def _prices(district: str, start: dt.date, today: dt.date) -> Iterator[Price]:
    """Unit costs that hold when the year begins; of a year to come, today's where nobody wrote
    the coming one's."""
    rows = UnitCost.objects.on(max(start, today)).filter(district_code=district)
    for one in rows.order_by("intervention", "-valid_from", "-pk"):
        yield Price(one.intervention, one.amount, one.unit, one.source, one.valid_from)


def _claims(
    catalogue: Mapping[str, Intervention], applied: Mapping[str, ChoiceEffect],
    rules: reference.Reference,
) -> Iterator[Claim]:  # fmt: skip
    for code, one in applied.items():
        if not one.counted or code not in catalogue:
            continue
        for effect in catalogue[code].effects:
            yield Claim(
                code, one.group, effect.measure, effect.value, effect.low, effect.high,
                effect.population_id, rules.source_text(effect.source),
            )  # fmt: skip


def _children(
    district: str, group: ChoiceEffect, month: dt.date | None, places: Iterable[Place]
) -> Iterator[Children]:
    """Children of an age in every village, the prevalence drawn towards the district's."""
    measured = _measured(district, group, month) if month else {}
    number = _registered(district, group.group)
    known = prior([(one.stunted, one.of) for one in measured.values()]) or NOTHING
    for place in places:
        mine = measured.get(place.code, Measured(0, 0))
        drawn = shrunk(mine.stunted, mine.of, known)
        yield Children(
            place.code, group.group, max(number.get(place.code, 0), mine.of), mine.of,
            mine.stunted, drawn.mean, drawn.interval.low, drawn.interval.high,
        )  # fmt: skip


def _measured(district: str, group: ChoiceEffect, month: dt.date) -> dict[str, Measured]:
    low, high = group.from_months * MONTH_DAYS, group.to_months * MONTH_DAYS
    rows = (
        Measurement.objects.filter(
            inside(district), month=month, counted=True, age_days__gte=low, age_days__lt=high
        )
        .exclude(tbu="")
        .order_by()
        .annotate(village=Substr("place_code", 1, VILLAGE))
        .values_list("village")
        .annotate(of=Count("pk"), stunted=Count("pk", filter=Q(tbu__in=STUNTED)))
    )
    return {village: Measured(of, stunted) for village, of, stunted in rows}


def _registered(district: str, group: str) -> Mapping[str, int]:
    """Children of an age by the newest figure of each village; none where nobody counts them."""
    code = COUNTED.get(group)
    if code is None:
        return {}
    rows = Figure.objects.filter(
        within("place_code", district), quantity=code, value__isnull=False
    ).order_by("period")
    found: defaultdict[str, int] = defaultdict(int)
    for village, value in rows.values_list("place_code", "value"):
        found[village] = value or 0  # the newest period comes last
    return found
