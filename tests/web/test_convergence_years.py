"""Pages of who manages a year: windows, periods, duties, denominators, slots."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from tests.convergence_pages import RISK, at, browser, quantities, text
from tests.convergence_rows import MAY, Room, again, typed

from rembuk.office.convergence.models import Cell, Duty, OwnIndicator, Ruling, Year, YearEvent
from rembuk.office.seats.models import Seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def r(may_open: None) -> Room:
    return again()


def test_windows_periods_and_closing_belong_to_who_manages(r: Room) -> None:
    url = "/konvergensi/2023/jendela/"
    moved = {
        "aksi": "jendela", "langkah": f"isi:{MAY}", "buka": "2023-05-01", "tutup": "2023-06-30",
        "sumber": "Rapat 24 Mei", "versi": "0",
    }  # fmt: skip
    assert browser(r, "dinkes").post(url, moved).status_code == 404
    tpps = browser(r, "tpps")
    tpps.post(url, moved)
    assert set(Cell.objects.filter(period=MAY).values_list("due", flat=True)) == {
        dt.date(2023, 6, 30)
    }
    assert "Rapat 24 Mei" in text(tpps, url)
    stale = tpps.post(url, moved | {"tutup": "2023-07-30"}, follow=True).content.decode()
    assert "sudah diubah orang lain" in stale
    tpps.post(url, {"aksi": "buka", "periode": "2023-06"})
    assert Cell.objects.filter(period="2023-06").exists()
    for bad in ({"aksi": "jendela", "langkah": "x", "buka": "?", "tutup": ""}, {"aksi": "apa"}):
        assert tpps.post(url, bad).status_code == 302
    tpps.post(url, {"aksi": "tutup", "alasan": "Selesai", "versi": str(r.year.version)})
    assert "ditutup" in text(browser(r, "dinkes"), at("isi/b/"))


def test_a_year_is_begun_once(r: Room) -> None:
    tpps = browser(r, "tpps")
    asked = {"tahun": "2023", "skema": "8-aksi"}
    page = tpps.post("/konvergensi/tahun/", asked, follow=True).content.decode()
    assert "sudah dibuka" in page
    asked = {"tahun": "2026", "skema": "aksi-2025", "dasar": "SE", "tanggal": "2025-03-17"}
    assert tpps.post("/konvergensi/tahun/", asked)["Location"].endswith("/2026/jendela/")
    assert browser(r, "dinkes").post("/konvergensi/tahun/", asked).status_code == 404
    for bad in ({"tahun": "dua ribu"}, {"tahun": "2027", "skema": "x"}):
        tpps.post("/konvergensi/tahun/", bad)
    assert set(Year.objects.values_list("year", flat=True)) == {2023, 2026}


def test_duties_are_named_from_a_decree_and_ended(r: Room) -> None:
    tpps, url = browser(r, "tpps"), "/konvergensi/2023/petugas/"
    seat = Seat.objects.filter(office__code="kec-02").first()
    assert seat is not None
    named = {
        "aksi": "catat", "jabatan": str(seat.pk), "bagian": "penyetuju", "tingkat": "kecamatan",
        "tempat": "16.06.02", "sk": "SK 9/2023", "mulai": "2023-02-01",
    }  # fmt: skip
    tpps.post(url, named)
    duty = Duty.objects.get(seat=seat, part="penyetuju")
    assert "SK 9/2023" in text(tpps, url)
    tpps.post(url, {"aksi": "akhiri", "tugas": str(duty.pk), "sampai": "2023-03-31"})
    duty.refresh_from_db()
    assert duty.valid_to == dt.date(2023, 4, 1)
    assert YearEvent.objects.filter(act="akhiri-tugas").exists()
    before = Duty.objects.count()
    for bad in ({"aksi": "catat"}, named | {"tempat": "17.71"}, named | {"bagian": "raja"}):
        tpps.post(url, bad)
    assert Duty.objects.count() == before
    assert browser(r, "dinkes").post(url, named).status_code == 404


def test_a_denominator_is_ruled_with_a_reason_and_cells_follow(r: Room) -> None:
    tpps, url = browser(r, "tpps"), "/konvergensi/2023/penyebut/"
    asked = {"konflik": f"konflik.{RISK}", "pilihan": "keluarga", "mulai": "2023-01-01"}
    tpps.post(url, asked)
    assert not Ruling.objects.exists()
    typed(r, "dppkb", "keluarga", 90)
    tpps.post(url, asked | {"alasan": "Data belum dipilah"})
    assert "Data belum dipilah" in text(browser(r, "dinkes"), url)
    assert quantities(RISK)[1] == "keluarga"
    assert browser(r, "dinkes").post(url, asked).status_code == 404


SLOT = {
    "nama": "Desa dengan kelas ayah", "satuan": "ya-tidak", "arah": "naik", "pembilang": "baru",
    "pembilang_baru": "Desa ada kelas ayah", "penyebut": "", "pemilik": "DPPKB",
    "tingkat": "desa", "frekuensi": "bulan", "mulai": "2023-01-01", "versi": "0",
    "sumber": "Surat Bappeda 12/2023",
}  # fmt: skip


def slot_of(r: Room) -> str:
    from rembuk.office.convergence.slots.pages import _slots

    return _slots(r.year)[0].code


def test_a_slot_is_completed_without_a_programmer(r: Room) -> None:
    code, tpps = slot_of(r), browser(r, "tpps")
    url = f"/konvergensi/2023/slot/{code}/"
    assert tpps.get(url).status_code == 200
    assert tpps.post(url, SLOT | {"sumber": ""}).status_code == 422
    assert tpps.post(url, SLOT | {"pemilik": "RAJA"}).status_code == 422
    assert tpps.post(url, SLOT).status_code == 302
    assert Cell.objects.filter(indicator=code, period=MAY, office__code="dppkb").count() == 3
    assert tpps.post(url, SLOT).status_code == 422  # version 0 is no longer the one that stands
    assert browser(r, "dinkes").get(url).status_code == 403


def test_slots_are_completed_from_a_table_row_by_row(r: Room) -> None:
    tpps = browser(r, "tpps")
    book = load_workbook(io.BytesIO(tpps.get("/konvergensi/2023/slot/lembar.xlsx").content))
    page = book["Slot"]
    heads = {str(cell.value): cell.column for cell in page[1]}
    good = {
        "Nama indikator": "Desa dengan kelas ayah", "Satuan": "ya-tidak", "Pemilik": "DPPKB",
        "Kode pembilang": None, "Nama pembilang baru": "Desa ada kelas ayah",
        "Kode penyebut": None, "Dokumen sumber": "Surat 12/2023",
    }  # fmt: skip
    for row, values in ((2, good), (3, good | {"Pemilik": "RAJA"})):
        for head, said in values.items():
            page.cell(row, heads[head], said)
    body = io.BytesIO()
    book.save(body)
    body.seek(0)
    body.name = "slot.xlsx"
    answer = tpps.post("/konvergensi/2023/slot/", {"berkas": body}).content.decode()
    assert "Baris yang tidak diambil" in answer
    assert "RAJA" in answer
    assert OwnIndicator.objects.count() == 1
