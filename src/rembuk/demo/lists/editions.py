"""Which editions of the lists a plan has, and the days they speak of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rembuk.demo.plan import Plan, month_after

ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Edition:
    """What the agency calls it, a short form for file names, and its day."""

    said: str
    short: str
    as_of: dt.date


def quarter(plan: Plan, before: int) -> Edition:
    """The last whole quarter of the plan, or one so many before it."""
    day = plan.last_day + dt.timedelta(days=1)
    number = day.year * 4 + (day.month - 1) // 3 - 1 - before
    year, part = number // 4, number % 4
    last = dt.date(year + (part == 3), (part * 3 + 3) % 12 + 1, 1) - dt.timedelta(days=1)
    return Edition(f"Triwulan {ROMAN[part]} {year}", f"{year}-T{part + 1}", last)


def half(plan: Plan) -> Edition:
    """The last whole half-year of the plan."""
    day = plan.last_day + dt.timedelta(days=1)
    number = day.year * 2 + (day.month - 1) // 6 - 1
    year, part = number // 2, number % 2
    last = dt.date(year, 12, 31) if part else dt.date(year, 6, 30)
    return Edition(f"Semester {ROMAN[part]} {year}", f"{year}-S{part + 1}", last)


def year(plan: Plan, ago: int) -> Edition:
    """A year before that of the plan's end."""
    number = plan.until.year - ago
    return Edition(f"Tahun {number}", str(number), dt.date(number, 12, 31))


def month(plan: Plan) -> Edition:
    """The last month of the plan."""
    return _month(plan.until)


def months(plan: Plan) -> tuple[Edition, ...]:
    """The first months of the half-years of the plan's last year before its last month, in which
    the audit looks for its cases; and the last month."""
    first = (dt.date(plan.until.year, half, 1) for half in (1, 7))
    return (*(_month(day) for day in first if day < plan.until), month(plan))


def _month(first: dt.date) -> Edition:
    names = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus",
             "September", "Oktober", "November", "Desember")  # fmt: skip
    last = month_after(first) - dt.timedelta(days=1)
    return Edition(f"{names[first.month - 1]} {first.year}", f"{first:%Y-%m}", last)
