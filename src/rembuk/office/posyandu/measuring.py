"""Rows of an import into measurements: reading the versions there are, writing the new ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

import polars as pl

from rembuk.office.intake.models import Import
from rembuk.office.intake.receivers import Context
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.models import Measurement
from rembuk.office.posyandu.versions import VALUES, Decision, Told, Version, said

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
    """Rows on which something was measured; the others only tell of the child."""
    return rows.filter(
        pl.col("date").is_not_null(),
        pl.any_horizontal(pl.col(n).is_not_null() for n in ("weight", "lenhei", "muac", "headc"))
        | pl.col("oedema").fill_null(False),
    )


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
                child__in=list(part), date__range=(days["first"][0], days["last"][0])
            ).order_by("id"),
            _STORED,
        )
        for part in bulk.batches(children)
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


def write(rows: pl.DataFrame, decisions: list[Decision], context: Context) -> None:
    """Store the versions the decisions call for. Lone ones go in bulk; where one supersedes
    another they are written one by one, in order, so that each can point at the next."""
    values = {
        row["row_no"]: row
        for row in rows.select(
            "row_no", "child", "place_code", "date", *VALUES, *FILE, *FILE_WORDS
        ).iter_rows(named=True)
    }
    times: dict[tuple[int, dt.date], int] = {}
    for one in decisions:
        if one.version is not None:
            key = (one.row.child, one.row.date)
            times[key] = times.get(key, 0) + 1
    alone = []
    for one in decisions:
        if one.version is None:
            continue
        fields = _fields(values[one.row.row_no], context)
        if one.before is None and times[one.row.child, one.row.date] == 1:
            alone.append([fields[name] for name in _WRITTEN])
            continue
        _write_one(one, fields)
    bulk.insert(Measurement, _WRITTEN, alone)


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


def _fields(row: dict[str, Any], context: Context) -> dict[str, Any]:
    return {
        "child": row["child"],
        "place_code": row["place_code"],
        "date": row["date"],
        "month": row["date"].replace(day=1),
        **{name: row[name] for name in VALUES},
        "position": row["position"] or "",
        "oedema": bool(row["oedema"]),
        **{name: row[name] for name in FILE},
        **{name: (row[name] or "")[:20] for name in FILE_WORDS},
        "file_nt": (row["file_nt"] or "")[:1],
        "import_id": context.import_id,
        "row_no": row["row_no"],
        "source": context.layout[:40],
    }
