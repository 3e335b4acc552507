"""The loader: dates, sources, settings, published figures."""

import datetime as dt

import pytest

from rembuk.reference import load, rulebook
from rembuk.reference.dated import NoRuleError
from rembuk.reference.fields import day, number

ON = dt.date(2026, 10, 1)


def test_loaded_once() -> None:
    assert load() is load()


def test_every_rule_has_dates_a_known_source_and_confidence() -> None:
    reference = load()
    assert len(reference.rules) > 200
    for rule in reference.rules:
        assert rule.valid_from
        assert rule.source
        assert set(rule.source) <= set(reference.sources)
        assert rule.origin == "nasional"


def test_every_file_of_rules_is_read() -> None:
    assert {path.name for path in (rulebook.DATA / "rules").iterdir()} == set(rulebook.FILES)


def test_a_setting_is_a_number_with_a_source() -> None:
    setting = load().setting("ds_readable_pct", ON)
    assert (int(setting), float(setting), str(setting), setting.unit) == (60, 60.0, "60", "%")
    assert load().value("small_count", ON) == 5
    assert load().number("target_ds", ON) == 90.0


def test_no_such_setting() -> None:
    with pytest.raises(NoRuleError, match="tidak-ada"):
        load().setting("tidak-ada", ON)


def test_case_rules_and_events() -> None:
    rules = load().case_rules(ON)
    assert (rules.confirm_within_days, rules.recover_gap_days, rules.lulus_months) == (30, 28, 3)
    flows = {event.code: event.flow for event in load().case_events(ON)}
    assert [code for code, flow in flows.items() if flow == "masuk"] == [
        "baru", "ditemukan", "pindah-masuk", "kambuh",
    ]  # fmt: skip
    assert flows["lulus"] == flows["diduga"] == "tetap"


def test_flags_of_implausible_scores() -> None:
    limits = {flag.z: (flag.low, flag.high) for flag in load().growth_flags(ON)}
    assert (limits["zlen"], limits["zwei"], limits["zwfl"]) == ((-6, 6), (-6, 5), (-5, 5))
    assert not load().growth_flags(ON)[0].flagged(6.0)
    assert load().growth_flags(ON)[0].flagged(6.01)


def test_published_prevalence_of_a_district_is_a_survey_series() -> None:
    series = [(one.year, one.survey, one.stunting_pct) for one in load().prevalence("16.06")]
    assert series == [(2021, "SSGI", 23.0), (2022, "SSGI", 17.7), (2023, "SKI", 16.5)]
    assert load().prevalence("")[-1].stunting_pct == 19.8
    assert load().prevalence("64.02")[-1].confidence == "bertentangan"


def test_national_targets_in_force() -> None:
    assert [(t.year, t.percent) for t in load().targets(ON)] == [
        (2025, 18.8), (2029, 14.2), (2045, 5.0),
    ]  # fmt: skip
    assert [t.year for t in load().targets(dt.date(2023, 1, 1))] == [2024]


def test_the_cause_tree_has_three_levels_and_owners() -> None:
    causes = load().causes(ON)
    assert len(causes) == 54
    assert {cause.level for cause in causes} == {"immediate", "underlying", "enabling"}
    assert len(load().owners(ON)) == 25


def test_version_is_short_and_the_same_for_the_same_rules() -> None:
    version = load().version(ON)
    assert version == load().version(ON + dt.timedelta(days=30))
    assert version != load().version(dt.date(2022, 6, 1))  # the PK21 factors
    assert len(version) <= 24


@pytest.mark.parametrize(
    ("value", "decimals", "indonesian", "english"),
    [
        (-2.21, 2, "−2,21", "−2.21"),
        (1480, 0, "1.480", "1,480"),
        (-0.001, 2, "0,00", "0.00"),
        (0.5, 1, "0,5", "0.5"),
    ],
)
def test_numbers_as_written(value: float, decimals: int, indonesian: str, english: str) -> None:
    assert (number(value, decimals), number(value, decimals, "en")) == (indonesian, english)


def test_a_day_as_written() -> None:
    assert day(dt.date(2026, 8, 9)) == "9 Agustus 2026"
    assert day(dt.date(2026, 8, 9), "en") == "9 August 2026"
