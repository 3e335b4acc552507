"""Who counts as in need of what: the declared counts behind need, plan, budget and delivery."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from rembuk.reference import load
from rembuk.reference.needs import Need, problems
from rembuk.reference.promises import Intervention

IN_2026 = dt.date(2026, 11, 1)


def needs() -> dict[str, Need]:
    return {one.intervention: one for one in load().needs(IN_2026)}


def test_need_is_counted_in_the_unit_the_intervention_is_planned_in() -> None:
    units = {one.code: one.unit_id for one in load().of(Intervention, IN_2026)}
    found = needs()
    assert len(found) >= 25
    assert {one.unit_id == units[code] for code, one in found.items()} == {True}


@pytest.mark.parametrize(
    ("intervention", "group", "of", "less", "over"),
    [
        # women give birth and others follow: a year needs more than a month shows
        ("INT-PMT-BUMIL", "hamil", "bumil_kek", "", "setahun"),
        ("INT-PMT-BALITA", "balita", "balita_gizi_kurang", "", "setahun"),
        # a latrine built stays: only who has none today
        ("INT-JAMBAN", "", "keluarga", "keluarga_jamban", "kini"),
        ("INT-AIR", "", "rumah_tangga", "rt_air_layak", "kini"),
        ("INT-RTLH", "", "keluarga_rumah_tak_layak", "", "kini"),
    ],
)
def test_who_is_counted(intervention: str, group: str, of: str, less: str, over: str) -> None:
    one = needs()[intervention]
    assert (one.group, one.of, one.less, one.over) == (group, of, less, over)


def test_family_hope_is_needed_by_low_deciles_that_do_not_receive_it() -> None:
    one = needs()["INT-PKH"]
    assert (one.decile_max, one.without) == (4, "PROG-PKH")


def test_what_only_a_doctor_or_nobody_counts_has_no_need_line() -> None:
    assert not {"INT-PKMK", "INT-RUJUK-SPA", "INT-KANDANG", "INT-TRANSPORT"} & set(needs())


def test_every_need_says_where_it_is_from_and_how_sure_it_is() -> None:
    assert {bool(one.source) and one.confidence == "belum-pasti" for one in needs().values()} == {
        True
    }


GOOD = {
    "code": "butuh.X", "intervention": "INT-JAMBAN", "who_id": "a", "who_en": "a",
    "unit_id": "unit", "unit_en": "unit", "kind": "besaran", "of": "keluarga", "over": "kini",
    "valid_from": "2026-01-01", "source": ["R_DESAIN"], "confidence": "belum-pasti",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"over": "setahun", "less": "keluarga_jamban"}, "hanya untuk kebutuhan kini"),
        ({"decile_max": 4}, "hanya menyaring catatan keluarga"),
        ({"decile_max": 11, "kind": "catatan"}, "less than or equal to 10"),
    ],
)
def test_a_need_that_contradicts_itself_is_not_read(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Need.model_validate({**GOOD, **change})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"intervention": "INT-X"}, "intervensi 'INT-X' tidak dikenal"),
        ({"unit_id": "rumah"}, "bukan satuan intervensinya"),
        ({"group": "x"}, "tahap hidup 'x'"),
        ({"of": "x"}, "besaran 'x' tidak dikenal"),
        ({"less": "x"}, "besaran 'x' tidak dikenal"),
        ({"of": "keluarga", "less": "posyandu"}, "tidak dihitung pada masa yang sama"),
        ({"of": "audit_baduta"}, "tidak dihitung per desa"),
        ({"kind": "catatan", "without": "PROG-X"}, "program 'PROG-X' tidak dikenal"),
        ({}, "sudah dihitung oleh butuh.INT-JAMBAN"),
    ],
)
def test_a_need_that_points_nowhere_is_told(change: dict[str, object], said: str) -> None:
    rules = load()
    one = Need.model_validate({**GOOD, **change})
    found = problems(
        [*rules.needs(IN_2026), one],
        {rule.code: rule for rule in rules.of(Intervention, IN_2026)},
        {rule.code: rule for rule in rules.quantities(IN_2026)},
        {rule.code for rule in rules.life_stages(IN_2026)},
        {rule.code for rule in rules.programmes(IN_2026)},
    )
    assert any(rule is one and said in text for rule, text in found)
