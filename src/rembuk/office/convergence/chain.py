"""The chain of a cell: submitted, accepted, approved, locked; returned or reopened with a reason.

Which acts there are, from which state to which, and who may, is data of the scheme. Whatever the
scheme says, one account never plays two parts in the chain of a cell, and never moves it on twice
between two returns. Each act on a set of cells has one batch code; cells it cannot be done on are
told one by one and stay as they were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.convergence import cells as drawing
from rembuk.office.convergence import duties, tallies, writing, years
from rembuk.office.convergence.errors import ConvergenceError, StaleError
from rembuk.office.convergence.models import Cell, CellEvent, CellState, Status, Year
from rembuk.office.convergence.periods import period
from rembuk.reference import load
from rembuk.reference.indicators import Level as CellLevel
from rembuk.reference.schemes import Act, Stage

BATCH: Final = 2_000
BACK: Final = ("kembalikan", "buka-lagi")
"""Acts after which the chain of a cell begins again."""
ACTS: Final[tuple[Act, ...]] = (
    "ajukan", "terima", "kembalikan", "setujui", "kunci", "buka-lagi",
)  # fmt: skip
Versions = dict[int, int] | None
"""Cell -> version the form showed."""
LEVEL_OF: Final[dict[int, CellLevel]] = {1: "kabupaten", 2: "kecamatan", 3: "desa"}
"""Dots in a place code -> level of the cell."""


@dataclass(frozen=True)
class Left:
    """A cell the act was not done on, and why."""

    cell: Cell
    code: str
    words: str


@dataclass
class Moved:
    """What an act did: cells moved under one batch code, and those left as they were."""

    batch: str
    done: list[Cell] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def submit(account: Account, cells: QuerySet[Cell], versions: Versions = None) -> Moved:
    """The operator hands in cells that are filled and not in open doubt."""
    return act("ajukan", account, cells, versions=versions)


def accept(account: Account, cells: QuerySet[Cell], versions: Versions = None) -> Moved:
    """The verifier takes them."""
    return act("terima", account, cells, versions=versions)


def return_(account: Account, cells: QuerySet[Cell], reason: str) -> Moved:
    """Back to the operator, and why."""
    return act("kembalikan", account, cells, reason=reason)


def approve(account: Account, cells: QuerySet[Cell], versions: Versions = None) -> Moved:
    """The approver of the district says yes."""
    return act("setujui", account, cells, versions=versions)


def lock(account: Account, cells: QuerySet[Cell], versions: Versions = None) -> Moved:
    """They stand as filed; only reopening changes them."""
    return act("kunci", account, cells, versions=versions)


def reopen(account: Account, cells: QuerySet[Cell], reason: str) -> Moved:
    """A locked or approved cell is worked on again, and why."""
    return act("buka-lagi", account, cells, reason=reason)


@transaction.atomic
def act(
    what: str, account: Account, cells: QuerySet[Cell], *, reason: str = "",
    versions: Versions = None,
) -> Moved:  # fmt: skip
    """Do one act of the chain on cells of one year. `versions`: cell pk -> version the form showed;
    a cell changed since is left with the reason."""
    doing = _known(what)
    moved = Moved(new())
    year = _year(cells)
    if year is None:
        return moved
    years.running(year)
    chosen = _held(year, cells)
    keys = {(one.period, one.indicator, one.kecamatan) for one in chosen}
    if chosen:
        bench = _Bench(doing, account, year, reason, chosen)
        for cell in chosen:
            left = bench.why_not(cell, (versions or {}).get(cell.pk))
            if left is None:
                moved.done.append(cell)
            else:
                moved.left.append(left)
        _move(doing, account, moved, reason, bench)
        _after(doing, year, moved, keys)
    return moved


def open_acts(account: Account, cell: Cell) -> list[Act]:
    """Acts this account may do on a cell as it stands now."""
    found: list[Act] = []
    for what in ACTS:
        bench = _Bench(what, account, cell.year, "-", [cell])
        if bench.why_not(cell, None) is None:
            found.append(what)
    return found


class _Bench:
    """Looks at one cell at a time, with duties and earlier acts read once."""

    def __init__(
        self, what: Act, account: Account, year: Year, reason: str, chosen: Sequence[Cell]
    ) -> None:
        self.what, self.account, self.reason = what, account, reason.strip()
        self.standing = duties.standing(account)
        self.year = year
        self._stages: dict[tuple[str, str], tuple[Stage, ...]] = {}
        self.past = _past([one.pk for one in chosen], account)
        self.stage: dict[int, Stage] = {}

    def why_not(self, cell: Cell, version: int | None) -> Left | None:
        """Why the act cannot be done on a cell; None when it can."""
        if version is not None and cell.version != version:
            return Left(cell, "basi", " ".join(StaleError(cell.version).messages))
        stages = self.stages(cell)
        fitting = [one for one in stages if cell.state in one.from_states]
        if not fitting:
            return Left(
                cell, "keadaan",
                _("Sel ini %(state)s; langkah itu belum atau tidak lagi dapat dilakukan.")
                % {"state": str(CellState(cell.state).label).lower()},
            )  # fmt: skip
        if any(one.reason for one in fitting) and not self.reason:
            return Left(cell, "alasan", _("Tulis alasannya."))
        role = cell.office.role if cell.office else ""
        mine = [
            one for one in fitting if self.standing.has(one.part, cell.place_code, role, one.levels)
        ]
        if not mine:
            return Left(cell, "tugas", duties.lacking(fitting[0].part))
        free = [one for one in mine if self._free(cell, one)]
        if not free:
            return Left(
                cell,
                "orang-sama",
                _("Akun ini sudah berperan lain dalam rantai sel ini. Harus orang lain."),
            )
        if self.what == "ajukan" and (left := _unready(cell)):
            return left
        self.stage[cell.pk] = free[0]
        return None

    def stages(self, cell: Cell) -> tuple[Stage, ...]:
        """The stages of the act for the level of a cell, under the scheme of its period."""
        level = LEVEL_OF.get(cell.place_code.count("."), "desa")
        key = (cell.period, level)
        if key not in self._stages:
            scheme = load().scheme(years.scheme_on(self.year, period(cell.period).ends))
            self._stages[key] = scheme.stages(self.what, level)
        return self._stages[key]

    def _free(self, cell: Cell, stage: Stage) -> bool:
        """Whether the account played no other part in this cell's chain, and has not moved it on
        since the chain last began again. Sending back is open to who moved it last."""
        parts, acted = self.past.get(cell.pk, (frozenset(), False))
        return parts <= {_part(stage)} and (self.what in BACK or not acted)


def _unready(cell: Cell) -> Left | None:
    if cell.retired:
        return Left(cell, "sisih", _("Sel ini tidak lagi diminta skema tahun ini."))
    if cell.status == Status.EMPTY:
        if cell.numerator is not None:
            return Left(cell, "kosong", _("Penyebut sel ini belum diisi pemiliknya."))
        return Left(cell, "kosong", _("Sel ini masih kosong. Isi 0 bila memang nol."))
    if cell.doubt and not cell.explained:
        return Left(cell, "ragu", _("Sel ini meragukan. Perbaiki angkanya atau tulis sebabnya."))
    return None


def _part(stage: Stage) -> tuple[str, str]:
    """A part of the chain: its name and the level it is held at."""
    return stage.part, "/".join(stage.levels)


def _past(cells: list[int], account: Account) -> dict[int, tuple[frozenset[tuple[str, str]], bool]]:
    """Cell -> parts the account ever played in its chain, and whether it acted in this round."""
    parts: dict[int, set[tuple[str, str]]] = defaultdict(set)
    acted: dict[int, bool] = defaultdict(bool)
    for start in range(0, len(cells), BATCH):
        lines = CellEvent.objects.filter(cell__in=cells[start : start + BATCH]).order_by("pk")
        for cell, by, what, after in lines.values_list("cell_id", "by_id", "act", "after"):
            if what in BACK:
                acted[cell] = False
            elif by == account.pk:
                acted[cell] = True
            if by == account.pk and "peran" in after:
                parts[cell].add((str(after["peran"]), "/".join(after["tingkat"])))
    return {cell: (frozenset(parts[cell]), acted[cell]) for cell in {*parts, *acted}}


def _known(what: str) -> Act:
    """An act of the chain; a form may send anything."""
    for one in ACTS:
        if one == what:
            return one
    raise ConvergenceError(_("Langkah itu tidak dikenal."), code="langkah")


def _year(cells: QuerySet[Cell]) -> Year | None:
    found = list(Year.objects.filter(pk__in=cells.order_by().values("year").distinct())[:2])
    if len(found) > 1:
        raise ConvergenceError(_("Sel dari dua tahun tidak diajukan bersama."), code="dua-tahun")
    return found[0] if found else None


def _held(year: Year, cells: QuerySet[Cell]) -> list[Cell]:
    """The cells, locked; their tallies first, as every writer does."""
    scope = list(cells.order_by().values_list("period", "indicator", "kecamatan").distinct())
    tallies.hold(
        year, {one[0] for one in scope}, {one[1] for one in scope}, {one[2] for one in scope}
    )
    rows = Cell.objects.select_for_update(of=("self",)).filter(pk__in=cells.order_by().values("pk"))
    return list(rows.select_related("office").order_by("pk"))


def _move(what: Act, account: Account, moved: Moved, reason: str, bench: _Bench) -> None:
    now = timezone.now()
    lines = []
    for cell in moved.done:
        stage = bench.stage[cell.pk]
        lines.append(
            CellEvent(
                cell=cell, by=account, act=what, reason=reason.strip(), batch=moved.batch,
                before={"keadaan": cell.state}, after=_after_line(cell, stage),
            )
        )  # fmt: skip
        cell.state = stage.to_state
        cell.batch = moved.batch
        cell.version += 1
        if what == "ajukan":
            cell.submitted_at = now
        elif what in BACK:
            cell.submitted_at = None
    names = ("state", "batch", "version", "submitted_at")
    writing.update_cells(
        names, [(c.state, c.batch, c.version, c.submitted_at, c.pk) for c in moved.done]
    )
    writing.add_lines(lines)


def _after_line(cell: Cell, stage: Stage) -> dict[str, object]:
    return {
        "keadaan": stage.to_state, "peran": stage.part, "tingkat": list(stage.levels),
        "pembilang": cell.numerator, "penyebut": cell.denominator, "status": cell.status,
    }  # fmt: skip


def _after(what: Act, year: Year, moved: Moved, keys: Iterable[tuple[str, str, str]]) -> None:
    """Tallies again; what was sent back shows its figures of now."""
    if not moved.done:
        return
    scope = list(keys)
    periods, indicators = {one[0] for one in scope}, {one[1] for one in scope}
    if what in BACK:
        places = {cell.place_code for cell in moved.done}
        drawing.refresh(year, periods, indicators, places)
        fresh = Cell.objects.select_related("office").in_bulk([cell.pk for cell in moved.done])
        moved.done = [fresh[cell.pk] for cell in moved.done]
    tallies.recount(year, periods, indicators, {one[2] for one in scope})
