"""From facts and assumptions to a plan of money: pure, no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from rembuk.office.programmes.choosing import told
from rembuk.office.programmes.choosing.ask import Ask, ServiceAsk
from rembuk.office.programmes.choosing.inputs import (
    Children,
    Claim,
    Inputs,
    Kind,
    Need,
    Place,
    Price,
)
from rembuk.office.programmes.choosing.problem import Moved, built, left_out, shares
from rembuk.office.programmes.choosing.solving import solved, split
from rembuk.science.choice.budget_bound import FloorsError

A, B = "16.06.01.2001", "16.06.02.2001"
PMBA, JAMBAN, AIR = "INT-PMBA", "INT-JAMBAN", "INT-AIR"
LASSI = Claim(PMBA, "6-23", "RR", 0.71, 0.56, 0.91, "anak 6-24 bulan", "contoh")
FIRST = dt.date(2026, 1, 1)


def inputs(**more: object) -> Inputs:
    """Two villages: counselling acts on children, latrines are a right without a measured effect,
    water has no price."""
    kinds = tuple(Kind(c, c, u, "sensitif", ()) for c, u in
                  ((PMBA, "keluarga"), (JAMBAN, "unit"), (AIR, "sambungan")))  # fmt: skip
    given = Inputs(
        "16.06", 2027, dt.date(2026, 11, 1), dt.date(2026, 10, 1), "contoh", kinds,
        (Place(A, "A", "16.06.01"), Place(B, "B", "16.06.02")),
        (
            Need(A, PMBA, 40, 0, "keluarga"), Need(B, PMBA, 20, 10, "keluarga"),
            Need(A, JAMBAN, 10, 0, "unit"), Need(B, JAMBAN, 6, 0, "unit"),
            Need(A, AIR, 5, 0, "sambungan"),
        ),
        (Price(PMBA, 200_000, "keluarga", "DPA contoh", FIRST),
         Price(JAMBAN, 4_000_000, "unit", "DPA contoh", FIRST)),
        (Children(A, "6-23", 40, 36, 9, 0.25, 0.2, 0.3),
         Children(B, "6-23", 20, 15, 2, 0.15, 0.1, 0.2)),
        (LASSI,),
    )  # fmt: skip
    return replace(given, **more)


def persons(plan: object, place: str, code: str) -> int:
    return next(
        more for line in plan.lines
        if line.group.place == place
        for one, more in zip(line.group.services, line.more, strict=True) if one.code == code
    )  # fmt: skip


def test_money_goes_to_cases_first_then_to_rights() -> None:
    plan = split(inputs(), Ask(20_000_000, cap=100))
    assert persons(plan, A, PMBA) == 40
    assert persons(plan, B, PMBA) == 10
    # 10 million went to counselling, the rest buys two latrines
    assert sum(persons(plan, place, JAMBAN) for place in (A, B)) == 2


def test_left_money_stays_when_the_district_wants_so() -> None:
    plan = split(inputs(), Ask(20_000_000, cap=100, rest="simpan"))
    assert plan.spent == 10_000_000


def test_scarce_money_goes_where_prevalence_is_higher() -> None:
    plan = split(inputs(), Ask(2_000_000, cap=100))
    assert persons(plan, A, PMBA) == 10
    assert persons(plan, B, PMBA) == 0


def test_what_is_budgeted_already_lowers_cases_and_the_gap() -> None:
    group = next(one for one in built(inputs(), Ask(1)).cases.groups if one.place == B)
    # 3 cases expected; counselling of half of the children averts half of 29 percent
    assert group.cases == pytest.approx(20 * 0.15 * (1 - 0.29 * 0.5))
    assert group.services[0].cap == 9


def test_cases_averted_follow_the_published_share() -> None:
    found = solved(inputs(), Ask(100_000_000, cap=100))
    expected = 40 * 0.25 * 0.29 + 20 * 0.15 * (1 - 0.145) * (1 - (1 - 0.29) / (1 - 0.145))
    assert found.cases.value == pytest.approx(expected)
    assert found.cases.low < found.cases.value < found.cases.high
    assert found.expected.low <= found.expected.value <= found.expected.high
    assert {one.intervention for one in found.weights} == {PMBA}
    assert sum(one.cases.value for one in found.villages) == pytest.approx(found.cases.value)


def test_what_cannot_be_in_a_plan_is_told() -> None:
    other_unit = (Price(PMBA, 200_000, "paket", "x", FIRST),)
    assert left_out(inputs(), Ask(1)) == {AIR: "tanpa-biaya"}
    assert left_out(inputs(prices=other_unit), Ask(1))[PMBA] == "beda-satuan"
    off = Ask(1, services={PMBA: ServiceAsk(use=False), AIR: ServiceAsk(cost=1_000_000)})
    assert left_out(inputs(), off) == {PMBA: "tidak-dipakai"}


def test_a_floor_is_bought_before_cases() -> None:
    ask = Ask(24_000_000, cap=100, services={JAMBAN: ServiceAsk(floor=30)})
    plan = split(inputs(), ask)
    assert persons(plan, A, JAMBAN) == 3
    assert persons(plan, B, JAMBAN) == 1
    assert persons(plan, A, PMBA) == 40


def test_floors_dearer_than_the_money_are_refused_with_the_amount() -> None:
    ask = Ask(5_000_000, services={JAMBAN: ServiceAsk(floor=50)})
    with pytest.raises(FloorsError) as refused:
        split(inputs(), ask)
    assert refused.value.needed > 5_000_000


def test_each_village_gets_its_least_and_no_more_than_its_most() -> None:
    plan = split(inputs(), Ask(20_000_000, cap=100, least=5_000_000))
    spent = {place: sum(one.spent for one in plan.lines if one.group.place == place)
             for place in (A, B)}  # fmt: skip
    assert spent[B] > 5_000_000 - 4_000_000  # met but for the price of one unit
    free = split(inputs(), Ask(6_000_000, cap=100))
    assert sum(one.spent for one in free.lines if one.group.place == B) == 0
    held = split(inputs(), Ask(6_000_000, cap=100, least=1_000_000))
    assert sum(one.spent for one in held.lines if one.group.place == B) >= 1_000_000
    capped = split(inputs(), Ask(50_000_000, cap=100, most=9_000_000))
    for place in (A, B):
        assert sum(one.spent for one in capped.lines if one.group.place == place) <= 9_000_000


def test_a_worth_of_the_district_competes_with_cases_and_is_not_told_as_cases() -> None:
    ask = Ask(8_000_000, cap=100, services={JAMBAN: ServiceAsk(worth=1000)})
    plan = split(inputs(), ask)
    assert sum(persons(plan, place, JAMBAN) for place in (A, B)) == 0  # a case costs less so
    dearer = Ask(8_000_000, cap=100, services={JAMBAN: ServiceAsk(worth=1000, cost=100_000)})
    found = solved(inputs(), dearer)
    assert found.cases.high <= found.expected.high
    assert sum(one.persons for one in found.bought if one.intervention == JAMBAN) == 16


def test_another_published_effect_is_used_when_asked() -> None:
    both = (LASSI, Claim(PMBA, "6-23", "SMD", 0.11, 0.01, 0.22, "cukup pangan", "contoh"))
    given = inputs(claims=both)
    other = Ask(1, services={PMBA: ServiceAsk(effect=1)})
    assert shares(given, Ask(1), PMBA) == pytest.approx(0.29)
    assert 0 < shares(given, other, PMBA) < 0.29
    assert shares(given, other, PMBA, Moved("rendah")) < shares(given, other, PMBA)


def test_more_money_never_averts_less_and_the_steps_tell_it() -> None:
    found = solved(inputs(), Ask(1_000_000, cap=100, step=2_000_000))
    assert all(one.cases.value >= 0 for one in found.after)
    assert found.after[0].moves[0][0] == A


def test_every_trial_keeps_the_best_at_least_as_good() -> None:
    found = solved(inputs(), Ask(3_000_000))
    assert found.trials
    for one in found.trials:
        assert one.best >= one.cases - 1e-9
        assert 0 <= one.kept <= 1 + 1e-9


def test_a_plan_and_its_facts_survive_their_row() -> None:
    import json

    ask = Ask(20_000_000, least=1_000_000, services={JAMBAN: ServiceAsk(floor=10)})
    found, known = solved(inputs(), ask), told.facts(inputs(), ask)
    kept = json.loads(json.dumps(told.solved_json(found)))
    facts = json.loads(json.dumps(told.facts_json(known)))
    assert told.solved_from(kept).cases == found.cases
    assert [one.persons for one in told.solved_from(kept).bought] == [
        one.persons for one in found.bought
    ]
    assert told.facts_from(facts) == known
    assert Ask.from_json(json.loads(json.dumps(ask.as_json()))) == ask


def test_the_same_facts_and_assumptions_have_one_fingerprint() -> None:
    assert told.digest(inputs(), Ask(1)) == told.digest(inputs(), Ask(1))
    assert told.digest(inputs(), Ask(1)) != told.digest(inputs(), Ask(2))


def test_without_a_measured_child_nothing_is_claimed_and_people_are_reached() -> None:
    bare = tuple(replace(one, measured=0, stunted=0, share=0.0, low=0.0, high=0.0)
                 for one in inputs().children)  # fmt: skip
    found = solved(inputs(children=bare), Ask(4_000_000, cap=100))
    assert found.cases.value == 0
    assert not found.weights
    assert sum(one.persons for one in found.bought if one.intervention == PMBA) == 20
