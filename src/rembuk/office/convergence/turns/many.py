"""One act of the chain on several groups at once: accept, approve, lock, return. What somebody else
moved since the page was made is left and told cell by cell; the service holds the rest of the law,
also that nobody plays two parts in the chain of a cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from rembuk.office.convergence import queries, told
from rembuk.office.convergence.chain import Left
from rembuk.office.convergence.models import Cell, CellEvent, Year
from rembuk.office.convergence.turns.view import Group
from rembuk.office.places.queries import place_names

NEXT: Final = {"diajukan": ("terima", "setujui"), "diterima": ("setujui",), "disetujui": ("kunci",)}
"""State -> acts that may move it on; which of them holds is the scheme's."""


@dataclass(frozen=True)
class LeftLine:
    """A cell the act was not done on, in words."""

    indicator: str
    name: str
    period: str
    period_words: str
    place: str
    place_name: str
    words: str


def acts(groups: Iterable[Group]) -> list[str]:
    """Acts that move on what waits, in the order of the chain."""
    states = {one.state_code for one in groups}
    cells = {"" if not one.kecamatan else "desa" for one in groups}
    found = {act for state in states for act in NEXT.get(state, ())}
    if "diajukan" in states:
        # a cell of the district goes from handed in to approved; one of a village is accepted first
        found -= {"terima"} if "desa" not in cells else set()
        if "" not in cells and "diterima" not in states:
            found -= {"setujui"}
    return [act for act in ("terima", "setujui", "kunci") if act in found]


def moment(year: Year) -> int:
    """The newest act on any cell of the year: what a page made now has seen."""
    rows = CellEvent.objects.filter(cell__year=year).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def chosen(
    year: Year, waiting: QuerySet[Cell], keys: Collection[str] | None, seen: int
) -> tuple[QuerySet[Cell], dict[int, int]]:
    """Cells of the groups a form ticked (`keys` None: everything that waits), and versions: a cell
    that was moved after `seen` is there with one that is no longer true, so that it is told."""
    here = Q(pk__in=[])
    states: dict[tuple[str, ...], str] = {}
    for key in keys or ():
        if key.count("|") == 3:
            indicator, period, kecamatan, state = key.split("|")
            here |= Q(indicator=indicator, period=period, kecamatan=kecamatan)
            states[indicator, period, kecamatan] = state
    cells = waiting if keys is None else queries.cells_of(year).filter(here)
    events = CellEvent.objects.filter(pk__gt=seen, cell__in=cells.order_by().values("pk"))
    moved = set(events.values_list("cell_id", flat=True))
    pks, versions = [], {}
    rows = cells.values_list("pk", "indicator", "period", "kecamatan", "state", "version")
    for pk, indicator, period, kecamatan, state, version in rows:
        if pk in moved:
            versions[pk] = version - 1
        elif keys is not None and state != states[indicator, period, kecamatan]:
            continue
        pks.append(pk)
    return Cell.objects.filter(pk__in=pks), versions


def left_lines(left: Iterable[Left]) -> list[LeftLine]:
    """Cells that stayed, in words, by indicator and place."""
    rows = list(left)
    if not rows:
        return []
    names = queries.indicator_names(rows[0].cell.year)
    places = place_names(one.cell.place_code for one in rows)
    found = [
        LeftLine(
            one.cell.indicator, names.get(one.cell.indicator, one.cell.indicator), one.cell.period,
            told.period_words(one.cell.period), one.cell.place_code,
            places.get(one.cell.place_code, one.cell.place_code), one.words,
        )
        for one in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.words, one.name, one.period, one.place))
