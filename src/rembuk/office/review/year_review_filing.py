"""Filing of a year: cells before their deadline, steps inside their window, tabs filed outside."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from rembuk.office.convergence import queries, steps
from rembuk.office.convergence.models import Tally, Year
from rembuk.office.convergence.steps import StepLine
from rembuk.office.convergence.told import named
from rembuk.office.places.scope import contains


@dataclass(frozen=True)
class Filled:
    """Cells of an office (or of all) whose day has come; `late`: filled after it."""

    code: str
    name: str
    expected: int
    empty: int
    late: int

    @property
    def in_time(self) -> int:
        """Filled before the deadline."""
        return self.expected - self.empty - self.late

    @property
    def filled_pct(self) -> float | None:
        """Cells that say something."""
        return 100 * (self.expected - self.empty) / self.expected if self.expected else None

    @property
    def in_time_pct(self) -> float | None:
        """Cells filled in time."""
        return 100 * self.in_time / self.expected if self.expected else None


@dataclass(frozen=True)
class Step:
    """A step of the area: `done` of `places` did it, `in_time` of these inside the window."""

    code: str
    name: str
    closes: dt.date
    places: int
    done: int
    in_time: int
    over: bool


@dataclass(frozen=True)
class Filing:
    """`steps`: every step that has places in the area; `tabs` filed of the scheme's."""

    total: Filled
    offices: tuple[Filled, ...]
    steps: tuple[Step, ...]
    tabs_filed: int
    tabs: int

    @property
    def due(self) -> tuple[Step, ...]:
        """Steps whose window has closed."""
        return tuple(one for one in self.steps if one.over)

    @property
    def pairs(self) -> tuple[int, int]:
        """Step times place: done in time, of those whose window has closed."""
        return sum(one.in_time for one in self.due), sum(one.places for one in self.due)


def filing(year: Year, place: str, on: dt.date) -> Filing:
    """The year of a district or a kecamatan on a day."""
    scope = "" if place == year.district_code else place
    lines = _offices(year, scope, on)
    total = Filled(
        "", "", sum(one.expected for one in lines), sum(one.empty for one in lines),
        sum(one.late for one in lines),
    )  # fmt: skip
    scheme = steps.scheme_of(year)
    filed = {one.tab for one in year.filings.all()} & {one.code for one in scheme.tabs}
    found = (step_of(one, place) for one in steps.lines(year, on))
    return Filing(
        total, tuple(one for one in lines if one.expected), tuple(one for one in found if one),
        len(filed), len(scheme.tabs),
    )  # fmt: skip


def step_of(line: StepLine, place: str) -> Step | None:
    """A step as it stands in the places of an area; None when it is done in none of them."""
    mine = [one for one in line.places if contains(place, one.place_code)]
    if not mine:
        return None
    days = [one.row.on for one in mine if one.row]
    return Step(
        line.step.code, named(line.step), line.window.closes, len(mine), len(days),
        sum(1 for day in days if day <= line.window.closes), line.window.closes < line.on,
    )  # fmt: skip


def _offices(year: Year, scope: str, on: dt.date) -> list[Filled]:
    """By office, of the cells whose deadline has passed."""
    rows = Tally.objects.filter(year=year, due__lt=on)
    if scope:
        rows = rows.filter(kecamatan=scope)
    names = queries.line_names(year, "office")
    sums = rows.order_by().values_list("office_code").annotate(
        Sum("expected"), Sum("empty"), Sum("filled_late")
    )  # fmt: skip
    found = [
        Filled(code, names.get(code) or code or _("Belum ada kantor"), *counts)
        for code, *counts in sums
    ]
    return sorted(found, key=lambda one: one.name)
