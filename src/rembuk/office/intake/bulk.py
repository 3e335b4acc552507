"""Writing many rows at once, without a model object per row: what an import of 100,000 rows needs.

SQLite takes one prepared statement many times over; PostgreSQL takes COPY, into the table itself or
into a temporary one where rows may clash or are changed. Only tables and columns that the models
declare are named.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import polars as pl
from django.db import connection, models
from django.db.transaction import atomic

BATCH: Final = 2000
FEW: Final = 50
"""Up to this many rows a plain INSERT is quicker than COPY."""

Rows = Iterable[Sequence[Any]]
Adapt = Callable[[Any], Any]


def insert(model: type[models.Model], names: Sequence[str], rows: Rows) -> None:
    """Insert rows of the columns `names` (fields or their attnames); the other columns get their
    field's default. A clash with a unique constraint is an error."""
    _put(model, names, rows, "")


def insert_missing(model: type[models.Model], names: Sequence[str], rows: Rows) -> None:
    """Insert rows as `insert`; one that clashes with a unique constraint is left out."""
    _put(model, names, rows, " ON CONFLICT DO NOTHING")


def upsert(
    model: type[models.Model], names: Sequence[str], rows: Rows, unique: Sequence[str]
) -> None:
    """Insert rows as `insert`; one whose columns `unique` are there already replaces the columns
    `names` of the row that is there."""
    quote = connection.ops.quote_name
    key = ", ".join(quote(_column(model, name)) for name in unique)
    renewed = [quote(_column(model, name)) for name in names if name not in unique]
    sets = ", ".join(f"{column} = excluded.{column}" for column in renewed)
    _put(model, names, rows, f" ON CONFLICT ({key}) DO UPDATE SET {sets}")


def update(model: type[models.Model], names: Sequence[str], rows: pl.DataFrame) -> int:
    """Set columns `names` of the rows whose `id` the frame holds; how many rows it sent."""
    if not rows.height:
        return 0
    quote = connection.ops.quote_name
    key = str(model._meta.pk.column)
    columns = [_column(model, name) for name in names]
    table, plain = quote(model._meta.db_table), rows.select(*names, "id")
    if connection.vendor == "postgresql":
        sets = ", ".join(f"{quote(column)} = drafts.{quote(column)}" for column in columns)
        with atomic(), connection.cursor() as cursor:
            _draft(cursor, table, [*columns, key], plain.rows())
            cursor.execute(
                f"UPDATE {table} SET {sets} FROM drafts "
                f"WHERE {table}.{quote(key)} = drafts.{quote(key)}"
            )
            cursor.execute("DROP TABLE drafts")
        return rows.height
    sets = ", ".join(f"{quote(column)} = %s" for column in columns)
    sql = f"UPDATE {table} SET {sets} WHERE {quote(key)} = %s"
    plain = plain.with_columns(
        pl.selectors.date().dt.to_string("%Y-%m-%d"),
        pl.selectors.datetime().dt.to_string("%Y-%m-%d %H:%M:%S%.6f"),  # in UTC, as Django keeps it
    )
    with connection.cursor() as cursor:
        for part in plain.iter_slices(BATCH):
            cursor.executemany(sql, part.rows())
    return rows.height


def _put(model: type[models.Model], names: Sequence[str], rows: Rows, clash: str) -> None:
    given = [_field(model, name) for name in names]
    rest = [f for f in model._meta.concrete_fields if f not in given and not f.primary_key]
    adapters = [_adapter(field) for field in (*given, *rest)]
    by_column: list[Sequence[Any]] = list(zip(*rows, strict=True))
    if not by_column:
        return
    by_column += [[field.get_default()] * len(by_column[0]) for field in rest]
    values = list(
        zip(
            *(
                column if adapt is None else map(adapt, column)
                for adapt, column in zip(adapters, by_column, strict=True)
            ),
            strict=True,
        )
    )
    columns = [str(field.column) for field in (*given, *rest)]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql" or len(values) <= FEW:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {table} ({_named(columns)}) VALUES ({marks}){clash}",
                values,
            )
        elif not clash:
            _copy(cursor, table, columns, values)
        else:
            with atomic():
                _draft(cursor, table, columns, values)
                cursor.execute(
                    f"INSERT INTO {table} ({_named(columns)}) "
                    f"SELECT {_named(columns)} FROM drafts{clash}"
                )
                cursor.execute("DROP TABLE drafts")


def _draft(cursor: Any, table: str, columns: Sequence[str], rows: Rows) -> None:
    """Copy rows into the temporary table `drafts`, whose columns have the types of `table`."""
    cursor.execute(
        f"CREATE TEMPORARY TABLE drafts ON COMMIT DROP AS SELECT {_named(columns)} "
        f"FROM {table} WITH NO DATA"
    )
    _copy(cursor, "drafts", columns, rows)


def _copy(cursor: Any, table: str, columns: Sequence[str], rows: Rows) -> None:
    with cursor.copy(f"COPY {table} ({_named(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _named(columns: Sequence[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, columns))


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    found = model._meta.get_field(name)
    assert isinstance(found, models.Field)
    return found


def _column(model: type[models.Model], name: str) -> str:
    return str(_field(model, name).column)


def _adapter(field: models.Field[Any, Any]) -> Adapt | None:
    """How a value of a column goes to the driver; None: as it is."""
    if isinstance(field, models.JSONField):
        return json.dumps
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, models.DateField):
        return lru_cache(maxsize=8192)(_iso)  # few distinct days
    return None


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
