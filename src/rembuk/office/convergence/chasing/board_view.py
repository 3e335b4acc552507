"""What the chase board shows: one reading for page, paper and workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.convergence import queries
from rembuk.office.convergence.chasing import asked as chased
from rembuk.office.convergence.chasing import board_read, deadlines, overdue
from rembuk.office.convergence.chasing.asked import Told
from rembuk.office.convergence.chasing.deadlines import Deadline
from rembuk.office.convergence.chasing.heat import Heat
from rembuk.office.convergence.models import Year
from rembuk.office.convergence.queries import Line
from rembuk.office.convergence.turns import waiting
from rembuk.office.convergence.turns.waiting import Wait
from rembuk.office.ledger.states import LIVE, OPEN
from rembuk.office.places.queries import place_names


@dataclass(frozen=True)
class OfficeLine:
    """An office on the board: its cells, and when it was last asked."""

    line: Line
    told: Told | None
    days: int | None

    @property
    def owes(self) -> int:
        """Empty cells it owes itself."""
        return self.line.empty - self.line.waiting


@dataclass(frozen=True)
class Promised:
    """Promises about empty cells: running, past due, called done and waiting for their judge."""

    running: int
    late: int
    waiting: int


@dataclass(frozen=True)
class Fallen:
    """Cells whose deadline has passed, and how many of them are filled."""

    expected: int
    filled: int

    @property
    def percent(self) -> int | None:
        """Cut, not rounded: 100 only when nothing lacks."""
        return 100 * self.filled // self.expected if self.expected else None


@dataclass(frozen=True)
class Board:
    """The whole board of a year on a day."""

    year: Year
    on: dt.date
    period: str
    kecamatan: str
    total: Line
    fallen: Fallen
    offices: tuple[OfficeLine, ...]
    places: tuple[Line, ...]
    heat: Heat
    indicators: dict[str, str]
    place_names: dict[str, str]
    deadlines: tuple[Deadline, ...]
    promised: Promised
    waits: tuple[Wait, ...]

    @property
    def worst(self) -> OfficeLine | None:
        """The office to ask first: most cells past due, else most empty ones due soon."""
        late = [one for one in self.offices if one.line.overdue and one.line.code]
        return max(late, key=lambda one: one.line.overdue, default=None)

    @property
    def to_remind(self) -> tuple[OfficeLine, ...]:
        """Offices with something past due that nobody asked within the rule's days."""
        days = int(reference.load().number("konvergensi.remind_days", self.on))
        return tuple(
            one
            for one in self.offices
            if one.line.code and one.line.overdue and (one.days is None or one.days >= days)
        )


def board(
    year: Year,
    on: dt.date,
    *,
    period: str = "",
    kecamatan: str = "",
    with_steps: bool = True,
    with_waits: bool = True,
) -> Board:
    """Read the board of a year (of one period, of one kecamatan)."""
    read = board_read.read(year, on, period=period, kecamatan=kecamatan)
    found = read.heat()
    lines = read.lines("office", queries.line_names(year, "office"))
    places = read.lines("kecamatan", queries.line_names(year, "kecamatan"))
    days = deadlines.of_cells(year, on, [kecamatan] if kecamatan else None)
    if with_steps:
        days += deadlines.of_steps(year, on)
    told = chased.last(year)
    return Board(
        year, on, period, kecamatan,
        read.total(_("Seluruhnya")), Fallen(*read.fallen), _offices(lines, told, on),
        tuple(places), found, queries.indicator_names(year), place_names(found.columns),
        tuple(deadlines.ahead(days)), _promised(year, on),
        tuple(waiting.waits(year, on, [kecamatan] if kecamatan else None)) if with_waits else (),
    )  # fmt: skip


def _offices(lines: Sequence[Line], told: dict[str, Told], on: dt.date) -> tuple[OfficeLine, ...]:
    """Offices by how much is past due, then by how much is empty."""
    found = [
        OfficeLine(line, one := told.get(line.code), one.days(on) if one else None)
        for line in lines
    ]
    return tuple(sorted(found, key=lambda one: (-one.line.overdue, -one.owes, one.line.name)))


def _promised(year: Year, on: dt.date) -> Promised:
    rows = overdue.promises(year)
    open_ = rows.filter(state__in=OPEN)
    return Promised(
        open_.count(), open_.filter(due__lt=on).count(),
        rows.filter(state__in=set(LIVE) - set(OPEN)).count(),
    )  # fmt: skip
