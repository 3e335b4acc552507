"""Reads of promises, already cut to who asks.

An open promise is read by whoever may see promises in its place. A restricted one only by the
offices concerned, who asked for it, who manages promises in the place, and the circle of its
source. Names are another matter: see `whom`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet

from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights
from rembuk.office.ledger import circles, parties
from rembuk.office.ledger.models import Audience, Notice, Promise
from rembuk.office.ledger.states import LIVE, OPEN, State
from rembuk.office.places.scope import contains, within, within_any
from rembuk.office.seats.models import Holding, Office

Promises = QuerySet[Promise]
LIVE_ROWS: Final = Q(live__in=(True,))
"""Somebody must still act. Asked as a comparison: SQLite walks no index for a bare boolean."""


def visible_to(rights: Rights, account: Account, on: dt.date) -> Promises:
    """Every promise the reader may know of."""
    if not rights.may("janji"):
        return Promise.objects.none()
    if rights.may("janji-kelola", settings.REMBUK_AREA):
        return Promise.objects.all()
    read = rights.places_for("janji")
    offices = parties.offices_ids(account, on)
    found = Q(owner__in=offices) | Q(verifier__in=offices) | Q(asked_by=account)
    found |= circles.within(account) | within_any("place_code", rights.places_for("janji-kelola"))
    if not all(rights.may("janji-kelola", place) for place in read):
        found |= _placed(read) & Q(audience=Audience.OPEN)
    return Promise.objects.filter(found)


EVERYWHERE: Final = Q(pk__isnull=False)


def _placed(codes: Collection[str]) -> Q:
    """In any of these places. The whole district asks nothing: as a range it would lead SQLite
    through every row by place instead of the few by state."""
    whole = any(contains(code, settings.REMBUK_AREA) for code in codes)
    return EVERYWHERE if whole else within_any("place_code", codes)


def mine(account: Account, on: dt.date) -> Promises:
    """Promises of the reader's own seat: named for it, or for no seat of an office it heads."""
    seats, headed = _seats(account, on)
    return Promise.objects.filter(
        Q(owner_seat__in=seats) | Q(owner_seat__isnull=True, owner__in=headed)
    )


def mine_live(account: Account, on: dt.date) -> int:
    """How many of them still ask for something. Two counts, each by an index of its own: as one
    condition with an "or" it would read every promise."""
    seats, headed = _seats(account, on)
    live = Promise.objects.filter(state__in=LIVE).order_by()
    named = live.filter(owner_seat__in=seats).count() if seats else 0
    return named + live.filter(owner__in=headed, owner_seat__isnull=True).count()


def _seats(account: Account, on: dt.date) -> tuple[list[int], list[int]]:
    """The reader's seats, and the offices he heads."""
    held = Holding.objects.on(on).filter(account=account)
    rows = list(held.values_list("seat", "seat__office", "seat__head"))
    return [seat for seat, _of, _head in rows], [of for _seat, of, head in rows if head]


def of_offices(offices: list[int]) -> Promises:
    """Promises of these offices."""
    return Promise.objects.filter(owner__in=offices)


def late(found: Promises, on: dt.date) -> Promises:
    """Those still open past their due date."""
    return found.filter(state__in=OPEN, due__lt=on)


def to_verify(rights: Rights, account: Account, on: dt.date) -> Promises:
    """Promises called done that this reader may judge; never his own office's."""
    offices = parties.offices_ids(account, on)
    checks = rights.places_for("janji-periksa")
    both = tuple(code for code in checks if rights.may("janji-kelola", code))
    found = visible_to(rights, account, on).filter(state=State.DONE)
    wanted = Q(verifier__in=offices) | _placed(checks) & Q(verifier__isnull=True) | _placed(both)
    found = found.filter(wanted)
    ever = parties.ever_offices_ids(account)
    return found.exclude(owner__in=ever).exclude(finished_by=account)


def in_month(found: Promises, month: dt.date) -> Promises:
    """Those due in a month, by day."""
    after = (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return found.filter(due__gte=month.replace(day=1), due__lt=after).order_by(
        "due", "priority", "number"
    )


def for_source(kind: str, source_id: str) -> Promises:
    """Promises that came from one source, for the room it belongs to."""
    found = Promise.objects.filter(source_kind=kind, source_id=source_id)
    return found.select_related("owner", "owner_seat").order_by("number")


@dataclass(frozen=True)
class OfficeCount:
    """How an office keeps its promises. `late` of `open` past due; `worst` days of the latest;
    `waiting` called done, not judged yet; `verified` done and judged."""

    office: Office
    open: int
    late: int
    worst: int
    waiting: int
    verified: int
    unanswered: int
    other: int

    @property
    def total(self) -> int:
        """Every promise of the office."""
        return self.open + self.waiting + self.verified + self.other


def counts(found: Promises, on: dt.date) -> list[OfficeCount]:
    """Promises by office, the one with most late promises first."""
    rows = (
        found.order_by()
        .values("state", "owner")
        .annotate(
            n=Count("pk"),
            past=Count("pk", filter=Q(due__lt=on)),
            oldest=Min("due"),
        )
    )
    by_office: dict[int, dict[str, int]] = {}
    oldest: dict[int, dt.date] = {}
    for row in rows:
        owner, state, n = row["owner"], row["state"], row["n"]
        one = by_office.setdefault(
            owner, dict.fromkeys(("open", "late", "waiting", "verified", "unanswered", "other"), 0)
        )
        if state in OPEN:
            one["open"] += n
            one["late"] += row["past"]
            if row["past"]:
                oldest[owner] = min(row["oldest"], oldest.get(owner, row["oldest"]))
        elif state == State.DONE:
            one["waiting"] += n
        elif state == State.VERIFIED:
            one["verified"] += n
        else:
            one["other"] += n
        if state == State.PROPOSED:
            one["unanswered"] += n
    offices = Office.objects.in_bulk(by_office)
    return sorted(
        (
            OfficeCount(
                office=offices[owner],
                worst=(on - oldest[owner]).days if owner in oldest else 0,
                **one,
            )
            for owner, one in by_office.items()
        ),
        key=lambda one: (-one.late, -one.worst, one.office.name),
    )


@dataclass(frozen=True)
class Totals:
    """Promises by what they ask for now."""

    open: int
    late: int
    waiting: int
    verified: int
    all: int


def totals(found: Promises, on: dt.date) -> Totals:
    """Counts of a set of promises, in one reading."""
    rows = found.order_by().values("state").annotate(n=Count("pk"), past=_past(on))
    by_state = {row["state"]: (row["n"], row["past"]) for row in rows}

    def of(state: str) -> tuple[int, int]:
        return by_state.get(state, (0, 0))

    return Totals(
        open=sum(of(one)[0] for one in OPEN),
        late=sum(of(one)[1] for one in OPEN),
        waiting=of(State.DONE)[0],
        verified=of(State.VERIFIED)[0],
        all=sum(n for n, _past_due in by_state.values()),
    )


def _past(on: dt.date) -> Count:
    return Count("pk", filter=Q(due__lt=on))


def by_day(found: Promises, month: dt.date) -> dict[dt.date, int]:
    """How many are due on each day of a month."""
    rows = in_month(found, month).order_by().values("due").annotate(n=Count("pk"))
    return {row["due"]: row["n"] for row in rows}


def notices_for(rights: Rights, account: Account, on: dt.date) -> QuerySet[Notice]:
    """Open reminders of the reader: to his office, to his seat as its head, or to the heads of
    TPPS where he manages promises. The newest first."""
    held = Holding.objects.on(on).filter(account=account)
    offices = list(held.values_list("seat__office", flat=True))
    headed = list(held.filter(seat__head=True).values_list("seat__office", flat=True))
    wanted = Q(office__in=offices, head=False) | Q(office__in=headed, head=True)
    wanted |= Q(to="tpps") & within_any("place_code", rights.places_for("janji-kelola"))
    found = Notice.objects.filter(wanted, closed_on__isnull=True, on__lte=on)
    return found.select_related("promise", "promise__owner").order_by("-on", "pk")


def late_count(rights: Rights, on: dt.date, most: int = 100) -> int:
    """How many late promises wait for this reader: of his offices, and where he manages promises
    all of them. Counts no further than `most`."""
    held = Holding.objects.on(on).filter(account=rights.account_id)
    offices = held.values("seat__office")
    wanted = Q(owner__in=offices) | within_any("place_code", rights.places_for("janji-kelola"))
    found = Promise.objects.filter(wanted, state__in=OPEN, due__lt=on).order_by()
    return found.values("pk")[:most].count()


def in_place(found: Promises, code: str) -> Promises:
    """Those of a place and below it."""
    return found.filter(within("place_code", code))
