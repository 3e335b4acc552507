"""The bound of a budget: a linear programme over the hulls of all groups, and its prices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from rembuk.science.choice.budget import CENT, Floats, Problem


class FloorsError(ValueError):
    """The floors cost more than there is: `needed` rupiah against `there`, in a place or, with
    `place` "", all together."""

    def __init__(self, place: str, needed: float, there: float) -> None:
        super().__init__(f"the floors cost {needed:.0f}, there are {there:.0f}")
        self.place, self.needed, self.there = place, needed, there


@dataclass(frozen=True)
class Relaxed:
    """What the linear programme found. `taken`: share of each hull step, in the order of `steps`;
    `price`: cases one more rupiah averts; `prices`: by group, limits of its place included."""

    taken: Floats
    bound: float
    price: float
    prices: Floats


def steps(problem: Problem) -> Iterator[tuple[int, float, float]]:
    """Group number, rupiah and gain of every hull step."""
    for number, group in enumerate(problem.groups):
        for money, gain in group.corners.steps():
            yield number, money, gain


def check(problem: Problem) -> None:
    """Refuse floors that cost more than there is."""
    needed = problem.floors
    if needed > problem.budget + CENT:
        raise FloorsError("", needed, problem.budget)
    for place, limits in problem.places.items():
        mine = sum(one.corners.base[0] for one in problem.groups if one.place == place)
        if mine > limits.most + CENT:
            raise FloorsError(place, mine, limits.most)


def relaxed(problem: Problem) -> Relaxed:
    """The optimum of the relaxed problem."""
    held = list(steps(problem))
    floors = [group.corners.base for group in problem.groups]
    spent, gained = sum(cost for cost, _gain in floors), sum(gain for _cost, gain in floors)
    if not held:
        return Relaxed(np.zeros(0), gained, 0.0, np.zeros(len(problem.groups)))
    owner = np.array([number for number, _money, _gain in held])
    money = np.array([money for _number, money, _gain in held])
    gain = np.array([gain for _number, _money, gain in held])
    rows, limits = _place_rows(problem, owner, money, floors)
    # money in units of the budget: the solver's tolerances are absolute
    unit = max(problem.budget, 1.0)
    matrix = csr_matrix(np.vstack([money, *rows]) / unit)
    most = np.array([problem.budget - spent, *(limit for _place, _sign, limit in limits)]) / unit
    found = linprog(-gain, A_ub=matrix, b_ub=most, bounds=(0, 1), method="highs")
    if found.x is None:
        raise AssertionError(f"no optimum: {found.message}")
    duals = -np.asarray(found.ineqlin.marginals) / unit
    prices = np.full(len(problem.groups), duals[0])
    for (place, sign, _limit), dual in zip(limits, duals[1:], strict=True):
        for number, group in enumerate(problem.groups):
            if group.place == place:
                prices[number] += sign * dual
    return Relaxed(np.clip(found.x, 0, 1), gained - found.fun, float(duals[0]), prices)


def _place_rows(
    problem: Problem, owner: NDArray[np.int64], money: Floats, floors: Sequence[tuple[float, float]]
) -> tuple[list[Floats], list[tuple[str, int, float]]]:
    """A row for each limit of a place: its coefficients, and (place, sign, limit). A least that
    the place's services cannot use up is cut to what they can."""
    rows: list[Floats] = []
    limits: list[tuple[str, int, float]] = []
    for place, limit in sorted(problem.places.items()):
        numbers = [n for n, group in enumerate(problem.groups) if group.place == place]
        mine = np.where(np.isin(owner, numbers), money, 0.0)
        base = sum(floors[n][0] for n in numbers)
        if np.isfinite(limit.most):
            rows.append(mine)
            limits.append((place, 1, limit.most - base))
        least = min(limit.least - base, float(mine.sum()))
        if least > 0:
            rows.append(-mine)
            limits.append((place, -1, -least))
    _least_fits(problem, limits)
    return rows, limits


def _least_fits(problem: Problem, limits: Sequence[tuple[str, int, float]]) -> None:
    needed = problem.floors - sum(limit for _place, sign, limit in limits if sign < 0)
    if needed > problem.budget + CENT:
        raise FloorsError("", needed, problem.budget)
