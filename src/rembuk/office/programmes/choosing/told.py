"""A plan and what it was reckoned from as the row keeps them, and back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rembuk.office.programmes.choosing.ask import Ask
from rembuk.office.programmes.choosing.inputs import Inputs
from rembuk.office.programmes.choosing.problem import Moved, Why, left_out, shares
from rembuk.office.programmes.choosing.solving import (
    Bought,
    InVillage,
    Next,
    Range,
    Solved,
    Trial,
    Weight,
)


def solved_json(found: Solved) -> dict[str, Any]:
    """A plan as JSON."""
    return {
        "spent": round(found.spent), "cases": _range(found.cases),
        "expected": _range(found.expected), "bound": found.bound, "price": found.price,
        "bought": [
            [one.place, one.intervention, one.gap, one.persons, round(one.rupiah), one.acts]
            for one in found.bought
        ],
        "villages": [[one.place, one.expected, _range(one.cases)] for one in found.villages],
        "weights": [[one.intervention, _range(one.cases)] for one in found.weights],
        "after": [[one.budget, _range(one.cases), [list(m) for m in one.moves]]
                  for one in found.after],
        "trials": [[one.code, one.intervention, one.cases, one.best, one.kept]
                   for one in found.trials],
    }  # fmt: skip


def solved_from(told: Mapping[str, Any]) -> Solved:
    """A plan as it was kept."""
    return Solved(
        tuple(Bought(*row) for row in told["bought"]), told["spent"], Range(*told["cases"]),
        Range(*told["expected"]), told["bound"], told["price"],
        tuple(InVillage(place, n, Range(*cases)) for place, n, cases in told["villages"]),
        tuple(Weight(code, Range(*cases)) for code, cases in told["weights"]),
        tuple(
            Next(budget, Range(*cases), tuple((p, c, n, r) for p, c, n, r in moves))
            for budget, cases, moves in told["after"]
        ),
        tuple(Trial(*row) for row in told["trials"]),
    )  # fmt: skip


def _range(one: Range) -> list[float]:
    return [one.value, one.low, one.high]


@dataclass(frozen=True)
class Used:
    """One intervention as a plan used it: persons in need, already reached, unit cost and where it
    is from (`own`: set by the scenario), day of the need and how it is known."""

    intervention: str
    need: int
    reached: int
    villages: int
    unit: str
    way: str
    as_of: dt.date | None
    cost: int | None
    cost_source: str
    cost_from: dt.date | None
    own: bool
    why: Why | None

    @property
    def gap(self) -> int:
        """Those without it."""
        return self.need - self.reached


@dataclass(frozen=True)
class Effect:
    """A published effect as a plan used it: the measure, and the share of cases it takes from
    those reached."""

    intervention: str
    group: str
    measure: str
    value: float
    low: float | None
    high: float | None
    population: str
    source: str
    share: Range
    used: bool


@dataclass(frozen=True)
class Group:
    """Children of an age: registered, measured, stunted of them, and the prevalence used."""

    code: str
    children: int
    measured: int
    stunted: int
    villages: int
    prevalence: float


@dataclass(frozen=True)
class Facts:
    """What a plan was reckoned from."""

    month: dt.date | None
    used: tuple[Used, ...]
    effects: tuple[Effect, ...]
    groups: tuple[Group, ...]
    untold: tuple[tuple[str, str], ...]


def facts(inputs: Inputs, ask: Ask) -> Facts:
    """The facts of a plan, added up as the pages print them."""
    return Facts(
        inputs.month, tuple(_used(inputs, ask)), tuple(_effects(inputs, ask)),
        tuple(_groups(inputs)), tuple((one.intervention, one.why) for one in inputs.untold),
    )  # fmt: skip


def _used(inputs: Inputs, ask: Ask) -> Sequence[Used]:
    out, found = left_out(inputs, ask), []
    for code in inputs.asked:
        rows = [
            one for one in inputs.needs
            if one.intervention == code
            and (not ask.scope or one.place.startswith(ask.scope))
        ]  # fmt: skip
        price, own = inputs.price_of.get(code), ask.of(code).cost
        days = [one.as_of for one in rows if one.as_of]
        cost = own if own is not None else (price.amount if price else None)
        found.append(Used(
            code, sum(one.need for one in rows), sum(one.need - one.gap for one in rows),
            len(rows), inputs.kind_of[code].unit, max((one.source for one in rows), default=""),
            min(days, default=None), cost, "" if own is not None or not price else price.source,
            None if own is not None or not price else price.valid_from, own is not None,
            out.get(code),
        ))  # fmt: skip
    return found


def _effects(inputs: Inputs, ask: Ask) -> Sequence[Effect]:
    found = []
    for code in inputs.asked:
        claims = inputs.claims_of.get(code, ())
        chosen = min(ask.of(code).effect, len(claims) - 1)
        for n, one in enumerate(claims):
            moved = [Moved(end, only=code, effect=n) for end in ("tengah", "rendah", "tinggi")]
            share = Range(*(shares(inputs, ask, code, each) for each in moved))
            found.append(Effect(
                code, one.group, one.measure, one.value, one.low, one.high, one.population,
                one.source, share, n == chosen,
            ))  # fmt: skip
    return found


def _groups(inputs: Inputs) -> Sequence[Group]:
    codes = list(dict.fromkeys(one.group for one in inputs.children))
    found = []
    for code in codes:
        rows = [one for one in inputs.children if one.group == code]
        found.append(Group(
            code, sum(one.children for one in rows), sum(one.measured for one in rows),
            sum(one.stunted for one in rows), sum(1 for one in rows if one.measured),
            inputs.prevalence(code),
        ))  # fmt: skip
    return found


def facts_json(found: Facts) -> dict[str, Any]:
    """Facts as JSON; days as text."""
    return {
        "month": _day(found.month),
        "used": [
            {**vars(one), "as_of": _day(one.as_of), "cost_from": _day(one.cost_from)}
            for one in found.used
        ],
        "effects": [{**vars(one), "share": _range(one.share)} for one in found.effects],
        "groups": [vars(one) for one in found.groups],
        "untold": [list(one) for one in found.untold],
    }  # fmt: skip


def facts_from(told: Mapping[str, Any]) -> Facts:
    """Facts as they were kept."""
    return Facts(
        _read(told["month"]),
        tuple(
            Used(**{**one, "as_of": _read(one["as_of"]), "cost_from": _read(one["cost_from"])})
            for one in told["used"]
        ),
        tuple(Effect(**{**one, "share": Range(*one["share"])}) for one in told["effects"]),
        tuple(Group(**one) for one in told["groups"]),
        tuple((code, why) for code, why in told["untold"]),
    )  # fmt: skip


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _read(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def digest(inputs: Inputs, ask: Ask) -> str:
    """A fingerprint of facts and assumptions: the same one, the same plan."""
    told = json.dumps([repr(inputs), ask.as_json()], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
