"""Source records: what each source said of a person on a day, and what stands today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

import polars as pl

from rembuk.office.intake.among import among
from rembuk.office.intake.bulk import update
from rembuk.office.people.batches import batches
from rembuk.office.people.facts import LABELS, Orders, Record, columns_of, current
from rembuk.office.people.models import Person, SourceRecord
from rembuk.office.people.precedence import orders_today
from rembuk.science.linkage.names import name_key

PERSONS: Final = 5000
"""Persons whose records are in memory at once."""

_COLUMNS: Final[dict[str, Any]] = {
    **dict.fromkeys(LABELS, pl.String),
    "birth_date": pl.Date,
    "birth_date_sure": pl.Boolean,
    **dict.fromkeys(
        ("birth_weight_g", "birth_length_mm", "gestation_weeks", "birth_order"), pl.Int64
    ),
    "name_key": pl.String,
}
"""Columns of Person that follow from its records, as Polars types."""


def current_columns(records: Iterable[Record], orders: Orders | None = None) -> dict[str, Any]:
    """The columns of Person that follow from its records, the name key with them."""
    columns = columns_of(current(records, orders))
    return {**columns, "name_key": name_key(columns["name"])}


def derive_current(person_ids: Iterable[int]) -> int:
    """Derive the current values of persons from their records again; returns how many changed."""
    return len(derived(person_ids))


def derived(person_ids: Iterable[int]) -> list[int]:
    """Derive the current values again, by the order of sources in force today; who changed."""
    changed: list[int] = []
    orders = orders_today()
    for some in batches(sorted(set(person_ids)), PERSONS):
        records: dict[int, list[Record]] = defaultdict(list)
        told = SourceRecord.objects.filter(among("person", some)).order_by("pk")
        for person, source, as_of, order, facts in told.values_list(
            "person_id", "source", "as_of", "pk", "facts"
        ):
            records[person].append(Record(source, as_of, order, facts))
        stale = []
        for person, *before in Person.objects.filter(among("pk", records)).values_list(
            "pk", *_COLUMNS
        ):
            columns = current_columns(records[person], orders)
            now = [columns[name] for name in _COLUMNS]
            if now != before:
                stale.append((person, *now))
        update(
            Person, list(_COLUMNS), pl.DataFrame(stale, {"id": pl.Int64, **_COLUMNS}, orient="row")
        )
        changed += [row[0] for row in stale]
    return changed
