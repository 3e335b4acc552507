"""What stands beside a plan: where the next money goes, and what would change it.

No number of a plan is told without its range: effects were measured elsewhere, with an interval;
unit costs are last year's. Each scenario moves some of them and plans anew; the plan in hand is
then worth so much, and the best in that scenario so much more (the regret).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rembuk.science.choice.budget import Group, Line, Problem, Service
from rembuk.science.choice.budget_best import Plan, best

Key = tuple[str, str]
"""Group code and service code."""


@dataclass(frozen=True)
class Change:
    """One service of one group in another plan: persons and rupiah more (fewer: negative)."""

    place: str
    group: str
    service: str
    persons: int
    rupiah: float


@dataclass(frozen=True)
class Next:
    """The budget with some money more: what it buys, largest first, and the cases it averts."""

    budget: float
    gain: float
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Scenario:
    """A name and the problem as it would be. `repriced`: unit costs differ, so that the plan in
    hand would not cost the same."""

    code: str
    problem: Problem
    repriced: bool = False


@dataclass(frozen=True)
class Tried:
    """A scenario. `gain`: what the plan in hand averts in it (of as much of it as the money pays,
    where prices rose); `best`: what the best plan would; `kept`: share of the money that the best
    plan leaves where the plan in hand has it."""

    code: str
    gain: float
    best: float
    kept: float

    @property
    def regret(self) -> float:
        """Share of the best that the plan in hand lacks."""
        return max(0.0, 1 - self.gain / self.best) if self.best > 0 else 0.0


def next_money(problem: Problem, plan: Plan, step: float, times: int) -> list[Next]:
    """Where each further `step` of rupiah goes, `times` steps on. What a step takes away elsewhere
    to buy something dearer stands in its changes too."""
    out: list[Next] = []
    for k in range(1, times + 1):
        richer = replace(problem, budget=problem.budget + k * step)
        better = best(richer)
        out.append(Next(richer.budget, better.gain - plan.gain, tuple(changes(plan, better))))
        plan = better
    return out


def changes(old: Plan, new: Plan) -> list[Change]:
    """What differs between two plans of the same groups, most money first."""
    found = [
        Change(
            after.group.place, after.group.code, one.code, more - had, (more - had) * one.cost
        )
        for before, after in zip(old.lines, new.lines, strict=True)
        for one, had, more in zip(after.group.services, before.more, after.more, strict=True)
        if more != had
    ]  # fmt: skip
    return sorted(found, key=lambda c: (-abs(c.rupiah), c.place, c.group, c.service))


def scenarios(
    problem: Problem, low: Mapping[Key, float], high: Mapping[Key, float], cost_factor: float = 0.2
) -> list[Scenario]:
    """Every effect at the low end, every effect at the high end, each service's effect alone at
    both, and each service's unit cost up and down by `cost_factor`.

    Args:
        low, high: shares averted at the ends of the published intervals, where there are any.
    """
    out = [
        Scenario("pengaruh-rendah", with_averts(problem, low)),
        Scenario("pengaruh-tinggi", with_averts(problem, high)),
    ]
    for code in sorted({service for _group, service in {**low, **high}}):
        for name, ends in (("rendah", low), ("tinggi", high)):
            mine = {key: share for key, share in ends.items() if key[1] == code}
            out.append(Scenario(f"pengaruh-{name}:{code}", with_averts(problem, mine)))
    for code in sorted({one.code for group in problem.groups for one in group.services}):
        for name, factor in (("naik", 1 + cost_factor), ("turun", 1 - cost_factor)):
            out.append(Scenario(f"biaya-{name}:{code}", with_cost(problem, code, factor), True))
    return out


def with_averts(problem: Problem, shares: Mapping[Key, float]) -> Problem:
    """The problem with other shares averted. Cases without the intervention stay what they are:
    the cases expected today belong to today's coverage, which another effect explains."""

    def moved(group: Group, one: Service) -> Service:
        return replace(one, averts=shares.get((group.code, one.code), one.averts))

    return _each(problem, moved)


def with_cost(problem: Problem, code: str, factor: float) -> Problem:
    """The problem with the unit cost of one service multiplied. Where floors would then cost more
    than there is, the budget is what they cost."""

    def moved(_group: Group, one: Service) -> Service:
        return replace(one, cost=one.cost * factor) if one.code == code else one

    dearer = _each(problem, moved)
    return replace(dearer, budget=max(dearer.budget, dearer.floors))


def tried(plan: Plan, found: Iterable[Scenario]) -> list[Tried]:
    """The plan in each scenario."""
    return [_tried(plan, one) for one in found]


def _tried(plan: Plan, scenario: Scenario) -> Tried:
    other = best(scenario.problem)
    held = [
        Line(group, line.more)
        for group, line in zip(scenario.problem.groups, plan.lines, strict=True)
    ]
    gain = sum(one.gain for one in held)
    spent = sum(one.spent for one in held)
    if spent > scenario.problem.budget:  # so much of every line as the money pays
        share = scenario.problem.budget / spent
        gain = sum(one.group.averted([share * n for n in one.more]) for one in held)
    return Tried(scenario.code, gain, max(other.gain, gain), _kept(held, other.lines))


def _kept(held: Sequence[Line], other: Sequence[Line]) -> float:
    both = total = 0.0
    for mine, theirs in zip(held, other, strict=True):
        for one, had, has in zip(mine.group.services, mine.more, theirs.more, strict=True):
            both += min(had, has) * one.cost
            total += had * one.cost
    return both / total if total else 1.0


def _each(problem: Problem, moved: Callable[[Group, Service], Service]) -> Problem:
    groups = tuple(
        replace(group, services=tuple(moved(group, one) for one in group.services))
        for group in problem.groups
    )
    return replace(problem, groups=groups)
