"""Counting posts month by month: `MonthlyRecap` and `Session` from the rows they summarise, and
the sums of areas with them (`sums`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from typing import Final

from django.db.models import Count, Max, Min, Q
from django.db.transaction import atomic

from rembuk.office.intake.models import Import
from rembuk.office.people.models import Person
from rembuk.office.places.scope import within_any
from rembuk.office.posyandu import bulk, sums
from rembuk.office.posyandu.figures import COUNTS
from rembuk.office.posyandu.measures import (
    MEASURES,
    counted_in,
    months_between,
    not_weighed_in,
    of_age_in,
)
from rembuk.office.posyandu.models import (
    AreaRecap,
    CaseEvent,
    Measurement,
    MonthlyRecap,
    Posyandu,
    Session,
)

KECAMATAN: Final = sums.KECAMATAN


def all_months() -> list[dt.date]:
    """Every month from the first to the last measurement that stands, gaps too."""
    span = Measurement.objects.aggregate(first=Min("month"), last=Max("month"))
    first, last = span["first"], span["last"]
    while last is not None and not _stands(last):  # its only measurement was taken back
        last = Measurement.objects.filter(month__lt=last).aggregate(last=Max("month"))["last"]
    return months_between(first, last) if last is not None else []


def _stands(month: dt.date) -> bool:
    return Measurement.objects.filter(month=month, superseded_by__isnull=True).exists()


def recount(codes: Iterable[str], progress: Callable[[int, int], None] | None = None) -> None:
    """Count again every month of the kecamatan that hold `codes`, and drop months without data.

    Registration reaches back (a new child raises S of earlier months), so all months are counted.
    Posts elsewhere get rows for months that are new to the district, since they are due there too.
    """
    months = all_months()
    places = {code[:KECAMATAN] for code in codes}
    with atomic():
        for model in (MonthlyRecap, AreaRecap, Session):
            model.objects.exclude(month__in=months).delete()
    for done, month in enumerate(months):
        if progress is not None:
            progress(done, len(months))
        with atomic():
            count_month(month, places)
            count_month(month, _lacking(month))
    sums.add_cases(places)


def _lacking(month: dt.date) -> set[str]:
    """Kecamatan with posts that have no row of a month."""
    lacking = Posyandu.objects.exclude(recaps__month=month)
    return {code[:KECAMATAN] for code in lacking.values_list("code", flat=True)}


def count_month(month: dt.date, places: Collection[str]) -> None:
    """Count one month of every post in some places, and of the areas these lie in."""
    if not places:
        return
    posts = Posyandu.objects.filter(within_any("code", places)).values_list("code", flat=True)
    _count_posts(month, set(posts), within_any("place_code", sorted(places)))
    sums.add_up(month, places)


def _count_posts(month: dt.date, posts: set[str], here: Q) -> None:
    rows: dict[str, dict[str, int]] = {code: dict.fromkeys(COUNTS, 0) for code in posts}
    counted = Measurement.objects.filter(counted_in(month)).filter(here).order_by()
    conditions = {name: Count("pk", filter=q) for name, q in MEASURES.items() if q}
    conditions["d"] = Count("pk")
    found = counted.values_list("place_code").annotate(**conditions)
    for code, *numbers in found.values_list("place_code", *conditions):
        if code in rows:
            rows[code].update(zip(conditions, numbers, strict=True))
    waiting = _homes(here & not_weighed_in(month))
    enrolled = _homes(here & of_age_in(month))
    events = CaseEvent.objects.filter(here, month=month, event="baru").order_by()
    new = dict(events.values_list("place_code").annotate(number=Count("pk")))
    for code, row in rows.items():
        row["s"] = row["d"] + waiting.get(code, 0)
        row["enrolled"] = enrolled.get(code, 0)
        row["new_cases"] = new.get(code, 0)
    bulk.upsert(
        MonthlyRecap,
        ("posyandu", "place_code", "month", *COUNTS),
        ((code, code, month, *(row[name] for name in COUNTS)) for code, row in rows.items()),
        unique=("posyandu", "month"),
    )
    _sessions(month, here, posts, {code: row["d"] for code, row in rows.items()})


def _homes(condition: Q) -> dict[str, int]:
    """How many persons are registered where."""
    rows = Person.objects.filter(condition).order_by().values_list("place_code")
    return dict(rows.annotate(number=Count("pk")))


def _sessions(month: dt.date, here: Q, posts: Collection[str], weighed: dict[str, int]) -> None:
    """The day a post was held is the day most of its children were measured on (the earlier of
    equals); its data arrived with the first import that holds any of them."""
    rows = Measurement.objects.filter(here, month=month).order_by()
    held: dict[str, tuple[int, dt.date]] = {}
    first: dict[str, int] = {}
    days = rows.values_list("place_code", "date").annotate(number=Count("pk"), of=Min("import_id"))
    for code, day, number, import_id in days:
        best = held.get(code)
        if best is None or (number, -day.toordinal()) > (best[0], -best[1].toordinal()):
            held[code] = (number, day)
        if import_id is not None:
            first[code] = min(import_id, first.get(code, import_id))
    came = arrivals(set(first.values()))
    bulk.upsert(
        Session,
        ("posyandu", "place_code", "month", "held_on", "received_on", "measured"),
        (
            (
                code,
                code,
                month,
                held[code][1] if code in held else None,
                came.get(first[code]) if code in first else None,
                weighed.get(code, 0),
            )
            for code in sorted(posts)
        ),
        unique=("posyandu", "month"),
    )


def arrivals(imports: Collection[int]) -> dict[int, dt.date]:
    """The day each import arrived: its as-of day if it has one, else the day of the upload."""
    rows = Import.objects.filter(pk__in=imports).values_list("pk", "as_of", "file__received_at")
    return {pk: as_of or received.date() for pk, as_of, received in rows}
