"""Figures typed day by day, periods opened, batches handed up: the bulk ways of the services."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from rembuk.demo.clock import standing_at
from rembuk.demo.convergence.people import APPROVES, CHECKS, OPERATORS, checkers
from rembuk.office.access.models import Account
from rembuk.office.convergence import cells, chain, figures, opening, years
from rembuk.office.convergence.figures import Entry
from rembuk.office.convergence.models import Cell, CellState, Status, Year
from rembuk.office.convergence.periods import all_of_year
from rembuk.reference.schemes import Act

DECIDED = 2
"""Days between two steps of a batch through the chain."""


@dataclass
class Typed:
    """Entries by the day they were typed on and the role of the office that did."""

    entries: dict[tuple[dt.date, str], list[Entry]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, day: dt.date, role: str, entry: Entry) -> None:
        """One more entry of a day."""
        self.entries[day, role].append(entry)

    def write(self, district: str, who: Mapping[str, Account], until: dt.date) -> None:
        """Let each office type its figures on its days, as far as the days have come."""
        for (day, role), rows in sorted(self.entries.items(), key=lambda one: one[0]):
            if day <= until:
                with standing_at(day, 10):
                    figures.load(
                        rows, who[OPERATORS[role]], district=district, source="layar",
                        history=False, recount=False,
                    )  # fmt: skip


def open_all(year: Year, places: Collection[str], day: dt.date) -> None:
    """Open every period of a year for the places of the demo, before anything is filled."""
    with standing_at(day):
        villages = [code for code in places if code.count(".") == 3]
        year = years.ask_of(year, villages, None, "Daerah contoh: hanya desa yang punya data.")
        for one in all_of_year(year.year):
            opening.open_period(year, one.code, places)


def draw(year: Year, day: dt.date) -> None:
    """Show in the cells what was typed meanwhile."""
    with standing_at(day):
        cells.refresh(year, [one.code for one in all_of_year(year.year)])


def hand_up(
    year: Year, periods: Sequence[str], who: Mapping[str, Account], day: dt.date, to: CellState
) -> None:
    """Move what is filled and not in doubt up the chain, to `to`, two days a step."""
    rows = Cell.objects.filter(year=year, period__in=periods, retired=False)
    fluid = rows.filter(state=CellState.OPEN).exclude(status=Status.EMPTY)
    with standing_at(day):
        for role, username in OPERATORS.items():
            _if_any(who[username], fluid.filter(office__role=role), "ajukan")
    if to == CellState.SUBMITTED:
        return
    villages = rows.exclude(kecamatan="")
    with standing_at(day + dt.timedelta(days=DECIDED)):
        for kecamatan, account in sorted(checkers().items()):
            mine = villages.filter(kecamatan=kecamatan, state=CellState.SUBMITTED)
            _if_any(account, mine, "terima")
    if to == CellState.ACCEPTED:
        return
    with standing_at(day + dt.timedelta(days=2 * DECIDED)):
        if year.scheme == "8-aksi":
            ready = villages.filter(state=CellState.ACCEPTED)
            _if_any(who[CHECKS], ready, "setujui")
        else:
            for kecamatan, account in sorted(checkers(head=True).items()):
                mine = villages.filter(kecamatan=kecamatan, state=CellState.ACCEPTED)
                _if_any(account, mine, "setujui")
        whole = rows.filter(kecamatan="", state=CellState.SUBMITTED)
        _if_any(who[CHECKS], whole, "setujui")
    if to == CellState.APPROVED:
        return
    with standing_at(day + dt.timedelta(days=3 * DECIDED)):
        _if_any(who[APPROVES], rows.filter(state=CellState.APPROVED), "kunci")


def send_back(year: Year, period: str, state: CellState, reason: str, day: dt.date) -> None:
    """The first kecamatan returns one cell of a period."""
    for kecamatan, account in sorted(checkers().items()):
        found = Cell.objects.filter(year=year, period=period, kecamatan=kecamatan, state=state)
        one = found.filter(doubt="").order_by("indicator", "place_code").first()
        if one is not None:
            with standing_at(day, 14):
                chain.return_(account, Cell.objects.filter(pk=one.pk), reason)
            return


def _if_any(account: Account, rows: QuerySet[Cell], what: Act) -> None:
    if rows.exists():
        chain.act(what, account, rows)
