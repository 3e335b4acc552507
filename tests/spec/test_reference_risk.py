"""Risk criteria of pregnant women, births and families (KRS): where the limits lie."""

import datetime as dt
from typing import Any

import pytest

from rembuk import reference
from rembuk.reference.conditions import holds

ON = dt.date(2026, 10, 1)


@pytest.mark.parametrize(
    ("group", "code", "facts", "at_risk"),
    [
        ("bumil", "BML-12", {"hb_g_dl": 10.9}, True),
        ("bumil", "BML-12", {"hb_g_dl": 11.0}, False),
        ("bumil", "BML-11", {"muac_cm": 23.4}, True),
        ("bumil", "BML-11", {"muac_cm": 23.5}, False),
        ("bumil", "BML-01", {"age_years": 19}, True),
        ("bumil", "BML-01", {"age_years": 20}, False),
        ("bumil", "BML-01", {"age_years": 35}, False),
        ("bumil", "BML-03", {"youngest_child_years": 3}, True),
        ("bumil", "BML-03", {}, False),  # first pregnancy: no youngest child, no risk
        ("bumil", "BML-14", {"glucose_mg_dl": 90}, False),  # low glucose is not adopted
        ("bumil", "BML-19", {"ga_week": 24, "fundal_height_cm": 19}, True),
        ("bumil", "BML-19", {"ga_week": 24, "fundal_height_cm": 20}, False),
        ("anak", "ANK-01", {"birth_weight_g": 2499}, True),
        ("anak", "ANK-01", {"birth_weight_g": 2500}, False),
        ("anak", "ANK-02", {"birth_length_cm": 47.9}, True),
        ("anak", "ANK-12", {"oedema": True}, True),
        ("anak", "ANK-30", {"age_months": 5, "exclusive_bf": False}, True),
        ("anak", "ANK-30", {"age_months": 6, "exclusive_bf": False}, False),
        ("krs", "KRS-F6", {"children": 3}, True),
        ("krs", "KRS-F6", {"children": 2}, False),
    ],
)
def test_limit(group: Any, code: str, facts: dict[str, Any], at_risk: bool) -> None:
    rule = next(one for one in reference.load().criteria(group, ON) if one.code == code)
    assert rule.when is not None
    assert holds(rule.when, facts) is at_risk


@pytest.mark.parametrize(
    ("year", "wife_age", "too_old"),
    [
        (2022, 43, True),  # PK21 form: older than 35
        (2022, 35, False),
        (2024, 43, False),  # verification form: 35 to 40
        (2024, 35, True),
        (2024, 40, True),
    ],
)
def test_too_old_depends_on_the_form_of_the_year(year: int, wife_age: int, too_old: bool) -> None:
    rules = reference.load().criteria("krs", dt.date(year, 6, 1))
    (rule,) = [one for one in rules if one.code == "KRS-F4"]
    assert rule.when is not None
    assert holds(rule.when, {"wife_age_years": wife_age}) is too_old


def test_recorded_but_never_judged() -> None:
    rules = [*reference.load().criteria("catin", ON), *reference.load().criteria("bumil", ON)]
    assert [one.code for one in rules if one.when is None] == ["CAT-06", "BML-16"]


def test_the_disputed_hb_limits_of_a_bride_are_kept_beside_the_rule() -> None:
    (rule,) = [one for one in reference.load().criteria("catin", ON) if one.code == "CAT-03"]
    assert (rule.confidence, rule.alternatives) == ("bertentangan", (11.5, 11.0))
