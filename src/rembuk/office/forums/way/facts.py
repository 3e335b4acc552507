"""Facts about decisions read from plan and money: activities, documents, budget lines, deliveries.

A fixed number of queries for any number of decisions; the ways are told from these alone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Protocol, TypeVar

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone

from rembuk.office.forums.models import Decision
from rembuk.office.programmes.models import (
    Activity,
    ActivityEvent,
    BudgetLine,
    Delivery,
    Realisation,
    Status,
)

YEARS: Final = 4
"""How often an activity that is carried to the next year is followed."""


@dataclass(frozen=True)
class Step:
    """An activity reached a status on a day, by a document and its line."""

    on: dt.date
    document: str
    line: str

    @property
    def words(self) -> str:
        """Document and line in one."""
        return ", ".join(one for one in (self.document, self.line) if one)


@dataclass(frozen=True)
class Given:
    """Handings over that stand: how many, of which judged by another, volume, rupiah, last day."""

    count: int = 0
    verified: int = 0
    volume: Decimal = Decimal(0)
    amount: int = 0
    last: dt.date | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of a decision beyond its promise. `lines` are rupiah of matched budget lines by
    activity; `spent` rupiah told by period, else by the lines themselves."""

    activities: tuple[Activity, ...] = ()
    steps: Mapping[tuple[int, str], Step] = field(default_factory=dict)
    lines: Mapping[int, int] = field(default_factory=dict)
    spent: int = 0
    spent_on: dt.date | None = None
    given: Given = field(default_factory=Given)

    def step(self, activity: Activity, status: str) -> Step | None:
        """When and by what an activity, or the one it was carried from, reached a status."""
        return self.steps.get((activity.pk, str(status)))


def select(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions with everything their way is told from, without what was typed."""
    found = rows.select_related("meeting__host", "owner", "promise__verifier", "activity")
    return found.defer("typed", "promise__detail", "promise__origin")


def facts_of(decisions: Collection[Decision]) -> dict[int, Facts]:
    """Facts of each decision, by its key."""
    mine = chains(decisions, _with_office)
    keys = sorted({one.pk for rows in mine.values() for one in rows})
    steps, lines, told = _steps(keys), lines_of(keys), spent_on(keys)
    given = _given(keys)
    return {
        one.pk: _facts(tuple(mine[one.pk]), steps, lines, told, given) for one in decisions
    }  # fmt: skip


class Decided(Protocol):
    """What the activities of a decision are found by."""

    @property
    def pk(self) -> int:
        """Its key."""
        ...

    @property
    def activity_id(self) -> int | None:
        """Key of the activity made of it."""
        ...

    @property
    def promise_id(self) -> int | None:
        """Key of its promise."""
        ...


class Carried(Protocol):
    """What an activity is joined to decisions and to older activities by."""

    @property
    def pk(self) -> int:
        """Its key."""
        ...

    @property
    def year(self) -> int:
        """Its year."""
        ...

    @property
    def promise_id(self) -> int | None:
        """Key of its promise."""
        ...

    @property
    def carried_from_id(self) -> int | None:
        """Key of the activity of the year before."""
        ...


A = TypeVar("A", bound=Carried)


def chains(decisions: Collection[Decided], read: Callable[[Q], list[A]]) -> dict[int, list[A]]:
    """Activities by decision: its own, those of its promise, and what they were carried to."""
    direct = {one.activity_id for one in decisions if one.activity_id}
    promises = {one.promise_id for one in decisions if one.promise_id}
    found: dict[int, A] = {}
    new = read(Q(pk__in=direct) | Q(promise__in=promises)) if direct | promises else []
    for _year in range(YEARS):
        found |= {one.pk: one for one in new}
        if not new:
            break
        new = read(Q(carried_from__in=[one.pk for one in new]))
    by_promise: dict[int, list[A]] = defaultdict(list)
    after = {one.carried_from_id or 0: one for one in found.values()}
    for one in found.values():
        if one.promise_id:
            by_promise[one.promise_id].append(one)
    return {one.pk: chain_of(one, found, by_promise, after) for one in decisions}


def chain_of(
    decision: Decided, found: Mapping[int, A], by_promise: Mapping[int, list[A]],
    after: Mapping[int, A],
) -> list[A]:  # fmt: skip
    """Activities of one decision among those found, the newest year last."""
    roots = list(by_promise.get(decision.promise_id or 0, ()))
    own = found.get(decision.activity_id or 0)
    chain = {one.pk: one for one in ([own, *roots] if own else roots)}
    for one in list(chain.values()):
        successor = after.get(one.pk)
        while successor is not None and successor.pk not in chain:
            chain[successor.pk] = successor
            successor = after.get(successor.pk)
    return sorted(chain.values(), key=lambda one: (one.year, one.pk))


def _with_office(rule: Q) -> list[Activity]:
    return list(Activity.objects.filter(rule).select_related("office"))


def _steps(keys: Sequence[int]) -> dict[tuple[int, str], Step]:
    """When each activity reached each status last, by its history."""
    found: dict[tuple[int, str], Step] = {}
    standing: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = ActivityEvent.objects.filter(activity__in=keys, act="status").order_by("at", "pk")
    for activity, at, after in rows.values_list("activity", "at", "after"):
        said = {name: after[name] for name in _TOLD if name in after}
        if not said:
            continue
        now = standing[activity] = {**standing[activity], **said}
        found[activity, str(now.get("status", ""))] = Step(
            timezone.localdate(at), now.get("status_document", ""), now.get("status_line", "")
        )
    return found


_TOLD: Final = ("status", "status_document", "status_line")


def lines_of(keys: Sequence[int]) -> dict[int, tuple[int, int]]:
    """(rupiah, realised) of matched budget lines by activity; lines set aside do not count."""
    rows = BudgetLine.objects.filter(activity__in=keys, set_aside="").order_by()
    sums = rows.values("activity").annotate(rupiah=Sum("amount"), used=Sum("realised"))
    return {row["activity"]: (row["rupiah"] or 0, row["used"] or 0) for row in sums}


def spent_on(keys: Sequence[int]) -> dict[int, tuple[int, str]]:
    """(rupiah, last period) told by period, by activity."""
    rows = Realisation.objects.filter(activity__in=keys, spent__gt=0).order_by()
    sums = rows.values("activity").annotate(rupiah=Sum("spent"), last=Max("period"))
    return {row["activity"]: (row["rupiah"], row["last"]) for row in sums}


def _given(keys: Sequence[int]) -> dict[int, Given]:
    rows = Delivery.objects.filter(activity__in=keys, taken_back_at=None).order_by()
    sums = rows.values("activity").annotate(
        n=Count("pk"), verified=Count("pk", filter=Q(verified_at__isnull=False)),
        many=Sum("volume"), rupiah=Sum("amount"), last=Max("on"),
    )  # fmt: skip
    return {
        row["activity"]: Given(
            row["n"], row["verified"], row["many"], row["rupiah"] or 0, row["last"]
        )
        for row in sums
    }


def _facts(
    activities: tuple[Activity, ...], steps: Mapping[tuple[int, str], Step],
    lines: Mapping[int, tuple[int, int]], told: Mapping[int, tuple[int, str]],
    given: Mapping[int, Given],
) -> Facts:  # fmt: skip
    keys = [one.pk for one in activities]
    handed = [given[key] for key in keys if key in given]
    spent = sum(told[key][0] if key in told else lines.get(key, (0, 0))[1] for key in keys)
    periods = [told[key][1] for key in keys if key in told]
    return Facts(
        activities,
        {(key, status): steps[key, status] for key in keys for status in Status.values
         if (key, status) in steps},
        {key: lines[key][0] for key in keys if key in lines},
        spent,
        _end_of(max(periods)) if periods else None,
        Given(
            sum(one.count for one in handed), sum(one.verified for one in handed),
            sum((one.volume for one in handed), Decimal(0)), sum(one.amount for one in handed),
            max((one.last for one in handed if one.last), default=None),
        ),
    )  # fmt: skip


def _end_of(period: str) -> dt.date:
    """The last day of a month "2026-03"."""
    first = dt.date(int(period[:4]), int(period[5:7]), 1)
    return (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
