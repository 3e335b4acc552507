"""Twelve months of some posts side by side: reported or not, and how many children came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rembuk.office.posyandu.figures import PostState
from rembuk.office.posyandu.measures import add_months
from rembuk.office.posyandu.models import MonthlyRecap, Session
from rembuk.office.posyandu.queries.completeness import deadline


@dataclass(frozen=True)
class MonthCell:
    """One post in one month."""

    month: dt.date
    state: PostState
    d: int
    s: int

    @property
    def pct(self) -> float | None:
        """D/S in percent; `None` without registered children."""
        return 100 * self.d / self.s if self.s else None


def month_grid(
    codes: Sequence[str], until: dt.date, months: int
) -> dict[str, tuple[MonthCell, ...]]:
    """Cells of each post for the `months` up to `until`, oldest first; two queries."""
    span = [add_months(until, step - months + 1) for step in range(months)]
    due = {month: deadline(month) for month in span}
    asked = {"posyandu__in": codes, "month__range": (span[0], until)}
    held = {
        (row[0], row[1]): row[2]
        for row in Session.objects.filter(measured__gt=0, **asked).values_list(
            "posyandu", "month", "received_on"
        )
    }
    counts = {
        (row[0], row[1]): (row[2], row[3])
        for row in MonthlyRecap.objects.filter(**asked).values_list("posyandu", "month", "d", "s")
    }
    grid = {}
    for code in codes:
        cells = []
        for month in span:
            state: PostState = "belum"
            if (code, month) in held:
                received = held[code, month]
                state = "lambat" if received is not None and received > due[month] else "tepat"
            cells.append(MonthCell(month, state, *counts.get((code, month), (0, 0))))
        grid[code] = tuple(cells)
    return grid
