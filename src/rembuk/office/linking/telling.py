"""What lists say of the persons they were linked to, kept where every source's word is kept.

Source records, numbers and family cards that come from lists are made equal to what the links of
today say: nothing is written twice, and a link that ended leaves nothing behind. Words of the
health office are never touched.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from django.db.models import QuerySet

from rembuk.office.intake.bulk import insert_missing, update
from rembuk.office.linking.records import list_imports
from rembuk.office.lists.models import ListedPerson, ListRow
from rembuk.office.people.batches import batches
from rembuk.office.people.facts import Record, Value, digest_of
from rembuk.office.people.families import close_cards, families_of, make_families
from rembuk.office.people.models import (
    Family,
    Identifier,
    IdentifierKind,
    Membership,
    SourceRecord,
)
from rembuk.office.people.precedence import orders_today
from rembuk.reference.precedence import AGENCIES, rank
from rembuk.science.linkage.names import display

_ROLES: Final = {"kepala": "kepala", "istri": "istri", "anak": "anak"}
COLUMNS: Final = (
    "pk", "person_id", "record_key", "role", "name", "sex", "birth_date", "mother_name",
    "nik_digest", "nik_cipher", "nik_masked", "nik_findings", "edition__source",
    "edition__as_of", "row_id", "row__import_id", "row__row_no", "row__kk_digest",
    "row__place_code", "row__address", "row__rt", "row__rw", "row__family_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One listed person with what its row says of it."""

    pk: int
    person: int | None
    record_key: str
    role: str
    name: str
    sex: str
    birth_date: dt.date | None
    mother_name: str
    nik_digest: str
    nik_cipher: bytes | None
    nik_masked: str
    nik_findings: str
    source: str
    as_of: dt.date
    row: int
    import_id: int
    row_no: int
    kk: str
    place_code: str
    address: str
    rt: str
    rw: str
    family: int | None

    @property
    def facts(self) -> dict[str, Value]:
        """What the row says of the person, without empty facts."""
        said: dict[str, Value] = {
            "name": display(self.name),
            "sex": self.sex,
            "birth_date": self.birth_date.isoformat() if self.birth_date else "",
            "mother_name": display(self.mother_name),
            "address": self.address,
            "rt": self.rt,
            "rw": self.rw,
            "place_code": self.place_code,
        }
        return {name: value for name, value in said.items() if value != ""}

    @property
    def record(self) -> Record:
        """The same as a record among others."""
        return Record(self.source, self.as_of, self.pk, self.facts)


def told_by(rows: QuerySet[ListedPerson]) -> Iterator[Told]:
    """Listed persons with what their rows say, oldest edition first."""
    ordered = rows.order_by("edition__as_of", "edition_id", "row__row_no", "row_id", "part")
    for one in ordered.values_list(*COLUMNS).iterator(chunk_size=5000):
        yield Told(*one)


def tell(persons: Collection[int] | None = None) -> set[int]:
    """Make the words of lists equal to the links; returns the persons whose words changed.

    Args:
        persons: whose words to look at; None: everybody's.
    """
    rows = ListedPerson.objects.current().filter(person__isnull=False)
    told = list(_for(rows, "person_id", persons, told_by))
    changed = _records(told, persons)
    changed |= _numbers(told, persons)
    changed |= _cards(told, persons)
    return changed


def _for(rows: Any, column: str, persons: Collection[int] | None, read: Any) -> Iterator[Any]:
    """Rows of some persons, in slices a statement can hold; of all when `persons` is None."""
    if persons is None:
        yield from read(rows)
        return
    for some in batches(sorted(persons)):
        yield from read(rows.filter(**{f"{column}__in": some}))


def _records(told: Iterable[Told], persons: Collection[int] | None) -> set[int]:
    wanted: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for one in told:
        facts = one.facts
        digest = digest_of(facts, one.record_key)
        key = (one.person, one.source, one.as_of, digest)
        wanted.setdefault(
            key,
            (one.person, one.source, one.as_of, one.import_id, one.row_no, facts, digest,
             one.record_key),
        )  # fmt: skip
    stored = SourceRecord.objects.filter(source__in=AGENCIES).order_by()
    names = ("pk", "person_id", "source", "as_of", "digest", "import_id", "row_no")
    gone: list[int] = []
    changed: set[int] = set()
    for pk, *key, import_id, row_no in _for(
        stored, "person_id", persons, lambda q: q.values_list(*names).iterator(chunk_size=5000)
    ):
        there = wanted.get(tuple(key))
        if there is not None and there[3:5] == (import_id, row_no):
            del wanted[tuple(key)]
        else:
            gone.append(pk)
            changed.add(key[0])
    for some in batches(gone):
        SourceRecord.objects.filter(pk__in=some).delete()
    insert_missing(
        SourceRecord,
        ("person_id", "source", "as_of", "import_id", "row_no", "facts", "digest", "claim"),
        list(wanted.values()),
    )
    return changed | {row[0] for row in wanted.values()}


def _numbers(told: Iterable[Told], persons: Collection[int] | None) -> set[int]:
    wanted: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for one in told:
        if one.nik_digest and one.nik_cipher is not None:
            wanted.setdefault(
                (one.person, one.nik_digest),
                (one.person, IdentifierKind.NIK.value, one.nik_digest, bytes(one.nik_cipher),
                 one.nik_masked, one.nik_findings, one.as_of, one.import_id),
            )  # fmt: skip
    lists = set(list_imports())
    stored = Identifier.objects.filter(kind=IdentifierKind.NIK).order_by()
    gone: list[int] = []
    changed: set[int] = set()
    for pk, person, digest, import_id in _for(
        stored, "person_id", persons,
        lambda q: q.values_list("pk", "person_id", "digest", "import_id"),
    ):  # fmt: skip
        if (person, digest) in wanted:
            del wanted[(person, digest)]  # kept once, whoever said it first
        elif import_id in lists:
            gone.append(pk)
            changed.add(person)
    for some in batches(gone):
        Identifier.objects.filter(pk__in=some).delete()
    insert_missing(
        Identifier,
        ("person_id", "kind", "digest", "cipher", "masked", "findings", "as_of", "import_id"),
        list(wanted.values()),
    )
    return changed | {row[0] for row in wanted.values()}


def _cards(told: Iterable[Told], persons: Collection[int] | None) -> set[int]:
    """Memberships from the cards of lists, the civil registry's first."""
    told = list(told)
    families = _families(told, persons is None)
    order = orders_today().get("kk", ())
    wanted: dict[tuple[int, int], tuple[Any, ...]] = {}
    for one in sorted(told, key=lambda t: (rank(t.source, order), t.as_of, t.pk)):
        family = families.get(one.row)
        if family is None or one.person is None:
            continue
        since, role, source, import_id = wanted.get(
            (one.person, family),
            (one.as_of, _ROLES.get(one.role, "lain"), one.source, one.import_id),
        )
        wanted[(one.person, family)] = (min(since, one.as_of), role, source, import_id)
    stored = Membership.objects.filter(source__in=AGENCIES).order_by()
    gone: list[int] = []
    changed: set[int] = set()
    for pk, person, family, since, role, source, import_id in _for(
        stored, "person_id", persons,
        lambda q: q.values_list(
            "pk", "person_id", "family_id", "since", "role", "source", "import_id"
        ),
    ):  # fmt: skip
        if wanted.get((person, family)) == (since, role, source, import_id):
            del wanted[(person, family)]
        else:
            gone.append(pk)
            changed.add(person)
    for some in batches(gone):
        Membership.objects.filter(pk__in=some).delete()
    insert_missing(
        Membership,
        ("person_id", "family_id", "since", "role", "source", "import_id"),
        [(*key, *value) for key, value in wanted.items()],
    )
    changed |= {person for person, _ in wanted}
    close_cards(changed)
    return changed


def _families(told: Iterable[Told], every: bool) -> dict[int, int]:
    """Row -> family: that of its card; without a card the one its row was given, the one most of
    its persons are in, or, for two persons or more, a new one."""
    rows: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        rows[one.row].append(one)
    carded = _carded(None if every else list(rows))
    found = {row: carded[several[0].kk] for row, several in rows.items() if several[0].kk}
    bare = {row: several for row, several in rows.items() if not several[0].kk}
    cards = _standing({one.person for several in bare.values() for one in several if one.person})
    without: list[tuple[int, str]] = []
    for row, several in bare.items():
        mine = Counter(cards[one.person] for one in several if one.person in cards)
        if several[0].family is not None:
            found[row] = several[0].family
        elif mine:
            found[row] = min(mine, key=lambda family: (-mine[family], family))
        elif len(several) > 1:
            without.append((row, several[0].place_code))
    made = make_families([place for _, place in without])
    found |= {row: family for (row, _), family in zip(without, made, strict=True)}
    _point({row: family for row, family in found.items() if rows[row][0].family != family})
    return found


def _carded(wanted: Collection[int] | None) -> dict[str, int]:
    """KK hash -> family of every card that these rows (None: all) name; a card has a family also
    when its row names nobody who is linked."""
    rows = ListRow.objects.current().exclude(kk_digest="").order_by("edition__as_of", "pk")
    names = ("pk", "family_id", "kk_digest", "kk_cipher", "kk_masked", "place_code")
    read = list(_for(rows, "pk", wanted, lambda q: q.values_list(*names)))
    known = families_of(
        (digest, bytes(cipher) if cipher is not None else None, masked, place)
        for _, _, digest, cipher, masked, place in read
    )
    _point({pk: known[digest] for pk, family, digest, *_ in read if family is None})
    return known


def _point(rows: Mapping[int, int]) -> None:
    """Point rows at their family."""
    update(ListRow, ["family"], pl.DataFrame(
        {"id": list(rows), "family": list(rows.values())},
        schema={"id": pl.Int64, "family": pl.Int64},
    ))  # fmt: skip


def _standing(persons: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in batches(sorted(persons)):
        rows = Membership.objects.filter(person__in=some, until__isnull=True).order_by("pk")
        found.update(rows.values_list("person_id", "family_id"))
    return found


def forget_families() -> int:
    """Take out families without a card whom nobody and no row belongs to any more."""
    lonely = Family.objects.filter(
        kk_digest__isnull=True, memberships__isnull=True, list_rows__isnull=True
    )
    gone = lonely.count()
    lonely.delete()
    return gone
