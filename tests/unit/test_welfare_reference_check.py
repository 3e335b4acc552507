"""`reference check` on broken poverty lines, rates, deciles and house tests; district lines."""

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.reference_copy import changed, rewritten
from typer.testing import CliRunner

from rembuk.cli.reference_ import app
from rembuk.reference import check, load
from rembuk.science.welfare.classes import classes


def broken(copy: Path, file: str, code: str, **changes: Any) -> list[tuple[str, str]]:
    rewritten(copy, file, changed(code, **changes))
    return [(one.code, one.message) for one in check.findings(copy)]


@pytest.mark.parametrize(
    ("file", "code", "changes", "message"),
    [
        ("poverty_lines.yaml", "EXT-2023-PPP11", {"source": []}, "source: kosong"),
        ("poverty_lines.yaml", "EXT-2023-PPP11", {"source": ["S_X"]}, "'S_X' tidak ada"),
        ("poverty_lines.yaml", "EXT-2023-PPP11", {"day_basis": "30"}, "bukan per bulan 351957.4"),
        ("poverty_lines.yaml", "EXT-2023-PPP11", {"day_basis": None}, "tanpa dasar hari"),
        ("poverty_lines.yaml", "EXT-2023-PPP11", {"ppp_base": None}, "tanpa dasar PPP"),
        (
            "poverty_lines.yaml",
            "EXT-2023-PPP11",
            {"per_day": 29_000, "per_month": 870_000, "day_basis": "30"},
            "kurs pasar",
        ),
        ("poverty_lines.yaml", "EXT-2023-PPP11", {"valid_from": "2022-06-01"}, "berlaku bersama"),
        ("poverty_lines.yaml", "EXT-2022-PPP11", {"approximate": False}, "bertanda perkiraan"),
        ("poverty_lines.yaml", "EXT-2024-PPP11", {"note": None}, "tanpa penjelasan"),
        ("poverty_lines.yaml", "EXT-2024-PPP11", {"verified": True}, "tanpa besaran"),
        ("poverty_lines.yaml", "GK-17.07-2022", {"per_month": 41_687}, "terlalu kecil"),
        ("poverty_lines.yaml", "GK-17.07-2022", {"area_code": "17.99"}, "wilayah '17.99'"),
        ("poverty_lines.yaml", "GK-17.07-2022", {"area_code": None}, "berkode wilayah"),
        ("poverty_lines.yaml", "GK-2022-03", {"food": 304_455}, "makanan + bukan makanan"),
        ("poverty_lines.yaml", "GK-2023-03", {"rural": 555_050}, "perkotaan dan perdesaan"),
        ("poverty_lines.yaml", "GK-2024-03", {"per_household": 2_986_415}, "per rumah tangga"),
        ("decile_classes.yaml", "DESIL-DTSEN-2", {"first": 1}, "desil yang sama disebut"),
        ("decile_classes.yaml", "DESIL-DTSEN-2", {"list": "bdt"}, "daftar 'bdt' tidak dikenal"),
        ("decile_classes.yaml", "DESIL-DTSEN-3", {"last": 2}, "terbalik"),
        (
            "house_tests.yaml",
            "RTLH-4",
            {"fails": {"field": "jamban", "op": "eq", "value": True}},
            "fakta 'jamban' tidak dikenal",
        ),
        (
            "house_tests.yaml",
            "RTLH-1",
            {"fails": {"field": "floor", "op": "eq", "value": "pasir"}},
            "tidak pernah pasir",
        ),
        (
            "deprivations.yaml",
            "KURANG-RUANG",
            {"true_if": {"field": "floor_area_per_person", "op": "lt", "setting": "luas"}},
            "setelan 'luas' tidak dikenal",
        ),
        ("derived_facts.yaml", "turunan.pus", {"fact": "pasangan"}, "'pasangan' tidak dikenal"),
        (
            "derived_facts.yaml",
            "turunan.pus",
            {"true_if": {"field": "earth_floor", "op": "eq", "value": True}},
            "bersandar pada fakta turunan lain (earth_floor)",
        ),
        ("programmes.yaml", "PROG-PKH", {"facts": ["pkhh"]}, "fakta daftar 'pkhh'"),
        ("krs.yaml", "KRS-F3", {"needs": ["KRS-T9"]}, "jenis sasaran 'KRS-T9'"),
        ("settings.yaml", "poverty.extreme_line", {"value": "GK-2022-03"}, "bukan kode garis eks"),
    ],
)
def test_finding(copy: Path, file: str, code: str, changes: dict[str, Any], message: str) -> None:
    found = broken(copy, file, code, **changes)
    assert [text for _code, text in found if message in text], found


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",2025-03,ekstrem,EXT-9,0.85,,S_PR_BPS,sekunder,", "garis 'EXT-9' tidak dikenal"),
        (",2025-03,miskin,EXT-2025-PPP17,8.4,,S_PR_BPS,sekunder,", "bukan garis miskin"),
        ("16.06,2022,miskin,GK-17.07-2022,12,,S_PR_BPS,sekunder,", "milik wilayah 17.07"),
        ("99.99,2022,ekstrem,,12,,S_PR_BPS,sekunder,tanpa garis", "wilayah '99.99'"),
        (",2022,ekstrem,,12,,S_PR_BPS,sekunder,", "tanpa garis dan tanpa penjelasan"),
        (",2022-03,ekstrem,EXT-2022-PPP11,2.04,,S_PR_SUMSEL,sekunder,", "tertulis dua kali"),
        (",2022,ekstrem,EXT-2022-PPP11,204,,S_PR_SUMSEL,sekunder,", "percent"),
        (",2022,ekstrem,EXT-2022-PPP11,2.04,,,sekunder,", "source"),
    ],
)
def test_a_bad_rate_is_a_finding(copy: Path, row: str, message: str) -> None:
    path = copy / "poverty" / "published.csv"
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    assert [one.message for one in check.findings(copy) if message in one.message]


OWN = """district: "17.07"
overrides:
- {code: EXT-2024-PPP11, value: 360000, valid_from: 2024-03-01, valid_to: 2024-09-01,
   source: [Surat BPS 12/2024]}
lines:
- {code: GK-17.07-2024, kind: daerah, area_code: "17.07", name_id: Garis Lebong 2024,
   name_en: Line of Lebong 2024, per_month: 520000, used_by: [bps], verified: true,
   valid_from: 2024-03-01, source: [Lebong dalam angka 2025], confidence: resmi}
"""


def test_a_district_enters_lines_that_were_not_found(tmp_path: Path) -> None:
    path = tmp_path / "daerah.yaml"
    path.write_text(OWN, encoding="utf-8")
    assert check.findings(override_file=path) == []
    reference = load(overrides=path)
    assert reference.poverty_line("EXT-2024-PPP11").per_month == 360_000
    assert reference.poverty_line("GK-17.07-2024").origin == "daerah"
    told = pl.DataFrame(
        {
            "family_id": ["A", "B"],
            "fact": ["expenditure"] * 2,
            "value": [400_000.0, 359_999.0],
            "source": ["Susenas"] * 2,
            "as_of": [dt.date(2024, 6, 1)] * 2,
            "area_code": ["17.07.01.2001"] * 2,
        }
    )
    found = classes(told, told["family_id"], reference, dt.date(2024, 6, 1))
    assert found["poverty"].to_list() == ["miskin", "miskin-ekstrem"]
    assert found["rule"].to_list() == ["GK-17.07-2024", "EXT-2024-PPP11"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("value: 360000", "value: 36000", "terlalu kecil"),
        ("value: 360000", "value: -1", "rupiah per orang per bulan"),
        ("per_month: 520000", "per_month: 2786415", "terlalu besar"),
        ("GK-17.07-2024", "GK-17.07-2022", "sudah ada"),
        ("valid_from: 2024-03-01, source: [Leb", "valid_from: 2023-01-01, source: [Leb", "bersama"),
    ],
)
def test_a_district_line_is_tried_like_any_other(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = tmp_path / "daerah.yaml"
    assert old in OWN
    path.write_text(OWN.replace(old, new), encoding="utf-8")
    assert [str(one) for one in check.findings(override_file=path) if message in one.message]


def test_show_prints_a_line_with_its_basis_and_source() -> None:
    result = CliRunner().invoke(app, ["show", "EXT-2021-PPP11-B"])
    assert "day_basis   30" in result.output
    assert "data.go.id" in result.output


def test_a_new_line_does_not_rejudge_measurements(tmp_path: Path) -> None:
    path, day = tmp_path / "daerah.yaml", dt.date(2024, 6, 1)
    path.write_text(OWN, encoding="utf-8")
    assert load(overrides=path).version(day) == load().version(day)
    assert load(overrides=path).welfare_version(day) != load().welfare_version(day)
