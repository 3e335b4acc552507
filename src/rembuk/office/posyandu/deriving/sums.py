"""Stored sums of areas: `AreaRecap` of posts' recaps and sessions, `AreaCases` of case events.

A page of a kabupaten reads a row where it would read hundreds. A sum is never more than its parts:
each is added up again, from the rows, whenever `recaps.recount` counts what lies in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import Count, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Substr
from django.db.transaction import atomic

from rembuk.office.places.scope import within, within_any
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.figures import COUNTS
from rembuk.office.posyandu.models import AreaCases, AreaRecap, CaseEvent, MonthlyRecap, Session

KABKOTA: Final = 5
KECAMATAN: Final = 8
DESA: Final = 13
LEVELS: Final = {KABKOTA: 2, KECAMATAN: 3, DESA: 4}
"""Length of an area's code -> its level, as `places.Area.level`."""
_NEVER: Final = dt.date.min
Key = tuple[str, dt.date]
"""Area and month."""


def add_up(months: Sequence[dt.date], place: str) -> None:
    """Sums of some months of a kecamatan: of its villages, of itself, and of its kabupaten."""
    days = _days(months, place)
    rows = MonthlyRecap.objects.filter(within("place_code", place), month__in=months)
    villages = {
        (area, month): (*counts, *days.get((area, month), (None, None)))
        for area, month, *counts in _by_area(rows, DESA, "place_code", posts=Count("pk"))
    }
    _write(months, place, villages | _joined(villages, KECAMATAN), (DESA, KECAMATAN))
    wider = place[:KABKOTA]
    below = AreaRecap.objects.filter(
        within("area_code", wider), level=LEVELS[KECAMATAN], month__in=months
    )
    parts = below.values_list("area_code", "month", *COUNTS, "posts", "held_on", "received_on")
    whole = _joined({(code, month): tuple(row) for code, month, *row in parts}, KABKOTA)
    _write(months, wider, whole, (KABKOTA,))


def _by_area(
    rows: QuerySet[Any], length: int, field: str, **more: Any
) -> Iterator[tuple[Any, ...]]:
    """Sums of `COUNTS`, then `more`, by area and month."""
    summed = {f"sum_{name}": Sum(name) for name in COUNTS} | more
    cut = rows.order_by().annotate(area=Substr(field, 1, length)).values_list("area", "month")
    return iter(cut.annotate(**summed).values_list("area", "month", *summed))


def _days(months: Sequence[dt.date], place: str) -> dict[Key, tuple[Any, Any]]:
    """Village and month -> when anybody was last weighed there, when data last came."""
    rows = Session.objects.filter(within("place_code", place), month__in=months).order_by()
    cut = rows.annotate(area=Substr("place_code", 1, DESA)).values_list("area", "month")
    found = cut.annotate(held=Max("held_on", filter=Q(measured__gt=0)), received=Max("received_on"))
    return {(area, month): (held, received) for area, month, held, received in found}


def _joined(parts: Mapping[Key, tuple[Any, ...]], length: int) -> dict[Key, tuple[Any, ...]]:
    """Areas of a longer code added up: counts and posts summed, the later of the days."""
    found: dict[Key, tuple[Any, ...]] = {}
    for (code, month), row in parts.items():
        key = code[:length], month
        found[key] = _plus(found[key], row) if key in found else row
    return found


def _plus(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    *counts, held, received = one
    *more, held_too, received_too = other
    return (
        *(a + b for a, b in zip(counts, more, strict=True)),
        _later(held, held_too),
        _later(received, received_too),
    )


def _later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return max(one or _NEVER, other or _NEVER) if one or other else None


def _write(
    months: Sequence[dt.date],
    place: str,
    rows: Mapping[Key, tuple[Any, ...]],
    at: Collection[int],
) -> None:
    """Make the rows of the areas in `place`, of codes as long as `at`, equal to `rows`."""
    mine = AreaRecap.objects.filter(
        within("area_code", place), level__in=[LEVELS[length] for length in at], month__in=months
    )
    stored = mine.values_list("pk", "area_code", "month")
    gone = [pk for pk, area, month in stored if (area, month) not in rows]
    for part in bulk.batches(gone, 900):
        AreaRecap.objects.filter(pk__in=list(part)).delete()
    bulk.upsert(
        AreaRecap,
        ("level", "area_code", "month", *COUNTS, "posts", "held_on", "received_on"),
        ((LEVELS[len(code)], code, month, *row) for (code, month), row in sorted(rows.items())),
        unique=("level", "area_code", "month"),
    )


def add_cases(places: Collection[str]) -> None:
    """Count the case events of the kecamatan that hold `places` again, in every month: of their
    villages, of these, and of their kabupaten."""
    places = {code[:KECAMATAN] for code in places}
    if not places:
        return
    with atomic():
        here = CaseEvent.objects.filter(within_any("place_code", places))
        found = {length: _events(here, length) for length in (DESA, KECAMATAN)}
        _write_cases(places, found[DESA] | found[KECAMATAN], (DESA, KECAMATAN))
        wider = {code[:KABKOTA] for code in places}
        parts = AreaCases.objects.filter(
            within_any("area_code", wider), level=LEVELS[KECAMATAN]
        ).values_list("area_code", "month", "event", "number")
        total: dict[tuple[str, dt.date, str], int] = {}
        for area, month, event, number in parts:
            key = (area[:KABKOTA], month, event)
            total[key] = total.get(key, 0) + number
        _write_cases(wider, total, (KABKOTA,))


def _events(rows: QuerySet[CaseEvent], length: int) -> dict[tuple[str, dt.date, str], int]:
    cut = rows.order_by().annotate(area=Substr("place_code", 1, Value(length)))
    found = cut.values_list("area", "month", "event").annotate(number=Count("pk"))
    return {(area, month, event): number for area, month, event, number in found}


def _write_cases(
    places: Collection[str], rows: dict[tuple[str, dt.date, str], int], at: Collection[int]
) -> None:
    mine = AreaCases.objects.filter(
        within_any("area_code", places), level__in=[LEVELS[length] for length in at]
    )
    stored = {
        (area, month, event): pk
        for pk, area, month, event in mine.values_list("pk", "area_code", "month", "event")
    }
    gone = [pk for key, pk in stored.items() if key not in rows]
    for part in bulk.batches(gone, 900):
        AreaCases.objects.filter(pk__in=list(part)).delete()
    bulk.upsert(
        AreaCases,
        ("level", "area_code", "month", "event", "number"),
        ((LEVELS[len(area)], area, month, event, n) for (area, month, event), n in rows.items()),
        unique=("level", "area_code", "month", "event"),
    )
