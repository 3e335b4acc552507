"""The board as its page shows it: rows with their broken links in words, and the places below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from rembuk.office.places.models import Area
from rembuk.office.places.numbers import on_paper
from rembuk.office.programmes import balance
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.balance import Hole, Row
from rembuk.office.programmes.board.rows import Line

VILLAGE: Final = 13


def volume(number: Decimal | int | None) -> str:
    """A volume without needless decimals: `1.250`, `2,5`; a dash where there is none."""
    if number is None:
        return "–"
    whole = number == int(number)
    return on_paper(float(number), 0 if whole else 2)


@dataclass(frozen=True)
class Link:
    """One broken link: its shape, how much, and what it is."""

    shape: str
    text: str


@dataclass(frozen=True)
class Shown:
    """A row with its volumes and broken links in words."""

    row: Row
    need: str
    planned: str
    budgeted: str
    delivered: str
    supported: str
    verified: str
    links: tuple[Link, ...]

    @property
    def key(self) -> str:
        """How the page asks for this line."""
        return f"{self.row.intervention}.{self.row.group}"


def shown(row: Row) -> Shown:
    """One row in words."""
    return Shown(
        row, volume(row.need), volume(row.planned), volume(row.budgeted), volume(row.delivered),
        volume(row.supported), volume(row.verified), tuple(_links(row)),
    )  # fmt: skip


def _links(row: Row) -> Iterable[Link]:
    n = volume
    if row.unplanned:
        yield Link("soon", _("%s belum direncanakan") % n(row.unplanned))
    if row.unbudgeted:
        yield Link("wait", _("%s belum dianggarkan") % n(row.unbudgeted))
    if row.undelivered:
        yield Link("run", _("%s belum tersalur") % n(row.undelivered))
    if row.over:
        yield Link("soon", _("%s melebihi kebutuhan") % n(row.over))
    if row.need is not None and not (row.unplanned or row.unbudgeted or row.undelivered):
        yield Link("done", _("tertutup") if row.need else _("tidak ada yang membutuhkan"))


@dataclass
class Below:
    """A place one level down: how many interventions have a hole there, too much, and rupiah;
    `known` how many have a need that is known: where none has, no hole means nothing."""

    area: Area
    holes: int = 0
    over: int = 0
    known: int = 0
    planned_amount: int = 0
    budgeted_amount: int = 0
    spent_amount: int = 0
    row: Shown | None = None


@dataclass(frozen=True)
class Board:
    """Everything of the page."""

    area: Area
    rows: tuple[Shown, ...]
    below: tuple[Below, ...]
    chosen: Shown | None
    holes: tuple[Hole, ...]
    above: tuple[Row, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """Rows with need that nothing is planned for."""
        return sum(bool(one.row.unplanned) for one in self.rows)

    @property
    def excess(self) -> int:
        """Rows with too much."""
        return sum(bool(one.row.over) for one in self.rows)

    @property
    def planned_amount(self) -> int:
        """Rupiah planned."""
        return sum(one.row.planned_amount for one in self.rows)

    @property
    def budgeted_amount(self) -> int:
        """Rupiah in a budget."""
        return sum(one.row.budgeted_amount for one in self.rows)

    @property
    def spent_amount(self) -> int:
        """Rupiah spent."""
        return sum(one.row.spent_amount for one in self.rows)

    @property
    def village(self) -> bool:
        """Whether it is a village's."""
        return len(self.area.code) == VILLAGE


def board(who: Reader, area: Area, *, group: str = "", line: str = "", gaps: bool = False) -> Board:
    """The board of a place, narrowed to a group, a line (`intervention.group`) or its holes."""
    found, low = balance.both(area.code, who.year, who.on)
    rows = [one for one in found if not group or one.group == group]
    if gaps:
        rows = [one for one in rows if one.unplanned or one.unbudgeted or one.over]
    every = tuple(shown(one) for one in rows)
    chosen = next((one for one in every if one.key == line), None)
    village = len(area.code) == VILLAGE
    held = tuple(balance.of_rows(rows, area.code, who.year, who.on)) if village else ()
    return Board(
        area, every, () if village else _below(who, area, low, chosen.row.line if chosen else None),
        chosen, held, tuple(balance.above(area.code, who.year, who.on)) if village else (),
    )  # fmt: skip


def _below(who: Reader, area: Area, low: Iterable[Row], line: Line | None) -> tuple[Below, ...]:
    """Places one level down that the reader may see, by name."""
    mine = [one for one in low if line is None or one.line == line]
    if line is not None:
        mine = balance.named(mine, who.on)
    areas = Area.objects.filter(parent=area.code, valid_to=None).order_by("name")
    seen = [one for one in areas if who.rights.may("rencana", one.code)]
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in mine:
        rows[row.place].append(row)
    found = []
    for one in seen:
        made = Below(one)
        for row in rows.get(one.code, ()):
            made.holes += bool(row.unplanned)
            made.over += bool(row.over)
            made.known += row.need is not None
            made.planned_amount += row.planned_amount
            made.budgeted_amount += row.budgeted_amount
            made.spent_amount += row.spent_amount
            made.row = shown(row) if line is not None else None
        found.append(made)
    return tuple(found)
