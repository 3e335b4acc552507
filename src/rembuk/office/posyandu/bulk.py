"""Many rows at once: reading into frames, inserting and updating without an object per row.

Everything is portable SQL of the ORM's own column names; values are adapted by the backend.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import polars as pl
from django.db import connection, models

BATCH: Final = 2000


def batches(items: Sequence[Any], size: int = BATCH) -> Iterator[Sequence[Any]]:
    """Consecutive slices."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def read(query: models.QuerySet[Any], schema: dict[str, Any]) -> pl.DataFrame:
    """A frame of the columns named by `schema` (ORM paths -> Polars types)."""
    rows = query.values_list(*schema)
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def _columns(model: type[models.Model], names: Sequence[str]) -> list[str]:
    quote = connection.ops.quote_name
    return [quote(model._meta.get_field(name).column) for name in names]


def _adapt(value: Any) -> Any:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, list | dict):
        return json.dumps(value)
    return value


def update(model: type[models.Model], names: Sequence[str], rows: pl.DataFrame) -> int:
    """Set columns `names` of the rows whose `id` the frame holds; how many rows it sent."""
    if not rows.height:
        return 0
    sets = ", ".join(f"{column} = %s" for column in _columns(model, names))
    key = connection.ops.quote_name(model._meta.pk.column)
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"UPDATE {table} SET {sets} WHERE {key} = %s"  # noqa: S608 - names from the model
    with connection.cursor() as cursor:
        for part in rows.select(*names, "id").iter_slices(BATCH):
            cursor.executemany(sql, [tuple(map(_adapt, row)) for row in part.iter_rows()])
    return rows.height


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of the columns `names`; every other column must have a default to give."""
    given = set(names)
    rest = [
        field
        for field in model._meta.concrete_fields
        if field.name not in given and field.attname not in given and not field.primary_key
    ]
    constant = tuple(_adapt(field.get_default()) for field in rest)
    columns = [*_columns(model, names), *(connection.ops.quote_name(f.column) for f in rest)]
    table = connection.ops.quote_name(model._meta.db_table)
    marks = f"({', '.join(['%s'] * len(columns))})"
    head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608
    values = [(*map(_adapt, row), *constant) for row in rows]
    with connection.cursor() as cursor:
        for part in batches(values, 500):
            flat = [value for row in part for value in row]
            cursor.execute(head + ", ".join([marks] * len(part)), flat)
