"""Source records: what each source said of a person on a day, and what stands today."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rembuk.office.people.batches import batches
from rembuk.office.people.facts import LABELS, Record, Value, columns_of, current
from rembuk.office.people.models import Person, SourceRecord
from rembuk.office.people.names import name_key


@dataclass(frozen=True)
class Earlier:
    """A value that stood before, and who said it."""

    value: Value
    source: str
    as_of: dt.date
    import_id: int | None
    row_no: int | None


@dataclass(frozen=True)
class Fact:
    """A current value with its source; `earlier` are different values said before, newest first."""

    field: str
    label: str
    value: Value
    source: str
    as_of: dt.date
    import_id: int | None
    row_no: int | None
    earlier: tuple[Earlier, ...] = ()


def facts_of(person: Person) -> list[Fact]:
    """Every fact known of a person in the order of the form, each with where it came from.

    The source shown is the first that said the present value in its present run.
    """
    rows = list(
        SourceRecord.objects.filter(person=person).order_by("as_of", "row_no", "pk")
    )  # fmt: skip
    standing = current(_record(row) for row in rows)
    return [_fact(name, standing[name], rows) for name in LABELS if name in standing]


def _fact(name: str, value: Value, rows: list[SourceRecord]) -> Fact:
    said = [row for row in rows if name in row.facts]
    run = [row for row in said if row.facts[name] == value]
    since = run[-1]
    for row in reversed(said):
        if row.facts[name] != value and row.as_of <= since.as_of and row.pk != since.pk:
            break
        if row.facts[name] == value:
            since = row
    earlier: dict[Value, Earlier] = {}
    for row in said:
        other = row.facts[name]
        if other != value:
            earlier[other] = Earlier(other, row.source, row.as_of, row.import_id, row.row_no)
    ordered = sorted(earlier.values(), key=lambda e: e.as_of, reverse=True)
    return Fact(
        name, str(LABELS[name]), value, since.source, since.as_of, since.import_id, since.row_no,
        tuple(ordered),
    )  # fmt: skip


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
