"""The convergence reference as shipped: what a reader of the regulations finds in it."""

from __future__ import annotations

import datetime as dt

import pytest

from rembuk.reference import load
from rembuk.reference.dated import NoRuleError
from rembuk.reference.indicators import Indicator
from rembuk.reference.metadata import card
from rembuk.reference.slots import EntryError, own_indicator, proposal

IN_2023 = dt.date(2023, 12, 31)
IN_2026 = dt.date(2026, 12, 31)


@pytest.mark.parametrize(
    ("code", "on", "places", "complete"),
    [
        ("PERPRES72", IN_2023, 20, 20),
        ("ANSIT-ESENSIAL", IN_2023, 29, 29),
        ("ANSIT-SUPLAI", IN_2023, 35, 24),
        ("KONVERGENSI-DESA", IN_2023, 19, 19),
        ("PRA-2022", dt.date(2021, 6, 1), 2, 2),
        ("SIGIZI-BUMIL-2026", IN_2026, 12, 12),
        ("LAYANAN-2025", IN_2026, 31, 0),
        ("ANSIT-ESENSIAL", IN_2026, 0, 0),
    ],
)
def test_lists_have_their_size_and_say_what_is_missing(
    code: str, on: dt.date, places: int, complete: int
) -> None:
    found = load().indicators(code, on)
    assert (len(found), sum(one.complete for one in found)) == (places, complete)


def test_the_64_are_the_two_lists_of_the_eight_actions() -> None:
    asked = load().scheme_indicators("8-aksi", 2023)
    assert sum(one.list_code in {"ANSIT-ESENSIAL", "ANSIT-SUPLAI"} for one in asked) == 64


@pytest.mark.parametrize("code", ["8-aksi", "aksi-2025"])
def test_what_is_remarked_is_remarked_in_both_languages(code: str) -> None:
    scheme = load().scheme(code)
    parts = [scheme, *scheme.tabs, *(step for action in scheme.actions for step in action.steps)]
    cards = [*load().scheme_indicators(code, 2025), *load().rubric(code, dt.date(2025, 6, 1))]
    remarked = [part for part in (*parts, *cards) if part.note]
    assert remarked
    assert all(part.note_id and part.note_id != part.note for part in remarked)


@pytest.mark.parametrize(
    ("indicator", "numerator", "denominator", "owners"),
    [
        ("BG22-E-PUS-1", "catin_ttd", "catin_terdaftar", ("DINKES", "KEMENAG")),
        ("BG22-E-BUM-1", "bumil_kek_pmt", "bumil_kek", ("DINKES", "DINKES")),
        ("BG22-E-BUM-3", "pus_unmet", "pus_semua", ("DPPKB", "DPPKB")),
        ("BG22-E-KEL-1", "keluarga_jamban", "keluarga", ("DINKES", "DPPKB")),
        ("BG22-E-KEL-3", "keluarga_berisiko_ikan", "keluarga_berisiko", ("DISKANLA", "DPPKB")),
        ("BG22-E-KEL-5", "keluarga_berisiko_didampingi", "keluarga_berisiko", ("DPPKB", "DPPKB")),
        ("BG22-E-SAN-2", "rt_sanitasi_layak", "rumah_tangga", ("PERKIM", "PERKIM")),
        ("BG22-E-SOS-2", "kpm_1000hpk_variasi", "kpm_1000hpk", ("DINSOS", "DINSOS")),
    ],
)  # fmt: skip
def test_numerators_denominators_and_their_owners(
    indicator: str, numerator: str, denominator: str, owners: tuple[str, str]
) -> None:
    one = load().indicator(indicator, IN_2023)
    assert one.quantities == (numerator, denominator)
    assert tuple(load().quantity(code, IN_2023).owner for code in one.quantities) == owners


def test_lists_share_a_quantity_instead_of_asking_again() -> None:
    pairs = {one.code: one.quantities for one in load().indicators(on=IN_2023)}
    assert pairs["P72-A-S01"] == pairs["BG22-E-BUM-1"] == ("bumil_kek_pmt", "bumil_kek")
    assert pairs["DESA-IH-2"] == pairs["P72-A-S02"] == pairs["BG22-E-BUM-2"]
    assert pairs["P72-A-T11"] == pairs["BG22-S-KES-5"] == ("desa_odf", "desa")


def test_numerators_stay_under_their_denominators() -> None:
    for one in load().indicators(on=IN_2023):
        if not one.denominator or one.numerator == "balita_stunting":
            continue
        above = load().quantity(one.numerator, IN_2023).max_of
        seen = []
        while above and above != one.denominator:
            seen.append(above)
            above = load().quantity(above, IN_2023).max_of
        assert above == one.denominator or "desa" in seen or one.denominator == "desa", one.code


def test_an_unsure_window_says_so_and_the_one_known_deadline_is_sure() -> None:
    scheme = load().scheme("8-aksi")
    for code in ("1.2", "1.3"):
        span = scheme.step(code).window(2023)
        assert (span.closes, span.sure, span.source) == (dt.date(2023, 5, 31), True, ("S_KV86",))
        assert scheme.step(code).window(2024).sure is False
    others = [one for one in scheme.steps() if one.code not in {"1.2", "1.3"}]
    assert not any(one.window(2023).sure for one in others)
    assert scheme.step("8.1").window(2023)[:2] == (dt.date(2024, 1, 1), dt.date(2024, 2, 28))


def test_eight_actions_feed_each_other_and_have_fifteen_tabs() -> None:
    scheme = load().scheme("8-aksi")
    assert [one.number for one in scheme.actions] == list("12345678")
    assert [one.code for one in scheme.tabs] == list("abcdefghijklmno")
    assert scheme.actions[-1].feeds == ("aksi-1",)
    heads = [one.head for one in scheme.rows(scheme.tab("b"))]
    assert heads == [
        "No", "ID Kecamatan", "Kecamatan", "Puskesmas", "ID Desa BPS", "ID Desa Kemendagri",
        "Nama Desa", "n", "N", "%",
    ]  # fmt: skip
    assert len(scheme.tab("b").indicators) == 29
    assert scheme.tab_of("BG22-S-KOM-1") == scheme.tab("h")


def test_the_scheme_of_2025_starts_at_the_kecamatan_with_three_chains() -> None:
    scheme = load().scheme("aksi-2025")
    assert [one.part for one in scheme.actions] == ["utama"] * 4 + ["pendukung"] * 2
    assert scheme.order == ("kecamatan", "kabupaten")
    assert [one.code for one in scheme.inputs] == ["kecamatan", "puskesmas", "plkb"]
    assert scheme.inputs[0].seats["penyetuju"] == "Camat"
    assert scheme.categories == ("Tumbuh", "Berkembang", "Berdaya")
    assert [one.code for one in load().schemes(dt.date(2025, 3, 16))] == ["8-aksi"]
    assert [one.code for one in load().schemes(dt.date(2025, 3, 17))] == ["aksi-2025"]


@pytest.mark.parametrize("scheme", ["8-aksi", "aksi-2025"])
@pytest.mark.parametrize("level", ["desa", "kecamatan", "kabupaten"])
def test_every_cell_can_be_sent_returned_and_locked(scheme: str, level: str) -> None:
    one = load().scheme(scheme)
    for act in ("ajukan", "setujui", "kunci", "kembalikan", "buka-lagi"):
        assert one.stages(act, level), act
    assert all(part.reason for part in one.stages("kembalikan", level))


def test_a_district_that_stays_with_the_eight_actions_keeps_their_last_list() -> None:
    assert load().day_of("8-aksi", 2026) == dt.date(2025, 3, 16)
    assert len(load().scheme_indicators("8-aksi", 2026)) == 67


def test_conflicts_are_settled_with_a_reason_and_can_be_ruled_otherwise() -> None:
    found = {one.indicator: one for one in load().conflicts(IN_2023)}
    assert set(found) >= {
        f"BG22-E-{code}"
        for code in (
            "REM-1",
            "PUS-2",
            "PUS-5",
            "PUS-6",
            "PUS-7",
            "BUM-2",
            "BAL-5",
            "BAL-6",
            "SAN-2",
        )
    }
    for conflict in found.values():
        assert load().indicator(conflict.indicator, IN_2023).denominator == conflict.default
    assert found["BG22-E-REM-1"].choice("rematri_hb").numerator == "rematri_anemia_dilayani"
    with pytest.raises(KeyError):
        found["BG22-E-SAN-2"].choice("keluarga")


def test_targets_keep_their_document_and_the_two_of_girls_stay_apart() -> None:
    one = load().indicator("BG22-E-REM-2", IN_2023)
    assert {(t.value, t.document) for t in one.targets} == {
        (80, "Buku saku metadata indikator PPS (BKKBN)"), (58, "Lampiran A Perpres 72/2021"),
    }  # fmt: skip
    sure = load().indicator("P72-A-T01", IN_2023).target(2024)
    unsure = load().indicator("P72-A-S04", IN_2023).target(2024)
    assert sure is not None
    assert (sure.value, sure.confidence) == (70, "dikuatkan")
    assert unsure is not None
    assert (unsure.value, unsure.confidence) == (80, "belum-pasti")


def test_grades_of_the_one_known_criterion() -> None:
    rubric = {one.number: one for one in load().rubric("8-aksi", IN_2023)}
    letters = [rubric["1.1"].grade(value) for value in (100, 99.9, 75, 74)]
    assert [one.letter for one in letters if one] == ["A", "B", "B", "C"]
    assert rubric["1.2"].grade(100) is None
    assert {one.number for one in load().rubric("aksi-2025", IN_2026)} >= {"1", "2", "3", "4", "K"}


def entry(**changes: object) -> dict[str, object]:
    return proposal(load(), "LAY25-10") | changes


def complete(given: dict[str, object], source: str = "Lampiran SE, halaman 4") -> Indicator:
    return own_indicator(
        load(), given, source=source, valid_from=dt.date(2026, 1, 1)
    ).indicator  # fmt: skip


def test_a_slot_is_completed_from_its_proposal() -> None:
    one = complete(entry())
    assert (one.code, one.list_code, one.complete) == ("LAY25-10", "LAYANAN-2025", True)
    assert (one.quantities, one.origin) == (("bumil_kek_pmt", "bumil_kek"), "daerah")
    assert one.source == ("Lampiran SE, halaman 4",)


def test_a_slot_brings_its_own_quantity_with_one_owner() -> None:
    own = {"code": "posyandu_ilp", "name_id": "Posyandu ILP", "owner": "DINKES", "unit_id": "pos"}
    given = entry(name_id="Posyandu ILP", numerator="posyandu_ilp", denominator="posyandu")
    assert complete(given | {"quantities": [own]}).numerator == "posyandu_ilp"


@pytest.mark.parametrize(
    ("changes", "place", "text"),
    [
        ({"numerator": "tidak_ada"}, "numerator", "tidak dikenal"),
        ({"numerator": ""}, "", "pembilang"),
        ({"denominator": ""}, "", "tanpa penyebut"),
        ({"denominator": "bumil_kek_pmt"}, "", "besaran yang sama"),
        ({"owner": "KANTOR"}, "owner", "peran 'KANTOR' tidak dikenal"),
        ({"unit": "liter"}, "unit", "harus salah satu dari"),
        ({"level": "dusun"}, "level", "harus salah satu dari"),
        ({"warna": "merah"}, "warna", "kunci tidak dikenal"),
        ({"code": "BG22-E-BUM-1"}, "code", "tidak ada"),
        ({"code": "S25-1"}, "code", "bukan slot"),
        ({"quantities": [{"code": "bumil", "name_id": "x", "owner": "DINKES", "unit_id": "x"}]},
         "quantities.bumil", "pemiliknya satu"),
        ({"quantities": [{"code": "Baru", "name_id": "x", "owner": "DINKES", "unit_id": "x"}]},
         "quantities.Baru", "huruf kecil"),
        ({"quantities": "bumil"}, "quantities", "daftar"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_entry_is_said_in_words(
    changes: dict[str, object], place: str, text: str
) -> None:
    with pytest.raises(EntryError) as caught:
        complete(entry(**changes))
    assert any(where == place and text in said for where, said in caught.value.problems)


def test_an_entry_without_a_source_is_refused() -> None:
    with pytest.raises(EntryError, match="source: kosong"):
        complete(entry(), source="  ")


def test_a_slot_nothing_is_known_of_proposes_nothing() -> None:
    assert proposal(load(), "LAY25-31") == {"code": "LAY25-31"}
    with pytest.raises(NoRuleError):
        proposal(load(), "LAY25-99")


@pytest.mark.parametrize("code", ["ANSIT-ESENSIAL", "ANSIT-SUPLAI", "PERPRES72"])
def test_every_card_is_whole_in_english_too(code: str) -> None:
    for indicator in load().indicators(code, IN_2023):
        own = card(load(), indicator, IN_2023)
        english = card(load(), indicator, IN_2023, language="en")
        for mine, other in zip(
            (own.activity, *own.variables, own.indicator),
            (english.activity, *english.variables, english.indicator),
            strict=True,
        ):
            assert len(mine) == len(other)
            assert {head for head, _v in mine} & {head for head, _v in other} <= {"Target"}
        for variable in english.variables:
            said = dict(variable)
            quantity = load().quantity(said["Code of the variable"], IN_2023)
            assert said["Concept and definition"] == quantity.definition_en != ""


def test_the_metadata_card_has_the_three_parts() -> None:
    one = card(load(), load().indicator("BG22-E-BUM-2", IN_2023), IN_2023, district="Kota Bengkulu")
    activity, indicator = dict(one.activity), dict(one.indicator)
    assert activity["Judul kegiatan"] == "Master Ansit: cakupan layanan esensial"
    assert activity["Wilayah"] == "Kota Bengkulu"
    assert [dict(part)["Kode variabel"] for part in one.variables] == ["bumil_ttd90", "bumil"]
    assert indicator["Rumus"].endswith("/ Ibu hamil x 100")
    assert indicator["Agregasi"] == "Jumlah pembilang dibagi jumlah penyebut"
    assert "menyembunyikan" in indicator["Penyebut yang dipakai"]
    assert "github.com/rerechintya" in indicator["Sumber"]
    assert one.as_dict()["variabel"][1]["Pemilik"] == "Dinas Kesehatan"
