"""The best split of a scenario, the range of what it averts, what comes next, what would change it.

Exact and without chance (`science.choice.budget_best`): the same facts and assumptions give the
same plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rembuk.office.programmes.choosing.ask import Ask
from rembuk.office.programmes.choosing.inputs import Inputs
from rembuk.office.programmes.choosing.problem import STILL, Built, End, Moved, after, built
from rembuk.science.choice.budget import Group, Line, Problem
from rembuk.science.choice.budget_best import Plan, best
from rembuk.science.choice.budget_told import tried

STEPS: Final = 5
"""Steps of the list of what comes next."""
ENDS: Final[tuple[End, End]] = ("rendah", "tinggi")
Progress = Callable[[str, int, int], object]


@dataclass(frozen=True)
class Range:
    """Cases averted with the effect as published, and at the ends of its interval."""

    value: float
    low: float
    high: float

    def less(self, other: Range) -> Range:
        """What it has more than another."""
        return Range(self.value - other.value, self.low - other.low, self.high - other.high)


@dataclass(frozen=True)
class Bought:
    """One intervention in one village: those without it, persons the plan reaches, rupiah."""

    place: str
    intervention: str
    gap: int
    persons: int
    rupiah: float
    acts: bool
    """Whether it is counted to avert cases."""


@dataclass(frozen=True)
class Weight:
    """What would be lost if an intervention were left out of the plan."""

    intervention: str
    cases: Range


@dataclass(frozen=True)
class InVillage:
    """Cases of a village if nothing is bought, and those the plan averts."""

    place: str
    expected: float
    cases: Range


@dataclass(frozen=True)
class Next:
    """What a step of money more changes: cases, and rupiah by village and intervention."""

    budget: float
    cases: Range
    moves: tuple[tuple[str, str, int, float], ...]


@dataclass(frozen=True)
class Trial:
    """A scenario: what the plan averts in it, what the best would, and the share of the money the
    best leaves where it lies."""

    code: str
    intervention: str
    cases: float
    best: float
    kept: float


@dataclass(frozen=True)
class Solved:
    """A plan. `expected`: cases if nothing is bought, with the ends of the prevalences; `bound`: no
    split averts more; `price`: cases a further Rp 1 would avert."""

    bought: tuple[Bought, ...]
    spent: float
    cases: Range
    expected: Range
    bound: float
    price: float
    villages: tuple[InVillage, ...] = ()
    weights: tuple[Weight, ...] = ()
    after: tuple[Next, ...] = ()
    trials: tuple[Trial, ...] = ()


@dataclass(frozen=True)
class Split:
    """Both problems solved."""

    made: Built
    cases: Plan
    rest: Plan

    @property
    def lines(self) -> Iterator[Line]:
        """Every line of both."""
        yield from self.cases.lines
        yield from self.rest.lines

    @property
    def spent(self) -> float:
        """Rupiah."""
        return self.cases.spent + self.rest.spent


def split(inputs: Inputs, ask: Ask, moved: Moved = STILL) -> Split:
    """The best split of the money. Raises `FloorsError` when floors cost more than there is."""
    made = built(inputs, ask, moved)
    found = best(made.cases)
    spent: defaultdict[str, float] = defaultdict(float)
    for line in found.lines:
        spent[line.group.place] += line.spent
    return Split(made, found, best(after(ask, made, spent)))


def solved(inputs: Inputs, ask: Ask, progress: Progress | None = None) -> Solved:
    """The plan with everything that stands beside it."""
    tell = progress or (lambda _stage, _done, _of: None)
    moves = tuple(_moves(inputs, ask))
    steps = 1 + STEPS + len(moves)
    tell("Membagi uang", 0, steps)
    plan = split(inputs, ask)
    ends = Ends.of(inputs, ask)
    found = _told(inputs, plan, ends)
    nexts: list[Next] = []
    held = plan
    for k in range(1, STEPS + 1):
        tell("Uang berikutnya", k, steps)
        richer = split(inputs, replace(ask, budget=ask.budget + k * ask.step))
        nexts.append(_next(ask.budget + k * ask.step, held, richer, ends))
        held = richer
    trials = []
    for k, (code, moved) in enumerate(moves, start=1 + STEPS):
        tell("Bila pengaruh atau biaya berubah", k, steps)
        one = tried(plan.cases, _affordable(built(inputs, ask, moved).cases))
        trials.append(Trial(code, moved.only, one.gain, one.best, one.kept))
    tell("Selesai", steps, steps)
    return replace(
        found, weights=tuple(_weights(plan, ends)), after=tuple(nexts), trials=tuple(trials)
    )


@dataclass(frozen=True)
class Ends:
    """The groups of the first problem at the ends of the published intervals; cases expected at
    the ends of the prevalences (`few`, `many`)."""

    low: tuple[Group, ...]
    high: tuple[Group, ...]
    few: float
    many: float

    @classmethod
    def of(cls, inputs: Inputs, ask: Ask) -> Ends:
        """Build them."""
        return cls(
            built(inputs, ask, Moved("rendah")).cases.groups,
            built(inputs, ask, Moved("tinggi")).cases.groups,
            *(
                sum(one.cases for one in built(inputs, ask, Moved(cases=end)).cases.groups)
                for end in ENDS
            ),
        )

    def averted(self, lines: Sequence[Line], without: str = "") -> Range:
        """Cases averted by lines of the first problem, worth left aside, at the published values
        and at the ends; `without` one intervention."""
        bought = [_dropped(line, without) for line in lines]
        told = [
            sum(_cases(group, more) for group, more in zip(groups, bought, strict=True))
            for groups in ([line.group for line in lines], self.low, self.high)
        ]
        return Range(told[0], min(told), max(told))


def _dropped(line: Line, without: str) -> list[int]:
    return [
        0 if one.code == without else more
        for one, more in zip(line.group.services, line.more, strict=True)
    ]


def _cases(group: Group, more: Sequence[int]) -> float:
    """Cases averted in a group, without what a worth adds."""
    worth = sum(one.worth * n for one, n in zip(group.services, more, strict=True))
    return group.averted(more) - worth


def _told(inputs: Inputs, plan: Split, ends: Ends) -> Solved:
    gaps = {(one.place, one.intervention): one.gap for one in inputs.needs}
    bought = [
        Bought(
            line.group.place, one.code, gaps[line.group.place, one.code], more, more * one.cost,
            bool(one.averts),
        )
        for line in plan.lines
        for one, more in zip(line.group.services, line.more, strict=True)
    ]  # fmt: skip
    expected = sum(one.cases for one in plan.made.cases.groups)
    return Solved(
        tuple(bought), plan.spent, ends.averted(plan.cases.lines),
        Range(expected, min(expected, ends.few), max(expected, ends.many)), plan.cases.bound,
        plan.cases.price, tuple(_villages(plan.cases.lines, ends)),
    )  # fmt: skip


def _villages(lines: Sequence[Line], ends: Ends) -> Iterator[InVillage]:
    """Cases by village, in order of code."""
    found: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for line, low, high in zip(lines, ends.low, ends.high, strict=True):
        if not line.group.cases:
            continue
        held = found[line.group.place]
        held[0] += line.group.cases
        for n, group in enumerate((line.group, low, high), start=1):
            held[n] += _cases(group, line.more)
    for place, (expected, *told) in sorted(found.items()):
        yield InVillage(place, expected, Range(told[0], min(told), max(told)))


def _weights(plan: Split, ends: Ends) -> Iterator[Weight]:
    """Interventions counted to avert cases, with what each adds to the others."""
    whole = ends.averted(plan.cases.lines)
    codes = {one.code for g in plan.made.cases.groups for one in g.services if one.averts}
    for code in sorted(codes):
        rest = ends.averted(plan.cases.lines, code)
        steps = [whole.value - rest.value, whole.low - rest.low, whole.high - rest.high]
        yield Weight(code, Range(steps[0], min(steps), max(steps)))


def _next(budget: float, before: Split, later: Split, ends: Ends) -> Next:
    moved: defaultdict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0.0])
    for sign, plan in ((-1, before), (1, later)):
        for line in plan.lines:
            for one, more in zip(line.group.services, line.more, strict=True):
                held = moved[line.group.place, one.code]
                held[0] += sign * more
                held[1] += sign * more * one.cost
    gained = ends.averted(later.cases.lines).less(ends.averted(before.cases.lines))
    ranged = sorted((gained.value, gained.low, gained.high))
    rows = [
        (place, code, int(persons), rupiah)
        for (place, code), (persons, rupiah) in moved.items()
        if persons
    ]
    rows.sort(key=lambda row: (-abs(row[3]), row[0], row[1]))
    return Next(budget, Range(gained.value, ranged[0], ranged[2]), tuple(rows))


def _moves(inputs: Inputs, ask: Ask) -> Iterator[tuple[str, Moved]]:
    """What is tried: effects and cases at both ends, each effect alone, every other published
    effect, unit costs up and down."""
    acting = [code for code in inputs.asked if code in _acting(inputs, ask)]
    ends: tuple[tuple[str, Moved], ...] = (
        ("pengaruh-rendah", Moved("rendah")), ("pengaruh-tinggi", Moved("tinggi")),
        ("kasus-rendah", Moved(cases="rendah")), ("kasus-tinggi", Moved(cases="tinggi")),
    )  # fmt: skip
    yield from ends
    for code in acting:
        claims = inputs.claims_of.get(code, ())
        if len(acting) > 1 and claims:
            yield "pengaruh-rendah", Moved("rendah", only=code)
            yield "pengaruh-tinggi", Moved("tinggi", only=code)
        for n in range(len(claims)):
            if n != min(ask.of(code).effect, len(claims) - 1):
                yield f"pengaruh-lain:{n}", Moved(only=code, effect=n)
    up, down = 1 + ask.move / 100, 1 - ask.move / 100
    for code in ("", *acting):
        yield "biaya-naik", Moved(cost=up, only=code)
        yield "biaya-turun", Moved(cost=down, only=code)


def _acting(inputs: Inputs, ask: Ask) -> set[str]:
    """Interventions of the first problem."""
    groups = built(inputs, ask).cases.groups
    return {one.code for group in groups for one in group.services}


def _affordable(problem: Problem) -> Problem:
    """Where floors became dearer than the money, the money is what they cost."""
    return replace(problem, budget=max(problem.budget, problem.floors))
