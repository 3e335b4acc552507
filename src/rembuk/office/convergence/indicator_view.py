"""An indicator as its page shows it: sums of areas, periods, the age of what stands in its cells;
and one cell with both its figures, typed beside computed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, Sum
from django.http import Http404
from django.utils.translation import get_language

from rembuk import reference
from rembuk.office.access.policies import Rights
from rembuk.office.convergence import asking, queries, told
from rembuk.office.convergence.entry import grid, written
from rembuk.office.convergence.models import Cell, Figure, FigureEvent, Freshness, Status, Year
from rembuk.office.convergence.periods import Period, of_year, period
from rembuk.office.convergence.registry import Registry
from rembuk.office.places.queries import place_names
from rembuk.reference import metadata
from rembuk.reference.indicators import Indicator, Quantity

COUNTED = Q(numerator__isnull=False) & ~Q(status__in=(Status.EMPTY, Status.NONE))


@dataclass(frozen=True)
class AreaLine:
    """Sum over sum of an area."""

    code: str
    name: str
    numerator: int
    denominator: int
    percent: float | None
    cells: int
    expected: int


@dataclass(frozen=True)
class PeriodLine:
    """The district in a period."""

    code: str
    words: str
    numerator: int | None
    denominator: int | None
    percent: float | None
    cells: int
    expected: int


@dataclass(frozen=True)
class Age:
    """How many cells are of an age, and the oldest and newest day among all."""

    counts: tuple[tuple[str, int], ...]
    oldest: dt.date | None
    newest: dt.date | None


@dataclass(frozen=True)
class Side:
    """One of the two figures of a cell."""

    role: str
    name: str
    definition: str
    owner: str
    value: str
    typed: str
    typed_by: str
    typed_at: dt.datetime | None
    computed: int | None
    computed_at: dt.datetime | None
    query: str
    version: str
    why: str
    source: str
    as_of: dt.date | None
    differs: bool
    history: tuple[told.Line, ...]


def areas(
    year: Year, indicator: Indicator, one: Period, rights: Rights, kecamatan: str
) -> list[AreaLine]:
    """Kecamatan of the district, or the villages of one; only those the reader sees."""
    level = "desa" if kecamatan else "kecamatan"
    found = queries.sums(year, indicator.code, one.code, level)
    if kecamatan:
        found = [row for row in found if row.code.startswith(f"{kecamatan}.")]
    found = [row for row in found if row.code and asking.meets(rights, row.code)]
    names = place_names(row.code for row in found)
    return [
        AreaLine(
            row.code, names.get(row.code, row.code), row.numerator, row.denominator, row.percent,
            row.cells, row.expected,
        )
        for row in found
    ]  # fmt: skip


def series(year: Year, indicator: Indicator) -> list[PeriodLine]:
    """The district's periods of the year that have cells."""
    rows = (
        queries.cells_of(year, indicators=[indicator.code])
        .order_by()
        .values("period")
        .annotate(
            top=Sum("numerator", filter=COUNTED), base=Sum("denominator", filter=COUNTED),
            n=Count("pk", filter=COUNTED), all=Count("pk"),
        )
    )  # fmt: skip
    by_code = {row["period"]: row for row in rows}
    return [
        PeriodLine(
            one.code, one.words, row["top"], row["base"],
            100 * row["top"] / row["base"] if row["base"] else None, row["n"], row["all"],
        )
        for one in of_year(year.year, indicator.frequency)
        if (row := by_code.get(one.code)) is not None
    ]  # fmt: skip


def age(year: Year, indicator: Indicator, one: Period) -> Age:
    """How old what stands in the cells is."""
    cells = queries.cells_of(year, period_code=one.code, indicators=[indicator.code])
    counts = Counter(cells.values_list("freshness", flat=True))
    days = cells.aggregate(oldest=Min("as_of"), newest=Max("as_of"))
    words = dict(Freshness.choices)
    ordered = tuple((str(words[code]), counts[code]) for code in words if counts[code])
    return Age(ordered, days["oldest"], days["newest"])


def card(year: Year, asked: Registry, indicator: Indicator) -> metadata.Card:
    """Its metadata in the three parts of Satu Data."""
    known = reference.load()
    district = place_names([year.district_code]).get(year.district_code, "")
    day = known.day_of(asked.scheme, year.year)
    return metadata.card(
        known,
        indicator,
        day,
        district=district,
        quantities=asked.quantities,
        language="en" if get_language() == "en" else "id",
    )


def cell_or_404(year: Year, rights: Rights, indicator: str, place: str, code: str) -> Cell:
    """A cell the reader sees; otherwise 404."""
    rights.within("konvergensi", place)
    found = (
        Cell.objects.filter(year=year, indicator=indicator, place_code=place, period=code)
        .select_related("office", "year")
        .first()
    )
    if found is None:
        raise Http404
    return found


def sides(cell: Cell, asked: Registry, indicator: Indicator) -> list[Side]:
    """The figures of a cell: what is above the line, and below."""
    found = []
    for role, code in (("n", indicator.numerator), ("N", indicator.denominator)):
        if code in asked.quantities:
            found.append(_side(role, asked.quantities[code], cell))
    return found


def _side(role: str, quantity: Quantity, cell: Cell) -> Side:
    row = (
        Figure.objects.filter(
            place_code=cell.place_code, quantity=quantity.code, period=cell.period
        )
        .select_related("typed_by")
        .first()
    )
    roles = told.role_names(period(cell.period).ends)
    owner = roles.get(quantity.owner, quantity.owner)
    name, definition = told.named(quantity), quantity.definition
    if row is None:
        return Side(
            role, name, definition, owner, "", "", "", None, None, None, quantity.computed, "", "",
            "", None, False, (),
        )  # fmt: skip
    events = FigureEvent.objects.filter(figure=row).select_related("by").order_by("-pk")[:20]
    return Side(
        role, name, definition, owner, written.text(row.value, row.status),
        "" if row.typed is None else str(row.typed), str(row.typed_by or ""), row.typed_at,
        row.computed, row.computed_at, quantity.computed, row.query_version, row.why, row.source,
        row.as_of, row.typed is not None and row.computed not in (None, row.typed),
        tuple(told.lines(events)),
    )  # fmt: skip


def ratio(cell: Cell) -> str:
    """The percent of a cell; "" where there is none."""
    if cell.numerator is None or not cell.denominator:
        return ""
    return grid.percent(cell.numerator, cell.denominator)


def total(lines: Sequence[AreaLine]) -> AreaLine | None:
    """Sum over sum of lines; None of none."""
    if not lines:
        return None
    top, base = sum(one.numerator for one in lines), sum(one.denominator for one in lines)
    return AreaLine(
        "", "", top, base, 100 * top / base if base else None, sum(one.cells for one in lines),
        sum(one.expected for one in lines),
    )  # fmt: skip
