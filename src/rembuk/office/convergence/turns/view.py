"""What waits in the chain for a reader: cells in groups of one indicator, period and kecamatan, and
the cells of a group with what may be done on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights
from rembuk.office.convergence import cells as drawing
from rembuk.office.convergence import chain, checks, duties, queries, told
from rembuk.office.convergence.entry import grid
from rembuk.office.convergence.models import Cell, CellEvent, CellState, Status, Year
from rembuk.office.convergence.periods import period
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import within
from rembuk.reference import load
from rembuk.reference.schemes import Act, Stage

KINDS: Final = {
    "terbuka": "wait", "diajukan": "run", "diterima": "run", "disetujui": "done",
    "dikunci": "done", "dikembalikan": "soon",
}  # fmt: skip
FORWARD: Final[tuple[Act, ...]] = ("ajukan", "terima", "setujui", "kunci")
BACK: Final[tuple[Act, ...]] = ("kembalikan", "buka-lagi")


@dataclass(frozen=True)
class Group:
    """Cells of one indicator, period and kecamatan that wait together."""

    indicator: str
    name: str
    period: str
    period_words: str
    kecamatan: str
    kecamatan_name: str
    state: str
    kind: str
    cells: int
    doubtful: int
    ratio: str
    since: dt.datetime | None
    state_code: str = ""

    @property
    def key(self) -> str:
        """What a form says of the group."""
        return "|".join((self.indicator, self.period, self.kecamatan, self.state_code))


@dataclass(frozen=True)
class Line:
    """A cell of a group."""

    place: str
    name: str
    numerator: int | None
    denominator: int | None
    percent: str
    status: str
    state: str
    state_code: str
    kind: str
    doubt: str
    explained: bool
    freshness: str
    late: bool
    version: int


def waiting_cells(account: Account, year: Year) -> QuerySet[Cell]:
    """Cells a duty of the account carries forward from where they stand now, as the scheme says."""
    scheme = load().scheme(year.scheme)
    wanted = Q(pk__in=[])
    for duty in duties.standing(account).duties:
        covered = within("place_code", duty.place_code)
        if duty.owner_role:
            covered &= Q(office__role=duty.owner_role)
        for stage in scheme.chain:
            if stage.act not in FORWARD[1:] or stage.part != duty.part:
                continue
            if duty.level in stage.levels:
                wanted |= covered & Q(state__in=stage.from_states) & _level(stage)
    return queries.cells_of(year).filter(wanted)


def _level(stage: Stage) -> Q:
    """Cells of the levels a stage is for: those of the district lie in no kecamatan."""
    if "kabupaten" not in stage.cells:
        return ~Q(kecamatan="")
    return Q() if "desa" in stage.cells else Q(kecamatan="")


def waiting(account: Account, year: Year) -> list[Group]:
    """Groups that wait for the account to check, approve or lock, what is due first on top."""
    return groups(year, waiting_cells(account, year))


def returned(account: Account, year: Year) -> list[Group]:
    """Groups that came back to the account as operator."""
    return groups(year, queries.my_cells(account, year).filter(state="dikembalikan"))


def ready_cells(account: Account, year: Year) -> QuerySet[Cell]:
    """Filled cells the account may hand in."""
    cells = queries.my_cells(account, year).filter(state__in=drawing.FLUID)
    return cells.exclude(status=Status.EMPTY)


def ready(account: Account, year: Year) -> list[tuple[str, str, int]]:
    """Periods with filled cells the account may hand in: code, words, how many."""
    rows = ready_cells(account, year).order_by().values("period").annotate(n=Count("pk"))
    ordered = sorted(rows, key=lambda row: (period(row["period"]).ends, row["period"]))
    return [(row["period"], period(row["period"]).words, row["n"]) for row in ordered]


def groups(year: Year, cells: QuerySet[Cell]) -> list[Group]:
    """Cells counted by indicator, period, kecamatan and state."""
    doubt = ~Q(doubt="") & Q(explained=False)
    counted = (
        cells.order_by()
        .values("indicator", "period", "kecamatan", "state")
        .annotate(
            n=Count("pk"), odd=Count("pk", filter=doubt), top=Sum("numerator"),
            base=Sum("denominator"), since=Max("submitted_at"), due=Min("due"),
        )
        .order_by("due", "period", "indicator", "kecamatan")
    )  # fmt: skip
    names = queries.indicator_names(year)
    places = place_names(row["kecamatan"] for row in counted)
    return [
        Group(
            row["indicator"], names.get(row["indicator"], row["indicator"]), row["period"],
            told.period_words(row["period"]), row["kecamatan"],
            places.get(row["kecamatan"], "") or _("Tingkat kabupaten/kota"),
            str(CellState(row["state"]).label), KINDS[row["state"]], row["n"], row["odd"],
            grid.percent(row["top"], row["base"]) if row["base"] and row["top"] is not None else "",
            row["since"], row["state"],
        )
        for row in counted
    ]  # fmt: skip


def group_cells(
    year: Year, rights: Rights, indicator: str, when: str, kecamatan: str
) -> QuerySet[Cell]:
    """Cells of a group the reader sees, by place."""
    rows = queries.cells_of(
        year, period_code=when, indicators=[indicator], places=rights.places_for("konvergensi")
    )
    return rows.filter(kecamatan=kecamatan).select_related("office").order_by("place_code")


def lines(cells: Iterable[Cell]) -> list[Line]:
    """Cells as rows."""
    found = list(cells)
    names = place_names(cell.place_code for cell in found)
    return [
        Line(
            cell.place_code, names.get(cell.place_code, cell.place_code), cell.numerator,
            cell.denominator,
            grid.percent(cell.numerator, cell.denominator)
            if cell.denominator and cell.numerator is not None else "",
            str(Status(cell.status).label), str(CellState(cell.state).label), cell.state,
            KINDS[cell.state], str(checks.DOUBTS.get(cell.doubt, cell.doubt)), cell.explained,
            cell.get_freshness_display(), cell.late, cell.version,
        )
        for cell in found
    ]  # fmt: skip


def acts(account: Account, cells: Iterable[Cell]) -> dict[Act, list[Cell]]:
    """Acts the account may do -> the cells in a state they fit. Asked of one cell a state: the
    service says about each cell whether it may."""
    by_state: dict[str, list[Cell]] = {}
    for cell in cells:
        by_state.setdefault(cell.state, []).append(cell)
    found: dict[Act, list[Cell]] = {}
    for mine in by_state.values():
        ready_ = [one for one in mine if one.status != Status.EMPTY]
        for act in chain.open_acts(account, (ready_ or mine)[0]):
            found.setdefault(act, []).extend(ready_ if act == "ajukan" else mine)
    return found


def act_words(act: str, n: int) -> str:
    """The button of an act on n cells."""
    words: Mapping[str, Any] = {
        "ajukan": _("Ajukan %s sel"), "terima": _("Terima %s sel"),
        "setujui": _("Setujui %s sel"), "kunci": _("Kunci %s sel"),
    }  # fmt: skip
    return str(words[act]) % n


def history(cell: Cell) -> list[told.Line]:
    """Acts on a cell, the newest first."""
    return told.lines(CellEvent.objects.filter(cell=cell).select_related("by").order_by("-pk")[:60])


def batch_events(cells: Iterable[Cell]) -> list[CellEvent]:
    """Acts on the cells of a group, one line a batch, the newest first."""
    rows = CellEvent.objects.filter(cell__in=[cell.pk for cell in cells]).select_related("by")
    seen: dict[tuple[str, str], CellEvent] = {}
    for event in rows.order_by("-pk")[:400]:
        seen.setdefault((event.batch, event.act), event)
    return list(seen.values())[:20]
