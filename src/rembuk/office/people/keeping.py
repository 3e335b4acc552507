"""Rows kept as JSON while they are out of their table, and rows handed from person to person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


def hand_over(
    model: type[Model], unique: Sequence[str], giver: int, taker: int, owner: str = "person"
) -> dict[str, Any]:
    """Give the rows of `giver` to `taker`; a row whose `unique` columns `taker` has already is
    taken out of the table and kept in the answer. `owner` names the column of the person."""
    rows = model._default_manager
    mine = rows.filter(**{owner: giver})
    there = set(rows.filter(**{owner: taker}).values_list(*unique))
    double = [row for row in mine if tuple(getattr(row, name) for name in unique) in there]
    kept = [columns(row) for row in double]
    rows.filter(pk__in=[row.pk for row in double]).delete()
    moved = sorted(mine.values_list("pk", flat=True))
    mine.update(**{owner: taker})
    return {"moved": moved, "double": kept}


def take_back(
    model: type[Model], kept: Mapping[str, Any], giver: int, taker: int, owner: str = "person"
) -> None:
    """Undo `hand_over` with its answer; rows that went since stay gone."""
    rows = model._default_manager
    rows.filter(pk__in=kept["moved"], **{owner: taker}).update(**{owner: giver})
    rows.bulk_create([made(model, one) for one in kept["double"]])


def columns(row: Model) -> dict[str, Any]:
    """Every column of a row as JSON."""
    return {f.attname: _plain(getattr(row, f.attname), f, row) for f in row._meta.concrete_fields}


def _plain(value: Any, field: Any = None, row: Model | None = None) -> Any:
    if value is None or isinstance(value, str | int | float | dict | list):
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    return field.value_to_string(row)


def made(model: type[M], columns: Mapping[str, Any]) -> M:
    """The row of `_columns`, not yet saved."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    values = {
        name: value if value is None or fields[name].is_relation else fields[name].to_python(value)
        for name, value in columns.items()
    }
    return model(**values)
