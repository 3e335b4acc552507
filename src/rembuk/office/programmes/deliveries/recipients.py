"""Who may receive an activity in a village: those records say need it, and those somebody names.

Persons and families are shown to whoever may see children of the village, by name only where names
are open to the reader, else masked. A typed NIK or card number is looked up by its keyed hash and
is neither kept nor shown again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.policies import Rights
from rembuk.office.convergence.computing import Ground
from rembuk.office.intake.among import among
from rembuk.office.people import crypto, public_ids
from rembuk.office.people.masking import masked_name
from rembuk.office.people.models import Family, Identifier, IdentifierKind, Membership, Person
from rembuk.office.places.scope import contains, within
from rembuk.office.programmes.board import needing
from rembuk.office.programmes.board.needing_records import Basis
from rembuk.office.programmes.models import Activity, Delivery, Recipient

FAMILY_UNITS: Final = frozenset({"keluarga", "unit", "rumah", "sambungan", "pasangan"})
PERSON_UNITS: Final = frozenset({"anak", "bayi", "ibu", "orang"})
MOST: Final = 400
"""Candidates of one village that are listed."""


@dataclass(frozen=True)
class Candidate:
    """One that records say needs it. `had`: days it was already handed this activity."""

    code: str
    name: str
    had: tuple[dt.date, ...]


@dataclass(frozen=True)
class Listed:
    """Candidates of a village. `unlinked`: rows of lists that no person or family is tied to yet.
    `known` False: nobody counts the need of this intervention here."""

    candidates: tuple[Candidate, ...]
    unlinked: int
    known: bool
    more: int = 0
    elsewhere: int = 0  # counted here, as weighed here, and registered in another village


def kind_of(activity: Activity, asked: str = "") -> str:
    """What recipients of an activity are: as asked, else as its unit says."""
    if asked in Recipient.values:
        return asked
    unit = activity.unit.lower()
    if unit in PERSON_UNITS:
        return Recipient.PERSON.value
    return Recipient.FAMILY.value if unit in FAMILY_UNITS else Recipient.AREA.value


def listed(activity: Activity, village: str, kind: str, rights: Rights, today: dt.date) -> Listed:
    """Who records say needs the activity's intervention in a village."""
    return needing_it(activity.intervention, village, kind, rights, today, activity)


def needing_it(
    intervention: str, village: str, kind: str, rights: Rights, today: dt.date,
    activity: Activity | None = None,
) -> Listed:  # fmt: skip
    """Who records say needs an intervention in a village; what `activity` gave them is told."""
    rules = reference.load()
    need = next((one for one in rules.needs(today) if one.intervention == intervention), None)
    if need is None or kind == Recipient.AREA:
        return Listed((), 0, False)
    district = ".".join(village.split(".")[:2])
    basis = Basis(Ground(district, today, only=village, since=today.year - 1))
    quantities = {one.code: one for one in rules.quantities(today)}
    known = needing.of_records(basis, need, quantities, today, now=True)
    if known is None or village not in known.found.told:
        return Listed((), 0, False)
    rows = known.found.records.filter(known.found.records["village"] == village)
    keys = {
        one: rows.filter(rows["kind"] == one)["key"].to_list()
        for one in ("orang", "keluarga", "baris")
    }
    show = rights.names_in(village)
    wanted = keys["orang"]
    if kind == Recipient.PERSON:
        found = _persons(wanted, village, activity, show)
    else:
        wanted = sorted({*keys["keluarga"], *_homes(keys["orang"])})
        found = _families(wanted, village, activity, show)
    return Listed(
        tuple(found[:MOST]), len(keys["baris"]), True, max(0, len(found) - MOST),
        len(set(wanted)) - len(found),
    )  # fmt: skip


def _homes(persons: Collection[int]) -> list[int]:
    rows = Membership.objects.filter(among("person", persons), until__isnull=True)
    return list(rows.order_by("family").values_list("family_id", flat=True).distinct())


def _had(activity: Activity | None, column: str, keys: Collection[int]) -> dict[int, list[dt.date]]:
    if activity is None:
        return {}
    rows = Delivery.objects.filter(
        among(column, keys), activity=activity, taken_back_at__isnull=True
    )
    found: dict[int, list[dt.date]] = {}
    for key, on in rows.order_by("on").values_list(column, "on"):
        found.setdefault(key, []).append(on)
    return found


def _persons(
    keys: Collection[int], village: str, activity: Activity | None, show: bool
) -> list[Candidate]:
    had = _had(activity, "person", keys)
    rows = Person.objects.filter(
        among("pk", keys), within("place_code", village), left_on__isnull=True
    ).order_by("name_key", "pk")
    return [
        Candidate(one.public_id, one.name if show else masked_name(one.name),
                  tuple(had.get(one.pk, ())))
        for one in rows
    ]  # fmt: skip


def _families(
    keys: Collection[int], village: str, activity: Activity | None, show: bool
) -> list[Candidate]:
    had, heads = _had(activity, "family", keys), heads_of(keys)
    rows = Family.objects.filter(among("pk", keys), within("place_code", village))
    found = [
        Candidate(one.public_id, said(heads.get(one.pk, ""), show), tuple(had.get(one.pk, ())))
        for one in rows
    ]
    return sorted(found, key=lambda one: (one.name, one.code))


def heads_of(families: Collection[int]) -> dict[int, str]:
    """Family -> name of its head."""
    rows = Membership.objects.filter(
        among("family", families), role="kepala", until__isnull=True, person__left_on__isnull=True
    )
    return dict(rows.order_by("-person_id").values_list("family_id", "person__name"))


def said(name: str, show: bool) -> str:
    """The head of a family, by name or its mask."""
    if not name:
        return _("kepala keluarga belum tercatat")
    return name if show else masked_name(name)


def named(row: Delivery, show: bool) -> str:
    """Who a delivery went to, by name or its mask; "" for a place."""
    if row.person is not None:
        return row.person.name if show else masked_name(row.person.name)
    if row.family is not None:
        return said(heads_of([row.family.pk]).get(row.family.pk, ""), show)
    return ""


def of_codes(
    codes: Iterable[str], kind: str, place: str, rights: Rights
) -> tuple[list[Person], list[Family]]:
    """The persons or families of a place that codes, NIK or card numbers name. Raises
    ValidationError with the line of each that names none; numbers are not said back."""
    persons: list[Person] = []
    families: list[Family] = []
    wrong = []
    for number, text in enumerate(codes, start=1):
        plain = "".join(text.split())
        if not plain:
            continue
        found = person_of(plain, place) if kind == Recipient.PERSON else family_of(plain, place)
        if found is None or not rights.may("lihat-anak", found.place_code):
            wrong.append(_("Penerima baris %d tidak ditemukan di lokasi kegiatan.") % number)
        elif isinstance(found, Person):
            persons.append(found)
        else:
            families.append(found)
    if wrong:
        raise ValidationError(wrong)
    return persons, families


def person_of(code: str, place: str) -> Person | None:
    """A person of a place by public code or NIK."""
    mine = Person.objects.filter(within("place_code", place), left_on__isnull=True)
    if len(code) == 16 and code.isdigit():
        known = Identifier.objects.filter(kind=IdentifierKind.NIK, digest=crypto.digest(code))
        found = list(mine.filter(pk__in=known.values("person"))[:2])
        return found[0] if len(found) == 1 else None
    read = public_ids.read(code)
    return mine.filter(public_id=read).first() if read else None


def family_of(code: str, place: str) -> Family | None:
    """A family of a place by public code, card number, or NIK of a member."""
    mine = Family.objects.filter(within("place_code", place))
    if len(code) == 16 and code.isdigit():
        digest = crypto.digest(code)
        by_card = mine.filter(kk_digest=digest).first()
        if by_card is not None:
            return by_card
        members = Membership.objects.filter(
            person__identifiers__kind=IdentifierKind.NIK, person__identifiers__digest=digest,
            until__isnull=True,
        )  # fmt: skip
        found = list(mine.filter(pk__in=members.values("family"))[:2])
        return found[0] if len(found) == 1 else None
    read = public_ids.read(code)
    return mine.filter(public_id=read).first() if read else None


def villages_of(activity: Activity, rights: Rights, villages: Iterable[str]) -> list[str]:
    """Villages of an activity in which the reader may see whom it reaches."""
    return [
        one for one in villages
        if contains(activity.place_code, one) and rights.may("lihat-anak", one)
    ]  # fmt: skip
