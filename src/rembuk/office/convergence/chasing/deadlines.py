"""Deadlines of a year: periods to fill and steps to do, with what lacks and days left."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from django.db.models import Sum

from rembuk.office.convergence import steps
from rembuk.office.convergence.models import Tally, Year
from rembuk.office.convergence.periods import period
from rembuk.office.convergence.told import named


@dataclass(frozen=True)
class Deadline:
    """One day by which something is done. `left` of `whole` (cells, or places) still lack; `sure`
    False is a default nobody confirmed."""

    kind: Literal["isi", "langkah"]
    code: str
    name: str
    closes: dt.date
    left: int
    whole: int
    sure: bool
    on: dt.date

    @property
    def days(self) -> int:
        """Days left; negative past it."""
        return (self.closes - self.on).days

    @property
    def past(self) -> int:
        """Days past it; 0 before."""
        return max(0, -self.days)

    @property
    def tone(self) -> str:
        """State of the design: past due, within a fortnight, running, done."""
        if not self.left:
            return "done"
        if self.days < 0:
            return "act"
        return "soon" if self.days <= 14 else "run"


def of_cells(year: Year, on: dt.date, kecamatan: Collection[str] | None = None) -> list[Deadline]:
    """The filling of each period, by the days its cells are due on."""
    rows = Tally.objects.filter(year=year)
    if kecamatan is not None:
        rows = rows.filter(kecamatan__in=kecamatan)
    counted = rows.order_by().values_list("period", "due")
    own = {row.step.removeprefix("isi:") for row in year.windows.filter(step__startswith="isi:")}
    return [
        Deadline("isi", code, str(period(code).words), due, none, n, code in own, on)
        for code, due, n, none in counted.annotate(n=Sum("expected"), none=Sum("empty"))
    ]


def of_steps(year: Year, on: dt.date) -> list[Deadline]:
    """The steps of the scheme."""
    return [
        Deadline(
            "langkah", one.step.code, f"{one.step.code} {named(one.step)}", one.window.closes,
            len(one.places) - one.done, len(one.places), one.window.sure, on,
        )
        for one in steps.lines(year, on)
    ]  # fmt: skip


def ahead(found: Collection[Deadline], many: int = 6) -> list[Deadline]:
    """What still lacks: the latest of those past due, then what closes first."""
    open_ = sorted((one for one in found if one.left), key=lambda one: (one.closes, one.code))
    past = [one for one in open_ if one.days < 0]
    return [*past[-2:], *(one for one in open_ if one.days >= 0)][:many]


def by_day(
    found: Collection[Deadline], month: dt.date
) -> list[list[tuple[dt.date, list[Deadline]]]]:
    """The weeks of a month (Monday first), each day with its deadlines."""
    held: dict[dt.date, list[Deadline]] = defaultdict(list)
    for one in found:
        held[one.closes].append(one)
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return [[(day, held.get(day, [])) for day in week] for week in weeks]
