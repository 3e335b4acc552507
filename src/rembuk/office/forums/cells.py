"""Convergence cells of a place that were due, counted: from the tallies for areas, from the cells
themselves for a village."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from rembuk.office.convergence.models import Cell, Status, Tally, Year
from rembuk.office.forums.models import Level
from rembuk.office.forums.places import district_of, level_of
from rembuk.office.seats.models import Office


@dataclass(frozen=True)
class Due:
    """Cells due before a day: how many, how many of them are empty, and how many of those for want
    of the numerator (the others wait for another office's denominator)."""

    all: int
    empty: int
    overdue: int


def due(place: str, year: int, on: dt.date, office: Office | None = None) -> Due:
    """The cells of a place and year that were due before a day; of one office, where given."""
    row = Year.objects.filter(district_code=district_of(place), year=year).first()
    if row is None:
        return Due(0, 0, 0)
    if level_of(place) == Level.VILLAGE:
        cells = Cell.objects.filter(year=row, place_code=place, retired=False, due__lt=on)
        if office is not None:
            cells = cells.filter(office=office)
        empty = Q(status=Status.EMPTY)
        told = cells.aggregate(
            all=Count("pk"), empty=Count("pk", filter=empty),
            overdue=Count("pk", filter=empty & Q(waits="")),
        )  # fmt: skip
        return Due(**told)
    tallies = Tally.objects.filter(year=row, due__lt=on)
    if place != row.district_code:
        tallies = tallies.filter(kecamatan=place)
    if office is not None:
        tallies = tallies.filter(office_code=office.code)
    sums = tallies.aggregate(n=Sum("expected"), none=Sum("empty"), elsewhere=Sum("waiting"))
    n, none, elsewhere = (sums[name] or 0 for name in ("n", "none", "elsewhere"))
    return Due(n, none, none - elsewhere)
