"""Reads of the room. Counts come from tallies, rows from cells; `scope` cuts both to the places
somebody may see ("" or the district: all of it)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db.models import Count, F, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.convergence import duties
from rembuk.office.convergence.models import Cell, Part, Status, Tally, Year
from rembuk.office.convergence.periods import period
from rembuk.office.convergence.registry import Registries
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within, within_any
from rembuk.office.seats.models import Office

By = Literal["office", "kecamatan", "indikator", "periode"]
COLUMN: Final[dict[By, str]] = {
    "office": "office_code", "kecamatan": "kecamatan", "indikator": "indicator",
    "periode": "period",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the board. `empty` of `expected` lack a value; of those `waiting` lack only the
    denominator, which another office owes. `overdue`: empty past the due day for want of the
    numerator; `late_filled`: filled after it. `due` is the earliest due day still ahead."""

    code: str
    name: str
    expected: int
    empty: int
    waiting: int
    zero: int
    doubtful: int
    overdue: int
    late_filled: int
    submitted: int
    locked: int
    returned: int
    due: dt.date | None

    @property
    def filled(self) -> int:
        """Cells that say something."""
        return self.expected - self.empty

    @property
    def late(self) -> int:
        """Cells filled after their day, or past it and still empty."""
        return self.overdue + self.late_filled

    @property
    def percent(self) -> int | None:
        """Filled of expected, cut not rounded: 100 only when nothing lacks; None of nothing."""
        return 100 * self.filled // self.expected if self.expected else None


@dataclass(frozen=True)
class Sums:
    """Sum over sum of an area; `cells` hold both, of `expected`."""

    code: str
    numerator: int
    denominator: int
    cells: int
    expected: int

    @property
    def percent(self) -> float | None:
        """Never a mean of percentages; None over nothing."""
        return 100 * self.numerator / self.denominator if self.denominator else None


def board(
    year: Year, period_code: str | None = None, by: By = "office", *, scope: str = "",
    office: str = "", on: dt.date | None = None,
) -> list[Line]:  # fmt: skip
    """Completeness and lateness, in the order of names (of indicators and periods: of the sheets
    and the calendar). `scope`: a kecamatan; `office`: an office code."""
    rows = _tallies(year, period_code, scope, office)
    names = line_names(year, by)
    lines = [_line(row, names) for row in _summed(rows, COLUMN[by], on)]
    order = {code: number for number, code in enumerate(names)}
    return sorted(lines, key=lambda line: (order.get(line.code, len(order)), line.code))


def total(
    year: Year, period_code: str | None = None, *, scope: str = "", office: str = "",
    on: dt.date | None = None,
) -> Line:  # fmt: skip
    """The same, of everything in one line."""
    rows = _summed(_tallies(year, period_code, scope, office), "year", on)
    found = [_line({**row, "code": ""}, {"": _("Seluruhnya")}) for row in rows]
    return found[0] if found else Line("", _("Seluruhnya"), *(0,) * 10, None)


def _tallies(year: Year, code: str | None, scope: str, office: str) -> QuerySet[Tally]:
    rows = Tally.objects.filter(year=year)
    if code:
        rows = rows.filter(period=code)
    if scope and scope != year.district_code:
        rows = rows.filter(kecamatan=scope)
    if office:
        rows = rows.filter(office_code=office)
    return rows


def _summed(rows: QuerySet[Tally], column: str, on: dt.date | None) -> Iterable[dict[str, Any]]:
    today = on or timezone.localdate()
    past = Q(due__lt=today)
    found: Any = (
        rows.order_by()
        .values(code=F(column))
        .annotate(
            n_expected=Sum("expected"), n_empty=Sum("empty"), n_waiting=Sum("waiting"),
            n_zero=Sum("zero"), n_doubtful=Sum("doubtful"), n_late=Sum("filled_late"),
            n_submitted=Sum("submitted"), n_locked=Sum("locked"), n_returned=Sum("returned"),
            n_overdue=Coalesce(Sum(F("empty") - F("waiting"), filter=past), 0),
            ahead=Min("due", filter=Q(due__gte=today)),
        )
    )  # fmt: skip
    lines: Iterable[dict[str, Any]] = found
    return lines


def _line(row: dict[str, Any], names: dict[str, str]) -> Line:
    code = str(row["code"])
    return Line(
        code, names.get(code) or code or _("Belum ada kantor"), row["n_expected"], row["n_empty"],
        row["n_waiting"], row["n_zero"], row["n_doubtful"], row["n_overdue"], row["n_late"],
        row["n_submitted"], row["n_locked"], row["n_returned"], row["ahead"],
    )  # fmt: skip


def line_names(year: Year, by: By) -> dict[str, str]:
    """Code -> name of the lines, in their order."""
    if by == "office":
        return dict(Office.objects.order_by("name").values_list("code", "name"))
    if by == "kecamatan":
        rows = Area.objects.filter(within("code", year.district_code), level=3).order_by("code")
        return {"": _("Tingkat kabupaten/kota"), **dict(rows.values_list("code", "name"))}
    if by == "periode":
        codes = Tally.objects.filter(year=year).order_by().values_list("period", flat=True)
        found = sorted({period(code) for code in codes.distinct()}, key=lambda p: (p.ends, p.code))
        return {one.code: one.words for one in found}
    return indicator_names(year)


def indicator_names(year: Year) -> dict[str, str]:
    """Code -> name of the year's indicators in the order of the sheets, and of those that only an
    earlier scheme of the year knew."""
    asked = Registries(year).on(dt.date(year.year, 12, 31))
    names = {code: one.name_id for code, one in asked.indicators.items()}
    others = Tally.objects.filter(year=year).exclude(indicator__in=names).order_by("indicator")
    known = {one.code: one.name_id for one in reference.load().indicators()}
    for code in others.values_list("indicator", flat=True).distinct():
        names[code] = known.get(code, code)
    return names


def cells_of(
    year: Year, *, period_code: str | None = None, office: str = "", kecamatan: str = "",
    indicators: Collection[str] | None = None, places: Collection[str] | None = None,
) -> QuerySet[Cell]:  # fmt: skip
    """Cells that are asked for, narrowed. `places`: subtrees."""
    rows = Cell.objects.filter(year=year, retired=False)
    if period_code:
        rows = rows.filter(period=period_code)
    if office:
        rows = rows.filter(office__code=office)
    if kecamatan:
        rows = rows.filter(kecamatan=kecamatan)
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    if places is not None:
        rows = rows.filter(within_any("place_code", places))
    return rows


def my_cells(account: Account, year: Year, part: Part | str = Part.OPERATOR) -> QuerySet[Cell]:
    """Cells an account has a part in: as operator those of its offices and of its duties, as
    verifier or approver those its duties cover."""
    mine = duties.standing(account)
    wanted = Q(pk__in=[])
    if part == Part.OPERATOR:
        wanted |= Q(office__in=mine.offices)
    for duty in mine.duties:
        if duty.part == part:
            covered = within("place_code", duty.place_code)
            if duty.owner_role:
                covered &= Q(office__role=duty.owner_role)
            wanted |= covered
    return cells_of(year).filter(wanted).order_by("period", "indicator", "place_code")


def sums(year: Year, indicator: str, period_code: str, level: str = "kabupaten") -> list[Sums]:
    """Sum over sum of an indicator by area of a level (desa, kecamatan, kabupaten)."""
    cells = cells_of(year, period_code=period_code).filter(indicator=indicator)
    column = {"desa": "place_code", "kecamatan": "kecamatan"}.get(level)
    code = F(column) if column else Value(year.district_code)
    counted = Q(numerator__isnull=False) & ~Q(status__in=(Status.EMPTY, Status.NONE))
    rows = (
        cells.order_by()
        .values(code=code)
        .annotate(
            top=Coalesce(Sum("numerator", filter=counted), 0),
            bottom=Coalesce(Sum("denominator", filter=counted), 0),
            n=Count("pk", filter=counted), expected=Count("pk"),
        )
        .order_by("code")
    )  # fmt: skip
    return [Sums(r["code"], r["top"], r["bottom"], r["n"], r["expected"]) for r in rows]
