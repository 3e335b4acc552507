"""A budget worked by hand; what stands beside the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rembuk.science.choice.budget import Group, Limits, Problem, Service
from rembuk.science.choice.budget_best import Plan, best
from rembuk.science.choice.budget_bound import FloorsError
from rembuk.science.choice.budget_told import tried

COUNSEL = Service("konseling", cost=100_000, need=100, reached=0, cap=80, averts=0.29)
FEED = Service("pmt", cost=1_000_000, need=100, reached=20, cap=70, averts=0.12)
LATRINE = Service("jamban", cost=5_000_000, need=30, reached=0, cap=30, floor=2)
SMALL = Group("16.06.01.2001", "6-23", 10.0, (COUNSEL, FEED))
LARGE = Group("16.06.01.2002", "6-23", 30.0, (COUNSEL, FEED))
HOUSES = Group("16.06.01.2001", "rumah", 0.0, (LATRINE,))


def plan(budget: float, **places: Limits) -> Plan:
    """The three groups under a budget."""
    limits = {code.replace("_", "."): limit for code, limit in places.items()}
    return best(Problem((SMALL, LARGE, HOUSES), budget, limits))


def bought(found: Plan) -> dict[tuple[str, str], int]:
    """Persons by place and service."""
    return {
        (line.group.place[-1], one.code): n
        for line in found.lines
        for one, n in zip(line.group.services, line.more, strict=True)
    }


def test_floors_first_then_the_cheapest_case() -> None:
    """10 million are two latrines; 8 million counsel the larger village: 30 * 0.29 * 0.8."""
    found = plan(18_000_000)
    assert bought(found) == {
        ("1", "konseling"): 0, ("1", "pmt"): 0, ("2", "konseling"): 80, ("2", "pmt"): 0,
        ("1", "jamban"): 2,
    }  # fmt: skip
    assert found.gain == pytest.approx(6.96)
    assert found.bound == pytest.approx(6.96)
    assert found.spent == 18_000_000


def test_services_take_from_each_other() -> None:
    """Counselled children have fewer cases left for the feeding to avert."""
    alone = LARGE.averted((0, 70))
    after = LARGE.averted((80, 70)) - LARGE.averted((80, 0))
    assert alone == pytest.approx(30 * 0.12 * 0.7 / (1 - 0.12 * 0.2))
    assert after == pytest.approx(alone * (1 - 0.29 * 0.8))


def test_a_service_without_effect_is_bought_as_far_as_its_floor() -> None:
    assert bought(plan(10_000_000_000))[("1", "jamban")] == 2
    worth = Group("16.06.01.2001", "rumah", 0.0, (Service("jamban", 5e6, 30, 0, 30, worth=0.1),))
    rich = best(Problem((worth,), 1e9))
    assert rich.lines[0].more == (30,)


def test_money_left_over_is_not_hidden() -> None:
    found = plan(1_000_000_000)
    assert found.spent == 10_000_000 + 2 * (8_000_000 + 70_000_000)
    assert found.price == 0


def test_floors_that_cost_too_much_are_told() -> None:
    with pytest.raises(FloorsError) as told:
        plan(9_000_000)
    assert (told.value.place, told.value.needed, told.value.there) == ("", 10_000_000, 9_000_000)
    with pytest.raises(FloorsError) as told:
        plan(90_000_000, **{"16_06_01_2001": Limits(most=1_000_000)})
    assert told.value.place == "16.06.01.2001"
    with pytest.raises(FloorsError):
        plan(12_000_000, **{"16_06_01_2002": Limits(least=5_000_000)})


def test_a_place_has_its_least() -> None:
    """Without limits 18 million go to the larger village; 3 million for the smaller buy 30."""
    found = plan(18_000_000, **{"16_06_01_2001": Limits(least=13_000_000)})
    assert bought(found)[("1", "konseling")] == 30
    assert bought(found)[("2", "konseling")] == 50


@pytest.mark.parametrize(
    "wrong",
    [
        {"cost": 0.0}, {"reached": 101}, {"cap": 101}, {"floor": 90}, {"averts": 1.0},
        {"worth": -1.0},
    ],
)  # fmt: skip
def test_numbers_that_contradict_are_refused(wrong: dict[str, float]) -> None:
    usual: dict[str, float] = {"cost": 1.0, "need": 100, "reached": 0, "cap": 80}
    with pytest.raises(ValueError, match="layanan"):
        Service("layanan", **{**usual, **wrong})  # ints stay ints


def moved(problem: Problem, **changes: dict[str, float]) -> Problem:
    """The problem with fields of services changed, by the service's code."""
    groups = tuple(
        replace(group, services=tuple(
            replace(one, **changes.get(one.code, {})) for one in group.services
        ))
        for group in problem.groups
    )  # fmt: skip
    return replace(problem, groups=groups)


def test_a_plan_is_tried_where_the_world_is_otherwise() -> None:
    problem = Problem((SMALL, LARGE, HOUSES), 60_000_000)
    found = best(problem)
    less = tried(found, moved(problem, konseling={"averts": 0.09}, pmt={"averts": 0.09}))
    more = tried(found, moved(problem, konseling={"averts": 0.44}, pmt={"averts": 0.15}))
    dearer = tried(found, moved(problem, pmt={"cost": 1_200_000}))
    assert less.gain < found.gain < more.gain
    assert all(one.gain <= one.best and 0 <= one.kept <= 1 for one in (less, more, dearer))
    assert more.kept == 1  # counselling first, the larger village first, as before
    assert dearer.gain < found.gain
