"""Promises that fell due in the half, by pillar and office; those still late; what is due next."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import TruncDate

from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.states import OPEN, State
from rembuk.office.oversight.halves import Half
from rembuk.office.oversight.pillars import hanging
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within
from rembuk.office.review.year_review_promises import IN_TIME, Kept
from rembuk.office.seats.models import Office

MOST: Final = 150
"""Promises one by one in a chapter; the workbook holds all of them."""


@dataclass(frozen=True)
class Line:
    """One promise, nothing of a person in it."""

    number: str
    title: str
    office: str
    place: str
    due: dt.date
    state: str
    late: int
    obstacle: str


@dataclass(frozen=True)
class Promised:
    """`pillars`: pillar -> kept of those due; `offices`: (pillar, office) likewise; `lines`: pillar
    -> promises due in the half that name nobody; `unnamed`: pillar -> those that do, counted;
    `next_due`: due in the half after, open; `late`: every open one past its day today."""

    pillars: dict[int, Kept]
    offices: dict[int, tuple[tuple[str, Kept], ...]]
    lines: dict[int, tuple[Line, ...]]
    unnamed: dict[int, int]
    next_due: tuple[Line, ...]
    late: tuple[Line, ...]
    late_count: int

    @property
    def total(self) -> Kept:
        """All pillars."""
        return sum(self.pillars.values(), Kept())


def promised(half: Half, place: str, on: dt.date) -> Promised:
    """Promises of a place by the half in which they fall due."""
    here = Promise.objects.filter(within("place_code", place))
    due = here.filter(due__gte=half.begins, due__lte=half.ends)
    pillars, offices = _sums(due, on)
    plain = Q(person=None, family=None, audience="terbuka")
    rows: Any = hanging.promises(due, on)
    names = dict(Area.objects.filter(within("code", place)).values_list("code", "name"))
    lines: dict[int, list[Line]] = defaultdict(list)
    listed = rows.filter(plain).exclude(state=State.CANCELLED).select_related("owner")
    for one in listed.order_by("hung", "owner__name", "due", "number"):
        lines[one.hung].append(_line(one, on, names))
    unnamed = dict(rows.exclude(plain).order_by().values_list("hung").annotate(n=Count("pk")))
    begin = half.ends + dt.timedelta(days=1)
    after = here.filter(plain, state__in=OPEN, due__gte=begin)
    after = after.filter(due__lte=begin + dt.timedelta(days=183)).select_related("owner")
    late = here.filter(state__in=OPEN, due__lt=on)
    oldest = late.filter(plain).select_related("owner").order_by("due", "number")[:MOST]
    return Promised(
        pillars, offices, {number: tuple(mine) for number, mine in lines.items()}, unnamed,
        tuple(_line(one, on, names) for one in after.order_by("due", "number")[:MOST]),
        tuple(_line(one, on, names) for one in oldest), late.count(),
    )  # fmt: skip


def _line(one: Promise, on: dt.date, names: dict[str, str]) -> Line:
    code = one.place_code[:13]
    return Line(
        one.number, one.title, one.owner.short or one.owner.name, names.get(code, code), one.due,
        str(State(one.state).label), one.days_late(on), one.obstacle,
    )  # fmt: skip


def _sums(
    due: QuerySet[Promise], on: dt.date
) -> tuple[dict[int, Kept], dict[int, tuple[tuple[str, Kept], ...]]]:
    past = Q(due__lte=on)
    broken = Q(state__in=OPEN, due__lt=on)
    rows: Any = hanging.promises(due, on).annotate(finished_day=TruncDate("finished_at"))
    found = rows.order_by().values("hung", "owner").annotate(
        n_due=Count("pk", filter=past & ~Q(state=State.CANCELLED)),
        n_kept=Count("pk", filter=past & IN_TIME),
        n_late=Count("pk", filter=past & Q(state=State.VERIFIED, finished_day__gt=F("due"))),
        n_waiting=Count("pk", filter=past & Q(state=State.DONE)),
        n_broken=Count("pk", filter=broken),
        n_refused=Count("pk", filter=past & Q(state=State.REFUSED)),
        n_carried=Count("pk", filter=past & Q(state=State.CARRIED)),
        n_cancelled=Count("pk", filter=Q(state=State.CANCELLED)),
        first=Min("due", filter=broken),
    )  # fmt: skip
    names = dict(Office.objects.values_list("pk", "name"))
    pillars: dict[int, Kept] = defaultdict(Kept)
    offices: dict[int, list[tuple[str, Kept]]] = defaultdict(list)
    for row in found:
        one = Kept(
            row["n_due"], row["n_kept"], row["n_late"], row["n_waiting"], row["n_broken"],
            row["n_refused"], row["n_carried"], row["n_cancelled"], row["first"],
        )  # fmt: skip
        pillars[row["hung"]] += one
        offices[row["hung"]].append((names[row["owner"]], one))
    return dict(pillars), {
        number: tuple(sorted(mine, key=lambda pair: pair[0])) for number, mine in offices.items()
    }
