"""Twins of a register that knows no family card: same post, same mother's name, same birth date."""

from __future__ import annotations

from rembuk.office.people.models import Person
from rembuk.office.posyandu.figures import Sibling


def twins(child: Person) -> tuple[Sibling, ...]:
    """Children born the same day to a mother of the same name at the same post."""
    if child.birth_date is None or not child.mother_name:
        return ()
    others = Person.objects.filter(
        place_code=child.place_code,
        birth_date=child.birth_date,
        mother_name__iexact=child.mother_name,
        status__isnull=False,
    ).exclude(pk=child.pk)
    return tuple(
        Sibling(other.public_id, other.name, other.birth_date, True)
        for other in others.order_by("pk")
    )
