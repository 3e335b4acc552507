"""Reads of the room: meetings and teams a reader may see, what was decided, how it was kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import Q, QuerySet
from django.utils import timezone

from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights
from rembuk.office.forums.models import Decision, DecisionState, Meeting, MeetingState
from rembuk.office.ledger.states import State
from rembuk.office.places.scope import within, within_any
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import offices_of

Standing = Literal[
    "tanpa-janji", "ditepati", "selesai", "berjalan", "lewat", "gugur", "dibawa"
]  # fmt: skip
"""How a decision's promise stands: none; kept (verified); called done, not yet judged; under way
in its time; past its day; called off or refused; carried to the next cycle."""

ENDED: Final[dict[str, Standing]] = {
    State.VERIFIED: "ditepati", State.CANCELLED: "gugur", State.REFUSED: "gugur",
    State.CARRIED: "dibawa", State.DONE: "selesai",
}  # fmt: skip


def readable(rights: Rights, account: Account | None = None) -> QuerySet[Meeting]:
    """Meetings of the reader's places, and those their office is asked to."""
    mine = within_any("place_code", rights.places_for("rembuk"))
    if account is not None and rights.may("rembuk"):
        offices = offices_of(account, timezone.localdate())
        asked = Meeting.objects.filter(invitees__office__in=offices).values("pk")
        mine = mine | Q(pk__in=asked)
    return Meeting.objects.filter(mine)


def meetings(
    rights: Rights, year: int | None = None, kind: str = "", place: str = "",
    account: Account | None = None,
) -> QuerySet[Meeting]:  # fmt: skip
    """Meetings a reader may see, the newest first."""
    rows = readable(rights, account).select_related("host", "chair_seat")
    if year is not None:
        rows = rows.filter(year=year)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(within("place_code", place)) if place else rows


def last(place_code: str, kind: str, before: dt.datetime | None = None) -> Meeting | None:
    """The last meeting of a kind held in a place, before a moment (None: up to now)."""
    rows = Meeting.objects.filter(
        place_code=place_code, kind=kind, state__in=[MeetingState.HELD, MeetingState.SIGNED],
        starts_at__lt=before or timezone.now(),
    )  # fmt: skip
    return rows.order_by("-starts_at").first()


def standing(decision: Decision, on: dt.date | None = None) -> Standing:
    """How the promise of a decision stands on a day."""
    promise = decision.promise
    on = on or timezone.localdate()
    return standing_of(promise.state, promise.due, on) if promise else standing_of(None, None, on)


def standing_of(state: str | None, due: dt.date | None, on: dt.date) -> Standing:
    """How a promise in a state and due on a day stands; None of none."""
    if state is None:
        return "tanpa-janji"
    if state in ENDED:
        return ENDED[state]
    return "lewat" if due is not None and due < on else "berjalan"


def kept(decision: Decision) -> bool:
    """Whether its promise was done and another office judged it so."""
    return standing(decision) == "ditepati"


@dataclass(frozen=True)
class Result:
    """A decision of a meeting before and what became of it; `place` by name, where it is told."""

    decision: Decision
    standing: Standing
    place: str = ""

    @property
    def owner(self) -> Office | None:
        """Whose it is."""
        return self.decision.owner


def results(meeting: Meeting | None, on: dt.date | None = None) -> tuple[Result, ...]:
    """Agreed decisions of a meeting with how they stand, in their order."""
    if meeting is None:
        return ()
    rows = meeting.decisions.filter(state=DecisionState.AGREED).select_related(
        "owner", "promise", "activity", "meeting"
    )
    return tuple(Result(one, standing(one, on)) for one in rows.order_by("number"))


def from_beneath(place_code: str, plan_year: int) -> QuerySet[Decision]:
    """What meetings of the places beneath agreed for a plan year: proposals from below."""
    rows = Decision.objects.filter(
        within("meeting__place_code", place_code), meeting__plan_year=plan_year,
        state=DecisionState.AGREED, meeting__kind__startswith="rembuk-",
    )  # fmt: skip
    rows = rows.exclude(meeting__place_code=place_code)
    return rows.select_related("meeting", "owner", "promise", "activity").order_by(
        "meeting__place_code", "number"
    )
