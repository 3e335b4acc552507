"""Families for tests: a card with members, and lists that tell of it.

home = family("16.06.01.2001", size=0)
mother = member(home, "Ibu Contoh", "istri", dt.date(1998, 3, 2), "P")
told(home, "dtsen", {"decile": 1})
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from tests.factories import child
from tests.lists_rows import edition

from rembuk.office.lists.models import ListRow
from rembuk.office.people import crypto, public_ids
from rembuk.office.people.masking import masked_nik
from rembuk.office.people.models import Family, Identifier, Membership, Person
from rembuk.science.linkage.names import name_key

VILLAGE = "16.06.01.2001"
_NUMBERS = itertools.count(1)


def family(place: str = VILLAGE, card: str = "") -> Family:
    """A family without members."""
    card = card or f"16060109{next(_NUMBERS):08d}"
    return Family.objects.create(
        public_id=public_ids.new(), kk_digest=crypto.digest(card),
        kk_cipher=crypto.encrypt(card, "kk"), kk_masked=masked_nik(card), place_code=place,
    )  # fmt: skip


def member(
    home: Family, name: str, role: str, born: dt.date | None, sex: str, nik: str = "", **more: Any
) -> Person:
    """A grown member of a family."""
    person = Person.objects.create(
        **{
            "public_id": public_ids.new(), "name": name, "name_key": name_key(name), "sex": sex,
            "birth_date": born, "place_code": home.place_code, **more,
        }
    )  # fmt: skip
    if nik:
        Identifier.objects.create(
            person=person, kind="nik", digest=crypto.digest(nik), cipher=crypto.encrypt(nik, "nik"),
            masked=masked_nik(nik), as_of=dt.date(2026, 1, 1),
        )  # fmt: skip
    return joins(home, person, role)


def baby(home: Family, born: dt.date, post: str = f"{VILLAGE}.P01", **more: Any) -> Person:
    """A child of a family whom the posyandu knows."""
    return joins(home, child(post, born, **more), "anak")


def joins(home: Family, person: Person, role: str) -> Person:
    """Put a person on a card."""
    Membership.objects.create(person=person, family=home, role=role, since=dt.date(2020, 1, 1))
    return person


def told(
    home: Family, source: str, facts: dict[str, Any], label: str = "2026-T1", **more: Any
) -> ListRow:
    """A row of a list that names the family."""
    number = next(_NUMBERS)
    return ListRow.objects.create(
        edition=edition(label, source, **more), import_id=0, row_no=number, key=f"{number:032x}",
        digest=f"{number:032x}", facts=facts, kk_masked=home.kk_masked,
        place_code=home.place_code, family=home,
    )  # fmt: skip
