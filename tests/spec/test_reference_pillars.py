"""Everything hangs on one of the five pillars."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from rembuk.reference import load
from rembuk.reference.overrides import Override, OverrideError, apply
from rembuk.reference.pillars import NUMBERS, PillarRule

ON = dt.date(2026, 11, 23)


def test_there_are_five_pillars_with_a_source() -> None:
    found = load().pillars(ON)
    assert [one.number for one in found] == [1, 2, 3, 4, 5]
    assert all(one.source and one.asks_id.endswith("?") for one in found)
    assert "kepemimpinan" in found[0].name_id
    assert "data" in found[4].name_id


def test_every_indicator_of_every_list_hangs_on_one_pillar() -> None:
    rules = load()
    hung = {
        one.code: rules.pillar_of_indicator(one.code, one.list_code, ON)
        for one in rules.indicators()
    }
    assert set(hung.values()) == set(NUMBERS)
    assert hung["BG22-S-TIM-1"] == 1  # the rembuk of the district is held
    assert hung["BG22-S-KOM-1"] == 2  # a campaign
    assert hung["BG22-E-BUM-1"] == 3  # food for a pregnant woman is a service
    assert hung["BG22-E-KEL-6"] == 4  # a garden
    assert hung["IMP-01"] == 5


def test_every_intervention_hangs_on_one_pillar() -> None:
    rules = load()
    hung = {
        one.code: rules.pillar_of_work(one.code, one.kind, "", ON)
        for one in rules.interventions(ON)
    }
    assert set(hung.values()) == set(NUMBERS)
    assert (hung["INT-RENCANA"], hung["INT-KIE"], hung["INT-JAMBAN"]) == (1, 2, 3)
    assert (hung["INT-PEKARANGAN"], hung["INT-UKUR-ULANG"]) == (4, 5)


def test_a_promise_without_an_intervention_hangs_by_where_it_comes_from_and_its_kind() -> None:
    rules = load()
    assert rules.pillar_of_work("", "tata-kelola", "indikator", ON) == 5
    assert rules.pillar_of_work("", "tata-kelola", "rembuk", ON) == 1
    assert rules.pillar_of_work("", "sensitif", "rembuk", ON) == 3


def test_a_district_hangs_a_rule_on_another_pillar_for_a_span_of_days() -> None:
    own = Override(
        code="pilar.kerja.pangan", value=3, valid_from=dt.date(2026, 1, 1), source=("SK 1/2026",)
    )
    rules = [one for one in load().rules if isinstance(one, PillarRule)]
    changed_ = apply(rules, [own])
    held = {
        (one.holds_on(ON), one.holds_on(dt.date(2025, 6, 1))): one.pillar
        for one in changed_
        if one.code == "pilar.kerja.pangan"
    }
    assert held == {(True, False): 3, (False, True): 4}
    with pytest.raises(OverrideError, match="bukan nomor pilar"):
        apply(rules, [own.model_copy(update={"value": 6})])


@pytest.mark.parametrize("where", ["kantor", "kecamatan", "desa", "posyandu"])
def test_a_visit_to_any_place_has_questions_and_says_what_to_look_at(where: Any) -> None:
    found = load().supervision_items(where, ON)
    assert len(found) >= 4
    assert all(one.asks_id.endswith("?") and one.looks_id for one in found)
    assert [one.pillar for one in found] == sorted(one.pillar for one in found)
