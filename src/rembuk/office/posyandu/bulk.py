"""Many rows at once: reading into frames, inserting and updating without an object per row.

The SQL is portable and names only tables and columns the models declare; dates travel as ISO text,
which SQLite stores and PostgreSQL reads.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, cast

import polars as pl
from django.db import connection, models

BATCH: Final = 2000
PARAMETERS: Final = 30_000
"""Parameters of one statement: SQLite's limit is 32,766."""


def batches(items: Sequence[Any], size: int = BATCH) -> Iterator[Sequence[Any]]:
    """Consecutive slices."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def read(query: models.QuerySet[Any], schema: dict[str, Any]) -> pl.DataFrame:
    """A frame of the columns named by `schema` (ORM paths -> Polars types)."""
    rows = query.values_list(*schema)
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def update(model: type[models.Model], names: Sequence[str], rows: pl.DataFrame) -> int:
    """Set columns `names` of the rows whose `id` the frame holds; how many rows it sent."""
    if not rows.height:
        return 0
    quote = connection.ops.quote_name
    columns = [quote(_column(model, name)) for name in names]
    sets = ", ".join(f"{column} = %s" for column in columns)
    key = quote(str(model._meta.pk.column))
    sql = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {key} = %s"  # noqa: S608
    plain = rows.select(*names, "id").with_columns(pl.selectors.date().dt.to_string("%Y-%m-%d"))
    with connection.cursor() as cursor:
        for part in plain.iter_slices(BATCH):
            cursor.executemany(sql, part.rows())
    return rows.height


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of the columns `names`; the other columns get their field's default."""
    given = set(names)
    rest = [
        field
        for field in model._meta.concrete_fields
        if field.name not in given and not field.primary_key
    ]
    constant = [_plain([field.get_default()])[0] for field in rest]
    columns = [_column(model, name) for name in names] + [str(field.column) for field in rest]
    by_column = [_plain(list(values)) for values in zip(*rows, strict=True)]
    if not by_column:
        return
    by_column += [[value] * len(by_column[0]) for value in constant]
    values = list(zip(*by_column, strict=True))
    quote = connection.ops.quote_name
    named = ", ".join(map(quote, columns))
    head = f"INSERT INTO {quote(model._meta.db_table)} ({named}) VALUES "  # noqa: S608
    marks = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # one prepared statement beats one long one there
            cursor.executemany(head + marks, values)
            return
        for part in batches(values, PARAMETERS // len(columns)):
            flat = [value for row in part for value in row]
            cursor.execute(head + ", ".join([marks] * len(part)), flat)


def refresh_statistics(*tables: type[models.Model]) -> None:
    """Tell the planner how large the tables have become; otherwise the first pages after a large
    import go by guesses."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        for table in tables:
            cursor.execute(f"ANALYZE {quote(table._meta.db_table)}")


def _column(model: type[models.Model], name: str) -> str:
    field = cast("models.Field[Any, Any]", model._meta.get_field(name))
    return str(field.column)


def _plain(values: list[Any]) -> list[Any]:
    """One column as the driver takes it: dates and JSON as text."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, dt.date):
        return [None if value is None else value.isoformat() for value in values]
    if isinstance(first, list | dict):
        return [json.dumps(value) for value in values]
    return values
