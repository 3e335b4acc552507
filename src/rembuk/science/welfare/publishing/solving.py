"""Tables that agree with all a reader knows, found by linear programming (HiGHS)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack

from rembuk.science.welfare.publishing.system import System, Whole

Mask = NDArray[np.bool_]
Real = NDArray[np.float64]

DENSE = 200
"""Up to how many unknowns a plain matrix is quicker than a sparse one."""
NEAR = 1e-6
"""How far from a whole number a solution of the solver may lie and still be one."""


class SolverError(RuntimeError):
    """The solver stopped without an answer."""


def agrees(system: System, x: Whole, shown: Mask) -> bool:
    """Whether a whole table fits every sum, bound and shown number; plain arithmetic, no solver."""
    return bool(
        not (system.sums @ x).any()
        and (x >= system.floor).all()
        and (x <= system.most).all()
        and (x[shown] == system.value[shown]).all()
    )


def extreme(system: System, shown: Mask, unknown: int, sign: int) -> Whole | None:
    """A whole table that fits what is shown and makes one unknown as small (`sign` 1) or as large
    (-1) as can be; None when no table fits. Unknowns it does not touch keep their true value."""
    near = connected(system, ~shown, unknown)
    goal = (near == unknown).astype(np.float64) * sign
    low, high = (_fixed(system, shown, bound)[near] for bound in (system.floor, system.most))
    part = _part(system, near)
    found = _solved(goal, part, low, high, part @ system.value[near])
    return None if found is None else _filled(system, near, found)


def moved(system: System, locked: Mask, price: Real, unknown: int, target: int) -> Whole | None:
    """The cheapest table in which one unknown has the value `target`: `price` for each step an
    unknown lies off its true value. Those `locked` stay."""
    near = connected(system, ~locked, unknown)
    value, size = system.value[near], len(near)
    up = np.where(locked[near], 0, system.most[near] - value)
    down = np.where(locked[near], 0, value - system.floor[near])
    step = target - int(system.value[unknown])
    low, high = np.zeros(2 * size), np.concatenate([up, down]).astype(np.float64)
    here = int(np.flatnonzero(near == unknown)[0])
    side, other = (here, here + size) if step > 0 else (here + size, here)
    if abs(step) > high[side]:
        return None
    low[side] = high[side] = abs(step)
    high[other] = 0
    part = _part(system, near)
    sums = np.hstack([part, -part]) if isinstance(part, np.ndarray) else hstack([part, -part])
    cost = np.concatenate([price[near]] * 2)
    found = _solved(cost, sums, low, high, np.zeros(sums.shape[0]))
    return None if found is None else _filled(system, near, value + found[:size] - found[size:])


def connected(system: System, free: Mask, unknown: int) -> NDArray[np.intp]:
    """The unknowns that can move together with one: free ones that share sums, step by step."""
    found, waiting = {unknown}, [unknown]
    while waiting:
        for row in system.rows_of[waiting.pop()]:
            for other in system.in_row[row]:
                if other not in found and free[other]:
                    found.add(other)
                    waiting.append(other)
    return np.array(sorted(found))


def _fixed(system: System, shown: Mask, bound: Whole) -> Whole:
    return np.where(shown, system.value, bound)


def _part(system: System, near: NDArray[np.intp]) -> Real | csr_array:
    """The sums some unknowns stand in, of their columns; few of them as a plain matrix."""
    rows = sorted({row for n in near for row in system.rows_of[n]})
    if len(near) > DENSE:
        return csr_array(system.sums[rows][:, near])
    place = {row: n for n, row in enumerate(rows)}
    part = np.zeros((len(rows), len(near)))
    for column, n in enumerate(near):
        for row, sign in system.rows_of[n].items():
            part[place[row], column] = sign
    return part


def _filled(system: System, near: NDArray[np.intp], part: Whole) -> Whole:
    x = system.value.copy()
    x[near] = part
    return x


def _solved(
    goal: Real, sums: Real | csr_array, low: Real | Whole, high: Real | Whole, right: Real
) -> Whole | None:
    """The best whole point of `sums @ x == right`: by linear programming, and by branching only
    when that is not whole."""
    found = linprog(
        goal, A_eq=sums, b_eq=right, bounds=np.column_stack([low, high]), method="highs-ds"
    )
    if found.status == 2:
        return None
    if found.status != 0:
        raise SolverError(found.message)
    rounded = np.rint(found.x)
    if np.abs(found.x - rounded).max() < NEAR:
        return _whole(rounded)
    exact = milp(
        goal, constraints=LinearConstraint(sums, right, right), bounds=Bounds(low, high),
        integrality=np.ones(len(goal)),
    )  # fmt: skip
    if exact.status == 2:
        return None
    if exact.status != 0:
        raise SolverError(exact.message)
    return _whole(exact.x)


def _whole(x: Real) -> Whole:
    return np.asarray(np.rint(x), dtype=np.int64)
