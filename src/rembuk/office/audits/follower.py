"""Cases follow their person when two persons become one, or part again (see `people.followers`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rembuk.office.audits.models import Case
from rembuk.office.people.followers import Moved, Since


class AuditCases:
    """The audit cases of a person; nothing is derived from them."""

    code = "audits"

    def move(self, giver: int, taker: int) -> Moved:
        """Hand the giver's cases to the taker."""
        mine = sorted(Case.objects.filter(person=giver).values_list("pk", flat=True))
        Case.objects.filter(pk__in=mine).update(person=taker)
        return {"cases": mine}

    def restore(self, moved: Moved, giver: int, taker: int) -> dt.date:
        """Give them back."""
        Case.objects.filter(pk__in=moved["cases"], person=taker).update(person=giver)
        return dt.date.max

    def since(self, moved: Moved) -> dt.date:
        """No month is touched."""
        return dt.date.max

    def settle(self, since: Since, moved: Sequence[Moved] = ()) -> None:
        """Nothing follows."""
