"""Whose a record is: from references to listed persons and persons, and back."""

from __future__ import annotations

from rembuk.office.linking import refs
from rembuk.office.linking.records import health_persons, numbered, standing
from rembuk.office.lists.models import ListedPerson
from rembuk.office.people.models import FormerId, Person


def rows_of(ref: str) -> list[ListedPerson]:
    """The listed persons a reference stands for; none for a person of the health office."""
    one = refs.read(ref)
    if one.kind == "p":
        return []
    mine = list(standing().filter(record_key=one.key))
    names = numbered((row.pk, row.record_key, row.edition_id) for row in mine)
    return [row for row in mine if names[row.pk] == ref]


def person_of(ref: str) -> Person | None:
    """The person a reference belongs to now; a person joined to another leads to that one."""
    one = refs.read(ref)
    if one.kind == "p":
        found = Person.objects.filter(public_id=one.key).first()
        if found is None:
            former = FormerId.objects.filter(public_id=one.key).select_related("person").first()
            found = former.person if former else None
        return found
    return next((row.person for row in rows_of(ref) if row.person_id is not None), None)


def anchor_of(person: Person, but: str = "") -> str:
    """The reference that stands for a person: the health office's, else its oldest listed one."""
    if health_persons().filter(pk=person.pk).exists():
        return refs.person(person.public_id)
    return next((ref for ref in listed_refs(person) if ref != but), "")


def listed_refs(person: Person) -> list[str]:
    """References of the listed persons a person is, oldest edition first."""
    found: dict[str, None] = {}
    keys = set(ListedPerson.objects.filter(person=person).values_list("record_key", flat=True))
    rows = list(standing().filter(record_key__in=keys))
    names = numbered((row.pk, row.record_key, row.edition_id) for row in rows)
    for row in rows:
        if row.person_id == person.pk:
            found[names[row.pk]] = None
    return list(found)
