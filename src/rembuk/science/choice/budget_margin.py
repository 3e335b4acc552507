"""The groups at the margin of a plan, settled together in whole persons (HiGHS)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from rembuk.science.choice.budget import CENT, Group, Limits, Line, Problem
from rembuk.science.choice.budget_bound import Relaxed, steps

MARGIN: Final = 10
"""Groups settled together."""
SECONDS: Final = 2.0
"""Longest time: this only betters a plan that stands already."""


@dataclass(frozen=True)
class Edge:
    """A corner and one service more in part: rupiah and gain of the corner and a person."""

    number: int
    filled: int
    part: int
    cost: float
    gain: float
    each_cost: float
    each_gain: float
    most: int


def settled(problem: Problem, plan: list[Line], relaxed: Relaxed) -> list[Line]:
    """The groups at the margin settled together; the plan as it was where that gains nothing."""
    near = _near_margin(problem, relaxed)
    slack = relaxed.bound - sum(one.gain for one in plan)
    edges = [edge for n in near for edge in _edges(problem.groups[n], n, relaxed.prices[n], slack)]
    if slack <= 0 or not edges:
        return plan
    found = _integers(problem, plan, near, edges)
    if found is None:
        return plan
    new = list(plan)
    for edge, persons in found:
        group = problem.groups[edge.number]
        new[edge.number] = Line(group, group.bought(edge.filled, edge.part, persons))
    fits = all(spent <= most + CENT for spent, most in spending(problem, new))
    better = sum(one.gain for one in new) > sum(one.gain for one in plan)
    return new if fits and better else plan


def _near_margin(problem: Problem, relaxed: Relaxed) -> list[int]:
    """Groups left halfway, then those whose next or last step is nearest to the price."""
    distance = np.full(len(problem.groups), np.inf)
    for share, (number, money, gain) in zip(relaxed.taken, steps(problem), strict=True):
        halfway = CENT < share < 1 - CENT
        price = relaxed.prices[number]
        away = 0.0 if halfway else abs(gain - price * money)
        distance[number] = min(distance[number], away - (1.0 if halfway else 0.0))
    order = np.argsort(distance, kind="stable")[:MARGIN]
    return [int(n) for n in order if np.isfinite(distance[n])]


def _edges(group: Group, number: int, price: float, slack: float) -> Iterator[Edge]:
    """Edges that can be part of a plan better than the present one: by the prices of the bound,
    neither end may fall behind the group's best by more than `slack`."""
    cost, gain = group.corners.cost, group.corners.gain
    worth = gain - price * cost
    enough = worth.max() - slack - 1e-12 * max(1.0, abs(float(worth.max())))
    for filled in range(len(cost)):
        grown = False
        for n, one in enumerate(group.services):
            full = filled | 1 << n
            most = one.cap - one.floor
            if full == filled or not most or max(worth[filled], worth[full]) < enough:
                continue
            grown = True
            yield Edge(
                number, filled, n, float(cost[filled]), float(gain[filled]), one.cost,
                float(gain[full] - gain[filled]) / most, most,
            )  # fmt: skip
        if not grown and worth[filled] >= enough:
            yield Edge(number, filled, -1, float(cost[filled]), float(gain[filled]), 0.0, 0.0, 0)


def _integers(
    problem: Problem, plan: Sequence[Line], near: Sequence[int], edges: Sequence[Edge]
) -> list[tuple[Edge, int]] | None:
    """One edge a group and whole persons on it, the gain greatest; None if none was found."""
    n = len(edges)
    inside = set(near)
    pick = np.zeros((len(near), 2 * n))
    for row, number in enumerate(near):
        pick[row, [k for k, edge in enumerate(edges) if edge.number == number]] = 1
    tied = np.hstack([np.diag([-float(edge.most) for edge in edges]), np.eye(n)])
    unit = max(problem.budget, 1.0)
    spent = np.array([edge.cost for edge in edges] + [edge.each_cost for edge in edges])
    rows, low, high = [spent / unit], [-np.inf], []
    outside = [line for k, line in enumerate(plan) if k not in inside]
    high.append((problem.budget - sum(line.spent for line in outside)) / unit)
    for place, limit in sorted(problem.places.items()):
        mine = [problem.groups[edge.number].place == place for edge in edges]
        if any(mine):
            rest = sum(line.spent for line in outside if line.group.place == place)
            rows.append(np.where([*mine, *mine], spent, 0.0) / unit)
            low.append(_least(problem, plan, place, limit, rest) / unit)
            high.append((limit.most - rest) / unit)
    found = milp(
        -np.array([edge.gain for edge in edges] + [edge.each_gain for edge in edges]),
        integrality=np.ones(2 * n),
        bounds=Bounds(0, np.array([1.0] * n + [float(edge.most) for edge in edges])),
        constraints=[
            LinearConstraint(pick, 1, 1),
            LinearConstraint(tied, -np.inf, 0),
            LinearConstraint(np.vstack(rows), low, high),
        ],
        options={"mip_rel_gap": 0.0, "time_limit": SECONDS},
    )
    if found.x is None:
        return None
    x = np.rint(found.x)
    return [(edge, int(x[n + k])) for k, edge in enumerate(edges) if x[k] > 0]


def _least(problem: Problem, plan: Sequence[Line], place: str, limit: Limits, rest: float) -> float:
    """Fewest rupiah the groups at the margin must spend in a place: what the present plan reaches
    of its least (whole persons may not reach it to the rupiah)."""
    now = sum(line.spent for line in plan if line.group.place == place)
    return min(limit.least, now) - rest


def spending(problem: Problem, plan: Sequence[Line]) -> Iterator[tuple[float, float]]:
    """Spent and the most that may be, of the budget and of each limited place."""
    yield sum(line.spent for line in plan), problem.budget
    for place, limit in problem.places.items():
        yield sum(line.spent for line in plan if line.group.place == place), limit.most
