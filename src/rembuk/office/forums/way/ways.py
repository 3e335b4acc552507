"""The way of a decision: promise, activity, plan, budget, spending, handing over, check by another.

Eight stations, each with its day and its proof; the first that is not reached says where it waits
and for whom. Read for many decisions at once: the number of queries does not grow with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

from django.utils import timezone
from django.utils.functional import Promise as Words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.office.forums import queries
from rembuk.office.forums.models import Decision, DecisionState, MeetingState
from rembuk.office.forums.way.facts import Facts, facts_of
from rembuk.office.ledger.states import State
from rembuk.office.places.numbers import on_paper
from rembuk.office.programmes.models import Activity, Status
from rembuk.office.programmes.moving import order
from rembuk.office.seats.models import Office

NAMES: Final[dict[str, str | Words]] = {
    "putusan": gettext_lazy("Diputuskan"),
    "janji": gettext_lazy("Menjadi janji"),
    "kegiatan": gettext_lazy("Menjadi kegiatan"),
    "rencana": gettext_lazy("RKPDes, RKPD, atau Renja"),
    "anggaran": gettext_lazy("APBDes atau APBD"),
    "belanja": gettext_lazy("Dibelanjakan"),
    "serah": gettext_lazy("Diserahkan"),
    "periksa": gettext_lazy("Diperiksa"),
}
"""Stations in order."""
OF_MONEY: Final = ("kegiatan", "rencana", "anggaran", "belanja")
FREE: Final = "DANA-TANPA"


@dataclass(frozen=True)
class Station:
    """One station. `standing`: `past` reached; `now` the first that is not; `later`; `skipped` is
    not asked of a decision without cost. `words` is its proof, or what is missing."""

    code: str
    standing: str
    at: dt.date | None = None
    words: str = ""

    @property
    def name(self) -> str:
        """Its name."""
        return str(NAMES[self.code])

    @property
    def number(self) -> int:
        """Its place among the stations, from 1."""
        return list(NAMES).index(self.code) + 1


@dataclass(frozen=True)
class Money:
    """Rupiah of a decision: agreed in the meeting, planned, in a budget, spent, handed over."""

    agreed: int = 0
    planned: int = 0
    budgeted: int = 0
    spent: int = 0
    delivered: int = 0

    def __add__(self, other: Money) -> Money:
        """The sum of two."""
        return Money(
            self.agreed + other.agreed, self.planned + other.planned,
            self.budgeted + other.budgeted, self.spent + other.spent,
            self.delivered + other.delivered,
        )  # fmt: skip


@dataclass(frozen=True)
class Way:
    """A decision and how far it came. `activities` are live or dropped, the newest year last."""

    decision: Decision
    standing: queries.Standing
    stations: tuple[Station, ...]
    facts: Facts
    money: Money

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Every activity made of it."""
        return self.facts.activities

    @property
    def here(self) -> Station | None:
        """Where it waits; None when it is through, fell away, or was taken up again."""
        if self.standing in {"gugur", "dibawa"}:
            return None
        return next((one for one in self.stations if one.standing == "now"), None)

    @property
    def through(self) -> bool:
        """Whether it came to its end: done, and judged by another."""
        return self.stations[-1].standing == "past"

    @property
    def reached(self) -> int:
        """How many of the stations asked of it are reached."""
        return sum(one.standing == "past" for one in self.stations)

    @property
    def asked(self) -> int:
        """How many stations are asked of it."""
        return sum(one.standing != "skipped" for one in self.stations)

    @property
    def waits_for(self) -> Office | None:
        """Whose step is next: the host signs, the owner does, the verifier checks."""
        here = self.here
        if here is None:
            return None
        if here.code == "janji":
            return self.decision.meeting.host
        if here.code == "periksa":
            promise = self.decision.promise
            return promise.verifier if promise is not None else None
        return self.decision.owner


def ways(found: Iterable[Decision], on: dt.date | None = None) -> list[Way]:
    """The ways of decisions, in their order. The decisions should carry their meeting with its
    host, owner, promise with its verifier, and activity (`way_facts.select` does)."""
    rows = list(found)
    facts = facts_of(rows)
    return [_way(one, facts[one.pk], on or timezone.localdate()) for one in rows]


def way(decision: Decision, on: dt.date | None = None) -> Way:
    """The way of one decision."""
    return ways([decision], on)[0]


def total(found: Sequence[Way]) -> Money:
    """Rupiah of all of them."""
    return sum((one.money for one in found), Money())


def _way(decision: Decision, facts: Facts, on: dt.date) -> Way:
    live = [one for one in facts.activities if one.live]
    standing = queries.standing(decision, on)
    free = not live and (not decision.cost or decision.money == FREE)
    made = [
        _decided(decision), _promised(decision), _activity(live), _planned(live, facts),
        _budgeted(live, facts), _spent(facts), _handed(decision, live, facts),
        _checked(decision, facts),
    ]  # fmt: skip
    told: list[Station] = []
    waiting = False
    for reached, station in made:
        if free and station.code in OF_MONEY:
            told.append(Station(station.code, "skipped", None, _("tanpa biaya")))
        elif reached:
            told.append(station)
        else:
            told.append(
                Station(station.code, "later" if waiting else "now", station.at, station.words)
            )
            waiting = True
    return Way(decision, standing, tuple(told), facts, _money(decision, live, facts))


Told = tuple[bool, Station]


def _decided(decision: Decision) -> Told:
    day = timezone.localdate(decision.meeting.starts_at)
    if decision.state == DecisionState.AGREED:
        return True, Station("putusan", "past", day, decision.get_how_display())
    return False, Station("putusan", "now", None, decision.get_state_display())


def _promised(decision: Decision) -> Told:
    promise = decision.promise
    if promise is not None:
        words = f"{promise.number}, {promise.get_state_display()}"
        return True, Station("janji", "past", timezone.localdate(promise.created_at), words)
    if decision.meeting.state == MeetingState.SIGNED:
        return False, Station("janji", "now", None, _("Belum dicatat di buku janji."))
    return False, Station("janji", "now", None, _("Berita acaranya belum ditandatangani."))


def _activity(live: Sequence[Activity]) -> Told:
    if live:
        first = live[0]
        words = ", ".join(one.number for one in live)
        return True, Station("kegiatan", "past", timezone.localdate(first.created_at), words)
    return False, Station("kegiatan", "now", None, _("Belum ada kegiatan dari janji ini."))


def _planned(live: Sequence[Activity], facts: Facts) -> Told:
    found = [one for one in live if order(one.status) >= order(Status.PLAN)]
    if found:
        step = facts.step(found[-1], Status.PLAN)
        if step is None:  # straight into a budget, as a change of the year does
            return True, Station("rencana", "past", None, _("langsung ke anggaran"))
        return True, Station("rencana", "past", step.on, step.words)
    forum = [one for one in live if one.status == Status.FORUM]
    words = _("Baru sampai Musrenbang.") if forum else _("Belum tercantum.")
    return False, Station("rencana", "now", None, words)


def _budgeted(live: Sequence[Activity], facts: Facts) -> Told:
    found = [one for one in live if one.budgeted]
    if found:
        step = facts.step(found[-1], Status.BUDGET)
        words = step.words if step else found[-1].status_document
        return True, Station("anggaran", "past", step.on if step else None, words)
    if facts.lines:
        return False, Station("anggaran", "now", None, _("Barisnya ada; statusnya belum dicatat."))
    return False, Station("anggaran", "now", None, _("Belum tercantum."))


def _spent(facts: Facts) -> Told:
    if facts.spent:
        return True, Station("belanja", "past", facts.spent_on, "")
    return False, Station("belanja", "now", None, _("Belum ada belanja yang dicatat."))


def _handed(decision: Decision, live: Sequence[Activity], facts: Facts) -> Told:
    wanted = decision.volume or next((one.volume for one in reversed(live) if one.volume), None)
    unit = decision.unit or next((one.unit for one in reversed(live)), "")
    given = facts.given
    if given.count:
        words = f"{_number(given.volume)} {unit}".strip()
        if wanted:
            words = _("%(given)s dari %(wanted)s") % {
                "given": _number(given.volume), "wanted": f"{_number(wanted)} {unit}".strip(),
            }  # fmt: skip
        whole = wanted is None or given.volume >= wanted
        return whole, Station("serah", "past" if whole else "now", given.last, words)
    promise = decision.promise
    if promise is not None and promise.state in {State.DONE, State.VERIFIED}:
        day = timezone.localdate(promise.finished_at) if promise.finished_at else None
        return True, Station("serah", "past", day, _("dinyatakan selesai dengan bukti"))
    return False, Station("serah", "now", None, _("Belum ada yang diserahkan."))


def _checked(decision: Decision, facts: Facts) -> Told:
    given, promise = facts.given, decision.promise
    of = ""
    if given.count:
        of = _("%(n)s dari %(all)s serah terima") % {"n": given.verified, "all": given.count}
    if promise is not None and promise.state == State.VERIFIED:
        day = timezone.localdate(promise.verified_at) if promise.verified_at else None
        return True, Station("periksa", "past", day, of)
    waits = promise is not None and promise.state == State.DONE
    return False, Station("periksa", "now", None, _("Menunggu pemeriksa.") if waits else of)


def _money(decision: Decision, live: Sequence[Activity], facts: Facts) -> Money:
    planned, budgeted = counted_once(live, facts.lines)
    return Money(decision.cost or 0, planned, budgeted, facts.spent, facts.given.amount)


class Costed(Protocol):
    """What the rupiah of an activity are told from."""

    @property
    def pk(self) -> int:
        """Its key."""
        ...

    @property
    def carried_from_id(self) -> int | None:
        """Key of the activity of the year before."""
        ...

    @property
    def ceiling_amount(self) -> int | None:
        """Rupiah planned."""
        ...

    @property
    def budgeted(self) -> bool:
        """Whether it stands in a budget."""
        ...


def counted_once(live: Sequence[Costed], lines: Mapping[int, int]) -> tuple[int, int]:
    """Rupiah planned and in a budget. An activity carried to the next year is counted once: where
    it stands now, and its budget where it last had one."""
    carried = {one.carried_from_id for one in live}
    last = [one for one in live if one.pk not in carried]
    budget = [one for one in last if one.budgeted] or [one for one in live if one.budgeted][-1:]
    return (
        sum(one.ceiling_amount or 0 for one in last),
        sum(lines.get(one.pk) or one.ceiling_amount or 0 for one in budget),
    )


def _number(value: Decimal | None) -> str:
    if value is None:
        return ""
    return on_paper(float(value), 0 if value == value.to_integral_value() else 2)
