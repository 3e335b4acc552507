"""What a plan is worth when the world is otherwise.

No number of a plan is told without its range: effects were measured elsewhere, with an interval;
unit costs are last year's. Whoever doubts a number moves it and plans anew: the plan in hand is
then worth so much, and the best plan so much more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rembuk.science.choice.budget import Line, Problem
from rembuk.science.choice.budget_best import Plan, best


@dataclass(frozen=True)
class Tried:
    """`gain`: what the plan in hand averts (of as much of it as the money pays, where prices
    rose); `best`: what the best plan would; `kept`: share of the money that the best plan leaves
    where the plan in hand has it."""

    gain: float
    best: float
    kept: float


def tried(plan: Plan, problem: Problem) -> Tried:
    """The plan in another problem of the same groups and services."""
    other = best(problem)
    held = [Line(group, line.more) for group, line in zip(problem.groups, plan.lines, strict=True)]
    gain = sum(one.gain for one in held)
    spent = sum(one.spent for one in held)
    if spent > problem.budget:  # so much of every line as the money pays
        share = problem.budget / spent
        gain = sum(one.group.averted([share * n for n in one.more]) for one in held)
    return Tried(gain, max(other.gain, gain), _kept(held, other.lines))


def _kept(held: Sequence[Line], other: Sequence[Line]) -> float:
    both = total = 0.0
    for mine, theirs in zip(held, other, strict=True):
        for one, had, has in zip(mine.group.services, mine.more, theirs.more, strict=True):
            both += min(had, has) * one.cost
            total += had * one.cost
    return both / total if total else 1.0
