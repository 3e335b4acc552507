"""Which families an account may see, and how much of them.

A family is seen by who may see children in its village, or where one of its members is registered:
so a kader sees the families of the own posyandu's children, and no other. A kader (plain words)
weighs and refers: stages of life, growth, water, latrine; no decile, no class, no list.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from rembuk.office.access.policies import Rights
from rembuk.office.families.models import Standing
from rembuk.office.people.models import Family, Membership
from rembuk.office.places.scope import within

VILLAGE = 13
"""Length of a village's code."""


def family(rights: Rights, public_id: str) -> Family:
    """A family the reader may see; else 404, so that nothing is confirmed to exist."""
    found = Family.objects.filter(public_id=public_id).first()
    if found is None or not may_see(rights, found):
        raise Http404
    return found


def may_see(rights: Rights, one: Family) -> bool:
    """Whether the reader may see a family."""
    if rights.may("lihat-anak", one.place_code):
        return True
    return any(rights.may("lihat-anak", code) for code in places_of(one))


def places_of(one: Family) -> tuple[str, ...]:
    """Where members of today are registered."""
    rows = Membership.objects.filter(family=one, until__isnull=True, person__left_on__isnull=True)
    return tuple(sorted(set(rows.values_list("person__place_code", flat=True))))


def sees_names(rights: Rights, one: Family) -> bool:
    """Whether the family's names are open without opening its identity: in its village, or because
    the reader sees the names of a member (a kader knows whom to call on)."""
    return any(rights.names_in(code) for code in (one.place_code, *places_of(one)))


def standings(code: str) -> QuerySet[Standing]:
    """Families of a place; of a posyandu those with a member registered there."""
    if len(code) <= VILLAGE:
        return Standing.objects.filter(within("place_code", code))
    here = Membership.objects.filter(
        within("person__place_code", code), until__isnull=True, person__left_on__isnull=True
    )
    return Standing.objects.filter(Q(family__in=here.values("family")))
