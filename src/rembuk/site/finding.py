"""Who the search of the frame finds: children and families, each in its own group.

Words of a name find only where the reader sees names: a hit would tell whose dots they are. A
number of 16 digits (kept as its keyed hash) finds only where the reader may open identities; a code
finds wherever the reader may see children.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from rembuk.office.access.policies import Rights
from rembuk.office.families import asking, reach
from rembuk.office.families.models import Standing
from rembuk.office.intake.among import among
from rembuk.office.people import public_ids
from rembuk.office.people.masking import masked_name
from rembuk.office.people.models import FormerId, IdentifierKind, Membership, Person
from rembuk.office.places.scope import within_any
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.search import matching

SHOWN: Final = 20
"""How many of a group stand on the page; the rest is a list's."""
COUPLE: Final = ("kepala", "istri")


@dataclass(frozen=True)
class Hit:
    """One child or family found."""

    code: str
    name: str  # masked where the reader sees no names; "" when nobody knows it
    other: str  # the wife of a family's head
    born: dt.date | None
    place: str
    members: int
    gone: bool


@dataclass(frozen=True)
class Group:
    """Hits of one kind, the first of them shown."""

    hits: tuple[Hit, ...]
    count: int

    @property
    def more(self) -> bool:
        """Whether some are not shown."""
        return self.count > len(self.hits)


def name_places(rights: Rights) -> tuple[str, ...]:
    """Places in which the reader sees children with their names."""
    return tuple(
        held.place_code
        for held in rights.held
        if held.policy.sees_names and "lihat-anak" in held.policy.actions
    )


def children(rights: Rights, words: str) -> Group:
    """Children whom the posyandu knows; those who left stand last."""
    known = Person.objects.filter(status__isnull=False)
    found = known.filter(_children_of(rights, words), _inside(rights.places_for("lihat-anak")))
    found = found.order_by("left_on", "name_key", "pk")
    shown = list(found[:SHOWN])
    places = _places(one.place_code for one in shown)
    hits = tuple(
        Hit(
            one.public_id, _named(rights, one.name, one.place_code), "", one.birth_date,
            places.get(one.place_code, ""), 0, one.left_on is not None,
        )
        for one in shown
    )  # fmt: skip
    return Group(hits, len(hits) if len(hits) < SHOWN else found.count())


def families(rights: Rights, words: str) -> Group:
    """Families by the name of head or wife, by number or code."""
    found = _families_of(rights, words).select_related("family")
    found = found.order_by("place_code", "family_id")
    shown = list(found[:SHOWN])
    couples = _couples([one.family_id for one in shown])
    places = _places(one.place_code for one in shown)
    hits = []
    for one in shown:
        open_ = rights.names_in(one.place_code) or reach.sees_names(rights, one.family)
        head, wife = (couples.get((one.family_id, role), "") for role in COUPLE)
        hits.append(
            Hit(
                one.family.public_id, head if open_ else masked_name(head),
                wife if open_ else masked_name(wife), None, places.get(one.place_code, ""),
                one.members, False,
            )
        )  # fmt: skip
    return Group(tuple(hits), len(hits) if len(hits) < SHOWN else found.count())


def _children_of(rights: Rights, words: str) -> Q:
    if asking.is_number(words):
        mine = Q(identifiers__kind=IdentifierKind.NIK, identifiers__digest=words[1:])
        card = Membership.objects.filter(family__kk_digest=words[1:], until__isnull=True)
        found = Person.objects.filter(mine | Q(pk__in=card.values("person"))).values("pk")
        return Q(pk__in=found) & _inside(rights.places_for("buka-identitas"))
    code = public_ids.read(words)
    if code is not None:
        former = FormerId.objects.filter(public_id=code).values("person")
        return Q(public_id=code) | Q(pk__in=former)
    return matching(words) & _inside(name_places(rights))


def _families_of(rights: Rights, words: str) -> QuerySet[Standing]:
    if asking.is_number(words):
        found = asking.searched(words, sees_names=False)
        return _standings(rights.places_for("buka-identitas")).filter(family__in=found)
    if public_ids.read(words) is not None:
        found = asking.searched(words, sees_names=False)
        return _standings(rights.places_for("lihat-anak")).filter(family__in=found)
    couple = Membership.objects.filter(
        role__in=COUPLE, until__isnull=True, person__left_on__isnull=True,
        person__in=Person.objects.filter(matching(words)).values("pk"),
    )  # fmt: skip
    return _standings(name_places(rights)).filter(family__in=couple.values("family"))


def _standings(places: Sequence[str]) -> QuerySet[Standing]:
    """Families of some places, as `reach` reads them."""
    found = Q(pk__in=[])
    for code in places:
        found |= Q(pk__in=reach.standings(code).values("pk"))
    return Standing.objects.filter(found)


def _couples(families: Sequence[int]) -> dict[tuple[int, str], str]:
    """Family and role -> name of its head, of its wife."""
    rows = Membership.objects.filter(
        among("family", families), role__in=COUPLE, until__isnull=True,
        person__left_on__isnull=True,
    )  # fmt: skip
    told = rows.order_by("-person_id").values_list("family_id", "role", "person__name")
    return {(family, role): name for family, role, name in told}


def _named(rights: Rights, name: str, place: str) -> str:
    return name if rights.names_in(place) else masked_name(name)


def _inside(places: Iterable[str]) -> Q:
    return within_any("place_code", tuple(places))


def _places(codes: Iterable[str]) -> dict[str, str]:
    """Code of a post or village -> `Melati 1, Sekayu`; the village alone for a village."""
    wanted = {code for code in codes if code}
    known = queries.places(wanted | {code[: reach.VILLAGE] for code in wanted})
    found = {}
    for code in wanted:
        parts = dict.fromkeys(known[c].name for c in (code, code[: reach.VILLAGE]) if c in known)
        found[code] = ", ".join(parts)
    return found
