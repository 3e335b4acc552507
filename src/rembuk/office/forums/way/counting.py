"""How far many decisions came, counted without telling each one's way.

Reads a few columns of thousands of decisions and of what was made of them, and decides by the same
rules as `ways`: of any decision both say the same station, standing and rupiah. Nothing is stored,
so nothing can be stale.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.db.models import FloatField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast

from rembuk.office.forums.models import Decision
from rembuk.office.forums.queries import Standing, standing_of
from rembuk.office.forums.way.facts import YEARS, chain_of
from rembuk.office.forums.way.ways import FREE, NAMES, OF_MONEY, Money, counted_once
from rembuk.office.ledger.states import State
from rembuk.office.programmes.models import Activity, BudgetLine, Delivery, Realisation, Status
from rembuk.office.programmes.moving import order

STATIONS: Final = tuple(NAMES)
SKIPPED: Final = frozenset(OF_MONEY)
THROUGH, FALLEN = "tuntas", "gugur"
LEAST: Final = 0.005
"""Volumes have two decimals: less than half of the last one is no difference."""
PLANNED: Final = frozenset(one for one in Status.values if order(one) >= order(Status.PLAN))
ENDED: Final = frozenset({State.DONE.value, State.VERIFIED.value})


class Act(NamedTuple):
    """The columns of an activity stations are told from; `lines`, `used`, `told`, `many` and
    `rupiah` are sums of its budget lines, of what they realised, of spending by month, and of what
    was handed over, None where there is none."""

    pk: int
    promise_id: int | None
    carried_from_id: int | None
    year: int
    status: str
    volume: float | None
    ceiling_amount: int | None
    lines: int | None
    used: int | None
    told: int | None
    many: float | None
    rupiah: int | None

    @property
    def budgeted(self) -> bool:
        """Whether it stands in a budget."""
        return self.status == Status.BUDGET


class Asked(NamedTuple):
    """The columns of a decision they are told from."""

    pk: int
    cost: int | None
    money: str
    volume: float | None
    activity_id: int | None
    promise_id: int | None
    state: str | None
    due: dt.date | None


@dataclass(frozen=True)
class Step:
    """A station: how many reached it of how many it is asked of, and how many wait there."""

    code: str
    name: object
    reached: int
    asked: int
    waits: int


@dataclass
class Count:
    """All of them. `at` is where each waits, by key, in their order: a station, `tuntas` through,
    `gugur` fallen away or taken up anew; `past` how many reached each station."""

    at: dict[int, str] = field(default_factory=dict)
    standings: Counter[Standing] = field(default_factory=Counter)
    past: Counter[str] = field(default_factory=Counter)
    free: int = 0
    money: Money = field(default_factory=Money)

    @property
    def steps(self) -> list[Step]:
        """The stations in order."""
        waits, all_ = Counter(self.at.values()), len(self.at)
        return [
            Step(code, name, self.past[code], all_ - (self.free if code in SKIPPED else 0),
                 waits[code])
            for code, name in NAMES.items()
        ]  # fmt: skip

    def waiting(self, where: str) -> list[int]:
        """Keys of those that wait at a station, in their order; of all where it is none."""
        if where not in (*STATIONS[1:], THROUGH, FALLEN):
            return list(self.at)
        return [key for key, at in self.at.items() if at == where]


def count(rows: QuerySet[Decision], on: dt.date) -> Count:
    """Agreed decisions counted on a day, in the order of `rows`."""
    columns = ("pk", "cost", "money", "many", "activity", "promise", "promise__state",
               "promise__due")  # fmt: skip
    told = rows.annotate(many=Cast("volume", FloatField())).values_list(*columns)
    asked = [Asked(*one) for one in told]
    held = _Held.of(asked, rows)
    counted, sums = Count(), [0] * 5
    for one in asked:
        acts = held.made_of(one)
        live = [act for act in acts if act.status != Status.DROPPED]
        free = not live and (not one.cost or one.money == FREE)
        past = _past(one, acts, live)
        stands = standing_of(one.state, one.due, on)
        counted.at[one.pk] = _at(past, free, stands)
        counted.standings[stands] += 1
        counted.free += free
        for code, done in zip(STATIONS, past, strict=True):
            if done:
                counted.past[code] += 1
        _add(sums, one, acts, live)
    counted.money = Money(*sums)
    return counted


@dataclass
class _Held:
    """Activities by key, by promise, and by the one they were carried from."""

    found: dict[int, Act] = field(default_factory=dict)
    by_promise: dict[int, list[Act]] = field(default_factory=lambda: defaultdict(list))
    after: dict[int, Act] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: Collection[Asked], rows: QuerySet[Decision]) -> _Held:
        """What was made of decisions. Those of their promises come by one query: a list of
        thousands of keys costs more to send than the rows do to read."""
        made = cls()
        if not asked:
            return made
        promises = rows.order_by().values("promise")
        made._put(_acts(Q(promise__in=promises)))
        direct = {one.activity_id for one in asked if one.activity_id} - made.found.keys()
        made._put(_acts(Q(pk__in=direct)) if direct else ())
        new = _acts(Q(carried_from__promise__in=promises) | Q(carried_from__in=direct))
        for _year in range(YEARS - 1):
            new = [one for one in new if one.pk not in made.found]
            made._put(new)
            if not new:
                break
            new = _acts(Q(carried_from__in=[one.pk for one in new]))
        return made

    def _put(self, new: Iterable[Act]) -> None:
        for one in new:
            self.found[one.pk] = one
            if one.promise_id:
                self.by_promise[one.promise_id].append(one)
            if one.carried_from_id:
                self.after[one.carried_from_id] = one

    def made_of(self, one: Asked) -> Sequence[Act]:
        """Activities of a decision, the newest year last. Almost always there is one alone."""
        mine = self.by_promise.get(one.promise_id or 0, ())
        if len(mine) == 1 and one.activity_id in (None, mine[0].pk) and (
            mine[0].pk not in self.after
        ):  # fmt: skip
            return mine
        return chain_of(one, self.found, self.by_promise, self.after)


def _sum(rows: QuerySet[Any], column: str, **more: Any) -> Subquery:
    each = rows.filter(activity=OuterRef("pk")).order_by().values("activity")
    return Subquery(each.annotate(total=Sum(column, **more)).values("total"))


def _acts(rule: Q) -> list[Act]:
    lines = BudgetLine.objects.filter(set_aside="")
    given = Delivery.objects.filter(taken_back_at=None)
    rows = Activity.objects.filter(rule).order_by().values_list(
        "pk", "promise", "carried_from", "year", "status", Cast("volume", FloatField()),
        "ceiling_amount", _sum(lines, "amount"), _sum(lines, "realised"),
        _sum(Realisation.objects.filter(spent__gt=0), "spent"),
        _sum(given, "volume", output_field=FloatField()), _sum(given, "amount"),
    )  # fmt: skip
    return [Act(*one) for one in rows]


def _spent(act: Act) -> int:
    """Rupiah told by month, else by the lines themselves."""
    return act.told if act.told is not None else act.used or 0


def _past(one: Asked, acts: Sequence[Act], live: Sequence[Act]) -> tuple[bool, ...]:
    statuses = {act.status for act in live}
    return (
        True, one.promise_id is not None, bool(live), not statuses.isdisjoint(PLANNED),
        Status.BUDGET in statuses, any(_spent(act) for act in acts), _handed(one, acts, live),
        one.state == State.VERIFIED,
    )  # fmt: skip


def _handed(one: Asked, acts: Sequence[Act], live: Sequence[Act]) -> bool:
    handed = [act.many for act in acts if act.many is not None]
    if not handed:
        return one.state in ENDED
    wanted = one.volume or next((act.volume for act in reversed(live) if act.volume), None)
    return wanted is None or sum(handed) > wanted - LEAST


def _at(past: Sequence[bool], free: bool, stands: Standing) -> str:
    if past[-1]:
        return THROUGH
    if stands in {"gugur", "dibawa"}:
        return FALLEN
    for code, done in zip(STATIONS, past, strict=True):
        if not done and not (free and code in SKIPPED):
            return code
    return FALLEN


def _add(sums: list[int], one: Asked, acts: Sequence[Act], live: Sequence[Act]) -> None:
    """Rupiah agreed, planned, in a budget, spent, handed over."""
    sums[0] += one.cost or 0
    lines: Mapping[int, int] = {act.pk: act.lines for act in live if act.lines}
    planned, budgeted = counted_once(live, lines)
    sums[1] += planned
    sums[2] += budgeted
    for act in acts:
        sums[3] += _spent(act)
        sums[4] += act.rupiah or 0
