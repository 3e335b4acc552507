"""How each agency layout is recognised and read.

The sheets are small and invented. `read` brings one from its bytes to canonical rows with the
fields of the office's own receivers.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.intake_sheets import child, table, xlsx

from rembuk.office.intake.reading import areas, grid, header, layouts, normalise
from rembuk.office.intake.reading.header import Match
from rembuk.office.intake.sentences import filled
from rembuk.office.posyandu.receiving.fields import FEEDING, FEEDING_MOTHERS, MEASURING

TODAY = dt.date(2026, 11, 22)


def matched(path: Path, sheet: str = "") -> tuple[grid.Grid, Match]:
    cells = grid.read(path, sheet)
    return cells, header.recognise(cells, layouts.shipped())


def read(path: Path) -> tuple[str, list[dict[str, Any]], list[tuple[int, str, str]]]:
    """Layout, canonical rows, and issues as (row, column, code)."""
    cells, match = matched(path)
    assert match.layout is not None
    fields = MEASURING if match.layout.kind == "pengukuran" else FEEDING
    normal = normalise.normalise(cells, match, fields, TODAY)
    rows, unknown = areas.resolve(normal.rows, "16.06", normal.headings)
    issues = [*normal.issues.iter_rows(), *unknown.iter_rows()]
    told = [(row, column, code) for row, column, _, code, *_ in issues]
    return match.layout.code, rows.to_dicts(), told


def test_eppgbm_generation_a(tmp_path: Path) -> None:
    layout, (row,), told = read(xlsx(tmp_path / "a.xlsx", table([child(1)])))
    assert layout == "eppgbm-a"
    assert told == []
    assert row["name"] == "Anak 1"
    assert row["sex"] == "P"
    assert row["birth_date"] == dt.date(2025, 1, 15)
    assert row["date"] == dt.date(2026, 10, 9)
    assert (row["weight"], row["lenhei"], row["position"]) == (9.7, 78.4, "L")
    assert (row["file_zlen"], row["file_tbu"], row["file_nt"]) == (-2.21, "pendek", "N")
    assert row["area_code"] == "16.06.01.2003"


def test_eppgbm_generation_b_has_mbg_and_no_pmt(tmp_path: Path) -> None:
    row = child(1)
    del row["PMT Diterima (kg)"]
    row |= {"Kelas Ibu Balita": "Ya", "MBG": "Ya"}
    layout, (read_row,), told = read(xlsx(tmp_path / "b.xlsx", table([row])))
    assert layout == "eppgbm-b"
    assert told == []
    assert (read_row["mbg"], read_row["pmt_kg"]) == ("Ya", None)


def test_columns_an_office_added_are_known_and_not_read(tmp_path: Path) -> None:
    row = child(1) | {"Bulan Pengukuran": "Oktober", "Status Bulan": "Lulus", "Warna": "biru"}
    _, match = matched(xlsx(tmp_path / "a.xlsx", table([row])))
    assert match.unread == ("Warna",)


BONTANG = {
    "Nama Anak": "Anak Satu",
    "Jenis Kelamin": "Laki-laki",
    "Tanggal Lahir": "15 Januari 2025",
    "NIK": "'1606011501250001",
    "Nomor KK": "1606011501250009",
    "Anak Ke": 2,
    "Nama Orang Tua (Ibu/Ayah)": "Ayah Satu / Ibu Satu",
    "NIK Orang Tua": "",
    "No HP Orang Tua": "+62812",
    "Alamat": "",
    "RT": "003",
    "Kecamatan": "SEKAYU",
    "Puskesmas": "SEKAYU",
    "Kelurahan": "BALAI AGUNG",
    "Posyandu": "MELATI 1",
    "Usia Kehamilan (minggu)": 34,
    "Berat Lahir - Sasaran (kg)": "2,3",
    "Panjang Lahir - Sasaran (cm)": 45,
    "Lingkar Kepala Lahir (cm)": "",
    "IMD": "Ya",
    "Tanggal Pengukuran": dt.date(2026, 10, 9),
    "Berat (kg)": 9.7,
    "Tinggi (cm)": 78.4,
    "Cara Ukur": "Berdiri",
    "LiLA (cm)": 14,
    "ZS BB/U": -1,
    "ZS TB/U": 999.99,
    "ZS BB/TB": -0.3,
    "Naik Berat Badan": "T",
    "Jml Vit A": 1,
    "Kelas Ibu Balita": "",
    "MBG": "",
}


def test_the_office_enriched_sheet(tmp_path: Path) -> None:
    layout, (row,), told = read(xlsx(tmp_path / "a.xlsx", table([BONTANG])))
    assert layout == "bontang"
    assert told == [(2, "ZS TB/U", "kode-kosong")]
    assert (row["father_name"], row["mother_name"]) == ("Ayah Satu", "Ibu Satu")
    assert (row["nik"], row["no_kk"]) == ("1606011501250001", "1606011501250009")
    assert (row["gestation_weeks"], row["birth_weight"]) == (34, 2.3)
    assert row["birth_date"] == dt.date(2025, 1, 15)
    assert row["date"] == dt.date(2026, 10, 9)
    assert row["area_code"].startswith("16.06.01.1")


def test_a_wide_sheet_gives_a_row_per_month(tmp_path: Path) -> None:
    lines = [
        ["REKAP PENIMBANGAN"],
        [
            *("NO", "NIK", "NAMA", "JK", "TGL LAHIR", "NAMA ORTU", "KEC", "DESA", "POSYANDU"),
            *("JANUARI_TANGGALUKUR", "JANUARI_UMUR", "JANUARI_BERAT", "JANUARI_TINGGI"),
            *("FEBRUARI_TANGGALUKUR", "FEBRUARI_UMUR", "FEBRUARI_BERAT", "FEBRUARI_TINGGI"),
        ],
        [
            *(1, "", "Anak Satu", "L", "15/01/2025", "Ibu", "SEKAYU", "BAILANGU", "MELATI"),
            *("09/01/2026", 11, "8,7", "71,2", "", "", "", ""),
        ],
        [
            *(2, "", "Anak Dua", "P", "15/02/2025", "Ibu", "SEKAYU", "BAILANGU", "MELATI"),
            *("09/01/2026", 10, "8,1", "70", "08/02/2026", 11, "83..9", "71"),
        ],
    ]
    layout, rows, told = read(xlsx(tmp_path / "a.xlsx", lines))
    assert layout == "lebar-bulanan"
    assert [(r["row_no"], r["sheet_row"], r["date"].month, r["weight"]) for r in rows] == [
        (301, 3, 1, 8.7),
        (401, 4, 1, 8.1),
        (402, 4, 2, None),
    ]
    assert told == [(402, "FEBRUARI_BERAT", "di-luar-batas")]
    match = matched(tmp_path / "a.xlsx")[1]
    assert match.unread == ()  # the age of each month is known and not needed


PMT = """<html><body><table><tr><td>Daftar Riwayat PMT</td></tr></table>
<table border=1><thead><tr><th>No</th><th>NIK</th><th>Nama</th><th>JK</th><th>Tgl Lahir</th>
<th>Nama Ortu</th><th>Prov</th><th>Kab/Kota</th><th>Kec</th><th>Puskesmas</th><th>Desa/Kel</th>
<th>Posyandu</th><th>Tanggal Pengukuran Awal</th><th>BB Awal</th><th>TB Awal</th><th>BB Akhir</th>
<th>TB Akhir</th><th>Status Pertumbuhan</th><th>Status Kenaikan BB</th><th>Sumber Anggaran</th>
<th>Mitra</th><th>Siklus PMT</th><th>Jumlah Pemantauan</th></tr></thead><tbody>
<tr><td>1</td><td>1606011501250001</td><td>Anak Satu</td><td>L</td><td>15-01-2025</td><td>Ibu</td>
<td>SUMATERA SELATAN</td><td>MUSI BANYUASIN</td><td>SEKAYU</td><td>SEKAYU</td><td>BAILANGU</td>
<td>MELATI</td><td>2026-09-09</td><td>8,1</td><td>70.5</td><td>8.9</td><td></td>
<td>Gizi Kurang</td><td>Naik</td><td>DAK</td><td>-</td><td>1</td><td>4</td></tr></tbody></table>
</body></html>"""


def test_pmt_history_is_html_under_the_name_xls(tmp_path: Path) -> None:
    path = tmp_path / "Daftar-Riwayat-PMT.xls"
    path.write_text(PMT, encoding="utf-8")
    layout, (row,), told = read(path)
    assert layout == "pmt-balita"
    assert told == []
    assert (row["weight_start"], row["weight_end"], row["lenhei_end"]) == (8.1, 8.9, None)
    assert (row["date"], row["monitored"]) == (dt.date(2026, 9, 9), 4)


def test_pmt_of_pregnant_women_is_recognised(tmp_path: Path) -> None:
    lines = [
        [
            *("No", "NIK", "Nama", "Tgl Lahir", "Prov", "Kab/Kota", "Kec", "Puskesmas", "Desa/Kel"),
            *("Tanggal Pemberian Pertama", "Tanggal Selesai", "Alasan Diberi", "Berat Awal"),
            *("Berat Akhir", "Hasil Pemberian MT", "Status PMT", "Siklus", "Jumlah Pemantauan"),
        ],
    ]
    _, match = matched(xlsx(tmp_path / "a.xlsx", lines))
    assert match.layout is not None
    assert match.layout.code == "pmt-bumil"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_files(tmp_path: Path, mark: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    text = io.StringIO(newline="")
    rows = table([child(1, Nama="André Tiruan", Berat="9,7")])
    csv.writer(text, delimiter=mark).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    layout, (row,), _ = read(path)
    assert (layout, row["name"], row["weight"]) == ("eppgbm-a", "André Tiruan", 9.7)


def test_a_ragged_csv_with_a_title_keeps_its_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [["Daftar balita"], [], *table([child(1), child(2, Tinggi="tinggi")])]
    path.write_text("\n".join(";".join(str(c) for c in line) for line in lines))
    _, rows, told = read(path)
    assert [row["row_no"] for row in rows] == [4, 5]
    assert told == [(5, "Tinggi", "bukan-angka")]


def test_a_merged_heading_of_two_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    first = [*["No", "NIK", "Nama", "JK"], "Tgl Lahir", "Kec", "Desa/Kel", "Posyandu"]
    page.write(0, 0, "Laporan")
    for column, head in enumerate(first):
        page.merge_range(3, column, 4, column, head)
    page.merge_range(3, 8, 3, 11, "Penimbangan bulan ini")
    page.write_row(4, 8, ["Tanggal Pengukuran", "Berat", "Tinggi", "Cara Ukur"])
    page.merge_range(3, 12, 3, 14, "PMT dan lain")
    page.write_row(4, 12, ["PMT Diterima (kg)", "Naik Berat Badan", "LiLA"])
    page.write_row(5, 0, [str(n) for n in range(1, 16)])
    page.write_row(6, 0, [1, "", "Anak Satu", "L", "15/01/2025", "SEKAYU", "BAILANGU", "MELATI"])
    page.write_row(6, 8, ["09/10/2026", "9,7", "78,4", "Berdiri", "", "N", ""])
    book.close()
    layout, (row,), told = read(path)
    assert layout == "eppgbm-a"
    assert (row["row_no"], row["weight"], row["file_nt"]) == (7, 9.7, "N")
    assert told == []


def test_totals_signatures_and_repeated_headings_are_told_not_read(tmp_path: Path) -> None:
    lines = table([child(1)])
    total = [""] * len(lines[0])
    total[2] = "Jumlah"
    _, rows, told = read(xlsx(tmp_path / "a.xlsx", [*lines, lines[0], lines[1], total]))
    assert [row["row_no"] for row in rows] == [2, 4]
    assert [(row, code) for row, _, code in told] == [(3, "bukan-data"), (5, "bukan-data")]


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        ("Tgl Lahir", "2026-10-20", "lahir-sesudah-ukur"),
        ("Tgl Lahir", "15/15/2025", "bukan-tanggal"),
        ("Tanggal Pengukuran", "2027-01-01", "masa-depan"),
        ("Tanggal Pengukuran", "", "wajib"),
        ("Berat", "-9,7", "negatif"),
        ("Berat", "10945", "di-luar-batas"),
        ("Berat", "sembilan koma tujuh", "bukan-angka"),
        ("Tinggi", "83..9", "angka-dibetulkan"),
        ("Tinggi", dt.date(2026, 7, 8), "angka-jadi-tanggal"),
        ("Desa/Kel", "BAILANGGU", "desa-tak-dikenal"),
        ("Desa/Kel", "", "desa-kosong"),
        ("NIK", "1,60601E+15", "nik-ilmiah"),
        ("NIK", 1606010000000010, "nik-angka"),
        ("JK", "?", "bukan-sex"),
        ("Posyandu", "-", "wajib"),
    ],
)
def test_a_bad_value_names_row_column_and_remedy(
    tmp_path: Path, column: str, written: object, code: str
) -> None:
    path = xlsx(tmp_path / "a.xlsx", table([child(1), child(2, **{column: written})]), top=4)
    cells, match = matched(path)
    normal = normalise.normalise(cells, match, MEASURING, TODAY)
    _, unknown = areas.resolve(normal.rows, "16.06", normal.headings)
    told = [*normal.issues.iter_rows(named=True), *unknown.iter_rows(named=True)]
    assert [(one["row_no"], one["column"], one["code"]) for one in told] == [(7, column, code)]
    message = filled(told[0]["message"], json.loads(told[0]["params"]))
    assert message.endswith((".", "?"))
    assert len(message) > 25
    assert "Anak 2" not in message
    assert not {"{", "}"} & set(message)


def test_an_unknown_village_gets_a_suggestion(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", table([child(1, **{"Desa/Kel": "BAILANGGU"})]))
    cells, match = matched(path)
    normal = normalise.normalise(cells, match, MEASURING, TODAY)
    _, unknown = areas.resolve(normal.rows, "16.06", normal.headings)
    said = filled(unknown["message"][0], json.loads(unknown["params"][0]))
    assert said.startswith("Desa/kelurahan “BAILANGGU” (Kec. SEKAYU) tidak dikenal. Mungkin ")
    assert "BAILANGU (SEKAYU) 16.06.01.2003 atau " in said.upper().replace("ATAU", "atau")
    assert said.endswith("?")


def test_every_shipped_layout_names_only_known_fields() -> None:
    known = {
        "pengukuran": {f.name for f in MEASURING},
        "pmt": {f.name for f in FEEDING},
        "pmt-bumil": {f.name for f in FEEDING_MOTHERS},
    }
    for layout in layouts.shipped():
        if layout.kind in known:
            assert set(layout.columns) | set(layout.months) <= known[layout.kind], layout.code
