"""The children of audits and the children like them, as the science compares them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Final

import polars as pl

from rembuk import reference
from rembuk.office.audits.following import measured
from rembuk.office.audits.models import Case, CaseState
from rembuk.office.people.models import Person
from rembuk.office.places.scope import within
from rembuk.office.posyandu.models import Measurement
from rembuk.science.effect import COLUMNS, Effect, matched_effect
from rembuk.science.growth.case_walk import plus_months

MONTHS: Final = 6
NEAR: Final = 46
"""Days the end may lie from six months after the start."""
_SCHEMA: Final[dict[str, Any]] = {
    "child_id": pl.Int64, "sex": pl.String, "age_days": pl.Int64, "z_start": pl.Float64,
    "z_end": pl.Float64, "days": pl.Int64,
}  # fmt: skip


def of_district(district_code: str, today: dt.date) -> Effect:
    """Change over six months of audited children of all cycles against like children of villages
    in which nobody was audited."""
    cases = list(
        Case.objects.filter(
            cycle__district_code=district_code, group__in=measured.CHILDREN, reserve=False
        )
        .exclude(state=CaseState.CANCELLED)
        .select_related("person", "conclusion")
    )
    minimum = int(reference.load().number("audit_effect.minimum", today))
    starts: dict[int, tuple[Person, dt.date]] = {}
    for case in sorted(cases, key=lambda one: one.pk):
        day = measured.audited_on(case)
        if day is not None:
            starts.setdefault(case.person_id, (case.person, day))
    if len(starts) < minimum:
        return Effect(len(starts), 0, 0, why_not="sedikit")
    audited = frame(starts)
    places = {case.place_code for case in cases}
    return matched_effect(audited, others(district_code, places, set(starts), starts), minimum)


def frame(starts: Mapping[int, tuple[Person, dt.date]]) -> pl.DataFrame:
    """One row a child with a believed weighing at the start and one six months after."""
    rows = Measurement.objects.filter(
        child__in=list(starts), superseded_by__isnull=True, zlen__isnull=False
    ).order_by("child", "date", "pk")
    by_child: dict[int, list[Measurement]] = {}
    for row in rows:
        if measured.valid_z(row) is not None:
            by_child.setdefault(row.child_id, []).append(row)
    told = []
    for child, (person, day) in starts.items():
        pair = _pair(by_child.get(child, []), day)
        if pair is not None:
            told.append(_row(child, person.sex, *pair))
    return pl.DataFrame(told, schema=_SCHEMA, orient="row")


def _pair(rows: list[Measurement], day: dt.date) -> tuple[Measurement, Measurement] | None:
    before = [row for row in rows if row.date <= day and (day - row.date).days <= NEAR]
    if not before:
        return None
    first = before[-1]
    due = plus_months(first.date, MONTHS)
    later = [row for row in rows if abs((row.date - due).days) <= NEAR]
    if not later:
        return None
    return first, min(later, key=lambda row: (abs((row.date - due).days), row.pk))


def _row(child: int, sex: str, first: Measurement, last: Measurement) -> tuple[Any, ...]:
    days = (last.date - first.date).days
    return child, sex, first.age_days, first.zlen, last.zlen, days


def others(
    district_code: str,
    audited_places: Collection[str],
    audited: Collection[int],
    starts: Mapping[int, tuple[Person, dt.date]],
) -> pl.DataFrame:
    """Children of villages without an audit, each from the start month of an audit that its own
    weighings fit first: every child counts once."""
    days = sorted({day for _person, day in starts.values()})
    first, last = days[0] - dt.timedelta(days=NEAR), plus_months(days[-1], MONTHS)
    rows = (
        Measurement.objects.filter(
            within("place_code", district_code), counted=True, zlen__isnull=False,
            position__in=["L", "H"], date__range=(first, last + dt.timedelta(days=NEAR)),
        )
        .exclude(flags__contains="len")
        .exclude(child__in=list(audited))
    )  # fmt: skip
    listed = rows.values_list("child", "child__sex", "place_code", "date", "age_days", "zlen")
    table = pl.DataFrame(
        list(listed),
        schema={
            "child_id": pl.Int64, "sex": pl.String, "place": pl.String, "date": pl.Date,
            "age_days": pl.Int64, "z": pl.Float64,
        },
        orient="row",
    )  # fmt: skip
    table = table.filter(~pl.col("place").str.slice(0, 13).is_in(sorted(audited_places)))
    parts = [_pairs_on(table, day) for day in days]
    found = pl.concat(parts) if parts else pl.DataFrame(schema=_SCHEMA)
    return found.unique("child_id", keep="first", maintain_order=True).select(COLUMNS)


def _pairs_on(table: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """The weighing last before a day, and the one nearest six months after it."""
    start = (
        table.filter(
            (pl.col("date") <= day) & (pl.col("date") >= day - dt.timedelta(days=NEAR))
        )
        .sort("child_id", "date").group_by("child_id", maintain_order=True).last()
        .rename({"date": "from", "z": "z_start"})
        .with_columns(pl.col("from").dt.offset_by(f"{MONTHS}mo").alias("due"))
    )  # fmt: skip
    ends = table.select("child_id", pl.col("date").alias("to"), pl.col("z").alias("z_end"))
    pairs = start.join(ends, on="child_id").with_columns(
        (pl.col("to") - pl.col("due")).dt.total_days().abs().alias("off")
    )
    return (
        pairs.filter(pl.col("off") <= NEAR)
        .sort("child_id", "off", "to")
        .unique("child_id", keep="first", maintain_order=True)
        .with_columns((pl.col("to") - pl.col("from")).dt.total_days().alias("days"))
        .select(*_SCHEMA)
    )
