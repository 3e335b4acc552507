"""Opening periods: a cell for every indicator, area and period that is asked for, before anything
is filled. Opening again adds what is missing (a new village, a slot completed) and removes
nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from rembuk.office.convergence import cells as drawing
from rembuk.office.convergence import tallies, writing
from rembuk.office.convergence.models import Cell, Year, YearState
from rembuk.office.convergence.owners import Owners
from rembuk.office.convergence.periods import Period, all_of_year, period
from rembuk.office.convergence.registry import Registries
from rembuk.office.convergence.windows import entry_window
from rembuk.office.convergence.years import note, running, take
from rembuk.office.jobs.progress import silent
from rembuk.office.jobs.registry import Handle
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import within

LEVELS = {"desa": Level.DESA, "kecamatan": Level.KECAMATAN, "kabupaten": Level.KABKOTA}


@dataclass(frozen=True)
class Opened:
    """Cells added, taken back in, and set aside."""

    added: int = 0
    again: int = 0
    aside: int = 0

    def __add__(self, other: Opened) -> Opened:
        return Opened(self.added + other.added, self.again + other.again, self.aside + other.aside)


def open_year(year: Year, progress: Handle | None = None) -> Opened:
    """Open every period of a year, one transaction a period. Safe to repeat."""
    return _open(year, all_of_year(year.year), progress)


@transaction.atomic
def open_period(year: Year, code: str, places: Collection[str] | None = None) -> Opened:
    """Open the cells of a period: of every village that stands, of those the year asks where it
    asks only some, or only of `places`, where given."""
    row = take(year, None)
    running(row)
    one = period(code)
    book = Registries(row)
    asked = book.on(one.ends)
    wanted = asked.of_period(one)
    standing = Cell.objects.filter(year=row, period=code)
    found = set(standing.values_list("indicator", "place_code"))
    areas = areas_of(row.district_code, one.ends, places)
    if row.places and places is None:
        areas = only(areas, row.places)
    due = entry_window(row, one).closes
    owners = Owners(max(one.ends, dt.date(row.year, 1, 1)))
    fresh = [
        (row.pk, indicator.code, place, kecamatan_of(place), code,
         office.pk if (office := owners.of(indicator.owner, place)) else None, due)
        for indicator in wanted
        for place in areas[indicator.level]
        if (indicator.code, place) not in found
    ]  # fmt: skip
    writing.insert_cells(
        ("year", "indicator", "place_code", "kecamatan", "period", "office", "due"), fresh
    )
    codes = [indicator.code for indicator in wanted]
    back = standing.filter(indicator__in=codes, retired=True).update(retired=False)
    aside = standing.exclude(indicator__in=codes).filter(retired=False).update(retired=True)
    if fresh or back:
        drawn = {one[1] for one in fresh} | set(codes if back else ())
        drawing.refresh(row, [code], drawn, count=False, book=book)
    if fresh or back or aside:
        tallies.recount(row, [code])
        note(
            row, None, "buka-periode",
            after={"periode": code, "baru": len(fresh), "kembali": back, "sisih": aside},
        )  # fmt: skip
    return Opened(len(fresh), back, aside)


def open_begun(year: Year, on: dt.date, progress: Handle | None = None) -> Opened:
    """Open the periods of a running year that have begun and have no cell yet. What an opened one
    lacks since (a new village, a slot completed) is added by `open_period`."""
    if year.state != YearState.RUNNING:
        return Opened()
    known = set(Cell.objects.filter(year=year).order_by().values_list("period", flat=True))
    begun = [one for one in all_of_year(year.year) if one.starts <= on and one.code not in known]
    return _open(year, begun, progress)


def reopen_periods(year: Year) -> Opened:
    """Open again, under the scheme that now holds, every period up to the last that has cells."""
    codes = Cell.objects.filter(year=year).order_by().values_list("period", flat=True).distinct()
    last = max((period(code).starts for code in codes), default=None)
    if last is None:
        return Opened()
    return _open(year, [one for one in all_of_year(year.year) if one.starts <= last], None)


def _open(year: Year, periods: Sequence[Period], progress: Handle | None) -> Opened:
    told, total = progress or silent, Opened()
    for number, one in enumerate(periods):
        told("membuka", number, len(periods))
        total += open_period(year, one.code)
    return total


def areas_of(
    district: str, on: dt.date, places: Collection[str] | None = None
) -> dict[str, list[str]]:
    """Codes of the district's areas that stand on a day, by level of indicator."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    rows = Area.objects.filter(within("code", district), still, begun).order_by("code")
    known = {int(level): word for word, level in LEVELS.items()}
    found: dict[str, list[str]] = {word: [] for word in LEVELS}
    for code, level in rows.values_list("code", "level"):
        if level in known and (places is None or code in places):
            found[known[level]].append(code)
    return found


def only(areas: Mapping[str, Sequence[str]], villages: Collection[str]) -> dict[str, list[str]]:
    """Areas of a year that asks only some villages: these, their kecamatan, the district."""
    above = {kecamatan_of(code) for code in villages}
    return {
        "desa": [code for code in areas["desa"] if code in set(villages)],
        "kecamatan": [code for code in areas["kecamatan"] if code in above],
        "kabupaten": list(areas["kabupaten"]),
    }


def kecamatan_of(place_code: str) -> str:
    """Code of the kecamatan a place lies in or is; "" above it."""
    parts = place_code.split(".")
    return ".".join(parts[:3]) if len(parts) >= 3 else ""
