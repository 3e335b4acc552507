"""Counting posts month by month: `MonthlyRecap` and `Session` from the rows they summarise, and
the sums of areas with them (`sums`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

import polars as pl
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Substr
from django.db.transaction import atomic

from rembuk.office.intake.models import Import
from rembuk.office.people.models import Person
from rembuk.office.places.scope import within
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.deriving import sums
from rembuk.office.posyandu.figures import COUNTS
from rembuk.office.posyandu.measures import (
    MEASURES,
    add_months,
    month_end,
    months_between,
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
    todo = _lacking(months) | dict.fromkeys(places, months)
    for done, (place, some) in enumerate(sorted(todo.items())):
        if progress is not None:
            progress(done, len(todo))
        if some:
            with atomic():
                count_months(some, place)
    sums.add_cases(places)


def _lacking(months: Sequence[dt.date]) -> dict[str, list[dt.date]]:
    """Kecamatan with posts that have no row of a month -> those months."""
    cut = Substr("code", 1, KECAMATAN)
    posts = Posyandu.objects.order_by().annotate(area=cut).values_list("area")
    rows = MonthlyRecap.objects.order_by().annotate(area=Substr("place_code", 1, KECAMATAN))
    there = {
        (area, month): number
        for area, month, number in rows.values_list("area", "month").annotate(number=Count("pk"))
    }
    return {
        area: [month for month in months if there.get((area, month), 0) < number]
        for area, number in posts.annotate(number=Count("pk"))
    }


def count_months(months: Sequence[dt.date], place: str) -> None:
    """Count some months of every post in a place, and of the areas these lie in."""
    here = within("place_code", place)
    posts = set(Posyandu.objects.filter(within("code", place)).values_list("code", flat=True))
    rows = {(code, month): dict.fromkeys(COUNTS, 0) for code in posts for month in months}
    counted = Measurement.objects.filter(here, month__in=months, counted=True).order_by()
    conditions = {name: Count("pk", filter=q) for name, q in MEASURES.items() if q}
    conditions["d"] = Count("pk")
    found = counted.values_list("place_code", "month").annotate(**conditions)
    for code, month, *numbers in found.values_list("place_code", "month", *conditions):
        if (code, month) in rows:
            rows[code, month].update(zip(conditions, numbers, strict=True))
    events = CaseEvent.objects.filter(here, month__in=months, event="baru").order_by()
    new = events.values_list("place_code", "month").annotate(number=Count("pk"))
    for code, month, number in new:
        if (code, month) in rows:
            rows[code, month]["new_cases"] = number
    enrolled = _registered(months, place)
    for key, row in rows.items():
        row["enrolled"], waiting = enrolled.get(key, (0, 0))
        row["s"] = row["d"] + waiting
    bulk.upsert(
        MonthlyRecap,
        ("posyandu", "place_code", "month", *COUNTS),
        (
            (code, code, month, *(row[name] for name in COUNTS))
            for (code, month), row in rows.items()
        ),
        unique=("posyandu", "month"),
    )
    _sessions(months, here, {key: row["d"] for key, row in rows.items()})
    sums.add_up(months, place)


def _registered(
    months: Sequence[dt.date], place: str
) -> dict[tuple[str, dt.date], tuple[int, int]]:
    """Post and month -> the children registered there, and those of them nobody weighed that
    month anywhere: `measures.of_age_in` and `not_weighed_in` of every month at once."""
    persons = bulk.read(
        Person.objects.filter(
            within("place_code", place), place_code__contains=".P", birth_date__isnull=False
        ).order_by(),
        {"id": pl.Int64, "place_code": pl.String, "birth_date": pl.Date, "left_on": pl.Date},
    )
    weighed = bulk.read(
        Measurement.objects.filter(
            within("child__place_code", place), month__in=months, counted=True
        ).order_by(),
        {"child": pl.Int64, "month": pl.Date},
    ).with_columns(weighed=pl.lit(True))  # fmt: skip
    spans = pl.DataFrame(
        {
            "month": list(months),
            "after": [add_months(month, -60) for month in months],
            "end": [month_end(month) for month in months],
        }
    )
    there = persons.join_where(
        spans,
        pl.col("birth_date") > pl.col("after"),
        pl.col("birth_date") <= pl.col("end"),
    ).filter(pl.col("left_on").is_null() | (pl.col("left_on") > pl.col("end")))
    seen = there.join(
        weighed.unique(["child", "month"]),
        left_on=["id", "month"],
        right_on=["child", "month"],
        how="left",
    )
    found = seen.group_by("place_code", "month").agg(
        pl.len().alias("all"), pl.col("weighed").is_null().sum().alias("waiting")
    )
    return {(code, month): (number, wait) for code, month, number, wait in found.iter_rows()}


def _sessions(
    months: Sequence[dt.date], here: Q, weighed: Mapping[tuple[str, dt.date], int]
) -> None:
    """The day a post was held is the day most of its children were measured on (the earlier of
    equals); its data arrived with the first import that holds any of them."""
    rows = Measurement.objects.filter(here, month__in=months).order_by()
    held: dict[tuple[str, dt.date], tuple[int, dt.date]] = {}
    first: dict[tuple[str, dt.date], int] = {}
    days = rows.values_list("place_code", "month", "date")
    for code, month, day, number, import_id in days.annotate(
        number=Count("pk"), of=Min("import_id")
    ):
        key = code, month
        best = held.get(key)
        if best is None or (number, -day.toordinal()) > (best[0], -best[1].toordinal()):
            held[key] = (number, day)
        if import_id is not None:
            first[key] = min(import_id, first.get(key, import_id))
    came = arrivals(set(first.values()))
    bulk.upsert(
        Session,
        ("posyandu", "place_code", "month", "held_on", "received_on", "measured"),
        (
            (
                code,
                code,
                month,
                held[code, month][1] if (code, month) in held else None,
                came.get(first[code, month]) if (code, month) in first else None,
                number,
            )
            for (code, month), number in sorted(weighed.items())
        ),
        unique=("posyandu", "month"),
    )


def arrivals(imports: Collection[int]) -> dict[int, dt.date]:
    """The day each import arrived: its as-of day if it has one, else the day of the upload."""
    rows = Import.objects.filter(pk__in=imports).values_list("pk", "as_of", "file__received_at")
    return {pk: as_of or received.date() for pk, as_of, received in rows}
