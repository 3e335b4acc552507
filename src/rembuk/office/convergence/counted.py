"""Writing figures that were counted from records, many at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from rembuk.office.convergence import writing
from rembuk.office.convergence.following import Key, follow
from rembuk.office.convergence.models import Figure, FigureEvent, Status
from rembuk.office.convergence.periods import period

WRITTEN: Final = (
    "value", "status", "source", "as_of", "computed", "computed_at", "query_version", "version",
)  # fmt: skip
"""What counting writes; what was typed stays as it is."""
GONE: Final = "hitung-hilang"
"""The act of history when a count has lost its records."""
READ: Final = ("value", "status", "source", "day", "computed", "query_version", "version", "typed")


@transaction.atomic
def computed(
    values: Mapping[Key, int], *, district: str, query_version: str, as_of: dt.date | None = None,
    source: str = "", recount: bool = True,
) -> int:  # fmt: skip
    """Write what was counted from records by (place, quantity, period); how many figures changed.
    A typed value goes on counting and shows the other beside it. History where an earlier count is
    replaced. With `recount=False` the caller draws the cells afterwards."""
    by_period: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for (place, quantity, code), value in values.items():
        by_period[code][place, quantity] = value
    changed: set[Key] = set()
    for code, wanted in sorted(by_period.items()):
        day = min(as_of or timezone.localdate(), period(code).ends)
        changed |= _write(code, wanted, query_version, day, source)
    if recount:
        follow(district, changed)
    return len(changed)


@transaction.atomic
def taken_back(
    code: str, quantities: Collection[str], places: Collection[str],
    told: Collection[tuple[str, str]],
) -> set[Key]:  # fmt: skip
    """Clear what was once counted of these quantities and places in a period and that no record
    tells any more (`told`: place and quantity that were counted now): an import undone, a list or
    a measurement withdrawn. A typed value stays and goes on counting. Each is a line of history;
    the keys that changed."""
    rows = Figure.objects.filter(
        period=code, quantity__in=list(quantities), computed__isnull=False
    ).select_for_update()
    read = rows.annotate(day=writing.as_text("as_of")).values_list(
        "place_code", "quantity", "pk", *READ
    )
    written: list[tuple[Any, ...]] = []
    lines: list[FigureEvent] = []
    for place, quantity, pk, *old in read:
        if place not in places or (place, quantity) in told:
            continue
        stands, said, came, dated, _counted, _version_of, version, typed = old
        kept = (stands, said, came, writing.day_of(dated))
        if typed is None and said != Status.NONE:
            kept = (None, Status.EMPTY, "", None)
        row = (*kept, None, None, "", version + 1)
        written.append((code, quantity, place, *row))
        lines.append(_line(pk, old, row, GONE))
    writing.save_figure_rows(WRITTEN, written)
    writing.add_lines(lines)
    return {(place, quantity, code) for _code, quantity, place, *_row_ in written}


def _write(
    code: str, wanted: dict[tuple[str, str], int], query_version: str, day: dt.date, source: str
) -> set[Key]:
    """One period; the keys that changed."""
    now = timezone.now()
    rows = Figure.objects.filter(
        period=code, place_code__in={key[0] for key in wanted},
        quantity__in={key[1] for key in wanted},
    ).select_for_update()  # fmt: skip
    read = rows.annotate(day=writing.as_text("as_of")).values_list(
        "place_code", "quantity", "pk", *READ
    )
    standing = {(place, quantity): (pk, rest) for place, quantity, pk, *rest in read}
    written: list[tuple[Any, ...]] = []
    lines: list[FigureEvent] = []
    for (place, quantity), value in wanted.items():
        pk, old = standing.get((place, quantity), (0, None))
        row = _row(old, value, now, query_version, source, day)
        if row is None:
            continue
        written.append((code, quantity, place, *row))
        if old is not None and old[4] not in (None, value):
            lines.append(_line(pk, old, row))
    writing.save_figure_rows(WRITTEN, written)
    writing.add_lines(lines)
    return {(place, quantity, code) for _code, quantity, place, *_row_ in written}


def _row(
    old: list[Any] | None, value: int, now: dt.datetime, query_version: str, source: str,
    day: dt.date,
) -> tuple[Any, ...] | None:  # fmt: skip
    """The columns `WRITTEN` as they shall stand; None when nothing changes."""
    status = Status.ZERO if value == 0 else Status.FILLED
    if old is None:
        return (value, status, source, day, value, now, query_version, 1)
    stands, said, came, dated, counted, version_of, version, typed = old
    if counted == value and version_of == query_version:
        return None
    as_of = writing.day_of(dated)
    if typed is None and said != Status.NONE:
        stands, said, came, as_of = value, status, source, day
    return (stands, said, came, as_of, value, now, query_version, version + 1)


def _line(pk: int, old: list[Any], row: tuple[Any, ...], act: str = "hitung") -> FigureEvent:
    return FigureEvent(
        figure_id=pk, act=act,
        before={"nilai": old[0], "status": old[1], "hitung": old[4], "versi": old[6]},
        after={"nilai": row[0], "status": row[1], "hitung": row[4], "versi": row[7]},
    )  # fmt: skip
