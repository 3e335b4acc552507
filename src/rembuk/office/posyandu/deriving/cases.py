"""Case events of children: computed from their measurements, placed at a post, kept in step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import polars as pl
from django.db.transaction import atomic

from rembuk.office.intake.among import among
from rembuk.office.people.models import Person
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.measures import INFLOW, OUTFLOW
from rembuk.office.posyandu.models import CaseEvent, ChildStatus
from rembuk.reference import Reference
from rembuk.science.growth.cases import cases
from rembuk.science.growth.red_flags import open_flags

OPEN: Final = ("diduga", *INFLOW)
"""States that time alone may end: lost to follow-up, aged out."""
_IDENTITY: Final = ("child", "on", "event", "place_code")
_EVENT: Final[dict[str, Any]] = {
    "id": pl.Int64,
    "child": pl.Int64,
    "on": pl.Date,
    "event": pl.String,
    "place_code": pl.String,
}


def touched_by_time(on: dt.date) -> list[int]:
    """Children whose case may change only because knowledge now ends on another day."""
    waiting = ChildStatus.objects.filter(case__in=OPEN).values_list("pk", flat=True)
    ahead = CaseEvent.objects.filter(on__gt=on).values_list("child", flat=True)
    return sorted({*waiting, *ahead})


def settle(
    ids: Sequence[int], rows: pl.DataFrame, reference: Reference, on: dt.date
) -> tuple[pl.DataFrame, set[str]]:
    """Write the events of children `ids` as known on a day; their state: `child case since`, and
    the posts where an event came or went.

    `rows` holds the measurements (columns of `ever_low`) of those among `ids` ever measured short;
    the others have no event.
    """
    people = _people(ids)
    seen = _with_flags(rows.rename({"child": "child_id"}), reference, on)
    found = cases(seen, reference.case_rules(on), people, until=on)
    events = _with_moves(_placed(found.events, rows), rows)
    touched = _write(ids, events, reference.version(on))
    return found.now.select(pl.col("child_id").alias("child"), "case", "since"), touched


def _with_flags(rows: pl.DataFrame, reference: Reference, on: dt.date) -> pl.DataFrame:
    """The measurements with `red_flag`: whether a danger sign stands open."""
    facts = rows.with_columns(
        pl.col("muac").alias("muac_cm"), (pl.col("age_days") / 30.4375).floor().alias("age_months")
    )
    return rows.with_columns(open_flags(facts, reference.red_flags(on)))


def _people(ids: Sequence[int]) -> pl.DataFrame:
    schema = {"id": pl.Int64, "birth_date": pl.Date, "left_on": pl.Date, "left_why": pl.String}
    parts = [
        bulk.read(Person.objects.filter(among("pk", part)).order_by(), schema)
        for part in bulk.batches(ids)
    ]
    frame = pl.concat(parts) if parts else pl.DataFrame(schema=schema)
    return frame.rename({"id": "child_id", "left_why": "left_reason"})


def _placed(events: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Events at the post where the child was last measured by then."""
    seen = rows.select(pl.col("child").alias("child_id"), "date", "place_code").sort("date")
    placed = events.sort("on").join_asof(
        seen,
        left_on="on",
        right_on="date",
        by="child_id",
        strategy="backward",
        check_sortedness=False,
    )
    return placed.select(pl.col("child_id").alias("child"), "on", "event", "place_code")


def _with_moves(events: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """A case that is measured at another post moves out of the one stock and into the other."""
    wandering = (
        rows.group_by("child").agg(pl.col("place_code").n_unique().alias("posts"))
        .filter(pl.col("posts") > 1)["child"]
    )  # fmt: skip
    if wandering.is_empty() or events.is_empty():
        return events
    moves: list[tuple[int, dt.date, str, str]] = []
    own = events.filter(pl.col("child").is_in(wandering.implode()))
    steps = own.sort("child", "on").partition_by("child", as_dict=True)
    visits = rows.filter(pl.col("child").is_in(wandering.implode())).sort("child", "date")
    for (child,), seen in visits.partition_by("child", as_dict=True).items():
        if (child,) in steps:
            moves += _moves_of(child, steps[(child,)], seen)
    if not moves:
        return events
    return pl.concat([events, pl.DataFrame(moves, schema=events.schema, orient="row")])


def _moves_of(child: int, steps: pl.DataFrame, seen: pl.DataFrame) -> list[Any]:
    """Moves while in the stock. An event of the same day is at the new post already, so the move
    is written for the stock as it stood before that day."""
    changes = [(on, event) for on, event in steps.select("on", "event").iter_rows()]
    moves: list[Any] = []
    before: str | None = None
    for date, place in seen.select("date", "place_code").iter_rows():
        if before is not None and place != before:
            net = sum((event in INFLOW) - (event in OUTFLOW) for on, event in changes if on < date)
            if net > 0:
                moves += [(child, date, "pindah", before), (child, date, "pindah-masuk", place)]
        before = place
    return moves


def _write(ids: Sequence[int], events: pl.DataFrame, version: str) -> set[str]:
    """Make the stored events of `ids` equal to `events`; unchanged ones keep their version. Posts
    whose events changed."""
    touched: set[str] = set()
    for part in bulk.batches(ids):
        stored = bulk.read(CaseEvent.objects.filter(among("child", part)).order_by("id"), _EVENT)
        wanted = events.filter(pl.col("child").is_in(pl.Series(list(part)).implode()))
        left = stored.join(wanted, on=_IDENTITY, how="anti")
        gone = left["id"].to_list()
        new = wanted.join(stored, on=_IDENTITY, how="anti").sort("child", "on", maintain_order=True)
        if not gone and not new.height:
            continue
        touched.update(left["place_code"], new["place_code"])
        with atomic():
            for some in bulk.batches(gone, 900):
                CaseEvent.objects.filter(pk__in=list(some)).delete()
            bulk.insert(
                CaseEvent,
                ["child", "place_code", "month", "on", "event", "rule_version"],
                [
                    (child, place, on.replace(day=1), on, event, version)
                    for child, on, event, place in new.select(_IDENTITY).iter_rows()
                ],
            )
    return touched


def ever_low(rows: pl.DataFrame, limit: float) -> pl.DataFrame:
    """The measurements of children with any z below the limit."""
    low = rows.filter(pl.col("zlen") < limit)["child"].unique()
    return rows.filter(pl.col("child").is_in(low.implode())).select(
        *("child", "date", "age_days", "zlen", "flags", "position", "doubts", "place_code"),
        *("oedema", "muac", "bbtb"),
    )
