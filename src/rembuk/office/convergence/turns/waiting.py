"""Batches of cells that wait for a verifier or approver: whose turn it is, since when, and who was
reminded. What nobody is named for waits too, and says so."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, F, Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.convergence import queries, years
from rembuk.office.convergence.chain import LEVEL_OF
from rembuk.office.convergence.errors import NotYoursError
from rembuk.office.convergence.models import (
    Cell,
    CellEvent,
    CellState,
    Duty,
    Tally,
    Year,
    YearEvent,
)
from rembuk.office.convergence.periods import period
from rembuk.office.convergence.told import period_words
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import contains
from rembuk.office.seats.models import Holding
from rembuk.reference.indicators import Level as CellLevel
from rembuk.reference.schemes import Act, Stage

ACT: Final = "ingatkan"
"""The line of history of a reminder."""
FORWARD: Final[tuple[Act, ...]] = ("terima", "setujui", "kunci")
PENDING: Final = (CellState.SUBMITTED, CellState.ACCEPTED, CellState.APPROVED)
Turn = tuple[Act, str, str, str]
"""Whose turn: act, part, place of the duty, role of the owner of the cells."""


@dataclass(frozen=True)
class Item:
    """Cells of one indicator, period and kecamatan that wait since a moment."""

    name: str
    period_words: str
    kecamatan: str
    cells: int
    since: dt.datetime
    url: str


@dataclass(frozen=True)
class Person:
    """Somebody whose turn it is: the seat, its office, who holds it today ("" nobody)."""

    seat: int
    title: str
    office: str
    name: str

    @property
    def words(self) -> str:
        """As a person is addressed."""
        return f"{self.name} ({self.title}, {self.office})" if self.name else self.title


@dataclass(frozen=True)
class Wait:
    """Everything that waits for the same people to do the same act in a place."""

    act: Act
    part: str
    place: str
    place_name: str
    people: tuple[Person, ...]
    items: tuple[Item, ...]
    on: dt.date
    reminded: dt.datetime | None = None

    @property
    def key(self) -> str:
        """The same from day to day: act, place, seats."""
        return ":".join((self.act, self.place, *(str(one.seat) for one in self.people)))

    @property
    def cells(self) -> int:
        """Cells in all."""
        return sum(one.cells for one in self.items)

    @property
    def since(self) -> dt.datetime:
        """The moment the oldest came."""
        return min(one.since for one in self.items)

    @property
    def days(self) -> int:
        """Days the oldest waits."""
        return (self.on - timezone.localtime(self.since).date()).days

    @property
    def long(self) -> bool:
        """Whether it waits longer than the rule leaves it."""
        return self.days >= days_left(self.on)


def days_left(on: dt.date) -> int:
    """Days a batch may wait before somebody is reminded."""
    return int(reference.load().number("konvergensi.wait_days", on))


def waits(year: Year, on: dt.date, kecamatan: Collection[str] | None = None) -> list[Wait]:
    """Everything that waits in a year (in some kecamatan), the longest on top."""
    moving = Tally.objects.filter(year=year, submitted__gt=F("locked")).order_by()
    codes = list(moving.values_list("period", flat=True).distinct())
    if not codes:
        return []
    cells = queries.cells_of(year).filter(period__in=codes)
    if kecamatan is not None:
        cells = cells.filter(kecamatan__in=kecamatan)
    held: dict[tuple[Act, str, str, tuple[Person, ...]], list[Item]] = defaultdict(list)
    named = _People(year, on)
    for turn, item in _items(year, cells):
        held[(*turn[:3], named.of(turn))].append(item)
    names = place_names({key[2] for key in held})
    told = last(year)
    found = []
    for (act, part, place, people), items in held.items():
        ordered = tuple(sorted(items, key=lambda one: (one.since, one.name, one.kecamatan)))
        wait = Wait(act, part, place, names.get(place, place), people, ordered, on)
        found.append(wait if wait.key not in told else _with(wait, told[wait.key]))
    return sorted(found, key=lambda one: (one.since, one.place, one.act))


def for_account(year: Year, cells: QuerySet[Cell]) -> list[Item]:
    """Of cells that wait for one account: what, since when, the oldest first."""
    merged: dict[tuple[str, str, str], Item] = {}
    for _turn, item in _items(year, cells):
        key = (item.name, item.period_words, item.kecamatan)
        old = merged.get(key)
        if old is not None:
            item = Item(
                *key, old.cells + item.cells, min(old.since, item.since), item.url
            )  # fmt: skip
        merged[key] = item
    return sorted(merged.values(), key=lambda one: (one.since, one.name, one.kecamatan))


def last(year: Year) -> dict[str, dt.datetime]:
    """Key of a wait -> when it was last reminded of."""
    events = YearEvent.objects.filter(year=year, act=ACT).order_by("at", "pk")
    return {str(one.after.get("antrean", "")): one.at for one in events}


def note(wait: Wait, year: Year, account: Account | None) -> YearEvent:
    """Write down that these people were reminded; `account` None: the rule itself."""
    if account is not None:
        rights = rights_of(account, timezone.localdate())
        if not rights.may("konvergensi-kelola", year.district_code):
            raise NotYoursError(_("Akun ini tidak menagih indikator."), code="hak")
    seats = ", ".join(one.title for one in wait.people)
    return years.note(
        year, account, ACT,
        after={
            "antrean": wait.key, "sel": wait.cells,
            "kantor": f"{seats} ({wait.place_name})" if seats else wait.place_name,
            "sejak": timezone.localtime(wait.since).date().isoformat(),
        },
    )  # fmt: skip


@transaction.atomic
def remind(year: Year, on: dt.date) -> int:
    """What a day brings: whoever lets a batch wait too long is reminded, and again after as many
    days; how many reminders are new. Safe to repeat."""
    locked = years.take(year, None)
    again = days_left(on)
    new = 0
    for wait in waits(locked, on):
        told = wait.reminded
        fresh = told is None or (on - timezone.localtime(told).date()).days >= again
        if wait.long and fresh:
            note(wait, locked, None)
            new += 1
    return new


def meant_for(event: YearEvent, seats: Collection[int]) -> bool:
    """Whether a reminder is addressed to one of these seats; any other event is for everybody."""
    if event.act != ACT:
        return True
    named = str(event.after.get("antrean", "")).split(":")[2:]
    return any(str(seat) in named for seat in seats)


def _with(wait: Wait, told: dt.datetime) -> Wait:
    """A reminder counts while what it was about still waits."""
    stands = told >= wait.since
    return Wait(
        wait.act, wait.part, wait.place, wait.place_name, wait.people, wait.items, wait.on,
        told if stands else None,
    )  # fmt: skip


def _items(year: Year, cells: QuerySet[Cell]) -> Iterable[tuple[Turn, Item]]:
    rows = list(
        cells.filter(state__in=PENDING)
        .order_by()
        .values_list("indicator", "period", "kecamatan", "state", "batch", "office__role")
        .annotate(n=Count("pk"), place=Min("place_code"), handed=Min("submitted_at"))
    )
    since = _moments({row[4] for row in rows})
    names = queries.indicator_names(year)
    places = place_names({row[2] for row in rows})
    stages: dict[tuple[str, str, str], Stage | None] = {}
    for indicator, code, kecamatan, state, batch, role, n, place, handed in rows:
        level = LEVEL_OF.get(place.count("."), "desa")
        if (code, state, level) not in stages:
            stages[code, state, level] = _next(year, code, state, level)
        stage = stages[code, state, level]
        moment = since.get(batch) or handed
        if stage is None or moment is None:
            continue
        mine = kecamatan if "kecamatan" in stage.levels and kecamatan else year.district_code
        query = urlencode({"indikator": indicator, "periode": code, "kecamatan": kecamatan})
        item = Item(
            names.get(indicator, indicator), period_words(code), places.get(kecamatan, ""), n,
            moment, f"{reverse('convergence:group', args=[year.year])}?{query}",
        )  # fmt: skip
        yield (stage.act, stage.part, mine, role or ""), item


def _moments(batches: set[str]) -> dict[str, dt.datetime]:
    """Batch -> when it was moved to where it waits."""
    rows: Any = CellEvent.objects.filter(batch__in=batches - {""}).order_by()
    return dict(rows.values_list("batch").annotate(at=Min("at")))


def _next(year: Year, code: str, state: str, level: CellLevel) -> Stage | None:
    """The stage that moves a cell of this level on from a state."""
    scheme = reference.load().scheme(years.scheme_on(year, period(code).ends))
    for act in FORWARD:
        for stage in scheme.stages(act, level):
            if state in stage.from_states:
                return stage
    return None


class _People:
    """Who has the duty of a turn today, each turn looked up once."""

    def __init__(self, year: Year, on: dt.date) -> None:
        duties = Duty.objects.on(on).filter(district_code=year.district_code)
        self.duties = list(duties.select_related("seat__office"))
        seats = {one.seat_id for one in self.duties}
        held = Holding.objects.on(on).filter(seat__in=seats).order_by("acting", "-valid_from")
        self.names = {one.seat_id: one.name for one in held}  # an acting holder comes last
        self._kept: dict[Turn, tuple[Person, ...]] = {}

    def of(self, turn: Turn) -> tuple[Person, ...]:
        """Seats of a turn, by title."""
        if turn not in self._kept:
            self._kept[turn] = self._look(turn)
        return self._kept[turn]

    def _look(self, turn: Turn) -> tuple[Person, ...]:
        _act, part, place, role = turn
        level = "kecamatan" if place.count(".") == 2 else "kabupaten"
        found = {
            one.seat_id: Person(
                one.seat_id, one.seat.title, one.seat.office.short or one.seat.office.name,
                self.names.get(one.seat_id, ""),
            )
            for one in self.duties
            if one.part == part
            and one.level == level
            and contains(one.place_code, place)
            and one.owner_role in ("", role)
        }  # fmt: skip
        return tuple(sorted(found.values(), key=lambda one: (one.title, one.seat)))
