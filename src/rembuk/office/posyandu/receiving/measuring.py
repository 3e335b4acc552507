"""Rows of an import into measurements: reading the versions there are, writing the new ones."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from rembuk.office.intake.among import KEYS, among
from rembuk.office.intake.models import Import
from rembuk.office.intake.receivers import Context
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.models import Measurement
from rembuk.office.posyandu.receiving import departures
from rembuk.office.posyandu.versions import VALUES, Decision, Told, Version, decide, said

_STORED: Final[dict[str, Any]] = {
    "id": pl.Int64,
    "child": pl.Int64,
    "date": pl.Date,
    "place_code": pl.String,
    "weight": pl.Float64,
    "lenhei": pl.Float64,
    "position": pl.String,
    "muac": pl.Float64,
    "headc": pl.Float64,
    "oedema": pl.Boolean,
    "left_why": pl.String,
    "source": pl.String,
    "import_id": pl.Int64,
    "superseded_by": pl.Int64,
}
FILE: Final = ("file_zlen", "file_zwei", "file_zwfl")
FILE_WORDS: Final = ("file_tbu", "file_bbu", "file_bbtb", "file_nt")
_WRITTEN: Final = (
    *("child", "place_code", "date", "month", *VALUES, *FILE, *FILE_WORDS),
    *("import_id", "row_no", "source"),
)


def visits(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows on which something was measured, or that say that the child left; the others only tell
    of the child."""
    return rows.with_columns(departures.why(rows)).filter(
        pl.col("date").is_not_null(),
        pl.any_horizontal(pl.col(n).is_not_null() for n in ("weight", "lenhei", "muac", "headc"))
        | pl.col("oedema").fill_null(False)
        | (pl.col("left_why") != ""),
    )


@dataclass(frozen=True)
class Sorted:
    """Visits apart: `fresh` are the only ones of their child on their day, here and in the records,
    so they are new without question; the decisions of the others hold for all the rest."""

    fresh: pl.DataFrame
    others: pl.DataFrame
    decisions: list[Decision]

    @property
    def verdicts(self) -> pl.DataFrame:
        """`row_no`, `visit` (the verdict) of every visit."""
        schema = {"row_no": pl.Int64, "visit": pl.String}
        decided = [(one.row.row_no, one.verdict) for one in self.decisions]
        new = self.fresh.select(pl.col("row_no").cast(pl.Int64), pl.lit("baru").alias("visit"))
        return pl.concat([new, pl.DataFrame(decided, schema=schema, orient="row")])


def decided(rows: pl.DataFrame, context: Context) -> Sorted:
    """What becomes of each visit of `rows`."""
    versions = stored(rows)
    days = pl.DataFrame(list(versions), schema={"child": pl.Int64, "date": pl.Date}, orient="row")
    twice = rows.group_by("child", "date").len().filter(pl.col("len") > 1).select("child", "date")
    asked = pl.concat([days, twice.cast(days.schema)]).unique()
    others = rows.join(asked, on=["child", "date"], how="semi", maintain_order="left")
    fresh = rows.join(asked, on=["child", "date"], how="anti", maintain_order="left")
    decisions = decide(told(others), versions, context.layout, context.import_id, context.as_of)
    return Sorted(fresh.sort("row_no"), others, decisions)


def told(rows: pl.DataFrame) -> list[Told]:
    """The rows as `Told`, in the order of the sheet."""
    columns = ("row_no", "child", "date", "place_code", *VALUES)
    return [
        Told(row["row_no"], row["child"], row["date"], said(row))
        for row in rows.sort("row_no").select(columns).iter_rows(named=True)
    ]


def stored(rows: pl.DataFrame) -> dict[tuple[int, dt.date], list[Version]]:
    """Versions there are of the children's measurements on the days of `rows`, oldest first."""
    found: dict[tuple[int, dt.date], list[Version]] = {}
    children = rows.filter(pl.col("child") > 0)["child"].unique().to_list()
    if not children:
        return found
    days = rows.select(pl.col("date").min().alias("first"), pl.col("date").max().alias("last"))
    frames = [
        bulk.read(
            Measurement.objects.filter(
                among("child", part), date__range=(days["first"][0], days["last"][0])
            ).order_by("id"),
            _STORED,
        )
        for part in bulk.batches(children, KEYS)
    ]
    frame = pl.concat(frames).join(rows.select("child", "date").unique(), on=["child", "date"])
    as_of = dates_of(frame["import_id"].drop_nulls().unique().to_list())
    for row in frame.sort("id").iter_rows(named=True):
        found.setdefault((row["child"], row["date"]), []).append(
            Version(
                said(row),
                row["source"],
                row["import_id"],
                as_of.get(row["import_id"], dt.date.min),
                row["id"],
                row["superseded_by"] is not None,
            )
        )
    return found


def dates_of(imports: Collection[int]) -> dict[int, dt.date]:
    """As-of day of imports; those without one count as oldest."""
    rows = Import.objects.filter(pk__in=imports).values_list("pk", "as_of")
    return {pk: as_of or dt.date.min for pk, as_of in rows}


def write(visits: Sorted, context: Context) -> None:
    """Store the versions the decisions call for. Lone ones go in bulk; where one supersedes
    another they are written one by one, in order, so that each can point at the next."""
    times = Counter(
        (one.row.child, one.row.date) for one in visits.decisions if one.version is not None
    )
    linked = [
        one
        for one in visits.decisions
        if one.version is not None
        and (one.before is not None or times[one.row.child, one.row.date] > 1)
    ]
    apart = {one.row.row_no for one in linked}
    alone = [
        one.row.row_no
        for one in visits.decisions
        if one.version is not None and one.row.row_no not in apart
    ]
    lone = visits.others.filter(pl.col("row_no").is_in(alone))
    new = pl.concat([visits.fresh, lone]).sort("row_no") if alone else visits.fresh
    written = _written(visits.others, context)
    values = {row["row_no"]: row for row in written.iter_rows(named=True)} if linked else {}
    for one in linked:
        _write_one(one, dict(values[one.row.row_no]))
    bulk.insert(Measurement, _WRITTEN, _written(new, context).rows())


def _write_one(one: Decision, fields: dict[str, Any]) -> None:
    row = Measurement(child_id=fields.pop("child"), **fields)
    if one.stale and one.before is not None:
        row.superseded_by_id = one.before.pk
    row.save(force_insert=True)
    if one.version is not None:
        one.version.pk = row.pk
    if one.before is not None and one.before.pk is not None and not one.stale:
        Measurement.objects.filter(pk=one.before.pk).update(
            superseded_by=row, counted=False, nt="", gain_g=None, kbm_g=None, two_t=False
        )


def _written(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The columns of `_WRITTEN`, cut to what each can hold."""
    return rows.select(
        "child",
        "place_code",
        "date",
        pl.col("date").dt.truncate("1mo").alias("month"),
        "weight",
        "lenhei",
        pl.col("position").fill_null(""),
        "muac",
        "headc",
        pl.col("oedema").fill_null(False),
        "left_why",
        *FILE,
        *(pl.col(name).fill_null("").str.slice(0, 20) for name in FILE_WORDS if name != "file_nt"),
        pl.col("file_nt").fill_null("").str.slice(0, 1),
        pl.lit(context.import_id).alias("import_id"),
        "row_no",
        pl.lit(context.layout[:40]).alias("source"),
    ).select(_WRITTEN)
