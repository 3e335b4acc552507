"""Two persons become one, and part again with everything that was theirs.

What the people room itself keeps of a person (records, numbers, cards, former ids) moves here; the
rows of other rooms move through `followers`. The person who is given away is taken out of the
tables, so that nothing counts it, and stands whole in the JSON that `part` reads. That JSON holds
a name: it is kept where persons are kept, and never shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Max, Model
from django.db.transaction import atomic

from rembuk.office.people import followers
from rembuk.office.people.families import close_cards
from rembuk.office.people.keeping import columns, hand_over, made, take_back
from rembuk.office.people.models import (
    FormerId,
    Identifier,
    Membership,
    Person,
    SourceRecord,
)
from rembuk.office.people.records import derive_current

_UNIQUE: Final[dict[type[Model], tuple[str, ...]]] = {
    SourceRecord: ("source", "as_of", "digest"),
    Identifier: ("kind", "digest"),
    Membership: ("family_id", "since"),
}
"""What besides the person makes a row of each table the only one of its kind."""


class GoneError(LookupError):
    """One of the two persons is not there any more."""


@atomic
def join(giver: int, taker: int) -> dict[str, Any]:
    """Make `giver` part of `taker`; returns as JSON what `part` needs.

    Raises GoneError when one of them is not there, ValueError when they are the same.
    """
    if giver == taker:
        raise ValueError("one person cannot be joined to itself")
    found = Person.objects.in_bulk([giver, taker])
    if len(found) != 2:
        raise GoneError
    cards = Membership.objects.filter(person__in=[giver, taker])
    former = FormerId.objects.filter(person=giver)
    moved: dict[str, Any] = {
        "person": columns(found[giver]),
        "rooms": followers.move_all(giver, taker),
        "until": {
            str(pk): until and until.isoformat() for pk, until in cards.values_list("pk", "until")
        },
        "former": sorted(former.values_list("pk", flat=True)),
        "last": SourceRecord.objects.aggregate(last=Max("pk"))["last"] or 0,
        "rows": {
            model.__name__: hand_over(model, _UNIQUE[model], giver, taker) for model in _UNIQUE
        },
    }
    former.update(person=taker)
    Person.objects.filter(pk=giver).delete()
    FormerId.objects.create(public_id=found[giver].public_id, person_id=taker)
    close_cards([taker])
    derive_current([taker])
    return moved


@atomic
def part(moved: Mapping[str, Any], taker: int) -> tuple[int, dt.date]:
    """Undo a `join`: the person given away is there again, under its own key and public id.

    Returns that key, and the first month to be judged anew (`date.max`: all is as it was).

    What came to `taker` since then stays with it, except records of rows that only the other was
    known by: those go along. Raises GoneError when `taker` is not there.
    """
    if not Person.objects.filter(pk=taker).exists():
        raise GoneError
    person = made(Person, moved["person"])
    FormerId.objects.filter(public_id=person.public_id, person=taker).delete()
    born = person.created_at
    person.save(force_insert=True)
    Person.objects.filter(pk=person.pk).update(created_at=born)  # insert writes its own day
    for model in _UNIQUE:
        take_back(model, moved["rows"][model.__name__], person.pk, taker)
    _take_late(person.pk, taker, moved["last"])
    for pk, until in moved["until"].items():
        Membership.objects.filter(pk=int(pk)).update(until=until)
    FormerId.objects.filter(pk__in=moved["former"], person=taker).update(person=person.pk)
    since = followers.restore_all(moved["rooms"], person.pk, taker)
    derive_current([person.pk, taker])
    return int(person.pk), since


def _take_late(giver: int, taker: int, last: int) -> None:
    """Records written since the join under a claim that only the giver was known by go along."""
    mine = set(SourceRecord.objects.filter(person=giver).values_list("claim", flat=True))
    rest = SourceRecord.objects.filter(person=taker)
    mine -= set(rest.filter(pk__lte=last).values_list("claim", flat=True))
    rest.filter(pk__gt=last, claim__in=mine).update(person=giver)
