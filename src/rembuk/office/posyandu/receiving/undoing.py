"""Taking an import back: which children it touched, what stands again without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Min, OuterRef, QuerySet, Subquery

from rembuk.office.intake.among import among
from rembuk.office.people.models import Identifier, Membership, Person, SourceRecord
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.models import ChildStatus, Measurement
from rembuk.office.posyandu.versions import REMEASURED


def since_of(import_id: int) -> dict[int, dt.date]:
    """Children an import touched -> first month that changed; `date.max` when only facts did."""
    told = SourceRecord.objects.filter(import_id=import_id).order_by()
    since = dict.fromkeys(told.values_list("person", flat=True).distinct(), dt.date.max)
    rows = Measurement.objects.filter(import_id=import_id).order_by()
    for child, month in rows.values_list("child", "month").distinct():
        since[child] = min(month, since.get(child, dt.date.max))
    return since


def homes_told(told: QuerySet[SourceRecord]) -> set[str]:
    """Where some records say their child is registered."""
    places = told.order_by().values_list("facts__place_code", flat=True).distinct()
    return {place for place in places if place}


def existing(since: Iterable[int]) -> list[int]:
    """Those of the children that are still in the records."""
    found: list[int] = []
    for part in bulk.batches(sorted(since)):
        found += Person.objects.filter(among("pk", part)).values_list("pk", flat=True)
    return found


def remove(import_id: int) -> int:
    """Delete an import's measurements; what they superseded stands again, or is superseded by
    whatever superseded them."""
    mine = Measurement.objects.filter(import_id=import_id)
    while True:
        nexts = Measurement.objects.filter(pk=OuterRef("superseded_by"))
        relinked = Measurement.objects.filter(superseded_by__import_id=import_id).update(
            superseded_by=Subquery(nexts.values("superseded_by")[:1])
        )
        if not relinked:
            break
    ChildStatus.objects.filter(last__import_id=import_id).update(last=None)
    count: int = mine._raw_delete(mine.db)
    return count


def keep_measured_again(import_id: int) -> None:
    """What an import said of children whom the office itself measured since stays, without the
    import: a measurement written on the spot does not go with the file that first named the
    child."""
    touched = SourceRecord.objects.filter(import_id=import_id).values("person")
    again = Measurement.objects.filter(
        child__in=touched, source=REMEASURED, recorded__void_at__isnull=True
    )
    told = SourceRecord.objects.exclude(import_id=import_id).values("person")
    mine = list(again.exclude(child__in=told).order_by().values_list("child", flat=True).distinct())
    for part in bulk.batches(sorted(mine)):
        for model in (SourceRecord, Identifier, Membership):
            rows = model._default_manager.filter(import_id=import_id, person__in=list(part))
            rows.update(import_id=None)


def used() -> set[str]:
    """Posts where anybody is registered or was measured."""
    homes = Person.objects.order_by().values_list("place_code", flat=True).distinct()
    visited = Measurement.objects.order_by().values_list("place_code", flat=True).distinct()
    return {*homes, *visited}


def still_told(children: Iterable[int]) -> dict[int, int]:
    """Child -> the first import whose measurements of it remain."""
    found: dict[int, int] = {}
    for part in bulk.batches(sorted(children)):
        rows = Measurement.objects.filter(among("child", part), import_id__isnull=False)
        found.update(rows.order_by().values_list("child").annotate(first=Min("import_id")))
    return found
