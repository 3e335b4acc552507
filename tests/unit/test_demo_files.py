"""The workbooks: the agencies' own headings, invented on their face, the same bytes every time."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from rembuk.demo.files import Written, plan_files
from rembuk.demo.generate import generate
from rembuk.demo.places import settle
from rembuk.demo.plan import make_plan

GENERATION_A = (
    "No, NIK, Nama, JK, Tgl Lahir, BB Lahir, TB Lahir, Nama Ortu, Prov, Kab/Kota, Kec, Pukesmas, "
    "Desa/Kel, Posyandu, RT, RW, Alamat, Usia Saat Ukur, Tanggal Pengukuran, Berat, Tinggi, "
    "Cara Ukur, LiLA, BB/U, ZS BB/U, TB/U, ZS TB/U, BB/TB, ZS BB/TB, Naik Berat Badan, "
    "PMT Diterima (kg), Jml Vit A, KPSP, KIA, Detail"
)
GENERATION_B = GENERATION_A.replace("PMT Diterima (kg), ", "").replace(
    "KIA, Detail", "KIA, Kelas Ibu Balita, MBG, Detail"
)
ENRICHED = (
    "Nama Anak, Jenis Kelamin, Tanggal Lahir, NIK, Nomor KK, Anak Ke, Nama Orang Tua (Ibu/Ayah), "
    "NIK Orang Tua, No HP Orang Tua, Alamat, RT, Kecamatan, Puskesmas, Kelurahan, Posyandu, "
    "Usia Kehamilan (minggu), Berat Lahir - Sasaran (kg), Panjang Lahir - Sasaran (cm), "
    "Lingkar Kepala Lahir (cm), IMD, Tanggal Pengukuran, Berat (kg), Tinggi (cm), Cara Ukur, "
    "LiLA (cm), ZS BB/U, ZS TB/U, ZS BB/TB, Naik Berat Badan, Jml Vit A, Kelas Ibu Balita, MBG"
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    return generate(make_plan(under_fives=600), tmp_path_factory.mktemp("demo"))


def sheet(file: Path) -> list[list[object]]:
    return list(CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python())


def of(written: list[Written], layout: str) -> Path:
    return next(item.path for item in written if item.layout == layout)


@pytest.mark.parametrize(
    ("layout", "heads"),
    [("eppgbm-a", GENERATION_A), ("eppgbm-b", GENERATION_B), ("bontang", ENRICHED)],
)
def test_headings_are_the_agencies_own(written: list[Written], layout: str, heads: str) -> None:
    assert ", ".join(str(cell) for cell in sheet(of(written, layout))[3]) == heads


def test_the_wide_sheet_has_a_group_of_columns_for_each_month(written: list[Written]) -> None:
    heads = [str(cell) for cell in sheet(of(written, "lebar-bulanan"))[3]]
    for part in ("TANGGALUKUR", "UMUR", "BERAT"):
        assert f"JANUARI_{part}" in heads
        assert f"JUNI_{part}" in heads


def test_every_file_says_that_its_people_are_invented(written: list[Written]) -> None:
    for item in written:
        if item.path.suffix == ".xls":
            assert "DATA TIRUAN" in item.path.read_text(encoding="utf-8")
        else:
            assert str(sheet(item.path)[0][0]).startswith("DATA TIRUAN")


def test_the_pmt_history_is_html_named_xls(written: list[Written]) -> None:
    text = of(written, "pmt-balita").read_text(encoding="utf-8")
    assert text.startswith("<html>")
    assert "<th>Tanggal Pengukuran Awal</th>" in text
    assert "<th>Siklus PMT</th>" in text


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    def hashes(folder: str) -> list[str]:
        files = generate(make_plan(scale="small", months=8), tmp_path / folder)
        return [hashlib.sha256(item.path.read_bytes()).hexdigest() for item in files]

    assert hashes("one") == hashes("two")


def test_each_month_of_a_kecamatan_is_sent_once() -> None:
    plan = make_plan()
    places = settle(plan)
    sent = [
        (spec.kecamatan, centre, month)
        for spec in plan_files(plan, places)
        for centre in spec.centres
        for month in spec.months
    ]
    assert len(sent) == len(set(sent))
    centres = set(zip(places.kecamatan_of.tolist(), places.centre, strict=True))
    assert len(sent) == len(centres) * plan.months


def test_cells_carry_the_quirks_of_real_files(written: list[Written]) -> None:
    cells = [str(cell) for item in written if item.path.suffix == ".xlsx"
             for row in sheet(item.path)[4:] for cell in row]  # fmt: skip
    assert any(".." in cell or ",," in cell for cell in cells)  # 83..9
    assert any(cell.replace(",", "").isdigit() and "," in cell for cell in cells)  # 8,7
    assert any(cell.startswith("1.") and "E+15" in cell for cell in cells)  # NIK by Excel
    assert "999.99" in cells
    assert "0000000000000000" in cells
    assert {"Terlentang", "Berdiri"} <= set(cells)


def test_some_offices_write_dates_with_slashes(written: list[Written]) -> None:
    heads = sheet(of(written, "bontang"))
    at = heads[3].index("Tanggal Lahir")
    assert all(str(row[at]).count("/") == 2 for row in heads[4:])


def test_excel_readers_agree_on_the_cells(written: list[Written]) -> None:
    import openpyxl

    file = of(written, "bontang")
    book = openpyxl.load_workbook(file, read_only=True)
    other = [list(row) for row in book.active.iter_rows(values_only=True)]
    ours = sheet(file)
    assert len(other) == len(ours)
    for left, right in zip(other[3:40], ours[3:40], strict=True):
        assert ["" if cell is None else cell for cell in left] == right
