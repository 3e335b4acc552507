"""Rows of agency lists follow the person they name (see `people.followers`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from rembuk.office.jobs import queue
from rembuk.office.linking.models import LinkRun, RunState
from rembuk.office.lists.models import ListedPerson
from rembuk.office.people.followers import Moved


class ListedRows:
    """The persons named by rows of agency lists."""

    code = "daftar"

    def move(self, giver: int, taker: int) -> Moved:
        """Rows that name the giver name the taker."""
        mine = ListedPerson.objects.filter(person=giver)
        moved = sorted(mine.values_list("pk", flat=True))
        mine.update(person=taker)
        return {"rows": moved}

    def restore(self, moved: Moved, giver: int, taker: int) -> dt.date:
        """They name the giver again."""
        ListedPerson.objects.filter(pk__in=moved["rows"], person=taker).update(person=giver)
        return dt.date.max

    def since(self, moved: Moved) -> dt.date:
        """A list changes no month."""
        return dt.date.max

    def settle(self, since: Mapping[int, dt.date], moved: Sequence[Moved] = ()) -> None:
        """Nothing of the lists is derived."""


def rows_changed(editions: tuple[int, ...]) -> None:
    """Rows of lists were read in or taken back. Where a run has been, words of rows that are gone
    must go too; the links of new rows wait for the next run."""
    if LinkRun.objects.filter(state=RunState.DONE).exists():
        queue.enqueue("tautan-rapikan", "daftar")
