"""What hangs on a person when two become one, or part again (see `people.followers`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from rembuk.office.accompaniment import opening
from rembuk.office.accompaniment.models import Accompaniment
from rembuk.office.accompaniment.models.accompaniments import End
from rembuk.office.people.followers import Moved, Since

_ENDING: Final = ("closed_on", "closed_why", "closed_note", "merged", "next_on", "next_contact")


class Accompanied:
    """Accompaniments of a person, with their visits and referrals."""

    code = "pendampingan"

    def move(self, giver: int, taker: int) -> Moved:
        """Hand the giver's accompaniments over. Where both are accompanied now, the taker's goes on
        and the giver's is closed; its visits stay in it."""
        mine = list(Accompaniment.objects.filter(person=giver).order_by("pk"))
        both = Accompaniment.objects.filter(person=taker, closed_on__isnull=True).exists()
        ended: dict[str, Any] = {}
        for row in mine:
            if both and row.is_open:
                ended[str(row.pk)] = {name: _plain(getattr(row, name)) for name in _ENDING}
                today = row.known_on if row.next_on is None else dt.date.today()
                row.closed_on, row.closed_why, row.merged = today, End.WRONG, True
                row.closed_note, row.next_on, row.next_contact = "digabung", None, ""
            row.person_id = taker
            row.save()
        return {"mine": [row.pk for row in mine], "ended": ended}

    def restore(self, moved: Moved, giver: int, taker: int) -> dt.date:
        """Give them back as they stood."""
        rows = Accompaniment.objects.filter(pk__in=moved["mine"], person=taker)
        for row in rows:
            row.person_id = giver
            for name, value in moved["ended"].get(str(row.pk), {}).items():
                setattr(row, name, _read(name, value))
            row.save()
        return dt.date.max

    def since(self, moved: Moved) -> dt.date:
        """No measurement is judged anew because of an accompaniment."""
        return dt.date.max

    def settle(self, since: Since, moved: Sequence[Moved] = ()) -> None:
        """Follow the cases as they stand now."""
        opening.settle(since)


def _read(name: str, value: Any) -> Any:
    return dt.date.fromisoformat(value) if value and name.endswith("_on") else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
