"""Periods as text: a month "2023-05", a semester "2023-S1", a year "2023"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from rembuk.office.convergence.errors import ConvergenceError
from rembuk.reference.indicators import Frequency

SHAPE: Final = re.compile(r"(?P<year>\d{4})(?:-(?:S(?P<half>[12])|(?P<month>0[1-9]|1[0-2])))?")
FREQUENCIES: Final[tuple[Frequency, ...]] = ("bulan", "semester", "tahun")


@dataclass(frozen=True)
class Period:
    """One period; `kind` is the frequency it belongs to. `starts` and `ends` are both inside."""

    code: str
    kind: Frequency
    year: int
    starts: dt.date
    ends: dt.date

    @property
    def words(self) -> str:
        """How people say it: "Mei 2023", "semester 1 2023", "tahun 2023"."""
        if self.kind == "bulan":
            return f"{MONTHS[self.starts.month]} {self.year}"
        if self.kind == "semester":
            half = self.code[-1]
            return _("semester %(half)s %(year)s") % {"half": half, "year": self.year}
        return _("tahun %(year)s") % {"year": self.year}

    def covers(self, other: Period) -> bool:
        """Whether the other lies inside this one."""
        return self.starts <= other.starts and other.ends <= self.ends


@lru_cache(maxsize=512)
def period(code: str) -> Period:
    """The period a text names. Raises ConvergenceError on anything else."""
    found = SHAPE.fullmatch(code)
    if found is None:
        raise ConvergenceError(_("Periode itu tidak dikenal."), code="periode")
    year = int(found["year"])
    kind: Frequency
    if found["month"]:
        kind, first, last = "bulan", int(found["month"]), int(found["month"])
    elif found["half"]:
        kind, first = "semester", 1 if found["half"] == "1" else 7
        last = first + 5
    else:
        kind, first, last = "tahun", 1, 12
    ends = dt.date(year, last, calendar.monthrange(year, last)[1])
    return Period(code, kind, year, dt.date(year, first, 1), ends)


def of_year(year: int, frequency: str) -> tuple[Period, ...]:
    """The periods of a frequency ("bulan", "semester", "tahun") in a year, in order."""
    if frequency == "bulan":
        codes = [f"{year}-{month:02d}" for month in range(1, 13)]
    elif frequency == "semester":
        codes = [f"{year}-S1", f"{year}-S2"]
    else:
        codes = [str(year)]
    return tuple(period(code) for code in codes)


def all_of_year(year: int) -> tuple[Period, ...]:
    """Every period of a year: twelve months, two semesters, the year itself."""
    return tuple(one for kind in FREQUENCIES for one in of_year(year, kind))


def containing(day: dt.date, frequency: str) -> Period:
    """The period of a frequency in which a day lies."""
    return next(one for one in of_year(day.year, frequency) if one.starts <= day <= one.ends)


def before(one: Period) -> Period:
    """The period of the same kind just before."""
    return containing(one.starts - dt.timedelta(days=1), one.kind)


def months_between(earlier: dt.date, later: dt.date) -> int:
    """Whole calendar months from one day to another; 0 within one month, never negative."""
    return max(0, (later.year - earlier.year) * 12 + later.month - earlier.month)
