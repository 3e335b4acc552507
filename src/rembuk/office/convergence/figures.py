"""Writing figures: typed by their owner, brought in a sheet, or computed. Every change is history,
and cells and tallies follow in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.utils import timezone

from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.convergence import judging, writing
from rembuk.office.convergence.counted import computed
from rembuk.office.convergence.following import Key, follow
from rembuk.office.convergence.judging import Entry, Refused
from rembuk.office.convergence.models import Figure, FigureEvent, Status, Year
from rembuk.office.convergence.periods import period

__all__ = [
    "Conflict", "Entry", "Key", "Outcome", "Refused", "Saved", "computed", "follow", "load", "read",
    "type_in",
]  # fmt: skip

BATCH: Final = 500


@dataclass(frozen=True)
class Saved:
    """An entry that stands now. `asks`: code of what is asked about it, with the words; "" none."""

    entry: Entry
    version: int
    asks: str = ""
    words: str = ""


@dataclass(frozen=True)
class Conflict:
    """An entry made over an older version: what stands, by whom, when. Nothing was overwritten."""

    entry: Entry
    value: int | None
    status: str
    version: int
    by: str
    at: dt.datetime | None


@dataclass
class Outcome:
    """What became of each entry."""

    saved: list[Saved] = field(default_factory=list)
    same: list[Entry] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    batch: str = ""

    @property
    def asks(self) -> list[Saved]:
        """Saved entries about which something is asked."""
        return [one for one in self.saved if one.asks]


def read(
    places: Collection[str], quantities: Collection[str], periods: Collection[str]
) -> dict[Key, Figure]:
    """The figures that stand, by (place, quantity, period)."""
    rows = Figure.objects.filter(
        place_code__in=list(places), quantity__in=list(quantities), period__in=list(periods)
    )
    return {(row.place_code, row.quantity, row.period): row for row in rows}


@transaction.atomic
def type_in(
    account: Account, entries: Sequence[Entry], source: str = "layar", *, year: Year
) -> Outcome:
    """Write what an office typed. Each entry is saved, shown as a conflict, or refused, by itself;
    a doubtful one is saved and asked about. `source`: "layar" or "berkas"."""
    outcome = Outcome(batch=new())
    now = timezone.now()
    good = judging.admit(account, entries, year, outcome.refused)
    standing = _taken(good)
    written, lines = [], []
    for entry in good:
        figure = standing[entry.key]
        if figure.value == entry.value and figure.status == entry.state and (
            entry.value is None or figure.typed == entry.value
        ) and (not entry.why or figure.why == entry.why):  # fmt: skip
            outcome.same.append(entry)
            continue
        if entry.version is not None and entry.version != figure.version:
            outcome.conflicts.append(_conflict(entry, figure))
            continue
        before = _said(figure)
        _put(figure, entry, account, now, source)
        written.append(figure)
        lines.append(
            FigureEvent(
                figure=figure, by=account, act="ketik" if source == "layar" else "berkas",
                reason=entry.why, before=before, after=_said(figure), batch=outcome.batch,
            )
        )  # fmt: skip
        outcome.saved.append(Saved(entry, figure.version))
    _save(written, lines)
    follow(year.district_code, {(one.place_code, one.quantity, one.period) for one in written})
    asks = judging.questions(year, [one.entry for one in outcome.saved if not one.entry.why])
    outcome.saved = [Saved(o.entry, o.version, *asks.get(o.entry.key, ())) for o in outcome.saved]
    return outcome


@transaction.atomic
def load(
    entries: Iterable[Entry], account: Account | None, *, district: str, source: str = "layar",
    history: bool = True, recount: bool = True,
) -> int:  # fmt: skip
    """Many typed values at once, without checks or versions (the demo; a district's old years).
    With `recount=False` the caller refreshes the cells of the year afterwards."""
    now = timezone.now()
    wanted = {entry.key: entry for entry in entries}
    written: list[Figure] = []
    lines: list[FigureEvent] = []
    for part in _parts(list(wanted)):
        standing = _standing(part)
        for key in part:
            figure = standing[key]
            before = _said(figure)
            _put(figure, wanted[key], account, now, source)
            written.append(figure)
            if history:
                lines.append(
                    FigureEvent(
                        figure=figure, by=account, act="ketik" if source == "layar" else "berkas",
                        reason=wanted[key].why, before=before, after=_said(figure),
                    )
                )  # fmt: skip
    _save(written, lines)
    if recount and written:
        follow(district, {(one.place_code, one.quantity, one.period) for one in written})
    return len(written)


def _taken(entries: Sequence[Entry]) -> dict[Key, Figure]:
    """The figures of entries, locked; one not there yet is made empty, of version 0."""
    found: dict[Key, Figure] = {}
    for part in _parts([entry.key for entry in entries]):
        fresh = [one for one in _standing(part).values() if one.pk is None]
        Figure.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
        found |= _standing(part, lock=True)
    return found


def _standing(keys: Sequence[Key], lock: bool = False) -> dict[Key, Figure]:
    """The figures of keys of one period; a new, unsaved one where there is none."""
    wanted = set(keys)
    rows = Figure.objects.filter(
        period=keys[0][2], place_code__in={key[0] for key in wanted},
        quantity__in={key[1] for key in wanted},
    )  # fmt: skip
    if lock:
        rows = rows.select_for_update().order_by("pk")
    found = {(row.place_code, row.quantity, row.period): row for row in rows}
    return {
        key: found.get(key) or Figure(place_code=key[0], quantity=key[1], period=key[2], version=0)
        for key in keys
    }


def _parts(keys: list[Key]) -> list[list[Key]]:
    """Keys by period, each once."""
    found: dict[str, dict[Key, None]] = defaultdict(dict)
    for key in keys:
        found[key[2]][key] = None
    return [list(part) for _code, part in sorted(found.items())]


def _conflict(entry: Entry, figure: Figure) -> Conflict:
    by = figure.typed_by.display_name if figure.typed_by else ""
    at = figure.typed_at or figure.computed_at
    return Conflict(entry, figure.value, figure.status, figure.version, by, at)


def _put(
    figure: Figure, entry: Entry, account: Account | None, now: dt.datetime, source: str
) -> None:
    """Set a figure to an entry. Cleared, it falls back to what was computed."""
    figure.typed = entry.value if entry.state != Status.NONE else None
    figure.value, figure.status = figure.typed, entry.state
    figure.typed_by, figure.typed_at = account, now
    figure.why, figure.source = entry.why.strip(), source
    figure.as_of = min(entry.as_of or timezone.localdate(now), period(entry.period).ends)
    if entry.state == Status.EMPTY:
        figure.as_of = None
        if figure.computed is not None:
            figure.value = figure.computed
            figure.status = Status.ZERO if figure.computed == 0 else Status.FILLED
            figure.as_of = period(entry.period).ends
    figure.version += 1


def _said(figure: Figure) -> dict[str, object]:
    """A figure as history keeps it."""
    return {
        "nilai": figure.value, "status": figure.status, "hitung": figure.computed,
        "versi": figure.version,
    }  # fmt: skip


def _save(figures: list[Figure], lines: list[FigureEvent]) -> None:
    writing.save_figures(figures)
    if lines:
        writing.with_keys(figures)
    for line in lines:
        line.figure_id = line.figure.pk
    writing.add_lines(lines)
