"""The records a run compares: persons named by lists, and persons of the health office's files.

A person whom a list names in several editions is one record, told by the newest. NIK and KK are
read from their ciphers here, stand in the frame in memory, and go nowhere else.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl
from django.db.models import Exists, OuterRef, Q, QuerySet

from rembuk.office.linking import refs
from rembuk.office.lists.models import How, ListedPerson
from rembuk.office.people.batches import batches
from rembuk.office.people.crypto import decrypt
from rembuk.office.people.facts import Record, columns_of, current
from rembuk.office.people.models import Identifier, IdentifierKind, Person, SourceRecord
from rembuk.office.posyandu.models import ChildStatus, Measurement, PmtEpisode
from rembuk.reference.precedence import AGENCIES, HEALTH

SCHEMA: Final[dict[str, Any]] = {
    "record_id": pl.String, "sumber": pl.String, "nik": pl.String, "no_kk": pl.String,
    "nama": pl.String, "jk": pl.String, "tgl_lahir": pl.Date, "nama_ibu": pl.String,
    "hp": pl.String, "kecamatan": pl.String, "desa": pl.String, "dusun": pl.String,
    "rt": pl.String, "rw": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One listed person as stored: what planning and writing need of it."""

    pk: int
    edition: int
    row: int
    as_of: dt.date
    person: int | None
    how: str


@dataclass(frozen=True)
class Gathered:
    """Everything a run starts from."""

    frame: pl.DataFrame
    """Columns of `SCHEMA`, one row a reference, sorted by it."""
    rows: Mapping[str, tuple[Row, ...]]
    """Reference of a listed person -> its rows, oldest edition first."""
    now: Mapping[str, int]
    """Reference -> person it belongs to now."""
    children: frozenset[int]
    """Persons of the health office's files."""
    sources: Mapping[str, str]
    places: Mapping[str, str]
    """Reference -> village."""
    slots: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Reference -> edition and card: two in one slot are two members of one card of one list."""


_COLUMNS: Final = (
    "pk", "record_key", "edition_id", "edition__source", "edition__as_of", "row_id",
    "person_id", "how", "name", "sex", "birth_date", "mother_name", "phone", "nik_cipher",
    "row__kk_digest", "row__kk_cipher", "row__place_code", "row__dusun", "row__rt", "row__rw",
)  # fmt: skip


def gather() -> Gathered:
    """All records, as they stand now."""
    told, rows, slots = _listed()
    health, persons = _health()
    now = {
        ref: next((row.person for row in reversed(several) if row.person is not None), None)
        for ref, several in rows.items()
    }
    records = [*told, *health]
    frame = pl.DataFrame(records, schema=SCHEMA, orient="row").sort("record_id")
    return Gathered(
        frame,
        rows,
        {ref: pk for ref, pk in now.items() if pk is not None} | persons,
        frozenset(persons.values()),
        dict(frame.select("record_id", "sumber").iter_rows()),
        dict(frame.select("record_id", "desa").iter_rows()),
        slots,
    )


def numbered(rows: Iterable[tuple[Any, ...]]) -> dict[int, str]:
    """Listed person -> reference, from `(pk, record key, edition, ...)` in order of row and part.

    The n-th bearer of a key in each edition is one record over the editions.
    """
    seen: dict[tuple[int, str], int] = defaultdict(int)
    found = {}
    for pk, key, edition, *_ in rows:
        place = seen[(edition, key)]
        seen[(edition, key)] += 1
        found[pk] = refs.listed(key, place)
    return found


def standing() -> QuerySet[ListedPerson]:
    """Listed persons of rows that stand, in the order that numbers them."""
    return ListedPerson.objects.current().order_by(
        "edition__as_of", "edition_id", "row__row_no", "row_id", "part"
    )


def _listed() -> tuple[
    list[tuple[Any, ...]], dict[str, tuple[Row, ...]], dict[str, tuple[int, str]]
]:
    told = list(standing().values_list(*_COLUMNS))
    names = numbered(told)
    newest: dict[str, tuple[Any, ...]] = {}
    rows: dict[str, list[Row]] = defaultdict(list)
    for one in told:
        ref = names[one[0]]
        newest[ref] = one
        rows[ref].append(Row(one[0], one[2], one[5], one[4], one[6], one[7]))
    cards: dict[str, str] = {}
    records, slots = [], {}
    for ref, one in newest.items():
        source, kk, cipher = one[3], one[14], one[15]
        if kk and kk not in cards and cipher is not None:
            cards[kk] = decrypt(bytes(cipher), IdentifierKind.KK.value)
        nik = decrypt(bytes(one[13]), IdentifierKind.NIK.value) if one[13] is not None else None
        place = one[16]
        if kk:
            slots[ref] = (one[2], kk)
        records.append(
            (
                ref, source, nik, cards.get(kk), one[8], one[9] or None, one[10], one[11] or None,
                one[12] or None, place[:8], place[:13], one[17] or None, one[18] or None,
                one[19] or None,
            )
        )  # fmt: skip
    return records, {ref: tuple(several) for ref, several in rows.items()}, slots


def health_persons() -> QuerySet[Person]:
    """Persons the health office's files made or weighed."""
    told = SourceRecord.objects.filter(person=OuterRef("pk")).exclude(source__in=AGENCIES)
    seen = Q(Exists(told))
    for model in (ChildStatus, Measurement, PmtEpisode):
        seen |= Q(Exists(model._default_manager.filter(child=OuterRef("pk"))))
    return Person.objects.filter(seen)


def _health() -> tuple[list[tuple[Any, ...]], dict[str, int]]:
    """What the health office alone says of its persons: lists must not vouch for themselves."""
    persons = {p.pk: p for p in health_persons().order_by("pk")}
    records: list[tuple[Any, ...]] = []
    for some in batches(sorted(persons)):
        said: dict[int, list[Record]] = defaultdict(list)
        told = SourceRecord.objects.filter(person__in=some).exclude(source__in=AGENCIES)
        for person, source, as_of, order, facts in told.values_list(
            "person_id", "source", "as_of", "pk", "facts"
        ):
            said[person].append(Record(source, as_of, order, facts))
        numbers = _numbers(some)
        for pk in some:
            one = persons[pk]
            facts = columns_of(current(said[pk])) if pk in said else None
            records.append(_health_record(one, facts, numbers.get(pk, {})))
    return records, {refs.person(one.public_id): pk for pk, one in persons.items()}


def _health_record(
    person: Person, facts: Mapping[str, Any] | None, numbers: Mapping[str, str]
) -> tuple[Any, ...]:
    said = facts or {
        name: getattr(person, name)
        for name in ("name", "sex", "birth_date", "mother_name", "parent_name", "rt", "rw",
                     "place_code")
    }  # fmt: skip
    place = str(said["place_code"] or person.place_code)
    return (
        refs.person(person.public_id), HEALTH, numbers.get(IdentifierKind.NIK.value),
        numbers.get(IdentifierKind.KK.value), said["name"], said["sex"] or None,
        said["birth_date"], said["mother_name"] or said["parent_name"] or None, None, place[:8],
        place[:13], None, said["rt"] or None, said["rw"] or None,
    )  # fmt: skip


def _numbers(persons: list[int]) -> dict[int, dict[str, str]]:
    """NIK and KK by person, as the health office wrote them; the newest of each kind."""
    own = Identifier.objects.filter(person__in=persons).exclude(kind=IdentifierKind.MOTHER_NIK)
    own = own.exclude(import_id__in=list_imports()).order_by("as_of", "pk")
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for one in own.only("person_id", "kind", "cipher"):
        found[one.person_id][one.kind] = decrypt(bytes(one.cipher), one.kind)
    return found


def list_imports() -> list[int]:
    """Imports that brought rows of agency lists."""
    rows = ListedPerson.objects.order_by().values_list("row__import_id", flat=True)
    return sorted(set(rows.distinct()))


def waiting(gathered: Gathered) -> set[str]:
    """References that belong to nobody yet."""
    return {ref for ref in gathered.rows if ref not in gathered.now}


LINKED: Final = (How.LINKED.value, How.NEW.value)
