"""What a village head looks at before the list: children and their D/S, families at risk, needs,
the ceiling and what is planned against it already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, Sum

from rembuk import reference
from rembuk.office.families.models import Standing
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within
from rembuk.office.posyandu import queries as posyandu
from rembuk.office.posyandu.figures import AreaFigures, Ratio
from rembuk.office.programmes.models import Activity, Ceiling, CeilingKind, Status
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role

VILLAGE_MONEY: Final = "DANA-DD"
DISTRICT_MONEY: Final = "DANA-APBD"
VILLAGE_ROLE: Final = "PEMDES"


@dataclass(frozen=True)
class Money:
    """A village's ceilings of a year by kind, and rupiah of its living activities against them.
    `ceiling` None: nobody wrote one, which is not a ceiling of 0."""

    ceilings: tuple[Ceiling, ...]
    planned: int
    activities: int
    without: int
    """Activities without an amount: the rest is at most that much."""

    @property
    def ceiling(self) -> int | None:
        """Rupiah of Dana Desa and ADD together."""
        return sum(one.amount for one in self.ceilings) if self.ceilings else None

    @property
    def rest(self) -> int | None:
        """Rupiah not yet planned; below zero when more is planned than there is."""
        return None if self.ceiling is None else self.ceiling - self.planned


@dataclass(frozen=True)
class Village:
    """The facts of one village for a year. `figures` is the newest month of the posts; `readable`
    whether enough children were measured; `families` at risk of those judged."""

    area: Area
    year: int
    as_of: dt.date
    figures: AreaFigures | None
    readable: bool
    least_ds: float
    families: Ratio | None
    money: Money
    office: Office | None

    @property
    def code(self) -> str:
        """Its code."""
        return self.area.code

    @property
    def is_kelurahan(self) -> bool:
        """Whether it is a kelurahan: it has no village fund of its own."""
        return self.area.kind == "kelurahan"

    @property
    def source(self) -> str:
        """Code of the money its own activities are paid from."""
        return DISTRICT_MONEY if self.is_kelurahan else VILLAGE_MONEY


def village(code: str, year: int, on: dt.date) -> Village:
    """Read them."""
    area = Area.objects.select_related("parent").get(code=code)
    month = posyandu.last_month(code)
    figures = posyandu.recap_total(code, month) if month else None
    least = reference.load().number("ds_readable_pct", on)
    office = by_role(VILLAGE_ROLE, code, on)
    own = office if office is not None and office.place_code == code else None
    return Village(
        area, year, on, figures, bool(figures and figures.counts.readable(least)), least,
        _families(code), money(code, year), own,
    )  # fmt: skip


def money(code: str, year: int) -> Money:
    """The ceilings of a village and what is planned against them: its own activities, and those
    from the village fund."""
    ceilings = Ceiling.objects.filter(
        place_code=code, year=year, office=None,
        kind__in=(CeilingKind.VILLAGE_FUND, CeilingKind.ALLOCATION),
    ).order_by("-kind")  # fmt: skip
    own = Activity.objects.filter(place_code=code, year=year).exclude(status=Status.DROPPED)
    own = own.filter(Q(money=VILLAGE_MONEY) | Q(office__place_code=code))
    told = own.aggregate(
        n=Count("pk"), total=Sum("ceiling_amount"),
        bare=Count("pk", filter=Q(ceiling_amount__isnull=True)),
    )  # fmt: skip
    return Money(tuple(ceilings), told["total"] or 0, told["n"], told["bare"])


def _families(code: str) -> Ratio | None:
    told = Standing.objects.filter(within("place_code", code), at_risk__isnull=False).aggregate(
        of=Count("pk"), n=Count("pk", filter=Q(at_risk=True))
    )
    return Ratio(told["n"], told["of"]) if told["of"] else None
