"""Writing rows of the room: a few through the models, many at once without an object per row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import polars as pl
from django.db import models
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from rembuk.office.convergence.models import Cell, CellEvent, Figure, FigureEvent, Tally
from rembuk.office.intake import bulk

FEW: Final = bulk.FEW


def as_text(field: str | Coalesce) -> Cast:
    """A day or moment of a row as the database writes it: far quicker to read many of than the
    driver's own conversion, since few are distinct (`day_of`, `moment_of`)."""
    return Cast(field, models.TextField())


@lru_cache(maxsize=4096)
def day_of(text: str | None) -> dt.date | None:
    """A day read `as_text`."""
    return dt.date.fromisoformat(text[:10]) if text else None


@lru_cache(maxsize=4096)
def moment_of(text: str | None) -> dt.datetime | None:
    """A moment read `as_text`; one without an offset is in UTC, as Django keeps it on SQLite."""
    if not text:
        return None
    found = dt.datetime.fromisoformat(text)
    return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)


BATCH: Final = 500
FIGURE_KEY: Final = ("period", "quantity", "place_code")
FIGURE: Final = (
    "value", "status", "typed", "typed_by", "typed_at", "why", "computed", "computed_at",
    "query_version", "source", "as_of", "version",
)  # fmt: skip
TYPES: Final[dict[str, Any]] = {
    "id": pl.Int64, "numerator": pl.Int64, "denominator": pl.Int64, "status": pl.String,
    "freshness": pl.String, "doubt": pl.String, "explained": pl.Boolean, "waits": pl.String,
    "as_of": pl.Date, "late": pl.Boolean, "filled_at": pl.Datetime("us", "UTC"),
    "version": pl.Int64, "state": pl.String, "batch": pl.String,
    "submitted_at": pl.Datetime("us", "UTC"),
}  # fmt: skip


def update_cells(names: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Set `names` of cells; each row is the values and then the key."""
    if len(rows) <= FEW:
        for *values, pk in rows:
            Cell.objects.filter(pk=pk).update(**dict(zip(names, values, strict=True)))
        return
    schema = {name: TYPES[name] for name in (*names, "id")}
    bulk.update(Cell, names, pl.DataFrame(rows, schema=schema, orient="row"))


def save_figures(figures: list[Figure]) -> None:
    """Insert or replace figures by place, quantity and period; new ones get their keys."""
    if len(figures) <= FEW:
        Figure.objects.bulk_create(
            figures, update_conflicts=True, unique_fields=FIGURE_KEY, update_fields=FIGURE
        )
        return
    names = (*FIGURE_KEY, *FIGURE)
    columns = [f"{name}_id" if name == "typed_by" else name for name in names]
    rows = [tuple(getattr(one, column) for column in columns) for one in figures]
    bulk.upsert(Figure, names, rows, FIGURE_KEY)


def save_figure_rows(names: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """The same of plain rows of `FIGURE_KEY` and `names`; other columns stay as they are."""
    bulk.upsert(Figure, (*FIGURE_KEY, *names), rows, FIGURE_KEY)


def save_tallies(names: Sequence[str], key: Sequence[str], rows: list[Tally]) -> None:
    """Insert or replace tallies by their key."""
    if len(rows) <= FEW:
        Tally.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=key, update_fields=names
        )
        return
    columns = ["year_id" if name == "year" else name for name in (*key, *names)]
    values = [tuple(getattr(one, column) for column in columns) for one in rows]
    bulk.upsert(Tally, (*key, *names), values, key)


def with_keys(figures: list[Figure]) -> list[Figure]:
    """The same figures, those just inserted in bulk with the keys they got."""
    fresh = [one for one in figures if one.pk is None]
    if not fresh:
        return figures
    rows = Figure.objects.filter(
        period__in={one.period for one in fresh}, quantity__in={one.quantity for one in fresh}
    ).values_list("pk", *FIGURE_KEY)
    keys = {tuple(key): pk for pk, *key in rows.iterator(chunk_size=20_000)}
    for one in fresh:
        one.pk = keys[one.period, one.quantity, one.place_code]
    return figures


def insert_cells(names: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Insert new cells; columns not named get their defaults."""
    bulk.insert(Cell, names, rows)


def add_lines(lines: Sequence[FigureEvent] | Sequence[CellEvent]) -> None:
    """Append lines of history, all at one moment."""
    if not lines:
        return
    model: type[models.Model] = type(lines[0])
    if len(lines) <= FEW:
        model._default_manager.bulk_create(lines)
        return
    owner = "cell" if model is CellEvent else "figure"
    now = timezone.now()
    bulk.insert(
        model, ("at", "by", "act", "reason", "before", "after", owner, "batch"),
        [
            (now, one.by_id, one.act, one.reason, one.before, one.after,
             getattr(one, f"{owner}_id"), one.batch)
            for one in lines
        ],
    )  # fmt: skip
