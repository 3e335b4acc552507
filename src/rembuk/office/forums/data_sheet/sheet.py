"""The data sheet of a meeting: one page of a village, a kecamatan, the district, or an office.

Figures with their day, target and gap; who is overdue; last decisions and what became of them; the
follow-up of case audits as counts; activities that may be taken up. No person is named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from rembuk.office.forums import cells, queries
from rembuk.office.forums.data_sheet.figures import Figure, figures
from rembuk.office.forums.models import Decision, DecisionState, Meeting
from rembuk.office.forums.places import name_of
from rembuk.office.forums.queries import Result
from rembuk.office.ledger.models import Audience, Promise
from rembuk.office.ledger.models.promise import SourceKind
from rembuk.office.ledger.queries import late
from rembuk.office.ledger.states import LIVE, OPEN, State
from rembuk.office.places.queries import place_names
from rembuk.office.places.scope import contains, within
from rembuk.office.programmes import queries as programmes
from rembuk.office.programmes.models import Activity
from rembuk.office.seats.models import Office

MANY = 8
"""Lines of a part that fit on one page; what is left out is counted."""


@dataclass(frozen=True)
class Late:
    """An office with promises past their day: how many, the oldest, and by how many days."""

    office: Office
    many: int
    days: int
    title: str


@dataclass(frozen=True)
class FollowUp:
    """Promises of case audits in the place, as counts."""

    total: int
    kept: int
    waiting: int
    late: int


@dataclass(frozen=True)
class Sheet:
    """The page. `place` "" for an office's; `more_*` count what does not fit."""

    title: str
    place: str
    office: Office | None
    on: dt.date
    plan_year: int
    figures: tuple[Figure, ...]
    late: tuple[Late, ...]
    last: Meeting | None
    results: tuple[Result, ...]
    audits: FollowUp
    candidates: tuple[Activity, ...]
    more_results: int
    more_candidates: int
    planned: int
    planned_rupiah: int
    empty_cells: int = 0

    @property
    def kept(self) -> int:
        """Last decisions that were kept."""
        return sum(1 for one in self.results if one.standing == "ditepati")


def of_place(meeting: Meeting, place: str, on: dt.date) -> Sheet:
    """The sheet of a place for a meeting (of the place itself or of one above it)."""
    last = (
        meeting.previous if place == meeting.place_code
        else queries.last(place, _kind_of(place), meeting.starts_at)
    )  # fmt: skip
    open_ = _promises(place)
    results = _placed(queries.results(last, on), place)
    found = programmes.candidates(place, meeting.plan_year)
    rows = list(found[: MANY + 1])
    sums = programmes.sums(programmes.of_place(place, meeting.plan_year))
    return Sheet(
        name_of(place), place, None, on, meeting.plan_year,
        tuple(figures(place, meeting.year, on)), _late(open_, on), last, results[:MANY * 2],
        _audits(open_, on), tuple(rows[:MANY]), max(len(results) - MANY * 2, 0),
        found.count() - min(len(rows), MANY), sums.count, sums.amount,
        cells.due(place, meeting.year, on).overdue,
    )  # fmt: skip


def _promises(place: str) -> QuerySet[Promise]:
    """Promises of a place. The whole district asks nothing: as a range of codes it would lead
    SQLite through every row by place instead of the few by state."""
    if contains(place, settings.REMBUK_AREA):
        return Promise.objects.all()
    return Promise.objects.filter(within("place_code", place))


def _kind_of(place: str) -> str:
    return {2: "rembuk-kabupaten", 3: "rembuk-kecamatan"}.get(place.count(".") + 1, "rembuk-desa")


def of_office(meeting: Meeting, office: Office, on: dt.date) -> Sheet:
    """The sheet of an office in the place of a meeting: its promises, decisions, activities, and
    cells it still owes."""
    mine = _promises(meeting.place_code).filter(owner=office)
    decisions = Decision.objects.filter(
        within("meeting__place_code", meeting.place_code), owner=office,
        state=DecisionState.AGREED, meeting__starts_at__lt=meeting.starts_at,
        meeting__year__gte=meeting.year - 1,
    ).select_related("promise", "meeting", "activity", "owner")  # fmt: skip
    results = _placed(
        [Result(one, queries.standing(one, on)) for one in decisions.order_by("due", "pk")], ""
    )
    found = programmes.candidates(meeting.place_code, meeting.plan_year).filter(office=office)
    rows = list(found[: MANY + 1])
    plans = programmes.of_place(meeting.place_code, meeting.plan_year).filter(office=office)
    sums = programmes.sums(plans)
    return Sheet(
        office.name, "", office, on, meeting.plan_year, (), _late(mine, on), None,
        results[:MANY * 2], _audits(mine, on), tuple(rows[:MANY]),
        max(len(results) - MANY * 2, 0), found.count() - min(len(rows), MANY), sums.count,
        sums.amount,
        cells.due(meeting.place_code, meeting.year, on, office).overdue,
    )  # fmt: skip


def offices_of(meeting: Meeting) -> list[Office]:
    """Offices that have something to answer for in the place: asked to the meeting, owning a
    live promise there, or a decision of the last meeting; by name."""
    asked = meeting.invitees.exclude(office=None).values("office")
    owing = _promises(meeting.place_code).filter(owner=OuterRef("pk"), state__in=LIVE)
    decided = meeting.previous.decisions.values("owner") if meeting.previous else []
    found = Office.objects.filter(Exists(owing) | Q(pk__in=asked) | Q(pk__in=decided))
    return list(found.order_by("name"))


def _placed(results: Sequence[Result], own: str) -> tuple[Result, ...]:
    """Results with the name of their place, where it is not `own`."""
    codes = {one.decision.place_code for one in results} - {own, ""}
    names = place_names(codes)
    return tuple(
        Result(one.decision, one.standing, names.get(one.decision.place_code, ""))
        for one in results
    )


def _late(rows: QuerySet[Promise], on: dt.date) -> tuple[Late, ...]:
    """Overdue by office, the longest first; the example is an open one, never a person's."""
    found = late(rows, on).order_by()
    sums = found.values("owner").annotate(many=Count("pk"), oldest=Min("due"))
    worst = list(sums.order_by("oldest", "owner__name")[:MANY])
    open_ = found.filter(
        owner=OuterRef("pk"), audience=Audience.OPEN, person=None, family=None
    ).order_by("due", "pk")
    offices = Office.objects.annotate(title=Subquery(open_.values("title")[:1])).in_bulk(
        [one["owner"] for one in worst]
    )
    return tuple(
        Late(offices[one["owner"]], one["many"], (on - one["oldest"]).days,
             getattr(offices[one["owner"]], "title", "") or "")
        for one in worst
    )  # fmt: skip


def _audits(rows: QuerySet[Promise], on: dt.date) -> FollowUp:
    mine = rows.filter(source_kind=SourceKind.AUDIT).order_by()
    told = mine.values_list("state").annotate(n=Count("pk"), old=Count("pk", filter=Q(due__lt=on)))
    states = {state: (n, old) for state, n, old in told}
    return FollowUp(
        sum(n for n, _old in states.values()), states.get(State.VERIFIED, (0, 0))[0],
        sum(states.get(one, (0, 0))[0] for one in LIVE),
        sum(states.get(one, (0, 0))[1] for one in OPEN),
    )  # fmt: skip
