"""Where each fact about a person came from: its value, source and day, and what was said before.

Facts are read from the source records; a value repeated by a later source is not an earlier value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from rembuk.office.intake.models import Import
from rembuk.office.people.models import Person, SourceRecord


@dataclass(frozen=True)
class Origin:
    """Where a value was read: layout code, as-of day, file name and sheet row."""

    source: str
    as_of: dt.date
    import_id: int | None
    row_no: int | None
    file: str = ""


@dataclass(frozen=True)
class Said:
    """One value one source gave for a fact."""

    value: str
    origin: Origin


@dataclass(frozen=True)
class Fact:
    """A fact: its newest value first, then the different ones told before."""

    field: str
    said: tuple[Said, ...]

    @property
    def now(self) -> Said:
        """The newest value."""
        return self.said[0]

    @property
    def before(self) -> tuple[Said, ...]:
        """Earlier values that differ."""
        return self.said[1:]


def facts_of(person: Person) -> tuple[Fact, ...]:
    """Every fact of a person with its history, in the order the sources name them."""
    records = list(SourceRecord.objects.filter(person=person).order_by("as_of", "pk"))
    files = file_names(record.import_id for record in records)
    told: dict[str, list[Said]] = {}
    for record in records:
        origin = Origin(
            record.source,
            record.as_of,
            record.import_id,
            record.row_no,
            files.get(record.import_id or 0, ""),
        )
        for field, value in record.facts.items():
            if value is None or value == "":
                continue
            text = str(value)
            history = told.setdefault(field, [])
            if not history or history[0].value != text:
                history.insert(0, Said(text, origin))
    return tuple(Fact(field, tuple(history)) for field, history in told.items())


def file_names(import_ids: Iterable[int | None]) -> dict[int, str]:
    """Names of the files by import number; one query."""
    wanted = {one for one in import_ids if one is not None}
    rows = Import.objects.filter(pk__in=wanted).values_list("pk", "file__name")
    return dict(rows)
