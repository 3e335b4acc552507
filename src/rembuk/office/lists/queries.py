"""Reads of lists that other rooms use: editions, rows of a family, facts with their sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from rembuk.office.lists.meaning import Stored, known, meaning
from rembuk.office.lists.models import Edition, ListedPerson, ListRow, Source
from rembuk.office.people.models import Family, Membership, Person
from rembuk.office.places.scope import within
from rembuk.reference.lists import ListCode, ListFact

Words = tuple[dict[str, ListFact], tuple[ListCode, ...]]
"""The catalogue of facts and the codes of a day."""


class Told(NamedTuple):
    """What one list says of one fact. `value` is null for a code without a confirmed meaning; then
    `code` is the code of the column and `likely` the likeliest reading in terms of the fact."""

    value: Stored | None
    source: str
    edition: str
    as_of: dt.date
    code: str = ""
    likely: str = ""
    row_id: int = 0
    listed_id: int | None = None
    raw: Stored = ""
    """As stored: what `meaning.meaning` reads."""


def latest_edition(source: str, place: str = "", on: dt.date | None = None) -> Edition | None:
    """The newest edition of a source (on a day); with a place, the newest that has rows there."""
    found = Edition.objects.filter(source=source, place_code=settings.REMBUK_AREA)
    if on is not None:
        found = found.filter(as_of__lte=on)
    if place and place != settings.REMBUK_AREA:
        rows = ListRow.objects.filter(within("place_code", place))
        found = found.filter(pk__in=rows.values("edition"))
    return found.order_by("-as_of", "-pk").first()


def rows_of(family: Family) -> QuerySet[ListRow]:
    """Standing rows of a family in every list and edition, the newest first."""
    rows = ListRow.objects.current().filter(family=family).select_related("edition")
    return rows.order_by("-edition__as_of", "-pk")


def facts_of_family(family: Family) -> dict[str, list[Told]]:
    """Fact code -> what each list says of the family, the newest first; of one list only its
    newest edition that tells the fact."""
    return facts_of_families([family.pk]).get(family.pk, {})


def facts_of_families(families: Iterable[int]) -> dict[int, dict[str, list[Told]]]:
    """`facts_of_family` of many families at once. A row under a card nobody holds (a slip of the
    pen) tells of the family its first person belongs to."""
    out: dict[int, dict[str, list[Told]]] = {}
    mine = list(families)
    astray = strays(mine)
    rows = ListRow.objects.current().filter(Q(family__in=mine) | Q(pk__in=list(astray)))
    lines = rows.order_by("-edition__as_of", "-pk").values_list(
        "family_id", "pk", "facts", "edition__source", "edition__label", "edition__as_of"
    )
    words = known()
    for family, pk, facts, source, label, as_of in lines:
        told = out.setdefault(astray.get(pk, family), {})
        _tell(told, facts, words, source, label, as_of, pk, None)
    return out


def strays(families: Iterable[int]) -> dict[int, int]:
    """Standing rows whose own card nobody holds and whose first person belongs to one of these
    families -> that family."""
    heads = ListedPerson.objects.current().filter(
        ~Exists(holders("row__family")),
        part=0,
        row__family__isnull=False,
        person__memberships__family__in=list(families),
        person__memberships__until__isnull=True,
        person__left_on__isnull=True,
    )
    return dict(heads.values_list("row_id", "person__memberships__family_id"))


def holders(family: str) -> QuerySet[Membership]:
    """Who belongs to the family of the outer query's column today."""
    return Membership.objects.filter(
        family=OuterRef(family), until__isnull=True, person__left_on__isnull=True
    )


def facts_of_person(person: Person) -> dict[str, list[Told]]:
    """Fact code -> what each list says of the person, the newest first."""
    return facts_of_persons([person.pk]).get(person.pk, {})


def facts_of_persons(persons: Iterable[int]) -> dict[int, dict[str, list[Told]]]:
    """`facts_of_person` of many persons at once."""
    out: dict[int, dict[str, list[Told]]] = {}
    found = ListedPerson.objects.current().filter(person__in=list(persons))
    lines = found.order_by("-edition__as_of", "-pk").values_list(
        "person_id", "row_id", "pk", "facts", "edition__source", "edition__label",
        "edition__as_of",
    )  # fmt: skip
    words = known()
    for person, row, pk, facts, source, label, as_of in lines:
        _tell(out.setdefault(person, {}), facts, words, source, label, as_of, row, pk)
    return out


def _tell(
    told: dict[str, list[Told]],
    facts: dict[str, Stored],
    words: Words,
    source: str,
    label: str,
    as_of: dt.date,
    row: int,
    listed: int | None,
) -> None:
    catalogue, codes = words
    for code, raw in facts.items():
        fact = catalogue.get(code)
        if fact is None:
            continue
        said = told.setdefault(code, [])
        if any(one.source == source and one.edition != label for one in said):
            continue  # a newer edition of this list already tells it
        read = meaning(raw, fact, source, codes)
        said.append(
            Told(read.value, source, label, as_of, read.code, read.likely, row, listed, raw)
        )


def sources() -> dict[str, str]:
    """Code of a list -> its name, in the order of the reference."""
    return {one.value: str(one.label) for one in Source}
