"""Many rows at once: reading into frames; inserting and updating as intake does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import polars as pl
from django.db import connection, models
from django.db.models.functions import Cast

from rembuk.office.intake.bulk import insert, update, upsert

__all__ = ["BATCH", "batches", "insert", "read", "refresh_statistics", "update", "upsert"]

BATCH: Final = 2000


def batches(items: Sequence[Any], size: int = BATCH) -> Iterator[Sequence[Any]]:
    """Consecutive slices."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def read(query: models.QuerySet[Any], schema: dict[str, Any]) -> pl.DataFrame:
    """A frame of the columns named by `schema` (ORM paths -> Polars types).

    Dates and booleans come as text and numbers and are turned by Polars: ten times faster than
    the driver's own converters, value by value.
    """
    raw = {name: _RAW[kind] for name, kind in schema.items() if kind in _RAW}
    alias = {name: f"raw{number}" for number, name in enumerate(raw)}
    casts = {alias[name]: Cast(name, field()) for name, (field, _) in raw.items()}
    rows = query.annotate(**casts).values_list(*(alias.get(name, name) for name in schema))
    plain = {name: raw[name][1] if name in raw else kind for name, kind in schema.items()}
    frame = pl.DataFrame(list(rows), schema=plain, orient="row")
    return frame.with_columns(
        pl.col(name).str.to_date("%Y-%m-%d") if schema[name] == pl.Date else pl.col(name).cast(bool)
        for name in raw
    )


_RAW: Final[dict[Any, tuple[type[models.Field[Any, Any]], Any]]] = {
    pl.Date: (models.TextField, pl.String),
    pl.Boolean: (models.IntegerField, pl.Int64),
}
"""Polars type -> what the database is asked for, and the type it comes in."""


def refresh_statistics(*tables: type[models.Model]) -> None:
    """Tell the planner how large the tables have become; otherwise the first pages after a large
    import go by guesses."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        for table in tables:
            cursor.execute(f"ANALYZE {quote(table._meta.db_table)}")
