"""Reads of the room. Counts come from tallies, rows from cells; `scope` cuts both to the places
somebody may see ("" or the district: all of it)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import Count, F, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.convergence import duties
from rembuk.office.convergence.cells import FLUID
from rembuk.office.convergence.models import Cell, Part, Status, Tally, Year
from rembuk.office.convergence.owners import Owners
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
class Missing:
    """A cell that lacks something: which quantity, and who owes it. `part`: pembilang|penyebut."""

    indicator: str
    indicator_name: str
    place_code: str
    place_name: str
    period: str
    due: dt.date
    part: str
    quantity: str
    quantity_name: str
    owner_code: str
    owner_name: str

    def days_late(self, on: dt.date) -> int:
        """Days past the due day; 0 before it."""
        return max(0, (on - self.due).days)


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
    names = _names(year, by)
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


def _summed(
    rows: QuerySet[Tally], column: str, on: dt.date | None
) -> QuerySet[Tally, dict[str, object]]:
    today = on or timezone.localdate()
    past = Q(due__lt=today)
    return (
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


def _line(row: dict[str, object], names: dict[str, str]) -> Line:
    code = str(row["code"])
    return Line(
        code, names.get(code) or code or _("Belum ada kantor"), row["n_expected"], row["n_empty"],
        row["n_waiting"], row["n_zero"], row["n_doubtful"], row["n_overdue"], row["n_late"],
        row["n_submitted"], row["n_locked"], row["n_returned"], row["ahead"],
    )  # type: ignore[arg-type]  # fmt: skip


def _names(year: Year, by: By) -> dict[str, str]:
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


def empty_cells(
    year: Year, office: str = "", kecamatan: str = "", period_code: str | None = None, *,
    limit: int | None = None,
) -> list[Missing]:  # fmt: skip
    """Exactly what lacks, by period, indicator, place: a numerator by its office, or a denominator
    by the office that owes it (once a quantity and place, though many indicators wait for it)."""
    rows = cells_of(year, kecamatan=kecamatan, period_code=period_code).filter(status=Status.EMPTY)
    if office:
        rows = rows.filter(Q(office__code=office, numerator__isnull=True) | Q(waits=office))
    rows = rows.order_by("period", "indicator", "place_code").select_related("office")
    return list(_missing(year, rows, office, limit))


def late_cells(
    year: Year, office: str = "", kecamatan: str = "", on: dt.date | None = None
) -> list[Missing]:
    """What lacks past its due day."""
    today = on or timezone.localdate()
    return [one for one in empty_cells(year, office, kecamatan) if one.due < today]


def _missing(year: Year, rows: QuerySet[Cell], office: str, limit: int | None) -> Iterator[Missing]:
    book = Registries(year)
    owners = Owners(max(timezone.localdate(), dt.date(year.year, 1, 1)))
    names = dict(
        Area.objects.filter(within("code", year.district_code)).values_list("code", "name")
    )
    offices = dict(Office.objects.values_list("code", "name"))
    seen: set[tuple[str, str, str]] = set()
    for cell in rows.iterator(chunk_size=5_000):
        known = book.of(cell.period)
        indicator = known.indicators.get(cell.indicator)
        if indicator is None:
            continue
        owed = []
        if cell.numerator is None:
            owed.append(("pembilang", indicator.numerator, cell.office.code if cell.office else ""))
        if cell.waits or (cell.numerator is not None and indicator.denominator):
            owed.append(("penyebut", indicator.denominator, cell.waits))
        for part, quantity, owner in owed:
            key = (quantity, cell.place_code, cell.period)
            if (office and owner != office) or key in seen:
                continue
            seen.add(key)
            one = known.quantities[quantity]
            role = one.owner or indicator.owner
            office_name = offices.get(owner) or duties.owner_words(
                owners.of(role, cell.place_code), role
            )
            yield Missing(
                cell.indicator, indicator.name_id, cell.place_code,
                names.get(cell.place_code, cell.place_code), cell.period, cell.due, part, quantity,
                one.name_id, owner, office_name,
            )  # fmt: skip
            if limit is not None and len(seen) >= limit:
                return


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


def cells_grid(
    year: Year, indicators: Collection[str], kecamatan: str, period_code: str
) -> dict[tuple[str, str], Cell]:
    """The cells of a grid of villages x indicators, by (place, indicator)."""
    rows = cells_of(
        year, period_code=period_code, kecamatan=kecamatan, indicators=indicators
    ).select_related("office")
    return {(cell.place_code, cell.indicator): cell for cell in rows}


def to_handle(account: Account, year: Year) -> dict[str, int]:
    """How many cells wait for each part the account has: part -> cells in a state it acts on."""
    waiting = {
        Part.OPERATOR: FLUID, Part.VERIFIER: ("diajukan",), Part.APPROVER: ("diterima",),
    }  # fmt: skip
    return {
        part.value: my_cells(account, year, part).filter(state__in=states).count()
        for part, states in waiting.items()
    }
