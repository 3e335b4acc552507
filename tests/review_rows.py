"""Builders for tests of the yearly review: promises of 2023 walked to their end, a filled cell.

r = built()                                   # the room of convergence_rows
promise(r, due=day(6, 30), done=day(6, 20))   # Dinkes kept it, another judged it
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.convergence_rows import SINCE, VILLAGE, Room, room
from tests.ledger_rows import proven

from rembuk.office.access.models import Assignment
from rembuk.office.ledger import services
from rembuk.office.ledger.models import Promise
from rembuk.office.seats.models import Office

MADE = dt.datetime(2023, 2, 1, 2, tzinfo=dt.UTC)
ON = dt.date(2024, 1, 20)
"""A day of the review: the year is over, its windows have closed."""


def built(year: int = 2023, scheme: str = "8-aksi") -> Room:
    """The room, with roles held since before the year."""
    made = room(year, scheme)
    Assignment.objects.update(valid_from=SINCE)
    return made


def day(month: int, number: int, year: int = 2023) -> dt.date:
    """A day of the year."""
    return dt.date(year, month, number)


def promise(
    r: Room, due: dt.date, done: dt.date | None = None, *, judged: bool = True,
    owner: str = "dinkes", **more: Any,
) -> Promise:  # fmt: skip
    """A promise of an office; with `done` called done on that day, and judged by another."""
    draft = services.Draft(
        **{
            "title": "PMT lokal untuk balita", "owner": Office.objects.get(code=owner),
            "due": due, "place_code": VILLAGE, "kind": "spesifik", **more,
        }
    )  # fmt: skip
    made = services.propose(draft, r.who("tpps"), at=MADE)
    if done is None:
        return made
    by = r.who(owner)
    at = dt.datetime(done.year, done.month, done.day, 3, tzinfo=dt.UTC)
    services.accept(made, by, at=MADE)
    services.start(made, by, at=MADE)
    proven(made, by, at=at)
    services.finish(made, by, at=at)
    if judged:
        services.verify(made, r.who("verifikator"), at=at)
    return Promise.objects.get(pk=made.pk)
