"""Promises of a year that fell due, and the activities among them: planned against realised.

Kept: called done by its due day and judged by another. A promise called off is not counted; one
carried over, refused or still open past its day was not kept.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from statistics import median
from typing import Any, Final

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from rembuk.office.convergence.models import Year
from rembuk.office.ledger.models import Change, Promise
from rembuk.office.ledger.models.promise import InterventionKind, SourceKind
from rembuk.office.ledger.states import OPEN, State
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within
from rembuk.office.seats.models import Office

IN_TIME: Final = Q(state=State.VERIFIED, finished_day__lte=F("due"))


@dataclass(frozen=True)
class Kept:
    """How promises were kept. `late`: done and judged, after the day; `waiting`: called done, not
    judged; `broken`: still open past the day; `worst`: days of the oldest of these."""

    due: int = 0
    kept: int = 0
    late: int = 0
    waiting: int = 0
    broken: int = 0
    refused: int = 0
    carried: int = 0
    cancelled: int = 0
    oldest: dt.date | None = None

    @property
    def percent(self) -> float | None:
        """Kept of those due; None of none."""
        return 100 * self.kept / self.due if self.due else None

    def worst(self, on: dt.date) -> int:
        """Days past the due day of the oldest that is still open."""
        return (on - self.oldest).days if self.oldest else 0

    def __add__(self, other: Kept) -> Kept:
        days = [one.oldest for one in (self, other) if one.oldest]
        sums = {
            one.name: getattr(self, one.name) + getattr(other, one.name)
            for one in fields(self) if one.name != "oldest"
        }  # fmt: skip
        return Kept(**sums, oldest=min(days, default=None))


@dataclass(frozen=True)
class Money:
    """Budget and spending of activities; `without`: those that name no budget."""

    activities: int = 0
    budget: int = 0
    spent: int = 0
    without: int = 0

    @property
    def percent(self) -> float | None:
        """Spent of budget; None where there is none."""
        return 100 * self.spent / self.budget if self.budget else None

    def __add__(self, other: Money) -> Money:
        return Money(
            self.activities + other.activities, self.budget + other.budget,
            self.spent + other.spent, self.without + other.without,
        )  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Promises of an office or of a kind."""

    code: str
    name: str
    kept: Kept
    money: Money


@dataclass(frozen=True)
class Volume:
    """Planned volume of a unit, and of that what was judged done."""

    unit: str
    planned: Decimal
    done: Decimal


@dataclass(frozen=True)
class Activity:
    """One activity of the year: nothing of a person."""

    number: str
    public_id: str
    title: str
    office: str
    place: str
    kind: str
    volume: Decimal | None
    unit: str
    budget: int | None
    spent: int
    percent: int
    due: dt.date
    state: str
    state_words: str
    late: int
    obstacle: str


@dataclass(frozen=True)
class Promised:
    """All of it. `late_days`: the median of those kept late; `moved`: how many due days were put
    off; `unnamed`: activities for a person or family, counted and not listed."""

    total: Kept
    offices: tuple[Group, ...]
    kinds: tuple[Group, ...]
    sources: tuple[Group, ...]
    volumes: tuple[Volume, ...]
    activities: tuple[Activity, ...]
    unnamed: int
    late_days: float | None
    moved: int

    @property
    def money(self) -> Money:
        """Of every activity."""
        return sum((one.money for one in self.kinds), Money())

    def source(self, code: str) -> Kept:
        """Those of one source."""
        return next((one.kept for one in self.sources if one.code == code), Kept())


def rows_of(year: Year, place: str) -> QuerySet[Promise]:
    """Promises of a place that are due in the year."""
    return Promise.objects.filter(
        within("place_code", place), due__gte=dt.date(year.year, 1, 1),
        due__lte=dt.date(year.year, 12, 31),
    )  # fmt: skip


def kept(year: Year, place: str, on: dt.date) -> Kept:
    """Of everything, in one line."""
    return sum((one for _key, one, _money in _sums(rows_of(year, place), on)), Kept())


def promised(year: Year, place: str, on: dt.date) -> Promised:
    """Promises of a place in a year as they stand on a day."""
    rows = rows_of(year, place)
    sums = _sums(rows, on)
    names = {one.pk: one for one in Office.objects.in_bulk({key[0] for key, *_ in sums}).values()}
    kinds, sources = dict(InterventionKind.choices), dict(SourceKind.choices)
    late = list(_dated(rows).filter(state=State.VERIFIED, finished_day__gt=F("due")).values_list(
        "finished_day", "due"))  # fmt: skip
    moved = Change.objects.filter(
        promise__in=rows, act="ubah", changes__has_key="due"
    ).values("promise").distinct().count()  # fmt: skip
    named = _activities(rows).filter(person=None, family=None, audience="terbuka")
    offices = _grouped(((names[key[0]].code, names[key[0]].name), k, m) for key, k, m in sums)
    return Promised(
        sum((one for _key, one, _money in sums), Kept()),
        tuple(sorted(offices, key=lambda one: one.name)),
        _grouped(((key[1], str(kinds.get(key[1], key[1]))), k, m) for key, k, m in sums),
        _grouped(((key[2], str(sources.get(key[2], key[2]))), k, m) for key, k, m in sums),
        _volumes(_activities(rows)), _listed(named, on),
        _activities(rows).count() - named.count(),
        median((done - due).days for done, due in late) if late else None, moved,
    )  # fmt: skip


def _dated(rows: QuerySet[Promise]) -> Any:
    return rows.annotate(finished_day=TruncDate("finished_at")).order_by()


def _activities(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    """Not the filling of cells, and not what was called off or has a successor."""
    return rows.exclude(source_kind=SourceKind.INDICATOR).exclude(
        state__in=(State.CANCELLED, State.REFUSED, State.CARRIED)
    )


def _sums(rows: QuerySet[Promise], on: dt.date) -> list[tuple[tuple[int, str, str], Kept, Money]]:
    """By office, kind and source."""
    past = Q(due__lte=on)
    open_ = Q(state__in=OPEN, due__lt=on)
    work = ~Q(source_kind=SourceKind.INDICATOR) & ~Q(
        state__in=(State.CANCELLED, State.REFUSED, State.CARRIED)
    )
    found = (
        _dated(rows)
        .values("owner", "kind", "source_kind")
        .annotate(
            n_due=Count("pk", filter=past & ~Q(state=State.CANCELLED)),
            n_kept=Count("pk", filter=past & IN_TIME),
            n_late=Count("pk", filter=past & Q(state=State.VERIFIED) & ~IN_TIME),
            n_waiting=Count("pk", filter=past & Q(state=State.DONE)),
            n_broken=Count("pk", filter=open_),
            n_refused=Count("pk", filter=past & Q(state=State.REFUSED)),
            n_carried=Count("pk", filter=past & Q(state=State.CARRIED)),
            n_cancelled=Count("pk", filter=past & Q(state=State.CANCELLED)),
            first=Min("due", filter=open_),
            n_work=Count("pk", filter=work),
            planned=Sum("budget", filter=work, default=0),
            used=Sum("spent", filter=work, default=0),
            bare=Count("pk", filter=work & Q(budget__isnull=True)),
        )
    )
    return [
        (
            (row["owner"], row["kind"], row["source_kind"]),
            Kept(
                row["n_due"], row["n_kept"], row["n_late"], row["n_waiting"], row["n_broken"],
                row["n_refused"], row["n_carried"], row["n_cancelled"], row["first"],
            ),
            Money(row["n_work"], row["planned"], row["used"], row["bare"]),
        )
        for row in found
    ]  # fmt: skip


def _grouped(rows: Iterable[tuple[tuple[str, str], Kept, Money]]) -> tuple[Group, ...]:
    held: dict[tuple[str, str], tuple[Kept, Money]] = defaultdict(lambda: (Kept(), Money()))
    for key, one, money in rows:
        before = held[key]
        held[key] = (before[0] + one, before[1] + money)
    return tuple(Group(code, name, *sums) for (code, name), sums in held.items())


def _volumes(rows: QuerySet[Promise]) -> tuple[Volume, ...]:
    found = (
        rows.filter(volume__isnull=False)
        .order_by("unit")
        .values("unit")
        .annotate(
            planned=Sum("volume"),
            done=Sum("volume", filter=Q(state=State.VERIFIED), default=Decimal(0)),
        )
    )
    return tuple(Volume(row["unit"], row["planned"], row["done"]) for row in found)


def _listed(rows: QuerySet[Promise], on: dt.date) -> tuple[Activity, ...]:
    found = list(rows.select_related("owner").order_by("owner__name", "due", "number"))
    names = dict(
        Area.objects.filter(code__in={one.place_code[:13] for one in found})
        .values_list("code", "name")
    )  # fmt: skip
    return tuple(
        Activity(
            one.number, one.public_id, one.title, one.owner.name,
            names.get(one.place_code[:13], one.place_code), str(one.get_kind_display()),
            one.volume, one.unit, one.budget, one.spent, one.percent, one.due, one.state,
            str(one.get_state_display()), one.days_late(on), one.obstacle,
        )
        for one in found
    )  # fmt: skip
