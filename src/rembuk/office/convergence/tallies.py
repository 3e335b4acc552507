"""Tallies: counts of cells by period, indicator, kecamatan and office. What the board reads.

They are rewritten in the transaction that changes cells. `hold` comes before the change and makes
writers of the same tally wait for each other, so that a recount sees what the other wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from rembuk.office.convergence import moved, writing
from rembuk.office.convergence.models import Cell, CellState, Status, Tally, Year

COUNTED = (
    "due", "expected", "empty", "waiting", "zero", "doubtful", "filled_late", "submitted",
    "locked", "returned", "numerator", "denominator",
)  # fmt: skip
KEY = ("year", "period", "indicator", "kecamatan", "office_code")
IN_CHAIN = (CellState.SUBMITTED, CellState.ACCEPTED, CellState.APPROVED, CellState.LOCKED)


def hold(
    year: Year, periods: Collection[str], indicators: Collection[str] | None = None,
    kecamatan: Collection[str] | None = None,
) -> None:  # fmt: skip
    """Lock the tallies of these cells until the transaction ends, in one order for everybody."""
    rows = Tally.objects.select_for_update().filter(*_part(periods, indicators, kecamatan))
    list(rows.filter(year=year).order_by("pk").values_list("pk", flat=True))


def recount(
    year: Year, periods: Collection[str], indicators: Collection[str] | None = None,
    kecamatan: Collection[str] | None = None,
) -> int:  # fmt: skip
    """Count these cells anew; how many tallies stand afterwards."""
    part = _part(periods, indicators, kecamatan)
    fresh = [_tally(year, row) for row in counted(Cell.objects.filter(*part, year=year))]
    keys = {(one.period, one.indicator, one.kecamatan, one.office_code) for one in fresh}
    standing = Tally.objects.filter(*part, year=year)
    gone = [
        pk
        for pk, *key in standing.values_list(
            "pk", "period", "indicator", "kecamatan", "office_code"
        )
        if tuple(key) not in keys
    ]
    if gone:
        Tally.objects.filter(pk__in=gone).delete()
    writing.save_tallies(COUNTED, KEY, fresh)
    moved.tell(year, periods)
    return len(fresh)


def counted(cells: QuerySet[Cell]) -> Iterable[dict[str, Any]]:
    """The counts of cells, a row for each tally."""
    both = Q(numerator__isnull=False) & ~Q(status__in=(Status.EMPTY, Status.NONE))
    rows: Any = (
        cells.filter(retired=False)
        .order_by()
        .values("period", "indicator", "kecamatan", code=F("office__code"))
        .annotate(
            last=Max("due"),
            last_open=Max("due", filter=~Q(state__in=IN_CHAIN)),
            n_expected=Count("pk"),
            n_empty=Count("pk", filter=Q(status=Status.EMPTY)),
            n_waiting=Count("pk", filter=Q(status=Status.EMPTY, numerator__isnull=False)),
            n_zero=Count("pk", filter=Q(status=Status.ZERO)),
            n_doubtful=Count("pk", filter=~Q(doubt="") & Q(explained=False)),
            n_late=Count("pk", filter=Q(late=True)),
            n_submitted=Count("pk", filter=Q(state__in=IN_CHAIN)),
            n_locked=Count("pk", filter=Q(state=CellState.LOCKED)),
            n_returned=Count("pk", filter=Q(state=CellState.RETURNED)),
            top=Sum("numerator", filter=both),
            bottom=Sum("denominator", filter=both),
        )
    )
    found: Iterable[dict[str, Any]] = rows
    return found


def _tally(year: Year, row: dict[str, Any]) -> Tally:
    return Tally(
        year=year, period=row["period"], indicator=row["indicator"], kecamatan=row["kecamatan"],
        office_code=row["code"] or "", due=row["last_open"] or row["last"],
        expected=row["n_expected"], empty=row["n_empty"], waiting=row["n_waiting"],
        zero=row["n_zero"], doubtful=row["n_doubtful"], filled_late=row["n_late"],
        submitted=row["n_submitted"], locked=row["n_locked"], returned=row["n_returned"],
        numerator=row["top"] or 0, denominator=row["bottom"] or 0,
    )  # fmt: skip


def _part(
    periods: Collection[str], indicators: Collection[str] | None,
    kecamatan: Collection[str] | None,
) -> list[Q]:  # fmt: skip
    part = [Q(period__in=list(periods))]
    if indicators is not None:
        part.append(Q(indicator__in=list(indicators)))
    if kecamatan is not None:
        part.append(Q(kecamatan__in=list(kecamatan)))
    return part
