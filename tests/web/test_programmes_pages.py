"""The pages of the plan: what each shows, what its forms do, what a sheet brings."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import text
from tests.ledger_rows import VILLAGE, Offices
from tests.programmes_rows import NEXT, YEAR, again, proposed, room, sheet

from rembuk.office.convergence import years
from rembuk.office.convergence.models import Evidence, Year
from rembuk.office.programmes import pricing, services
from rembuk.office.programmes.budget import match as budget_match
from rembuk.office.programmes.budget import take as budget_take
from rembuk.office.programmes.models import Activity, BudgetLine, BudgetSheet, Ceiling, UnitCost

pytestmark = pytest.mark.django_db
SIPD = ("No", "No kegiatan", "Nama SKPD", "Kode Sub Kegiatan", "Uraian", "Pagu")


@pytest.fixture(scope="module")
def o(kept: None) -> Offices:
    room()
    return again()


def browser(o: Offices, name: str) -> Client:
    client = Client()
    client.force_login(o.who(name), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def form(**more: str) -> dict[str, str]:
    return {
        "title": "PMT lokal bagi balita", "office": "dinkes", "problem_source": "ansit",
        "place_code": f"Contoh Jaya ({VILLAGE})", "intervention": "INT-PMT-BALITA", "volume": "40",
        "ceiling_amount": "75 juta", "money": "DANA-APBD", **more,
    }  # fmt: skip


def test_an_office_proposes_and_the_amount_in_thousands_is_asked(o: Offices) -> None:
    client, page = browser(o, "dinkes"), f"/rencana/kegiatan/baru/?tahun={NEXT}"
    assert "Usulkan kegiatan 2027" in text(client, page)
    asked = client.post(page, form(ceiling_amount="75.000"))
    assert asked.status_code == 400
    said = asked.content.decode()
    assert "Rp75.000.000" in said
    assert 'type="checkbox" name="confirmed"' in said
    assert not Activity.objects.exists()
    assert client.post(page, form()).status_code == 302
    made = Activity.objects.get()
    assert (made.year, made.unit, made.ceiling_amount) == (NEXT, "anak", 75_000_000)
    wrong = client.post(page, form(title="PMT", place_code="entah")).content.decode()
    assert "Pilih satu dari daftar" in wrong


def test_the_page_of_an_activity_leads_it_into_the_budget(o: Offices) -> None:
    made, client = proposed(o), browser(o, "dinkes")
    page = f"/rencana/kegiatan/{made.public_id}/"
    assert "Catat status" in text(client, page)
    assert "Langkah Anda" not in text(browser(o, "dinsos"), page)
    client.post(f"{page}status/", {"status": "apb", "versi": "1"})
    made.refresh_from_db()
    assert made.status == "usul"
    assert "Sebut dokumennya" in text(client, page)
    client.post(
        f"{page}status/", {"status": "apb", "dokumen": "DPA 2027", "baris": "1.02", "versi": "1"}
    )
    shown = text(client, page)
    assert "tidak dilewati" in shown
    assert "DPA 2027" in shown
    client.post(f"{page}label/", {"label": "konvergensi", "bagian": "80", "versi": "2"})
    assert "80% sampai ke orang" in text(client, page)
    client.post(f"{page}bawa/", {"tahun": "2028"})
    assert Activity.objects.get(year=2028).carried_from == made


def test_a_stale_form_says_so(o: Offices) -> None:
    made, client = proposed(o), browser(o, "dinkes")
    services.edit(o.who("dinkes"), made, {"title": "PMT lokal dan konseling"})
    answer = client.post(f"/rencana/kegiatan/{made.public_id}/ubah/", form(versi="1"))
    assert "diubah orang lain" in answer.content.decode()
    made.refresh_from_db()
    assert made.title == "PMT lokal dan konseling"


def test_the_door_names_what_waits_and_the_list_narrows_to_it(o: Offices) -> None:
    proposed(o, year=YEAR, amount=None)
    proposed(o, year=YEAR, title="TTD rematri di sekolah", intervention="INT-TTD-REMATRI")
    door = text(browser(o, "dinkes"), f"/rencana/?tahun={YEAR}")
    assert "2 kegiatan tahun berjalan belum di anggaran" in door
    assert "1 kegiatan belum lengkap" in door
    client = browser(o, "dinkes")
    assert "TTD rematri" not in text(client, f"/rencana/kegiatan/?tahun={YEAR}&kurang=1")
    found = text(client, f"/rencana/kegiatan/?tahun={YEAR}&intervensi=INT-TTD-REMATRI")
    assert "TTD rematri" in found
    assert "PMT lokal bagi balita" not in found
    other = text(browser(o, "dinsos"), f"/rencana/kegiatan/?tahun={YEAR}&milik=saya")
    assert "Tidak ada kegiatan yang cocok" in other


def test_a_village_reads_its_own_and_the_district_not_its_neighbour(o: Offices) -> None:
    proposed(o, title="PMT di desa ini")
    proposed(o, title="PMT seluruh daerah", place_code="16.06")
    proposed(o, title="PMT desa tetangga", place_code="16.06.01.2002")
    seen = text(browser(o, "desa"), f"/rencana/kegiatan/?tahun={NEXT}")
    assert "PMT di desa ini" in seen
    assert "PMT seluruh daerah" in seen
    assert "PMT desa tetangga" not in seen


def test_the_catalogue_tells_effects_with_range_and_source_and_keeps_prices(o: Offices) -> None:
    page = "/rencana/katalog/INT-PMBA/"
    reader = text(browser(o, "dinkes"), page)
    assert "0,71 (0,56 – 0,91)" in reader
    assert "Lassi" in reader
    assert "Catat biaya baru" not in reader
    keeper = browser(o, "tpps")
    said = {"langkah": "biaya", "jumlah": "150 ribu", "mulai": "2026-01-01", "sumber": "DPA 2026"}
    assert keeper.post(page, said).status_code == 302
    assert UnitCost.objects.get().amount == 150_000
    assert "DPA 2026" in text(keeper, page)
    assert keeper.post(page, said | {"sumber": ""}).status_code == 422
    assert browser(o, "dinkes").post(page, said).status_code == 404
    listing = text(keeper, "/rencana/katalog/?menurut=strategi")
    assert "Mengurangi beban pengeluaran" in listing
    assert "Program Sembako" in listing


def test_a_village_without_ceiling_is_named(o: Offices) -> None:
    keeper, page = browser(o, "tpps"), f"/rencana/pagu/?tahun={NEXT}&jenis=dana-desa"
    said = {"wilayah": VILLAGE, "kantor": "", "jumlah": "850 juta", "dokumen": "Perbup 12/2026"}
    asked = keeper.post(page, said | {"jumlah": "850.000"})
    assert asked.status_code == 422
    assert "Memang sebesar itu" in asked.content.decode()
    assert keeper.post(page, said).status_code == 302
    assert Ceiling.objects.get().amount == 850_000_000
    assert "Contoh Makmur" in text(keeper, f"/rencana/?tahun={NEXT}")
    assert "belum ada" in text(keeper, page)


def test_a_budget_sheet_is_shown_before_it_is_written_and_faults_come_back(o: Offices) -> None:
    made, client = proposed(o, year=YEAR), browser(o, "dinkes")
    rows = [
        [1, made.number, "Dinkes", "1.02.02", "PMT lokal", "75.000.000"],
        [2, "", "Dinkes", "1.02.02", "Cetak kartu", "45.000"],
        [3, "", "Dinsos", "1.06.05", "Bansos", "90.000.000"],
    ]
    answer = client.post(
        "/rencana/anggaran/masuk/",
        {"bentuk": "sipd", "tahun": str(YEAR), "dokumen": "DPA 2026", "berkas": sheet(SIPD, rows)},
    )
    kept = BudgetSheet.objects.get()
    page = f"/rencana/anggaran/masuk/{kept.public_id}/"
    assert answer["Location"] == page
    shown = text(client, page)
    assert "1 baru" in shown
    assert "kolom Nama SKPD" in shown
    assert not BudgetLine.objects.exists()
    client.post(page)
    client.post(page)
    line = BudgetLine.objects.get()
    assert (line.activity, line.amount) == (made, 75_000_000)
    assert "2 baris belum diambil" in text(client, page)
    faults = client.get(f"{page}kesalahan/")
    assert faults["Content-Type"].endswith("sheet")
    assert browser(o, "tpps").get(page).status_code == 404
    wrong = client.post(
        "/rencana/anggaran/masuk/",
        {"bentuk": "sipd", "tahun": str(YEAR), "dokumen": "DPA 2026",
         "berkas": SimpleUploadedFile("a.xlsx", b"bukan excel")},
    )  # fmt: skip
    assert wrong.status_code == 400


def test_a_waiting_line_is_paired_on_the_page(o: Offices) -> None:
    made = proposed(o, year=YEAR)
    kept = budget_take.keep(
        o.who("dinkes"), "sipd", "16.06", "16.06", YEAR, "DPA 2026", "lembar",
        [{"no": 5, "cells": dict(zip(SIPD, ["1", "", "Dinkes", "1.02", "PMT lokal", "75000000"],
                                     strict=True))}], "0" * 64,
    )  # fmt: skip
    budget_take.take(o.who("dinkes"), kept)
    line, client = BudgetLine.objects.get(), browser(o, "dinkes")
    assert made.number in text(client, f"/rencana/anggaran/?tahun={YEAR}")
    act = f"/rencana/anggaran/baris/{line.public_id}/"
    client.post(act, {"langkah": "pasang", "kegiatan": made.number, "versi": "1"})
    line.refresh_from_db()
    assert line.activity == made
    assert "DPA 2026" in text(client, f"/rencana/kegiatan/{made.public_id}/")
    budget_match.release(o.who("dinkes"), line, "Salah pasang")
    client.post(act, {"langkah": "entah"})
    assert "tidak dikenal" in text(client, f"/rencana/anggaran/?tahun={YEAR}")


def test_labels_without_benefit_stand_first(o: Offices) -> None:
    who = o.who("dinkes")
    empty = proposed(o, title="Rapat koordinasi gizi", intervention="", volume=None, unit="")
    services.tag(who, empty, "konvergensi", 0, reason="Nama sub kegiatan")
    services.tag(who, proposed(o), "konvergensi", 80)
    page = text(browser(o, "tpps"), f"/rencana/label/?tahun={NEXT}")
    assert page.index("Rapat koordinasi gizi") < page.index("PMT lokal bagi balita")
    assert "40,0%" in page  # 60 of 150 million


def test_the_integrated_plan_becomes_evidence_once(o: Offices) -> None:
    proposed(o, year=YEAR)
    client, page = browser(o, "tpps"), f"/rencana/matriks/?tahun={YEAR}"
    assert "Bukti Aksi konvergensi" not in text(client, page)
    years.adopt("16.06", YEAR, "8-aksi", o.who("tpps"))
    assert "matriks" in text(client, page).lower()
    client.post("/rencana/matriks/bukti/", {"tahun": str(YEAR)})
    kinds = set(Evidence.objects.values_list("requirement", "kind"))
    assert kinds == {("matriks-rencana", "pdf"), ("matriks-rencana", "xlsx")}
    assert Year.objects.count() == 1
    paper = client.get("/rencana/matriks/rencana.pdf")
    assert paper.content.startswith(b"%PDF")


def test_out_of_ones_places_nothing_is_told(o: Offices) -> None:
    made = proposed(o, place_code="16.06.02.2001")
    pricing.ceiling(o.who("tpps"), VILLAGE, NEXT, "dana-desa", 850_000_000, "Perbup 12/2026")
    assert browser(o, "desa").get(f"/rencana/kegiatan/{made.public_id}/").status_code == 404
    assert browser(o, "camat").get("/rencana/?wilayah=16.06.02").status_code == 404
