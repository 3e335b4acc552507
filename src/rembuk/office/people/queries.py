"""Reading what is known of the persons a set of claims could mean."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rembuk.office.intake.among import KEYS, among
from rembuk.office.people.batches import batches
from rembuk.office.people.claims import Claim, parents_of
from rembuk.office.people.matching import Candidate, Known
from rembuk.office.people.models import Identifier, IdentifierKind, Person, SourceRecord
from rembuk.office.places.scope import within
from rembuk.science.linkage.names import NEWBORN

_COLUMNS = (
    "pk", "name_key", "birth_date", "sex", "place_code", "mother_name", "father_name",
    "parent_name",
)  # fmt: skip


def known_for(claims: Sequence[Claim], area: str) -> Known:
    """What the records hold for these claims, inside `area` (the NIK: anywhere)."""
    remembered = _remembered(claims)
    open_ = [claim for claim in claims if claim.key not in remembered]
    owners = _owners({claim.nik for claim in open_ if claim.nik})
    nik_persons = _persons("pk", {pk for pks in owners.values() for pk in pks}, "")
    names = {claim.name for claim in open_ if claim.name}
    names |= {NEWBORN + key for claim in open_ if not claim.newborn for key in claim.parents}
    others = _persons("name_key", names, area)
    born = {claim.birth for claim in open_ if claim.newborn and claim.birth}
    others.update(_persons("birth_date", born, area))
    return Known(
        remembered,
        {
            nik: tuple(nik_persons[pk] for pk in sorted(pks) if pk in nik_persons)
            for nik, pks in owners.items()
        },
        tuple(others[pk] for pk in sorted(others)),
    )


def _remembered(claims: Sequence[Claim]) -> dict[str, int]:
    found: dict[str, int] = {}
    for keys in batches([claim.key for claim in claims], KEYS):
        rows = SourceRecord.objects.filter(among("claim", keys)).order_by("-person_id")
        found.update(rows.values_list("claim", "person_id"))
    return found


def _owners(digests: set[str]) -> dict[str, set[int]]:
    owners: dict[str, set[int]] = defaultdict(set)
    for some in batches(sorted(digests), KEYS):
        rows = Identifier.objects.filter(among("digest", some), kind=IdentifierKind.NIK)
        for nik, person in rows.values_list("digest", "person_id"):
            owners[nik].add(person)
    return owners


def _persons(column: str, values: Iterable[str | int | dt.date], area: str) -> dict[int, Candidate]:
    found: dict[int, Candidate] = {}
    for some in batches(sorted(values, key=str), KEYS):
        rows = Person.objects.filter(within("place_code", area), among(column, some))
        for pk, name, born, sex, place, mother, father, parent in rows.values_list(*_COLUMNS):
            parents = parents_of(mother, father, parent)
            found[pk] = Candidate(pk, name, born, sex, place[:13], parents)
    return found
