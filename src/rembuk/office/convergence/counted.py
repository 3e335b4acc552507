"""Writing figures that were counted from records, many at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from rembuk.office.convergence import writing
from rembuk.office.convergence.following import Key, follow
from rembuk.office.convergence.models import Figure, FigureEvent, Status
from rembuk.office.convergence.periods import period

READ: Final = ("place_code", "quantity", "pk", *writing.FIGURE)


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


def _write(
    code: str, wanted: dict[tuple[str, str], int], query_version: str, day: dt.date, source: str
) -> set[Key]:
    """One period; the keys that changed."""
    now = timezone.now()
    rows = Figure.objects.filter(
        period=code, place_code__in={key[0] for key in wanted},
        quantity__in={key[1] for key in wanted},
    ).select_for_update()  # fmt: skip
    standing = {(place, quantity): rest for place, quantity, *rest in rows.values_list(*READ)}
    written: list[tuple[Any, ...]] = []
    lines: list[FigureEvent] = []
    for (place, quantity), value in wanted.items():
        old = standing.get((place, quantity))
        row = _row(old[1:] if old else None, value, now, query_version, source, day)
        if row is None:
            continue
        written.append((code, quantity, place, *row))
        if old is not None and old[7] not in (None, value):
            lines.append(_line(old, row))
    writing.save_rows(written)
    writing.add_lines(lines)
    return {(place, quantity, code) for _code, quantity, place, *_row_ in written}


def _row(
    old: list[Any] | None, value: int, now: dt.datetime, query_version: str, source: str,
    day: dt.date,
) -> tuple[Any, ...] | None:  # fmt: skip
    """The figure as it shall stand (columns `writing.FIGURE`); None when nothing changes."""
    status = Status.ZERO if value == 0 else Status.FILLED
    if old is None:
        return (
            value, status, None, None, None, "", value, now, query_version, source, day, 1
        )  # fmt: skip
    stands, said, typed, by, at, why, counted, _when, version_of, came, as_of, version = old
    if counted == value and version_of == query_version:
        return None
    if typed is None and said != Status.NONE:
        stands, said, came, as_of = value, status, source, day
    return (
        stands, said, typed, by, at, why, value, now, query_version, came, as_of, version + 1
    )  # fmt: skip


def _line(old: list[Any], row: tuple[Any, ...]) -> FigureEvent:
    pk, value, status, counted, version = old[0], old[1], old[2], old[7], old[12]
    return FigureEvent(
        figure_id=pk, act="hitung",
        before={"nilai": value, "status": status, "hitung": counted, "versi": version},
        after={"nilai": row[0], "status": row[1], "hitung": row[6], "versi": row[11]},
    )  # fmt: skip
