"""Months long since locked, written at once: what the acts of the chain would have left, line by
line, in the order of the scheme and by the accounts that have the duty."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from rembuk.demo.convergence.people import APPROVES, CHECKS, OPERATORS, checkers
from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.convergence import tallies, writing
from rembuk.office.convergence.chain import LEVEL_OF
from rembuk.office.convergence.models import Cell, CellEvent, CellState, Status, Year
from rembuk.office.intake import bulk
from rembuk.reference import load
from rembuk.reference.indicators import Level
from rembuk.reference.schemes import Act, Scheme, Stage

ONWARD: Final[tuple[Act, ...]] = ("ajukan", "terima", "setujui", "kunci")
STEP: Final = dt.timedelta(days=2)


def lock(year: Year, periods: Sequence[str], who: Mapping[str, Account], day: dt.date) -> None:
    """Lock what is filled and not in doubt; each step two days after the one before."""
    ways = {level: _way(load().scheme(year.scheme), level) for level in LEVEL_OF.values()}
    crew = _Crew(who)
    begun = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    batches: dict[tuple[str, int], str] = defaultdict(new)
    lines: list[tuple[Any, ...]] = []
    moved: list[tuple[Any, ...]] = []
    ready = Cell.objects.filter(
        Q(doubt="") | Q(explained=True), year=year, period__in=periods, retired=False,
        state=CellState.OPEN,
    ).exclude(status=Status.EMPTY)  # fmt: skip
    for pk, place, kecamatan, role, top, below, status, version in ready.values_list(
        "pk", "place_code", "kecamatan", "office__role", "numerator", "denominator", "status",
        "version",
    ):  # fmt: skip
        state, batch = str(CellState.OPEN.value), ""
        for number, (act, stage) in enumerate(ways[LEVEL_OF[place.count(".")]]):
            account = crew.of(stage, role, kecamatan)
            if account is None:
                break
            batch = batches[act, account.pk]
            after = {
                "keadaan": stage.to_state, "peran": stage.part, "tingkat": list(stage.levels),
                "pembilang": top, "penyebut": below, "status": status,
            }  # fmt: skip
            at = begun + number * STEP
            lines.append((at, account.pk, act, "", {"keadaan": state}, after, pk, batch))
            state, version = stage.to_state, version + 1
        if batch:
            moved.append((state, batch, version, begun, pk))
    bulk.insert(CellEvent, ("at", "by", "act", "reason", "before", "after", "cell", "batch"), lines)
    writing.update_cells(("state", "batch", "version", "submitted_at"), moved)
    tallies.recount(year, periods)


def _way(scheme: Scheme, level: Level) -> list[tuple[Act, Stage]]:
    """The stages from open to locked for cells of a level."""
    state, way = str(CellState.OPEN.value), []
    for act in ONWARD:
        for stage in scheme.stages(act, level):
            if state in stage.from_states:
                way.append((act, stage))
                state = stage.to_state
                break
    return way


class _Crew:
    """Who plays a part for a cell."""

    def __init__(self, who: Mapping[str, Account]) -> None:
        self.who, self.check, self.head = who, checkers(), checkers(head=True)

    def of(self, stage: Stage, role: str | None, kecamatan: str) -> Account | None:
        """The account of a stage; None when the demo has named none."""
        if stage.part == "operator":
            return self.who.get(OPERATORS.get(role or "", ""))
        checks = stage.part == "verifikator"
        if stage.levels == ("kecamatan",):
            return (self.check if checks else self.head).get(kecamatan)
        return self.who[CHECKS if checks else APPROVES]
