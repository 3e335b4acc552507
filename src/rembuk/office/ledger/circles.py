"""Who may see whom a restricted promise is for: the room it came from says.

A kind nobody registered has no circle: its names stay hidden from everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from rembuk.office.access.models import Account
from rembuk.office.ledger.models import Audience, Promise

MaySee = Callable[[Account, Promise], bool]
Sources = Callable[[Account], Iterable[str]]


@dataclass(frozen=True)
class Circle:
    """What a room says: may the account see this one, and the sources it is in the circle of."""

    may_see: MaySee
    sources: Sources | None = None


_circles: Final[dict[str, Circle]] = {}


def register(source_kind: str, may_see: MaySee, sources: Sources | None = None) -> None:
    """Say who is in the circle of promises of a source. `sources(account)` gives the `source_id`s
    (a query will do) whose promises the account may find in lists besides those it acts on."""
    _circles[source_kind] = Circle(may_see, sources)


def sees_person(account: Account, promise: Promise) -> bool:
    """Whether the account may learn whom the promise is for, if its place lets it see names."""
    if not promise.restricted:
        return True
    circle = _circles.get(promise.source_kind)
    return circle is not None and circle.may_see(account, promise)


def within(account: Account) -> Q:
    """Restricted promises whose circle the account is in."""
    found = Q(pk__in=[])
    for kind, circle in _circles.items():
        if circle.sources is not None:
            found |= Q(
                audience=Audience.RESTRICTED,
                source_kind=kind,
                source_id__in=circle.sources(account),
            )
    return found
