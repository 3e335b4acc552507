"""Rules of the audit a nutritionist can read: worksheets, candidates, defaults of a cycle."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from rembuk import reference
from rembuk.office.audits.criteria import judge
from rembuk.office.audits.cycle import acts as cycles
from rembuk.reference.audits import GROUPS, WorksheetField, WorksheetSection
from rembuk.reference.conditions import fields
from rembuk.science.choice import first_look

DAY = dt.date(2026, 11, 22)
RULES = reference.load()


@pytest.mark.parametrize("group", GROUPS)
def test_each_field_says_where_it_comes_from_and_by_whose_definition(group):
    layout = RULES.worksheet(group, DAY)
    assert len(layout.fields) > 30
    for one in layout.fields:
        assert one.system, one.code
        assert one.meaning_id, one.code
        assert all(key in RULES.sources for key in one.source), one.code


@pytest.mark.parametrize(
    ("group", "criteria"),
    [("catin", "catin"), ("bumil", "bumil"), ("bufas", "bufas"), ("baduta", "anak")],
)
def test_every_criterion_of_a_group_can_be_judged_from_its_sheet(group, criteria):
    """Drawn or computed facts count: scores, age, BMI, MAP, week of the contact, two weighings."""
    asked = {name for c in RULES.criteria(criteria, DAY) if c.when for name in fields(c.when)}
    known = {one.fact for one in RULES.worksheet(group, DAY).fields} - {""}
    computed = {
        "catin": {"bmi", "days_screened_before_wedding"},
        "bumil": {"bmi", "map_mmhg", "ga_week"},
        "bufas": set(),
        "baduta": {"age_months", "zlen", "zwfl", "zwei", "zhc", "nt", "two_t", "bgm"},
    }[group]
    # the estimated weight of the fetus is written down and never judged: the published ranges are
    # implausibly narrow
    assert asked - known - computed == ({"fetal_weight_g"} if group == "bumil" else set())


def test_the_same_fields_have_the_same_version_and_a_changed_one_another():
    layout = RULES.worksheet("catin", DAY)
    assert layout.version == RULES.worksheet("catin", DAY + dt.timedelta(days=30)).version
    first, *rest = layout.fields
    other = layout.model_copy(
        update={"fields": (first.model_copy(update={"label_id": "Lain"}), *rest)}
    )
    assert other.version != layout.version


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"section": "bagian.tidak-ada"}, "bagian"),
        ({"groups": ("baduta",)}, "kelompok"),
        ({"draw": ("langit.biru",)}, "asal data"),
        ({"fact": "tidak_ada"}, "fakta"),
        ({"fact": "smoker"}, "berjenis lain"),
    ],
)
def test_a_field_that_fits_nowhere_is_found(change, words):
    homes = {one.code: one for one in RULES.of(WorksheetSection, DAY)}
    one = next(f for f in RULES.of(WorksheetField, DAY) if f.code == "kka.lila")
    assert list(one.problems(homes, RULES.fields)) == []
    found = list(one.model_copy(update=change).problems(homes, RULES.fields))
    assert len(found) == 1
    assert words in found[0]


#   child  red flags  months a case  fed without change  class           criteria  -> step
CHILDREN = [
    (1, 1, None, None, "normal", 1, 1),  # a red flag comes first
    (2, 0, 8, None, "pendek", 1, 2),  # long a case without recovery
    (3, 0, 2, True, "normal", 0, 2),  # helped before, no better
    (4, 0, 2, None, "sangat-pendek", 1, 3),
    (5, 0, 2, None, "pendek", 1, 4),
    (6, 0, None, None, "normal", 3, 3),  # many risks
]


def test_red_flags_come_before_hard_cases_before_severe_ones():
    frame = pl.DataFrame(
        {
            "child_id": [row[0] for row in CHILDREN],
            "red_flags": [row[1] for row in CHILDREN],
            "case_months": [row[2] for row in CHILDREN],
            "helped_without_change": [row[3] for row in CHILDREN],
            "tbu": [row[4] for row in CHILDREN],
            "criteria_met": [row[5] for row in CHILDREN],
            "zlen": [-1.0 if row[4] == "normal" else -2.5 for row in CHILDREN],
            "case": ["baru" if row[2] is not None else None for row in CHILDREN],
        }
    )
    ranked = first_look(frame, RULES.audit_candidates("baduta", DAY))
    assert dict(zip(ranked["child_id"], ranked["tier"], strict=True)) == {
        row[0]: row[6] for row in CHILDREN
    }
    assert ranked["child_id"][0] == 1


def test_a_missing_fact_leaves_a_criterion_open_and_suggests_nothing():
    found = judge({"muac_cm": 22.0}, "catin", DAY, RULES)
    assert [one.code for one in found.met] == ["CAT-02"]
    assert found.causes == (("I-DIET-02", ("CAT-02",)),)
    assert "CAT-03" in found.open


def test_a_cycle_starts_with_the_quota_of_one_published_audit():
    assert cycles.quotas(DAY) == {"catin": 1, "bumil": 4, "bufas": 2, "baduta": 5, "balita": 4}


def test_audit_settings_judge_no_measurement():
    """A new quota must not re-judge every child."""
    changed = reference.load()
    rules = [r for r in changed.rules if not r.code.startswith(("audit.", "kka.", "calon."))]
    other = type(changed)(
        changed.release, changed.district, tuple(rules), changed.fields, changed.sources,
        changed.published, changed.rates,
    )  # fmt: skip
    assert other.version(DAY) == changed.version(DAY)
