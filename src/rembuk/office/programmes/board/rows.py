"""Need, planned, budgeted and delivered, read for a place and everything below it.

A sum is the sum over villages, and of what is planned above them without saying where. A hole of
one village is not filled by too much in another: holes and excess are added up by themselves. Only
what a kecamatan or the district plans without naming villages may fill any of them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from django.db.models import Case, Count, FloatField, Min, Q, Sum, Value, When
from django.db.models.functions import Length, Substr
from django.utils import timezone

from rembuk import reference
from rembuk.office.convergence.owners import Owners
from rembuk.office.places import said
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import within
from rembuk.office.programmes import words
from rembuk.office.programmes.models import Balance
from rembuk.office.seats.models import Office

Line = tuple[str, str]
"""Intervention and group."""
LENGTHS: Final = {"kabupaten": 5, "kecamatan": 8, "desa": 13}
"""Length of a code of a level."""
SUMS: Final = (
    "planned", "budgeted", "delivered", "verified", "supported", "planned_amount",
    "budgeted_amount", "spent_amount", "activities", "otherwise", "unplanned", "unbudgeted", "over",
)  # fmt: skip
WHOLE: Final = frozenset({
    "planned_amount", "budgeted_amount", "spent_amount", "activities", "otherwise",
})  # fmt: skip
ZERO: Final = Decimal(0)


@dataclass(frozen=True)
class Row:
    """One intervention for one group in one place. Volumes in `unit`, amounts in rupiah. `need`
    None: nobody counts it. `known` of `villages` villages have a need; `least`: it is at least
    that. `owner` is the office the catalogue names for the intervention here; None when the
    district has named none."""

    place: str
    intervention: str
    group: str
    unit: str
    need: int | None = None
    known: int = 0
    villages: int = 0
    least: bool = False
    as_of: dt.date | None = None
    planned: Decimal = ZERO
    budgeted: Decimal = ZERO
    delivered: Decimal = ZERO
    verified: Decimal = ZERO
    supported: Decimal = ZERO
    planned_amount: int = 0
    budgeted_amount: int = 0
    spent_amount: int = 0
    activities: int = 0
    otherwise: int = 0
    unplanned: Decimal = ZERO
    unbudgeted: Decimal = ZERO
    over: Decimal = ZERO
    name: str = ""
    group_name: str = ""
    who: str = ""
    owner: Office | None = None

    @property
    def line(self) -> Line:
        """Intervention and group."""
        return self.intervention, self.group

    @property
    def hole(self) -> Decimal:
        """Need that nothing is planned for."""
        return self.unplanned

    @property
    def undelivered(self) -> Decimal:
        """Budgeted or promised by a giver, and not handed over yet."""
        return max(ZERO, self.budgeted + self.supported - self.delivered)

    @property
    def unknown(self) -> int:
        """Villages in which nobody counts the need."""
        return self.villages - self.known


def balance(
    district: str, year: int, level: str = "desa", place: str = "", on: dt.date | None = None
) -> list[Row]:
    """The rows of every place of a level ("desa", "kecamatan", "kabupaten") in a place."""
    if len(place or district) == LENGTHS[level]:
        return rows(place or district, year, on)
    found = _sums(place or district, year, LENGTHS[level])
    return named(found, on or timezone.localdate())


def rows(place: str, year: int, on: dt.date | None = None) -> list[Row]:
    """The rows of one place, everything below it added up; catalogue order."""
    return both(place, year, on)[0]


def children(
    place: str, year: int, line: Line | None = None, on: dt.date | None = None
) -> list[Row]:
    """The rows of the places one level below, of one line or all."""
    return named(_sums(place, year, _below(place), line), on or timezone.localdate())


def both(place: str, year: int, on: dt.date | None = None) -> tuple[list[Row], list[Row]]:
    """The rows of a place, and those of the places one level below without their words, from one
    reading."""
    day = on or timezone.localdate()
    if len(place) >= LENGTHS["desa"]:
        return named(_sums(place, year, LENGTHS["desa"]), day), []
    below = _sums(place, year, _below(place))
    lines: dict[Line, list[Row]] = defaultdict(list)
    for one in below:
        lines[one.line].append(one)
    free = {one.line: one for one in _own([place], year)}
    many = sum(_villages(place, _below(place)).values())
    whole = [
        _rolled(place, line, lines.get(line, []), free.get(line), many)
        for line in {*lines, *free}
    ]  # fmt: skip
    return named(whole, day), below


def _below(place: str) -> int:
    """Length of the codes one level below."""
    return LENGTHS["kecamatan"] if len(place) < LENGTHS["kecamatan"] else LENGTHS["desa"]


def _rolled(place: str, line: Line, parts: list[Row], free: Row | None, villages: int) -> Row:
    """One row of the places below and of what the place plans itself without saying where; that
    fills any hole below, and is too much only where every need below is known."""
    every = [*parts, free] if free else parts
    made = Row(
        place, *line, every[0].unit, villages=villages,
        **{name: sum((getattr(one, name) for one in every), start=0) for name in SUMS},
    )  # fmt: skip
    needed = [one for one in parts if one.need is not None]
    if not needed:
        return made
    known = sum(one.known for one in needed)
    least = known < villages or any(one.least for one in needed)
    more = free.planned + free.supported if free else ZERO
    hole = sum((one.unplanned for one in parts), ZERO)
    return replace(
        made, need=sum(one.need or 0 for one in needed), known=known, least=least,
        as_of=min(one.as_of for one in needed if one.as_of), unplanned=max(ZERO, hole - more),
        over=sum((one.over for one in parts), ZERO) + (
            ZERO if least else max(ZERO, more - hole)
        ),
    )  # fmt: skip


def above(place: str, year: int, on: dt.date | None = None) -> list[Row]:
    """What is planned for the areas a village lies in, without saying for which village."""
    parts = place.split(".")
    return own([".".join(parts[:n]) for n in range(2, len(parts))], year, on)


def own(codes: Iterable[str], year: int, on: dt.date | None = None) -> list[Row]:
    """What is planned for places themselves, nothing of what lies below them."""
    return named(_own(codes, year), on or timezone.localdate())


def _own(codes: Iterable[str], year: int) -> list[Row]:
    stored = Balance.objects.filter(year=year, place_code__in=list(codes), activities__gt=0)
    return [
        Row(one.place_code, one.intervention, one.group, one.unit,
            **{name: getattr(one, name) for name in SUMS})
        for one in stored
    ]  # fmt: skip


def _sums(place: str, year: int, length: int, line: Line | None = None) -> list[Row]:
    """Rows cut to codes of a length, added up. What is planned above that length is not among
    them."""
    village = LENGTHS["desa"]
    mine = Balance.objects.filter(within("place_code", place), year=year)
    if line is not None:
        mine = mine.filter(intervention=line[0], group=line[1])
    grouped = (
        mine.annotate(cut=Substr("place_code", 1, length), deep=Length("place_code"))
        .filter(deep__gte=length)
        .annotate(low=Case(When(deep__gte=village, then=Value(1)), default=Value(0)))
        .order_by()
        .values("cut", "low", "intervention", "group")
        .annotate(
            needed=Sum("need"), known=Count("need"), atleast=Count("pk", filter=Q(least=True)),
            oldest=Min("as_of"),
            # as plain numbers: making a Decimal of each costs more than the sums themselves
            **{f"s_{name}": Sum(name, output_field=FloatField()) for name in SUMS},
        )
    )  # fmt: skip
    halves: dict[tuple[str, Line], dict[int, dict[str, Any]]] = defaultdict(dict)
    each: Iterable[Any] = grouped
    for one in each:
        for name in SUMS:
            one[f"s_{name}"] = _exact(one[f"s_{name}"], name)
        halves[one["cut"], (one["intervention"], one["group"])][one["low"]] = one
    many = _villages(place, length)
    units = {code: one.unit_id for code, one in words.interventions(timezone.localdate()).items()}
    return [
        _row(cut, held, parts.get(1), parts.get(0), many.get(cut, 0), units.get(held[0], ""))
        for (cut, held), parts in halves.items()
    ]


def _exact(value: float | None, name: str) -> Any:
    """A sum of two decimals at most; rupiah and counts are whole."""
    if name in WHOLE:
        return int(value or 0)
    return Decimal(str(round(float(value), 2))) if value else ZERO


def _villages(place: str, length: int) -> dict[str, int]:
    areas = Area.objects.filter(within("code", place), level=Level.DESA, valid_to=None).order_by()
    counted = areas.annotate(cut=Substr("code", 1, length)).values_list("cut")
    return dict(counted.annotate(n=Count("pk")))


def _row(
    place: str, line: Line, low: dict[str, Any] | None, high: dict[str, Any] | None,
    villages: int, unit: str,
) -> Row:  # fmt: skip
    """Villages and what is planned above them, as one row."""
    parts = [one for one in (low, high) if one is not None]
    told = {name: parts[0][f"s_{name}"] for name in SUMS}
    for one in parts[1:]:
        for name in SUMS:
            told[name] += one[f"s_{name}"]
    if low is None or low["needed"] is None:
        return Row(place, *line, unit, villages=villages, **told)
    free = high["s_planned"] + high["s_supported"] if high else ZERO
    known, least = low["known"], bool(low["atleast"])
    spare = ZERO if least or known < villages else max(ZERO, free - low["s_unplanned"])
    told["unplanned"] = max(ZERO, low["s_unplanned"] - free)
    told["over"] = low["s_over"] + spare
    return Row(
        place, *line, unit, low["needed"], known, villages, least or known < villages,
        low["oldest"], **told,
    )  # fmt: skip


@dataclass
class _Names:
    """Words and owners of rows, read once."""

    on: dt.date
    owners: Owners = field(init=False)

    def __post_init__(self) -> None:
        self.owners = Owners(self.on)
        self.catalogue = words.interventions(self.on)
        self.names = words.intervention_names(self.on)
        self.groups = words.groups(self.on)
        english = said.english()
        self.who = {
            (one.intervention, one.group): one.who_en if english else one.who_id
            for one in reference.load().needs(self.on)
        }
        self.order = {code: number for number, code in enumerate(self.catalogue)}

    def owner(self, intervention: str, place: str) -> Office | None:
        """The first office among the owners the catalogue names that answers for the place."""
        entry = self.catalogue.get(intervention)
        found = (self.owners.of(role, place) for role in (entry.owner if entry else ()))
        return next((one for one in found if one is not None), None)


def named(found: list[Row], on: dt.date) -> list[Row]:
    """Rows with their words and owners, in the order of the catalogue."""
    names = _Names(on)
    made = [
        replace(
            one, name=names.names.get(one.intervention, one.intervention),
            group_name=names.groups.get(one.group, one.group), who=names.who.get(one.line, ""),
            owner=names.owner(one.intervention, one.place),
        )
        for one in found
    ]  # fmt: skip
    last = len(names.order)
    return sorted(
        made, key=lambda one: (one.place, names.order.get(one.intervention, last), one.group)
    )
