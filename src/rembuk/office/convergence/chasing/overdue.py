"""Empty cells past their deadline as promises of the ledger: one for each office, indicator and
period, naming the cells; never a second while the first stands.

A promise follows its cells: some filled, it moves on; all filled, it waits for its judge; approved
in the chain, whoever approved has judged it; emptied again, it goes back. An office cannot call it
done while a cell is still empty.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.convergence import years
from rembuk.office.convergence.chasing import owed as chasing
from rembuk.office.convergence.chasing.gaps import Gap
from rembuk.office.convergence.chasing.text import places_words, words_of
from rembuk.office.convergence.errors import ConvergenceError
from rembuk.office.convergence.models import (
    Cell,
    CellEvent,
    CellState,
    Status,
    Year,
    YearState,
)
from rembuk.office.ledger import facts, parties, services
from rembuk.office.ledger.errors import LedgerError
from rembuk.office.ledger.models import Change, Promise
from rembuk.office.ledger.models.promise import SourceKind
from rembuk.office.ledger.states import State
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role

KIND: Final = SourceKind.INDICATOR.value
OVER: Final = (State.VERIFIED, State.CARRIED)
"""States after which empty cells may become a promise again."""
LENT: Final = "n/"
"""Marks a denominator that others wait for, before its quantity's code."""
LONGEST: Final = 36
JUDGED: Final = (CellState.APPROVED, CellState.LOCKED)


@dataclass(frozen=True)
class Source:
    """What a promise is about, as its `source_id` says."""

    year: str
    period: str
    what: str
    office: int

    def __str__(self) -> str:
        return f"{self.year}:{self.period}:{self.what}:{self.office}"


@dataclass(frozen=True)
class Made:
    """Promises made, those that stood already, and cells that no office owes."""

    new: tuple[Promise, ...]
    known: int
    nobody: int


def source_of(year: Year, gap: Gap, office: Office, *, lent: bool) -> Source:
    """What a promise about a gap is about."""
    return Source(year.public_id, gap.period, _token(gap.indicator, lent=lent), office.pk)


def read(source_id: str) -> Source | None:
    """A `source_id` of this room; None for a promise somebody wrote by hand."""
    parts = source_id.split(":")
    if len(parts) != 4 or not parts[3].isdigit():
        return None
    return Source(parts[0], parts[1], parts[2], int(parts[3]))


@transaction.atomic
def make(
    asked: chasing.Asked, by: Account | None, due: dt.date,
    offices: Collection[str] | None = None, *, grace: int = 0,
) -> Made:  # fmt: skip
    """Make promises of what is past its deadline (of some offices) by more than `grace` days, to be
    filled by `due`. `by` None: the rule itself asks."""
    year = years.take(asked.year, None)
    years.running(year)
    if due <= asked.on:
        raise ConvergenceError(_("Tenggat janji harus sesudah hari ini."), code="tenggat")
    day = asked.on - dt.timedelta(days=grace)
    late = chasing.Asked(year, day, "", asked.kecamatan, asked.periods, "", "lewat")
    codes = [code for code in chasing.owing(late) if offices is None or code in offices]
    names = chasing.Names(year)
    made: list[Promise] = []
    known = 0
    for office in Office.objects.filter(code__in=codes).order_by("code"):
        owed = chasing.owed(late, office, names)
        for lent, found in ((False, owed.own), (True, owed.lent)):
            for gap in found:
                source = str(source_of(year, gap, office, lent=lent))
                stands = Promise.objects.filter(source_kind=KIND, source_id=source)
                if stands.exclude(state__in=OVER).exists():
                    known += 1
                    continue
                draft = _draft(year, gap, office, due, source, asked.on, lent=lent)
                if by is not None:
                    made.append(services.propose(draft, by))
                else:
                    made.append(facts.propose(draft, _("Lewat tenggat isian, menurut aturan.")))
    nobody = chasing.empties(late).filter(office__isnull=True).count() if "" in codes else 0
    return Made(tuple(made), known, nobody)


def daily(on: dt.date) -> tuple[int, int]:
    """What the day brings: promises follow their cells, and cells late for as many days as the rule
    says become promises. Years gone by are chased by hand. Returns (made, moved)."""
    rules = reference.load()
    grace = int(rules.number("konvergensi.promise_days", on))
    due = on + dt.timedelta(days=int(rules.number("konvergensi.remind_days", on)))
    made = moved = 0
    for year in Year.objects.filter(state=YearState.RUNNING):
        moved += follow(year)
        if year.year >= on.year:
            made += len(make(chasing.Asked(year, on), None, due, grace=grace).new)
    return made, moved


def _draft(
    year: Year, gap: Gap, office: Office, due: dt.date, source: str, on: dt.date, *, lent: bool
) -> services.Draft:
    inside = {one.code for one in gap.where}
    place = inside.pop() if len(inside) == 1 else year.district_code
    verifier = by_role("BAPPEDA", year.district_code, on)
    what = f"Isi penyebut {gap.name}" if lent else f"Isi {gap.name}"
    return services.Draft(
        title=f"{what}, {words_of(gap.period)}: {gap.count} sel kosong"[:200],
        detail="\n".join(
            (f"Tenggat isian {gap.due:%d/%m/%Y}. Sel kosong per {on:%d/%m/%Y}:",
             *(f"- {words}" for words in places_words(gap)))
        ),
        owner=office, due=due, place_code=place or year.district_code, kind="tata-kelola",
        beneficiary_kind="kantor", source_kind=KIND, source_id=source, volume=Decimal(gap.count),
        unit="sel", verifier=verifier if verifier and verifier.pk != office.pk else None,
    )  # fmt: skip


def promises(year: Year, periods: Collection[str] | None = None) -> QuerySet[Promise]:
    """Promises about cells of a year (of some periods)."""
    heads = [f"{year.public_id}:{code}" for code in periods] if periods else [year.public_id]
    found = Q(pk__in=[])
    for head in heads:
        found |= Q(source_id__gte=f"{head}:", source_id__lt=f"{head};")
    return Promise.objects.filter(found, source_kind=KIND)


def follow(year: Year, periods: Collection[str] | None = None) -> int:
    """Let promises follow their cells; how many moved. Called wherever cells change."""
    moved = 0
    wanted = promises(year, periods).filter(Q(live=True) | Q(state=State.REFUSED))
    for promise in wanted.select_related("owner"):
        source = read(promise.source_id)
        before = promise.version
        if source is not None:
            _follow(year, promise, source)
            moved += Promise.objects.filter(pk=promise.pk).exclude(version=before).count()
    return moved


def _follow(year: Year, promise: Promise, source: Source) -> None:
    left = remaining(year, source)
    whole = max(int(promise.volume or 0), left, 1)
    percent = 100 - round(100 * left / whole)
    at = max(timezone.now(), promise.changed_at)
    if left:
        note = _("%(left)s dari %(whole)s sel masih kosong.") % {"left": left, "whole": whole}
        if promise.state == State.DONE:
            facts.undo(promise, percent, note, at=at)
        elif percent > promise.percent:
            facts.advance(promise, percent, note, at=at)
        return
    if promise.state != State.DONE:
        text = _("%(whole)s dari %(whole)s sel terisi.") % {"whole": whole}
        promise = facts.fulfil(promise, text, reference=promise.source_id, at=at)
    if promise.state == State.DONE:
        _judged(year, promise, source, at)


def _judged(year: Year, promise: Promise, source: Source, at: dt.datetime) -> None:
    """Whoever approved the cells in the chain has judged them; not an account of the owner."""
    cells = _cells(year, source)
    if cells is None or cells.exclude(state__in=JUDGED).exists():
        return
    last = CellEvent.objects.filter(cell__in=cells, act__in=("setujui", "kunci"), by__isnull=False)
    event = last.select_related("by").order_by("-pk").first()
    day = parties.day_of(at)
    if event is None or event.by is None:
        return
    if parties.may_judge(promise, event.by, day, rights_of(event.by, day)):
        services.verify(promise, event.by, note=_("Sel disetujui dalam rantai periksa."), at=at)


def remaining(year: Year, source: Source) -> int:
    """Cells (places, for a denominator) of a promise that are still empty."""
    if not source.what.startswith(LENT):
        cells = _cells(year, source)
        return 0 if cells is None else cells.filter(
            status=Status.EMPTY, numerator__isnull=True
        ).count()  # fmt: skip
    known = chasing.Names(year).of(source.period)
    quantity = next(
        (code for code in known.quantities if _token(code, lent=True) == source.what), ""
    )
    using = [one.code for one in known.by_denominator.get(quantity, ())]
    office = Office.objects.filter(pk=source.office).first()
    waits = Cell.objects.filter(
        year=year, period=source.period, status=Status.EMPTY, retired=False, indicator__in=using,
        waits=office.code if office else "-",
    )  # fmt: skip
    return waits.values("place_code").distinct().count()


def _cells(year: Year, source: Source) -> QuerySet[Cell] | None:
    """Cells of an indicator a promise is about; None for a denominator."""
    if source.what.startswith(LENT):
        return None
    return Cell.objects.filter(
        year=year, period=source.period, indicator=source.what, office=source.office,
        retired=False,
    )  # fmt: skip


def _token(code: str, *, lent: bool) -> str:
    """A code short enough for a `source_id`."""
    if len(code) > LONGEST:
        code = f"{code[:20]}~{hashlib.sha256(code.encode()).hexdigest()[:12]}"
    return f"{LENT}{code}" if lent else code


def heard(promise: Promise, change: Change) -> None:
    """Nobody calls it done while a cell is still empty."""
    source = read(promise.source_id)
    if source is None or change.act != "selesai" or change.by_id is None:
        return
    year = Year.objects.filter(public_id=source.year).first()
    left = remaining(year, source) if year else 0
    if left:
        raise LedgerError(
            _("Belum dapat dinyatakan selesai: %(left)s sel masih kosong. Isi dulu selnya.")
            % {"left": left}
        )


def register() -> None:
    """Tell the ledger, and hear of cells. Twice is once."""
    from rembuk.office.convergence import moved
    from rembuk.office.ledger import following

    following.on_change(KIND, heard)
    moved.on_move(cells_changed)


def cells_changed(year: Year, periods: Collection[str]) -> None:
    """Promises follow cells that changed."""
    follow(year, periods)
