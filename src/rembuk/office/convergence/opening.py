"""Opening periods: a cell for every indicator, area and period that is asked for, before anything
is filled. Opening again adds what is missing (a new village, a slot completed) and removes
nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from rembuk.office.convergence import cells as drawing
from rembuk.office.convergence import tallies, writing
from rembuk.office.convergence.models import Cell, Year
from rembuk.office.convergence.owners import Owners
from rembuk.office.convergence.periods import all_of_year, period
from rembuk.office.convergence.registry import Registries, Registry
from rembuk.office.convergence.windows import entry_window
from rembuk.office.convergence.years import note, running, take
from rembuk.office.jobs.progress import silent
from rembuk.office.jobs.registry import Handle
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import within
from rembuk.reference.indicators import Indicator

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
    told, total = progress or silent, Opened()
    asked = all_of_year(year.year)
    for number, one in enumerate(asked):
        told("membuka", number, len(asked))
        total += open_period(year, one.code)
    return total


@transaction.atomic
def open_period(year: Year, code: str, places: Collection[str] | None = None) -> Opened:
    """Open the cells of a period (only of `places`, where given)."""
    row = take(year, None)
    running(row)
    one = period(code)
    book = Registries(row)
    asked = book.on(one.ends)
    wanted = asked.of_period(one)
    standing = Cell.objects.filter(year=row, period=code)
    found = set(standing.values_list("indicator", "place_code"))
    areas = areas_of(row.district_code, one.ends, places)
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


def reopen_periods(year: Year) -> Opened:
    """Open again every period that has cells, under the scheme that now holds for it."""
    total = Opened()
    opened = set(Cell.objects.filter(year=year).values_list("period", flat=True).distinct())
    if opened:
        for one in all_of_year(year.year):
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


def missing(year: Year, code: str) -> Iterator[tuple[Indicator, str]]:
    """Indicator and place of every cell a period asks for and does not have."""
    one = period(code)
    asked: Registry = Registries(year).on(one.ends)
    found = set(Cell.objects.filter(year=year, period=code).values_list("indicator", "place_code"))
    areas: dict[str, list[str]] = areas_of(year.district_code, one.ends)
    wanted: Iterable[Indicator] = asked.of_period(one)
    for indicator in wanted:
        for place in areas[indicator.level]:
            if (indicator.code, place) not in found:
                yield indicator, place


def kecamatan_of(place_code: str) -> str:
    """Code of the kecamatan a place lies in or is; "" above it."""
    parts = place_code.split(".")
    return ".".join(parts[:3]) if len(parts) >= 3 else ""
