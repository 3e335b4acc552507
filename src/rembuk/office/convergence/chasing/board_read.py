"""One reading of the tallies for the whole board: lines by office and by kecamatan, their sum, and
the matrix. The same figures as `queries.board`, which reads them one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Min, Q, Sum
from django.utils.translation import gettext as _

from rembuk.office.convergence.chasing.heat import SOON, Heat, Spot, matrix
from rembuk.office.convergence.models import Tally, Year
from rembuk.office.convergence.queries import Line

SUMS: Final = (
    "expected", "empty", "waiting", "zero", "doubtful", "overdue", "filled_late", "submitted",
    "locked", "returned",
)  # fmt: skip
"""Counts of a line, in its order; `overdue` is empty past due for want of the numerator."""


@dataclass(frozen=True)
class Group:
    """Counts of one indicator, kecamatan and office over the periods looked at."""

    indicator: str
    kecamatan: str
    office: str
    counts: tuple[int, ...]
    late: int
    near: int
    fallen: int
    fallen_empty: int
    due: dt.date | None


@dataclass(frozen=True)
class Reading:
    """The groups of a board."""

    groups: tuple[Group, ...]

    def lines(self, by: str, names: dict[str, str]) -> list[Line]:
        """Lines by `office`, `kecamatan` or `indicator`, in the order of `names`."""
        held: dict[str, list[Group]] = {}
        for one in self.groups:
            held.setdefault(str(getattr(one, by)), []).append(one)
        order = {code: number for number, code in enumerate(names)}
        found = [
            _line(code, names.get(code) or code or _("Belum ada kantor"), rows)
            for code, rows in held.items()
        ]
        return sorted(found, key=lambda line: (order.get(line.code, len(order)), line.code))

    def total(self, name: str) -> Line:
        """Everything in one line."""
        return _line("", name, self.groups)

    @property
    def fallen(self) -> tuple[int, int]:
        """Cells past their deadline, and how many of them are filled."""
        n = sum(one.fallen for one in self.groups)
        return n, n - sum(one.fallen_empty for one in self.groups)

    def heat(self) -> Heat:
        """The matrix of empty cells."""
        spots: dict[str, dict[str, Spot]] = {}
        owners: dict[str, set[str]] = {}
        for one in self.groups:
            spot = Spot(one.counts[0], one.counts[1], one.late, one.near)
            row = spots.setdefault(one.indicator, {})
            row[one.kecamatan] = row.get(one.kecamatan, Spot()) + spot
            owners.setdefault(one.indicator, set()).add(one.office)
        return matrix(spots, owners)


def read(year: Year, on: dt.date, *, period: str = "", kecamatan: str = "") -> Reading:
    """Read a year (of one period, of one kecamatan)."""
    rows = Tally.objects.filter(year=year)
    if period:
        rows = rows.filter(period=period)
    if kecamatan:
        rows = rows.filter(kecamatan=kecamatan)
    past, near = Q(due__lt=on), Q(due__gte=on, due__lte=on + SOON)
    plain = [name for name in SUMS if name != "overdue"]
    found = (
        rows.order_by()
        .values_list("indicator", "kecamatan", "office_code")
        .annotate(
            *(Sum(name) for name in plain),
            late=Sum("empty", filter=past, default=0),
            past_waiting=Sum("waiting", filter=past, default=0),
            near=Sum("empty", filter=near, default=0),
            fallen=Sum("expected", filter=past, default=0),
            ahead=Min("due", filter=Q(due__gte=on)),
        )
    )
    groups = []
    for indicator, place, office, *sums, late, past_waiting, soon, fallen, ahead in found:
        counts = dict(zip(plain, sums, strict=True), overdue=late - past_waiting)
        groups.append(
            Group(
                indicator, place, office, tuple(counts[name] for name in SUMS), late, soon,
                fallen, late, ahead,
            )
        )  # fmt: skip
    return Reading(tuple(groups))


def _line(code: str, name: str, rows: Iterable[Group]) -> Line:
    every = list(rows)
    sums = [sum(column) for column in zip(*(one.counts for one in every), strict=True)]
    n = dict(zip(SUMS, sums or [0] * len(SUMS), strict=True))
    return Line(
        code, name, n["expected"], n["empty"], n["waiting"], n["zero"], n["doubtful"], n["overdue"],
        n["filled_late"], n["submitted"], n["locked"], n["returned"],
        min((one.due for one in every if one.due is not None), default=None),
    )  # fmt: skip
