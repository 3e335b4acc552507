"""Promises follow their person when two persons become one, or part again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from rembuk.office.ledger import history
from rembuk.office.ledger.models import Change, Promise
from rembuk.office.people.followers import Moved, Since


class Promised:
    """Moves promises, and says so in their history."""

    code = "janji"

    def move(self, giver: int, taker: int) -> Moved:
        """Hand every promise of `giver` to `taker`."""
        mine = list(Promise.objects.filter(person=giver))
        for promise in mine:
            _give(promise, taker)
        return {"rows": [promise.pk for promise in mine]}

    def restore(self, moved: Moved, giver: int, taker: int) -> dt.date:
        """Put back those that still are with `taker`."""
        for promise in Promise.objects.filter(pk__in=moved["rows"], person=taker):
            _give(promise, giver)
        return dt.date.max

    def since(self, moved: Moved) -> dt.date:
        """No month is judged by promises."""
        return dt.date.max

    def settle(self, since: Since, moved: Sequence[Moved] = ()) -> None:
        """Nothing is derived from whom a promise is for."""


def _give(promise: Promise, person_id: int) -> None:
    was: dict[str, Any] = history.snapshot(promise)
    promise.person_id = person_id
    promise.version += 1
    promise.save(update_fields=["person", "version"])
    promise = Promise.objects.get(pk=promise.pk)
    Change.objects.create(
        promise=promise, at=timezone.now(), by=None, act="ubah", before=promise.state,
        after=promise.state, changes=history.differences(was, history.snapshot(promise)),
        version=promise.version,
    )  # fmt: skip
