"""Where each fact about a person came from: its value, source and day, and what was said before.

Facts are read from the source records; a value repeated by a later source is not an earlier value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from rembuk.office.intake.models import Import
from rembuk.office.people.models import Person, SourceRecord
from rembuk.office.people.precedence import orders_today
from rembuk.reference.precedence import rank


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
    """A fact: the value that stands first, then the different ones others told, newest first.

    `why`: "" when only one value was ever told, "terbaru" when the newest stands, "urutan" when the
    order of sources decided against a newer word.
    """

    field: str
    said: tuple[Said, ...]
    why: str = ""
    order: tuple[str, ...] = ()
    """The order of sources in force for this fact; empty where the newest word stands."""

    @property
    def now(self) -> Said:
        """The value that stands."""
        return self.said[0]

    @property
    def before(self) -> tuple[Said, ...]:
        """Values that do not stand."""
        return self.said[1:]


def facts_of(person: Person) -> tuple[Fact, ...]:
    """Every fact of a person with its history, in the order the sources name them. What lost to
    the order of sources is kept and shown."""
    orders = orders_today()
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
            if value is not None and value != "":
                told.setdefault(field, []).append(Said(str(value), origin))
    return tuple(_fact(field, said, orders.get(field, ())) for field, said in told.items())


def _fact(field: str, told: list[Said], order: tuple[str, ...]) -> Fact:
    """A fact from all that was told of it in order of time, with the value that stands in front."""
    said = _changes(told)
    if order:
        ranks = [rank(one.origin.source, order) for one in told]
        best = max(at for at, place in enumerate(ranks) if place == min(ranks))
        if told[best].value != said[0].value:
            rest = _changes([one for one in told if one.value != told[best].value])
            return Fact(field, (told[best], *rest), "urutan", order)
    return Fact(field, tuple(said), "terbaru" if len(said) > 1 else "", order)


def _changes(told: list[Said]) -> list[Said]:
    """The different values, newest first; one told again at once keeps its first source."""
    said: list[Said] = []
    for one in told:
        if not said or said[0].value != one.value:
            said.insert(0, one)
    return said


def file_names(import_ids: Iterable[int | None]) -> dict[int, str]:
    """Names of the files by import number; one query."""
    wanted = {one for one in import_ids if one is not None}
    rows = Import.objects.filter(pk__in=wanted).values_list("pk", "file__name")
    return dict(rows)
