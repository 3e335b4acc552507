"""Source records: what each source said of a person on a day, and what stands today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from rembuk.office.people.batches import batches
from rembuk.office.people.facts import LABELS, Record, columns_of, current
from rembuk.office.people.models import Person, SourceRecord
from rembuk.office.people.names import name_key


def _record(row: SourceRecord) -> Record:
    return Record(row.source, row.as_of, row.pk, row.facts)


def current_columns(records: Iterable[Record]) -> dict[str, Any]:
    """The columns of Person that follow from its records, the name key with them."""
    columns = columns_of(current(records))
    return {**columns, "name_key": name_key(columns["name"])}


def derive_current(person_ids: Iterable[int]) -> int:
    """Derive the current values of persons from their records again; returns how many changed."""
    changed = 0
    for some in batches(sorted(set(person_ids))):
        records: dict[int, list[Record]] = defaultdict(list)
        for row in SourceRecord.objects.filter(person_id__in=some).order_by("pk"):
            records[row.person_id].append(_record(row))
        stale = []
        for person in Person.objects.filter(pk__in=list(records)):
            columns = current_columns(records[person.pk])
            if any(getattr(person, name) != value for name, value in columns.items()):
                for name, value in columns.items():
                    setattr(person, name, value)
                stale.append(person)
        if stale:
            Person.objects.bulk_update(stale, [*LABELS, "name_key"], batch_size=40)
        changed += len(stale)
    return changed
