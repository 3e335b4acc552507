"""Case audits of the half: cycles, cases by group, follow-up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from rembuk.office.audits.models import Case, CaseState, Cycle, Group
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.models.promise import SourceKind
from rembuk.office.ledger.states import OPEN, State
from rembuk.office.oversight.halves import Half
from rembuk.office.places.scope import within
from rembuk.office.review.year_review_promises import IN_TIME, Kept


@dataclass(frozen=True)
class Audits:
    """`cycles`: name and state; `groups`: cases begun by group; `kept`: follow-up that fell due in
    the half; `open`: follow-up still open, of these `late`."""

    cycles: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, int], ...]
    kept: Kept
    open: int
    late: int

    @property
    def cases(self) -> int:
        """All groups."""
        return sum(n for _group, n in self.groups)


def audits(half: Half, place: str, on: dt.date) -> Audits:
    """Of the district's cycle of the half, cut to the place."""
    cycles = Cycle.objects.filter(
        district_code=place[:5], year=half.year, semester=half.half
    )  # fmt: skip
    cases = Case.objects.filter(within("place_code", place), cycle__in=cycles, reserve=False)
    cases = cases.exclude(state=CaseState.CANCELLED)
    words = dict(Group.choices)
    rows = cases.order_by().values_list("group").annotate(n=Count("pk"))
    audit = Promise.objects.filter(within("place_code", place), source_kind=SourceKind.AUDIT)
    left = audit.filter(state__in=OPEN).aggregate(
        n=Count("pk"), late=Count("pk", filter=Q(due__lt=on))
    )
    return Audits(
        tuple((one.name, one.get_state_display()) for one in cycles),
        tuple((str(words.get(code, code)), n) for code, n in rows),
        _kept(half, place, on), left["n"], left["late"],
    )  # fmt: skip


def _kept(half: Half, place: str, on: dt.date) -> Kept:
    due = Promise.objects.filter(
        within("place_code", place), source_kind=SourceKind.AUDIT, due__gte=half.begins,
        due__lte=min(half.ends, on),
    ).annotate(finished_day=TruncDate("finished_at"))  # fmt: skip
    n = due.aggregate(
        n_due=Count("pk", filter=~Q(state=State.CANCELLED)), n_kept=Count("pk", filter=IN_TIME),
        n_late=Count("pk", filter=Q(state=State.VERIFIED, finished_day__gt=F("due"))),
        n_waiting=Count("pk", filter=Q(state=State.DONE)),
        n_broken=Count("pk", filter=Q(state__in=OPEN, due__lt=on)),
    )  # fmt: skip
    return Kept(n["n_due"], n["n_kept"], n["n_late"], n["n_waiting"], n["n_broken"])
