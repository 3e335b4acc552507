"""Doubts about who the members are, what was done about it, and corrections asked of agencies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from rembuk.office.access.policies import Rights
from rembuk.office.families.family_facts import language
from rembuk.office.linking.models import Change, Doubt, DoubtState
from rembuk.office.linking.wording import CHANGES, KINDS
from rembuk.office.lists import correcting
from rembuk.office.lists.models import Correction, ListedPerson, Source
from rembuk.office.people.models import Family, FormerId, Person

SHOWN: Final = 12
WAITING: Final = (DoubtState.OPEN, DoubtState.SECOND, DoubtState.LATER)


@dataclass(frozen=True)
class Doubted:
    """A pair that waits for an answer."""

    key: str
    what: str
    state: str
    may_settle: bool


@dataclass(frozen=True)
class Asked:
    """A request to an agency."""

    correction: Correction
    fact: str
    source: str


def doubts(family: Family, people: Collection[int], rights: Rights) -> tuple[Doubted, ...]:
    """Open doubts about members, or about persons whom rows of the family name."""
    listed = ListedPerson.objects.current().filter(Q(person__in=people) | Q(row__family=family))
    refs = {f"l:{key}#" for key in listed.values_list("record_key", flat=True)}
    ids = Person.objects.filter(pk__in=people).values_list("public_id", flat=True)
    asked = [f"{side}__startswith" for side in ("ref_l", "ref_r")]
    parts = [Q(**{name: ref}) for name in asked for ref in sorted(refs)]
    parts += [Q(**{side: f"p:{one}"}) for side in ("ref_l", "ref_r") for one in ids]
    if not parts:
        return ()
    rows = Doubt.objects.filter(reduce(or_, parts), state__in=WAITING).exclude(kind="contoh")
    return tuple(
        Doubted(
            one.key,
            str(KINDS[one.kind]),
            one.get_state_display(),
            rights.may("cocokkan", one.place_code),
        )
        for one in rows.order_by("-cost", "key")
    )


def changes(people: Collection[int]) -> tuple[tuple[Change, str], ...]:
    """What was done about who the members are, newest first."""
    ids = list(Person.objects.filter(pk__in=people).values_list("public_id", flat=True))
    ids += FormerId.objects.filter(person__in=people).values_list("public_id", flat=True)
    rows = Change.objects.filter(Q(person__in=ids) | Q(other__in=ids))
    return tuple((one, str(CHANGES[one.kind])) for one in rows.select_related("by", "run")[:SHOWN])


def corrections(family: Family, people: Collection[int]) -> tuple[Asked, ...]:
    """Requests about rows of the family or about its members, newest first."""
    rows = Correction.objects.filter(Q(row__family=family) | Q(listed__person__in=people))
    return tuple(
        Asked(one, correcting.label_of(one.fact, language()), str(Source(one.source).label))
        for one in rows.select_related("edition").distinct()[:SHOWN]
    )
