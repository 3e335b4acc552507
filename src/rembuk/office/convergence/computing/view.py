"""Which indicators count themselves and from what; the records behind a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q

from rembuk.office.access.policies import Rights
from rembuk.office.convergence import told
from rembuk.office.convergence.computing import Query, drilling, named
from rembuk.office.convergence.models import Figure, Year
from rembuk.office.convergence.periods import Period, all_of_year
from rembuk.office.convergence.registry import Registry
from rembuk.office.places import said
from rembuk.office.places.scope import within
from rembuk.reference.indicators import Indicator, Quantity


@dataclass(frozen=True)
class Side:
    """Numerator or denominator of an indicator: what it is called and what it is counted from."""

    role: str
    code: str
    name: str
    owner: str
    source: str
    figures: int = 0
    differ: int = 0


@dataclass(frozen=True)
class Line:
    """An indicator and whether both its sides count themselves (`semua`), one (`sebagian`), or
    none (`ketik`)."""

    code: str
    name: str
    sides: tuple[Side, ...]

    @property
    def how(self) -> str:
        """How much of it counts itself."""
        told = [bool(one.source) for one in self.sides]
        return "semua" if all(told) else "sebagian" if any(told) else "ketik"


def query_of(quantity: Quantity) -> Query | None:
    """The query of a quantity."""
    return named(quantity.computed) if quantity.computed else None


def words(query: Query) -> str:
    """What a query counts from, in the reader's language."""
    return query.from_en if said.english() else query.from_id


def lines(year: Year, asked: Registry) -> list[Line]:
    """Every indicator of a year with what its sides are counted from and how many figures stand."""
    roles, counts = told.role_names(), _figures(year)
    return [
        Line(one.code, told.named(one), tuple(_sides(one, asked, roles, counts)))
        for one in asked.indicators.values()
    ]


def _sides(
    one: Indicator, asked: Registry, roles: Mapping[str, str], counts: Mapping[str, tuple[int, int]]
) -> list[Side]:
    found = []
    for role, code in (("n", one.numerator), ("N", one.denominator)):
        quantity = asked.quantities.get(code)
        if quantity is None:
            continue
        query = query_of(quantity)
        many, differ = counts.get(code, (0, 0))
        found.append(
            Side(
                role, code, told.named(quantity), roles.get(quantity.owner, quantity.owner),
                words(query) if query else "", many, differ,
            )
        )  # fmt: skip
    return found


def _figures(year: Year) -> dict[str, tuple[int, int]]:
    """Quantity -> figures of the year that were counted, and those typed otherwise."""
    rows = Figure.objects.filter(
        within("place_code", year.district_code), computed__isnull=False,
        period__in=[one.code for one in all_of_year(year.year)],
    )  # fmt: skip
    other = Q(typed__isnull=False) & ~Q(typed=F("computed"))
    counted = (
        rows.order_by()
        .values_list("quantity")
        .annotate(n=Count("pk"), other=Count("pk", filter=other))
    )
    return {code: (many, differ) for code, many, differ in counted}


def counted_at(year: Year) -> object:
    """When anything of the year was last counted."""
    rows = Figure.objects.filter(
        within("place_code", year.district_code), period__startswith=str(year.year)
    )
    return rows.aggregate(at=Max("computed_at"))["at"]


@dataclass(frozen=True)
class Behind:
    """The records behind one side of a cell, and what its figure said when it was last counted."""

    side: Side
    drilled: drilling.Drilled
    counted: int | None

    @property
    def moved(self) -> bool:
        """Whether the records have changed since the figure was counted."""
        return self.counted is not None and self.counted != self.drilled.total


def behind(
    rights: Rights, year: Year, asked: Registry, one: Indicator, place: str, when: Period
) -> list[Behind]:
    """The records behind the sides of a cell that count themselves."""
    roles = told.role_names()
    stand = dict(
        Figure.objects.filter(
            place_code=place, period=when.code, quantity__in=one.quantities
        ).values_list("quantity", "computed")
    )
    found = []
    for side in _sides(one, asked, roles, {}):
        query = query_of(asked.quantities[side.code])
        if query is None:
            continue
        drilled = drilling.rows(rights, query, year.district_code, place, when)
        found.append(Behind(side, drilled, stand.get(side.code)))
    return found
