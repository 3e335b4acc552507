"""No split of a small budget beats the plan, as far as a list of all splits can tell."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.science.choice.budget import Group, Limits, Problem, Service
from rembuk.science.choice.budget_best import best


@st.composite
def services(draw: st.DrawFn, code: str) -> Service:
    """A service of up to five persons."""
    need = draw(st.integers(1, 5))
    reached = draw(st.integers(0, need))
    cap = draw(st.integers(0, need - reached))
    return Service(
        code,
        draw(st.sampled_from([1.0, 2.0, 3.0, 5.0, 7.5])),
        need,
        reached,
        cap,
        draw(st.sampled_from([-0.1, 0.0, 0.1, 0.29, 0.5])),
        draw(st.sampled_from([0.0, 0.0, 0.01])),
        draw(st.integers(0, min(1, cap))),
    )


@st.composite
def groups(draw: st.DrawFn) -> tuple[Group, ...]:
    """Two or three groups in two villages."""
    return tuple(
        Group(
            f"desa-{number % 2}",
            f"kelompok-{number}",
            draw(st.floats(0, 5)),
            tuple(draw(services(f"layanan-{k}")) for k in range(draw(st.integers(1, 3)))),
        )
        for number in range(draw(st.integers(2, 3)))
    )


def splits(group: Group) -> list[tuple[float, float]]:
    """Rupiah and gain of every way to reach persons of a group."""
    ways = itertools.product(*(range(one.floor, one.cap + 1) for one in group.services))
    return [(group.spent(way), group.averted(way)) for way in ways]


def best_of_all(problem: Problem) -> float:
    """The most any split within the budget gains."""
    reached = {0.0: 0.0}
    for group in problem.groups:
        grown: dict[float, float] = {}
        for (spent, gain), (more, adds) in itertools.product(reached.items(), splits(group)):
            if spent + more <= problem.budget + 1e-9:
                key = spent + more
                grown[key] = max(grown.get(key, float("-inf")), gain + adds)
        reached = grown
    return max(reached.values())


@settings(max_examples=40, deadline=None)
@given(groups(), st.floats(0, 1))
def test_no_split_beats_the_plan(found: tuple[Group, ...], share: float) -> None:
    """The plan is the best of all splits but for what the price of one person hides, and no split
    passes the bound."""
    floors = sum(one.spent([s.floor for s in one.services]) for one in found)
    caps = sum(one.spent([s.cap for s in one.services]) for one in found)
    problem = Problem(found, floors + share * (caps - floors))
    plan = best(problem)
    most = best_of_all(problem)
    person = max(_person(group, one) for group in found for one in group.services)
    assert plan.spent <= problem.budget + 1e-6
    assert plan.gain <= most + 1e-9
    assert most <= plan.bound + 1e-9
    assert most - plan.gain <= max(person, 0) + 1e-9


def _person(group: Group, one: Service) -> float:
    return group.cases * (1 - one.left(1)) + one.worth


@settings(max_examples=40, deadline=None)
@given(groups(), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_places_keep_their_limits(
    found: tuple[Group, ...], share: float, least: float, most: float
) -> None:
    """No place passes its most; each gets its least, as far as more persons gain anything there,
    but for the price of one person."""
    mine = [one for one in found if one.place == "desa-0"]
    floors = sum(one.corners.base[0] for one in mine)
    caps = floors + sum(money for one in mine for money, _gain in one.corners.steps())
    low, high = sorted((floors + least * (caps - floors), floors + most * (caps - floors)))
    rest = sum(one.spent([s.floor for s in one.services]) for one in found) - floors
    ends = sum(one.spent([s.cap for s in one.services]) for one in found)
    budget = low + rest + share * (ends - low - rest)
    plan = best(Problem(found, budget, {"desa-0": Limits(low, high)}))
    spent = sum(one.spent for one in plan.lines if one.group.place == "desa-0")
    dearest = max(s.cost for one in mine for s in one.services)
    assert spent <= high + 1e-6
    assert spent >= low - dearest - 1e-6
    assert plan.spent <= budget + 1e-6


@settings(max_examples=40, deadline=None)
@given(groups(), st.floats(0, 1), st.floats(0, 1))
def test_more_money_never_averts_less(found: tuple[Group, ...], share: float, other: float) -> None:
    """The bound rises with the budget, and so does the plan but for the price of one person."""
    floors = sum(one.spent([s.floor for s in one.services]) for one in found)
    caps = sum(one.spent([s.cap for s in one.services]) for one in found)
    less, more = sorted((share, other))
    poor = best(Problem(found, floors + less * (caps - floors)))
    rich = best(Problem(found, floors + more * (caps - floors)))
    assert poor.bound <= rich.bound + 1e-9
    assert poor.gain <= rich.bound + 1e-9
