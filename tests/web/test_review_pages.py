"""Pages of the yearly review and the own score: lines decided, an improvement promised, frozen."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.convergence_pages import browser
from tests.convergence_rows import MAY, VILLAGE, Room, again, opened
from tests.kept_files import pdf, upload
from tests.review_rows import built, day, promise

from rembuk.office.access.models import ViewLog
from rembuk.office.convergence.models import Evidence
from rembuk.office.ledger.models import Promise
from rembuk.office.review.models import Finding, HandGrade, ProvinceScore, Reviewed, Snapshot

pytestmark = pytest.mark.django_db
RULE = "reviu.janji-ingkar"
PAGE = "/reviu/2023/"
SCORE = "/reviu/2023/nilai/"


@pytest.fixture(scope="module")
def _built(kept: None) -> None:
    r = built()
    opened(r, MAY)
    promise(r, day(6, 30), day(6, 20), budget=2_000_000)
    for month in (3, 4, 5):
        promise(r, day(month, 28))


@pytest.fixture
def r(_built: None) -> Room:
    return again()


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def decide(client: Client, version: int = 0, **more: str) -> int:
    sent = {
        "tempat": "16.06", "baris": "reviu-janji-ingkar-", "versi": str(version), "aturan": RULE,
        "subjek": "", "aksi": "diterima",
    }  # fmt: skip
    return client.post(f"{PAGE}temuan/", sent | more).status_code


def test_lines_are_shown_as_drafts_with_their_figures(r: Room) -> None:
    page = text(browser(r, "tpps"), PAGE)
    assert "Baru 1 dari 4 janji yang jatuh tempo" in page
    assert "usulan" in page
    assert "Putuskan baris" in page
    assert ViewLog.objects.filter(action="reviu").exists()


def test_who_only_reads_has_no_buttons(r: Room) -> None:
    page = text(browser(r, "dinkes"), PAGE)
    assert "Baru 1 dari 4" in page
    assert "Ubah atau tolak" not in page
    decide(browser(r, "dinkes"))
    assert not Finding.objects.exists()


def test_a_camat_sees_and_decides_his_own_kecamatan_only(r: Room) -> None:
    client = browser(r, "camat")
    assert "Ubah atau tolak" in text(client, PAGE)
    assert decide(client, tempat="16.06") == 404
    assert client.get(f"{PAGE}?tempat=16.06.02").status_code == 404
    assert decide(client, tempat=VILLAGE[:8]) == 302
    assert Finding.objects.get().place_code == VILLAGE[:8]


def test_a_stale_form_shows_what_was_typed(r: Room) -> None:
    client = browser(r, "tpps")
    assert decide(client) == 302
    sent = {"aksi": "diubah", "kata": "Kalimat saya yang panjang sekali"}
    answer = client.post(
        f"{PAGE}temuan/",
        {"tempat": "16.06", "baris": "reviu-janji-ingkar-", "versi": "0", "aturan": RULE,
         "subjek": ""} | sent,
    )  # fmt: skip
    assert answer.status_code == 409
    assert "Kalimat saya yang panjang sekali" in answer.content.decode()
    assert Finding.objects.get().said == "diterima"


def test_from_a_shortfall_to_a_promise_to_next_year(r: Room) -> None:
    client = browser(r, "tpps")
    decide(client)
    finding = Finding.objects.get()
    answer = client.post(
        f"{PAGE}perbaikan/",
        {"tempat": "16.06", "temuan": finding.public_id, "apa": "Rapat janji tiap bulan",
         "kantor": "dinkes", "tenggat": "2027-06-30", "jenis": "tata-kelola"},
    )  # fmt: skip
    assert answer.status_code == 302
    made = Promise.objects.get(title="Rapat janji tiap bulan")
    assert made.number in text(client, PAGE)
    assert made.owner.code == "dinkes"


def test_an_improvement_without_an_owner_is_refused_with_what_was_typed(r: Room) -> None:
    answer = browser(r, "tpps").post(
        f"{PAGE}perbaikan/",
        {"tempat": "16.06", "apa": "Rapat janji tiap bulan", "tenggat": "2027-06-30"},
    )
    assert answer.status_code == 422
    assert "Rapat janji tiap bulan" in answer.content.decode()


def test_frozen_with_pdf_word_and_workbook(r: Room) -> None:
    client = browser(r, "tpps")
    decide(client)
    answer = client.post(
        f"{PAGE}tetapkan/", {"tempat": "16.06", "nomor": "000.7/1/2024", "tanggal": "2024-01-20"}
    )
    held = Reviewed.objects.get()
    assert answer["Location"] == f"/surat/{held.document_id}/"
    assert client.get(answer["Location"]).status_code == 200
    for form, start in (("docx", b"PK"), ("xlsx", b"PK")):
        kept = client.get(f"/reviu/edisi/{held.public_id}.{form}")
        assert kept.content.startswith(start)
    assert Evidence.objects.filter(step="8.1").count() == 2
    assert "Edisi 1" in text(client, PAGE)
    # of another district's reader nothing is confirmed
    assert browser(r, "sekcam2").get(f"/reviu/edisi/{held.public_id}.docx").status_code == 404


def test_the_draft_is_pdf_and_workbook(r: Room) -> None:
    client = browser(r, "tpps")
    assert client.get(f"{PAGE}konsep.pdf").content.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(client.get(f"{PAGE}konsep.xlsx").content))
    rows = list(book["Kegiatan"].iter_rows(values_only=True))
    assert sum(1 for row in rows if "PMT lokal untuk balita" in row) == 4
    assert client.get(f"{PAGE}konsep.exe").status_code == 404


def test_figures_say_what_is_missing(r: Room) -> None:
    page = text(browser(r, "tpps"), f"{PAGE}angka/")
    assert "1/4" in page
    assert "Rp2.000.000" in page
    assert "belum ada" in page
    assert "Belum ada data register pada tahun ini" in page


def test_the_score_names_what_lacks_with_links(r: Room) -> None:
    page = text(browser(r, "tpps"), SCORE)
    assert "Masih kurang 2 dokumen untuk nilai C" in page
    assert "/konvergensi/2023/langkah/3.1/?tempat=16.06" in page
    assert "bobot kriteria tidak ditemukan" in page


def test_graded_kept_and_beside_the_province(r: Room) -> None:
    client = browser(r, "tpps")
    url = f"{SCORE}kriteria/rubrik.8-aksi.T.4/"
    reason = "Inovasi dipakai di 12 desa"
    refused = client.post(url, {"tempat": "16.06", "nilai": "A", "alasan": reason})
    assert refused.status_code == 422
    assert not HandGrade.objects.exists()
    client.post(url, {"tempat": "16.06", "nilai": "A", "alasan": reason, "berkas": upload(pdf(2))})
    assert HandGrade.objects.get().letter == "A"
    client.post(f"{SCORE}simpan/", {"tempat": "16.06"})
    kept = Snapshot.objects.get()
    assert next(row for row in kept.rows if row["number"] == "T.4")["letter"] == "A"
    client.post(
        f"{SCORE}provinsi/",
        {"tempat": "16.06", "dokumen": "BA penilaian", "tanggal": "2024-06-20",
         "berkas": upload(pdf(3)), "p-rubrik.8-aksi.T.4": "B"},
    )  # fmt: skip
    held = ProvinceScore.objects.get()
    page = text(client, SCORE)
    assert "provinsi 1 tingkat lebih rendah" in page
    assert client.get(f"/reviu/nilai/provinsi/{held.public_id}/").status_code == 200
    book = load_workbook(io.BytesIO(client.get(f"{SCORE}lembar.xlsx").content))
    assert "Yang kurang" in book.sheetnames


def test_nobody_without_convergence_reads_it(r: Room) -> None:
    assert Client().get(PAGE).status_code == 302
    assert browser(r, "tpps").get("/reviu/1999/").status_code == 404
