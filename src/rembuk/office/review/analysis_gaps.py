"""What is needed, what is planned, what was delivered: cells beside the promises of the year.

Need is who is not reached yet, as the cells have it. Planned are open promises due in the year for
the interventions that bring the service; delivered those whose proof another office has judged.
Volumes are added only in one unit; a promise without a volume is counted, not guessed. Promises
about one person or family, and restricted ones, are not told here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum

from rembuk.office.ledger.models import Audience, Promise, SourceKind
from rembuk.office.ledger.states import OPEN, State
from rembuk.office.places.scope import within
from rembuk.office.review.analysis_reach import Reach
from rembuk.office.review.analysis_scope import Scope
from rembuk.reference import load
from rembuk.reference.promises import Intervention

GONE: Final = (State.CANCELLED, State.CARRIED)
"""Not planned any more; a refused one is told apart."""


@dataclass
class Planned:
    """Promises of one intervention. `volumes` and `delivered_volumes` by unit."""

    promises: int = 0
    delivered: int = 0
    waiting: int = 0
    late: int = 0
    refused: int = 0
    without_volume: int = 0
    budget: int = 0
    volumes: dict[str, Decimal] = field(default_factory=dict)
    delivered_volumes: dict[str, Decimal] = field(default_factory=dict)

    def add(self, other: Planned) -> None:
        """Add another's to this one."""
        for name in ("promises", "delivered", "waiting", "late", "refused", "without_volume",
                     "budget"):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for mine, theirs in (
            (self.volumes, other.volumes), (self.delivered_volumes, other.delivered_volumes),
        ):  # fmt: skip
            for unit, volume in theirs.items():
                mine[unit] = mine.get(unit, Decimal(0)) + volume


@dataclass(frozen=True)
class Gap:
    """A service: who is not reached, what was promised for them, what was proven."""

    reach: Reach
    interventions: tuple[Intervention, ...]
    planned: Planned

    @property
    def same_unit(self) -> Decimal | None:
        """Volume promised in the unit the need is counted in; None where nothing is."""
        return self.planned.volumes.get(self.reach.unit.casefold())

    @property
    def proven(self) -> Decimal | None:
        """Volume delivered in that unit; None where nothing was promised in it."""
        if self.same_unit is None:
            return None
        return self.planned.delivered_volumes.get(self.reach.unit.casefold(), Decimal(0))

    @property
    def hole(self) -> str:
        """Code of what lacks most; "" where nothing does. The order is that of the work: a figure,
        an owner, a plan, enough of it, a proof."""
        need = self.reach.lacking
        if not self.reach.readable or (need is None and self.reach.total.of):
            return "angka"
        if not need:
            return ""
        if self.reach.owner is None:
            return "pemilik"
        if not self.planned.promises:
            return "rencana"
        if self.same_unit is not None and self.same_unit < need:
            return "kurang"
        if not self.planned.delivered:
            return "bukti"
        return ""


@dataclass(frozen=True)
class Programme:
    """A line of the map of programmes: an activity promised for an area or a service."""

    number: str
    public_id: str
    what: str
    owner: str
    place_code: str
    intervention: str
    volume: Decimal | None
    unit: str
    budget: int | None
    money: str
    state: str


def gaps(given: Scope, services: tuple[Reach, ...]) -> tuple[Gap, ...]:
    """Each service with its plan and proof: by what lacks, then in the declared order."""
    links = load().service_links(given.today)
    catalogue = {one.code: one for one in load().interventions(given.today)}
    planned = promised(given)
    found = []
    for one in services:
        codes = [code for code in links.get(one.indicator.numerator, ()) if code in catalogue]
        sums = Planned()
        for code in codes:
            sums.add(planned.get(code, Planned()))
        found.append(Gap(one, tuple(catalogue[code] for code in codes), sums))
    order = {code: n for n, code in enumerate(("pemilik", "rencana", "kurang", "bukti", "angka"))}
    return tuple(sorted(found, key=lambda x: (order.get(x.hole, 9), x.reach.order)))


def of_year(given: Scope) -> QuerySet[Promise]:
    """Promises due in the year for places and services here, that everybody may read."""
    return (
        Promise.objects.filter(
            within("place_code", given.place), audience=Audience.OPEN, person=None, family=None,
            due__year=given.year.year,
        )
        .exclude(state__in=GONE)
        .exclude(source_kind=SourceKind.INDICATOR)  # cells to fill are no service
    )  # fmt: skip


def promised(given: Scope) -> Mapping[str, Planned]:
    """Intervention -> its promises of the year."""
    found: dict[str, Planned] = defaultdict(Planned)
    rows: Any = (
        of_year(given)
        .exclude(intervention="")
        .order_by()
        .values("intervention", "state", "unit")
        .annotate(
            many=Count("pk"), late=Count("pk", filter=Q(due__lt=given.today)),
            bare=Count("pk", filter=Q(volume=None)), sum=Sum("volume"), money=Sum("budget"),
        )
    )  # fmt: skip
    for row in rows:
        one = found[row["intervention"]]
        if row["state"] == State.REFUSED:
            one.refused += row["many"]
            continue
        one.promises += row["many"]
        one.without_volume += row["bare"]
        one.budget += row["money"] or 0
        one.late += row["late"] if row["state"] in OPEN else 0
        one.waiting += row["many"] if row["state"] == State.DONE else 0
        one.delivered += row["many"] if row["state"] == State.VERIFIED else 0
        unit = row["unit"].strip().casefold()
        if row["sum"] is not None:
            one.volumes[unit] = one.volumes.get(unit, Decimal(0)) + row["sum"]
            if row["state"] == State.VERIFIED:
                held = one.delivered_volumes.get(unit, Decimal(0))
                one.delivered_volumes[unit] = held + row["sum"]
    return found


def programmes(given: Scope) -> tuple[Programme, ...]:
    """The map of programmes (tab o): every activity promised for the year, by owner."""
    rows = of_year(given).exclude(state=State.REFUSED).select_related("owner")
    return tuple(
        Programme(
            one.number, one.public_id, one.title, str(one.owner), one.place_code, one.intervention,
            one.volume, one.unit, one.budget, one.money, str(State(one.state).label),
        )
        for one in rows.order_by("owner__name", "number")
    )  # fmt: skip


def broken(given: Scope) -> dict[str, tuple[int, int]]:
    """Role of the owner -> promises late, and refused, of cells to fill too."""
    rows = (
        Promise.objects.filter(
            within("place_code", given.place), audience=Audience.OPEN, due__year=given.year.year,
            state__in=(*OPEN, State.REFUSED),
        )
        .exclude(owner__role="")
        .order_by()
        .values("owner__role")
        .annotate(
            late=Count("pk", filter=Q(due__lt=given.today, state__in=OPEN)),
            refused=Count("pk", filter=Q(state=State.REFUSED)),
        )
    )  # fmt: skip
    return {
        row["owner__role"]: (row["late"], row["refused"])
        for row in rows
        if row["late"] or row["refused"]
    }
