"""Windows: the days between which a step is done or a period is filled.

The scheme gives a default; the district's own days beat it. `sure` says whether the days were read
in a public source: an unsure window is an editable default and says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.convergence import tallies
from rembuk.office.convergence.errors import ConvergenceError, StaleError
from rembuk.office.convergence.models import Cell, CellState, Status, Year
from rembuk.office.convergence.models import Window as WindowRow
from rembuk.office.convergence.periods import Period, period
from rembuk.office.convergence.years import note, running, scheme_on, take
from rembuk.reference import load
from rembuk.reference.schemes import Scheme

ENTRY: Final = "isi:"
"""`isi:2023-05` is the window in which figures of May 2023 are filled."""


@dataclass(frozen=True)
class Window:
    """Opens and closes, both inside. `own`: the district's own days, with `source` and `version`
    of its row (0: none yet); `sure`: own, or read in a public source."""

    step: str
    opens: dt.date
    closes: dt.date
    sure: bool
    own: bool
    source: str
    version: int

    def days_left(self, on: dt.date) -> int:
        """Days until it closes; negative when it has."""
        return (self.closes - on).days


def window(year: Year, step: str) -> Window:
    """The window of a step of the scheme, or of entry (`isi:<period>`)."""
    return windows(year, [step])[step]


def windows(year: Year, steps: list[str]) -> dict[str, Window]:
    """Windows of several steps, in one read."""
    own = {row.step: row for row in year.windows.filter(step__in=steps)}
    ends = load().scheme(scheme_on(year, dt.date(year.year, 12, 31)))
    return {step: _own(own[step]) if step in own else _default(year, step, ends) for step in steps}


def entry_window(year: Year, one: Period) -> Window:
    """The window in which a period is filled."""
    return window(year, f"{ENTRY}{one.code}")


@transaction.atomic
def move(
    year: Year, step: str, opens: dt.date, closes: dt.date, source: str,
    account: Account | None, version: int | None = None,
) -> Window:  # fmt: skip
    """Give a step the district's own days. Of a period's entry the due day of its cells moves too,
    except where the chain has begun, and never so that what was filled in time becomes late."""
    row = take(year, None)
    running(row)
    before = window(row, step)
    if version is not None and version != before.version:
        raise StaleError(before.version)
    if closes < opens:
        raise ConvergenceError(_("Jendela ditutup sebelum dibuka."), code="jendela")
    if step.startswith(ENTRY) and closes < period(step.removeprefix(ENTRY)).starts:
        raise ConvergenceError(_("Batas isi mendahului periodenya."), code="jendela")
    WindowRow.objects.update_or_create(
        year=row, step=step,
        defaults={
            "opens": opens, "closes": closes, "source": source.strip(),
            "version": before.version + 1,
        },
    )  # fmt: skip
    kept = _move_cells(row, step.removeprefix(ENTRY), closes) if step.startswith(ENTRY) else 0
    note(
        row, account, "geser-jendela", source,
        before={"langkah": step, "buka": str(before.opens), "tutup": str(before.closes)},
        after={"langkah": step, "buka": str(opens), "tutup": str(closes), "sel-tetap": kept},
    )  # fmt: skip
    return window(row, step)


def _move_cells(year: Year, code: str, closes: dt.date) -> int:
    """Move `due` of the cells of a period; how many kept theirs because they are in the chain."""
    cells = Cell.objects.filter(year=year, period=code)
    tallies.hold(year, [code])
    open_ = cells.filter(state__in=(CellState.OPEN, CellState.RETURNED))
    on_time = Q(late=False, due__gt=closes) & ~Q(status=Status.EMPTY)
    open_.exclude(on_time).update(due=closes, version=F("version") + 1)
    after = timezone.make_aware(dt.datetime.combine(closes + dt.timedelta(days=1), dt.time.min))
    filled = open_.filter(due=closes).exclude(status=Status.EMPTY)
    filled.update(late=False)
    filled.filter(filled_at__gte=after).update(late=True)
    tallies.recount(year, [code])
    return cells.exclude(due=closes).count()


def _own(row: WindowRow) -> Window:
    return Window(row.step, row.opens, row.closes, True, True, row.source, row.version)


def _default(year: Year, step: str, ends: Scheme) -> Window:
    """`ends`: the scheme the year ends under."""
    if step.startswith(ENTRY):
        one = period(step.removeprefix(ENTRY))
        scheme = load().scheme(scheme_on(year, one.ends))
        closes = one.ends + dt.timedelta(days=scheme.entry_days)
        return Window(step, one.starts, closes, False, False, "", 0)
    try:
        span = ends.step(step).window(year.year)
    except KeyError:
        raise ConvergenceError(_("Langkah itu tidak ada dalam skema."), code="langkah") from None
    return Window(step, span.opens, span.closes, span.sure, False, " ".join(span.source), 0)
