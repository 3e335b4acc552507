"""`check.findings` on deliberately broken copies of the reference."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.reference_copy import Rules, changed, rewritten
from typer.testing import CliRunner

from rembuk.cli.reference_ import app
from rembuk.reference import check

Change = Callable[[Rules], None]


def broken(copy: Path, file: str, change: Change) -> list[tuple[str, str, str]]:
    rewritten(copy, file, change)
    return [(one.file, one.code, one.message) for one in check.findings(copy)]


def test_the_reference_as_shipped_is_whole() -> None:
    assert check.findings() == []


def twice(code: str, /, **changes: Any) -> Change:
    def change(rules: Rules) -> None:
        rules.append({**next(r for r in rules if r["code"] == code), **changes})

    return change


def split_class(rules: Rules) -> None:
    rules[0]["tbu"]["classes"][1]["high"] = -2.1


def both_hold(rules: Rules) -> None:
    rules[0]["bbu"]["classes"][0]["high_inclusive"] = True


def lose_a_month(rules: Rules) -> None:
    rules[0]["ranges"][2]["first"] = 4
    rules[0]["ranges"][2]["last"] = 4


@pytest.mark.parametrize(
    ("file", "change", "code", "message"),
    [
        ("settings.yaml", twice("small_count"), "small_count", "tumpang tindih"),
        (
            "settings.yaml",
            twice("small_count", valid_from="2025-01-01"),
            "small_count",
            "tumpang tindih",
        ),
        ("settings.yaml", changed("small_count", source=[]), "small_count", "source: kosong"),
        ("settings.yaml", changed("small_count", source=None), "small_count", "source: tidak ada"),
        ("settings.yaml", changed("small_count", source=["S_X"]), "small_count", "'S_X' tidak ada"),
        ("settings.yaml", changed("small_count", confidence="pasti"), "small_count", "salah satu"),
        ("settings.yaml", changed("small_count", valid_to="2019-01-01"), "small_count", "valid_to"),
        ("settings.yaml", changed("small_count", nilai=3), "small_count", "kunci tidak dikenal"),
        ("settings.yaml", changed("small_count", code="kbm"), "kbm", "kode yang sama"),
        ("krs.yaml", changed("KRS-F4", valid_to="2022-01-01"), "KRS-F4", "dari 2022-01-01"),
        ("minimum_gain.yaml", changed("kbm", valid_to="2025-01-01"), "MinimumGain", "berlaku kini"),
        ("case_rules.yaml", changed("case.lulus_months", code="x"), "case.lulus_months", "berlaku"),
        ("risk_criteria.yaml", changed("CAT-02", cause=["I-X"]), "CAT-02", "penyebab 'I-X'"),
        (
            "risk_criteria.yaml",
            changed("CAT-02", when={"field": "lila", "op": "lt", "value": 1}),
            "CAT-02",
            "fakta 'lila' tidak dikenal",
        ),
        (
            "risk_criteria.yaml",
            changed("CAT-02", when={"field": "muac_cm", "op": "<", "value": 1}),
            "CAT-02",
            "when.op: harus salah satu",
        ),
        (
            "risk_criteria.yaml",
            changed("CAT-02", when={"field": "muac_cm", "op": "lt", "value": "kecil"}),
            "CAT-02",
            "tidak dapat memakai nilai",
        ),
        (
            "risk_criteria.yaml",
            changed("CAT-02", when={"field": "smoker", "op": "eq", "value": 1}),
            "CAT-02",
            "ya/tidak",
        ),
        ("risk_criteria.yaml", changed("CAT-02", when={"all": []}), "CAT-02", "kosong"),
        (
            "risk_criteria.yaml",
            changed("CAT-02", when={"field": "muac_cm", "op": "lt", "setting": "batas"}),
            "CAT-02",
            "setelan 'batas' tidak dikenal",
        ),
        ("causes.yaml", changed("I-DIS-01", parent="I-DISS"), "I-DIS-01", "penyebab induk"),
        ("causes.yaml", changed("I-DIS-01", owner=["DINAS"]), "I-DIS-01", "pemilik 'DINAS'"),
        ("first_look.yaml", changed("lihat.2t", tier=9), "lihat.2t", "tingkat 9 tidak ada"),
        ("first_look.yaml", changed("lihat.2t", reason_id="Umur {umur}"), "lihat.2t", "'umur'"),
        (
            "first_look.yaml",
            changed("lihat.2t", when={"field": "nt", "op": "eq", "value": "2T"}),
            "lihat.2t",
            "tidak pernah 2T",
        ),
        ("growth_categories.yaml", split_class, "permenkes-2-2020", "pendek berakhir di -2.1"),
        ("growth_categories.yaml", both_hold, "permenkes-2-2020", "dua kelas memuat -3"),
        ("minimum_gain.yaml", lose_a_month, "kbm", "L: sesudah bulan 2 langsung bulan 4"),
        ("targets.yaml", changed("target.stunting.2029", area_code="99"), "", "wilayah '99'"),
        ("targets.yaml", changed("target.stunting.2029", percent=142), "", "bukan persentase"),
    ],
)
def test_finding(copy: Path, file: str, change: Change, code: str, message: str) -> None:
    found = broken(copy, file, change)
    assert [one for one in found if code in one[1] and message in one[2]], found


def test_a_prevalence_of_an_unknown_area(copy: Path) -> None:
    path = copy / "prevalence" / "published.csv"
    row = "99.99,2024,SSGI,20.0,,,koran,sekunder,\n"
    path.write_text(path.read_text(encoding="utf-8") + row + row, encoding="utf-8")
    messages = [one.message for one in check.findings(copy)]
    assert messages[0] == "wilayah '99.99' tidak dikenal"
    assert "wilayah, tahun, dan survei tertulis dua kali" in messages


def test_a_file_that_is_no_yaml_or_missing(copy: Path) -> None:
    (copy / "rules" / "settings.yaml").write_text("rules:\n- {a: [1\n", encoding="utf-8")
    (copy / "rules" / "krs.yaml").unlink()
    messages = [str(one) for one in check.findings(copy)]
    assert any("settings.yaml" in one and "baris" in one for one in messages)
    assert any("krs.yaml: berkas tidak ada" in one for one in messages)


def test_the_command_names_file_and_code_and_exits_1(copy: Path) -> None:
    broken(copy, "settings.yaml", changed("small_count", source=[]))
    result = CliRunner().invoke(app, ["check", "--directory", str(copy)])
    assert result.exit_code == 1
    assert "settings.yaml: small_count: source: kosong" in result.output


def test_the_command_is_content_with_the_shipped_files() -> None:
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 0
    assert "Data acuan baik" in result.output


def test_bad_overrides_are_findings(tmp_path: Path) -> None:
    path = tmp_path / "daerah.yaml"
    path.write_text(
        "district: '99.01'\noverrides:\n"
        "- {code: small_count, value: 100, valid_from: 2026-01-01, source: [SK 1]}\n"
        "- {code: CAT-02, when: {field: lila, op: lt, value: 23}, valid_from: 2026-01-01,"
        " source: [SK 1]}\n",
        encoding="utf-8",
    )
    found = [(one.code, one.message) for one in check.findings(override_file=path)]
    assert [code for code, _message in found] == ["district", "small_count", "CAT-02"]
    assert found[2][1] == "syarat tidak sah: fakta 'lila' tidak dikenal"


def test_show_prints_a_rule_with_its_source() -> None:
    result = CliRunner().invoke(app, ["show", "case.lulus_months"])
    assert result.exit_code == 0
    assert "belum-pasti" in result.output
    assert "Usul Rembuk" in result.output


def test_show_offers_codes_that_look_alike() -> None:
    result = CliRunner().invoke(app, ["show", "lulus_m"])
    assert result.exit_code == 1
    assert "case.lulus_months" in result.output
