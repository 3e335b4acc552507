"""From figures that changed to the cells they reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from rembuk.office.convergence import cells
from rembuk.office.convergence.models import Year, YearState
from rembuk.office.convergence.periods import period
from rembuk.office.convergence.reading import CARRIED, FEW
from rembuk.office.convergence.registry import Registries

Key = tuple[str, str, str]
"""Place, quantity, period."""


def follow(district: str, keys: Collection[Key]) -> int:
    """Draw every open cell these figures reach, in each year of the district; how many changed."""
    if not keys:
        return 0
    quantities = {key[1] for key in keys}
    spans = [period(code) for code in {key[2] for key in keys}]
    first, last = min(one.starts for one in spans), max(one.ends for one in spans)
    places = _up(district, {key[0] for key in keys})
    reach = last + dt.timedelta(days=31 * CARRIED)
    changed = 0
    for year in Year.objects.filter(
        district_code=district, year__gte=first.year, year__lte=reach.year,
        state=YearState.RUNNING,
    ):  # fmt: skip
        opened = year.cells.order_by().values_list("period", flat=True).distinct()
        codes = [code for code in opened if first <= period(code).ends <= reach]
        book = Registries(year)
        using = {one.code for code in codes for one in book.of(code).using(quantities)}
        if codes and using:
            changed += cells.refresh(year, codes, using, places, book=book)
    return changed


def _up(district: str, places: set[str]) -> set[str] | None:
    """The places and the areas above them; None when there are so many that all are meant."""
    if len(places) > FEW:
        return None
    found = {district}
    for place in places:
        parts = place.split(".")
        found |= {".".join(parts[:depth]) for depth in range(3, len(parts) + 1)}
    return found
