"""What is asked of whom: the empty cells of an office, those of its own indicators and the
denominators others wait for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q, QuerySet, Sum

from rembuk.office.convergence.chasing.gaps import Empty, Gap, gaps
from rembuk.office.convergence.models import Cell, Status, Tally, Year
from rembuk.office.convergence.periods import period
from rembuk.office.convergence.registry import Registry, registry
from rembuk.office.places.queries import place_names
from rembuk.office.seats.models import Office

NEAR: Final = dt.timedelta(days=14)
REACH: Final = ("lewat", "dekat", "semua")
"""Past due only; past due and due within a fortnight; whatever is empty."""


@dataclass(frozen=True)
class Asked:
    """The part of a year that is looked at. `kecamatan` None: all of it; `reach` of `REACH`."""

    year: Year
    on: dt.date
    office: str = ""
    kecamatan: tuple[str, ...] | None = None
    periods: tuple[str, ...] | None = None
    indicator: str = ""
    reach: str = "dekat"

    def until(self) -> dt.date | None:
        """The last deadline looked at; None for all."""
        if self.reach == "lewat":
            return self.on - dt.timedelta(days=1)
        return self.on + NEAR if self.reach == "dekat" else None


@dataclass(frozen=True)
class Owed:
    """What one office is asked for: `own` cells, and `lent` denominators that others wait for."""

    office: Office
    own: tuple[Gap, ...]
    lent: tuple[Gap, ...]

    @property
    def all(self) -> tuple[Gap, ...]:
        """Both, the own first."""
        return (*self.own, *self.lent)

    @property
    def count(self) -> int:
        """Cells in all."""
        return sum(gap.count for gap in self.all)

    def late(self, on: dt.date) -> int:
        """Cells past due."""
        return sum(gap.count for gap in self.all if gap.due < on)

    def oldest(self, on: dt.date) -> int:
        """Days the oldest is past due; 0 when none is."""
        return max([0, *(gap.late(on) for gap in self.all)])


@dataclass
class Names:
    """Names of indicators and quantities of a year, whatever scheme held in the period."""

    year: Year
    _known: dict[str, Registry] = field(default_factory=dict)

    def of(self, code: str) -> Registry:
        """What was asked for in a period."""
        if code not in self._known:
            self._known[code] = registry(self.year, period(code).ends)
        return self._known[code]

    def indicators(self, periods: Iterable[str]) -> dict[str, str]:
        """Indicator -> name."""
        return {
            one.code: one.name_id
            for code in sorted(set(periods))
            for one in self.of(code).indicators.values()
        }


def empties(asked: Asked) -> QuerySet[Cell]:
    """Empty cells of what is looked at, of whoever owes them."""
    found = Cell.objects.filter(year=asked.year, status=Status.EMPTY, retired=False)
    if asked.periods is not None:
        found = found.filter(period__in=asked.periods)
    if asked.kecamatan is not None:
        found = found.filter(kecamatan__in=asked.kecamatan)
    if asked.indicator:
        found = found.filter(indicator=asked.indicator)
    if (until := asked.until()) is not None:
        found = found.filter(due__lte=until)
    return found


def owed(asked: Asked, office: Office, names: Names | None = None) -> Owed:
    """What one office is asked for."""
    known = names or Names(asked.year)
    rows = empties(asked).filter(Q(office=office, numerator__isnull=True) | Q(waits=office.code))
    own: list[Empty] = []
    lent: dict[tuple[str, str, str], Empty] = {}
    words: dict[str, str] = {}
    for cell in rows.only(
        "indicator", "period", "place_code", "kecamatan", "due", "office", "waits", "numerator"
    ).order_by("place_code"):
        if cell.office_id == office.pk and cell.numerator is None:
            own.append(_empty(cell, cell.indicator))
        if cell.waits == office.code:
            indicator = known.of(cell.period).indicators.get(cell.indicator)
            if indicator is None:
                continue
            quantity = known.of(cell.period).quantities.get(indicator.denominator)
            words[indicator.denominator] = quantity.name_id if quantity else indicator.denominator
            lent.setdefault(
                (indicator.denominator, cell.period, cell.place_code),
                _empty(cell, indicator.denominator),
            )
    codes = {row.period for row in own}
    return Owed(
        office,
        tuple(_gaps(own, known.indicators(codes), _expected(asked, own))),
        tuple(_gaps(list(lent.values()), words, _expected_lent(asked, lent.values(), known))),
    )


def owing(asked: Asked) -> list[str]:
    """Codes of offices that are asked for something, by code; "" for cells nobody owes."""
    rows = empties(asked)
    own = rows.filter(numerator__isnull=True).order_by()
    found = {code or "" for code in own.values_list("office__code", flat=True).distinct()}
    waits = rows.exclude(waits="").order_by().values_list("waits", flat=True).distinct()
    return sorted(found | set(waits))


def _empty(cell: Cell, what: str) -> Empty:
    return Empty(what, cell.period, cell.place_code, cell.kecamatan, cell.due)


def _expected(asked: Asked, rows: Collection[Empty]) -> dict[tuple[str, str, str], int]:
    """Cells there should be, for those that are asked for."""
    tallies = Tally.objects.filter(
        year=asked.year, indicator__in={row.indicator for row in rows},
        period__in={row.period for row in rows},
    ).order_by()  # fmt: skip
    counted = tallies.values_list("indicator", "period", "kecamatan").annotate(n=Sum("expected"))
    return {(indicator, code, place): n for indicator, code, place, n in counted}


def _expected_lent(
    asked: Asked, rows: Collection[Empty], known: Names
) -> dict[tuple[str, str, str], int]:
    """Places a denominator is asked for in, by kecamatan: those of any indicator that uses it."""
    using = {
        (one.code, row.period): row.indicator
        for row in rows
        for one in known.of(row.period).by_denominator.get(row.indicator, ())
    }
    cells = [Empty(code, period_code, "", "", asked.on) for code, period_code in using]
    found: dict[tuple[str, str, str], int] = {}
    for (code, period_code, place), n in _expected(asked, cells).items():
        if (code, period_code) in using:
            key = (using[code, period_code], period_code, place)
            found[key] = max(n, found.get(key, 0))
    return found


def _gaps(
    rows: Collection[Empty], words: dict[str, str], expected: dict[tuple[str, str, str], int]
) -> list[Gap]:
    codes = {row.place_code for row in rows} | {row.kecamatan for row in rows}
    return gaps(rows, words, place_names(codes), expected)
