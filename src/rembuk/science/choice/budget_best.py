"""The best split of a budget, with a bound no split can pass.

Three exact steps, no chance in any of them:

1. The hull of every group's corners makes a linear programme (HiGHS). Its optimum is a bound: no
   split of the same money averts more.
2. Groups it fills along the hull stay; a group it leaves halfway gets the best that its money buys.
3. The groups nearest to the margin are settled together, in whole persons, by a mixed-integer
   programme (HiGHS) over "these services full, one more in part". The rest buys single persons.

`Plan.bound` less `Plan.gain` says how far the plan can be from the best: with few groups nothing
but the price of a person, with hundreds a few millionths.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rembuk.science.choice.budget import CENT, Bought, Floats, Group, Line, Problem
from rembuk.science.choice.budget_bound import check, relaxed, steps
from rembuk.science.choice.budget_margin import settled


@dataclass(frozen=True)
class Plan:
    """A line a group, in the problem's order. `bound`: no plan gains more. `price`: cases one more
    rupiah would avert (0 when money is left over)."""

    lines: tuple[Line, ...]
    bound: float
    price: float

    @property
    def spent(self) -> float:
        """Rupiah."""
        return sum(one.spent for one in self.lines)

    @property
    def gain(self) -> float:
        """Cases averted, worth included."""
        return sum(one.gain for one in self.lines)

    @property
    def short(self) -> float:
        """Largest share of the bound that the plan can lack."""
        return max(0.0, 1 - self.gain / self.bound) if self.bound > 0 else 0.0


def best(problem: Problem) -> Plan:
    """The plan that averts most.

    Raises:
        FloorsError: the floors of services cost more than the budget or a place's most.
    """
    check(problem)
    if not problem.groups:
        return Plan((), 0.0, 0.0)
    loose = relaxed(problem)
    plan = [_within(group, money) for group, money in _filled(problem, loose.taken)]
    plan = settled(problem, plan, loose)
    return Plan(tuple(_spend_rest(problem, plan)), loose.bound, loose.price)


def _filled(problem: Problem, taken: Floats) -> Iterator[tuple[Group, float]]:
    """Rupiah for each group: its floors and what the programme gives."""
    money = [group.corners.base[0] for group in problem.groups]
    for share, (number, cost, _gain) in zip(taken, steps(problem), strict=False):
        money[number] += share * cost
    yield from zip(problem.groups, money, strict=True)


def _within(group: Group, money: float) -> Line:
    """The best that so much money buys in one group: some services full, one more in part."""
    cost, gain = group.corners.cost, group.corners.gain
    fits = np.flatnonzero(cost <= money + CENT)
    first = int(fits[np.argmax(gain[fits])])
    chosen = (float(gain[first]), group.bought(first))
    for n, one in enumerate(group.services):
        without = fits[(fits >> n) & 1 == 0]
        persons = np.minimum((money + CENT - cost[without]) // one.cost, one.cap - one.floor)
        share = persons / max(1, one.cap - one.floor)
        reached = gain[without] + share * (gain[without | 1 << n] - gain[without])
        if len(reached) and reached.max() > chosen[0]:
            k = int(np.argmax(reached))
            chosen = (float(reached[k]), group.bought(int(without[k]), n, int(persons[k])))
    return Line(group, chosen[1])


def _spend_rest(problem: Problem, plan: Sequence[Line]) -> list[Line]:
    """What whole persons left over, spent on single persons, most gain a rupiah first: in places
    below their least, then anywhere."""
    out = list(plan)
    rest = problem.budget - sum(line.spent for line in out)
    spent = dict.fromkeys(problem.places, 0.0)
    for line in out:
        if line.group.place in spent:
            spent[line.group.place] += line.spent
    room = {place: limit.most - spent[place] for place, limit in problem.places.items()}
    below = {place: limit.least - spent[place] for place, limit in problem.places.items()}
    while True:
        poor = {place for place, lacking in below.items() if lacking > CENT}
        one = _next(out, rest, room, poor) or _next(out, rest, room)
        if one is None:
            return out
        number, bought = one
        line = Line(out[number].group, bought)
        cost = line.spent - out[number].spent
        rest -= cost
        if line.group.place in room:
            room[line.group.place] -= cost
            below[line.group.place] -= cost
        out[number] = line


def _next(
    plan: Sequence[Line], rest: float, room: Mapping[str, float], only: Collection[str] = ()
) -> tuple[int, Bought] | None:
    """The group (of the places `only`, if any) and service where the next persons gain most a
    rupiah and can be paid."""
    chosen: tuple[float, int, Bought] | None = None
    for number, line in enumerate(plan):
        if only and line.group.place not in only:
            continue
        money = min(rest, room.get(line.group.place, rest))
        for n, one in enumerate(line.group.services):
            persons = int(min((money + CENT) // one.cost, one.cap - line.more[n]))
            if persons <= 0:
                continue
            bought = (*line.more[:n], line.more[n] + persons, *line.more[n + 1 :])
            gain = (line.group.averted(bought) - line.gain) / (persons * one.cost)
            if gain > 0 and (chosen is None or gain > chosen[0]):
                chosen = (gain, number, bought)
    return None if chosen is None else (chosen[1], chosen[2])
