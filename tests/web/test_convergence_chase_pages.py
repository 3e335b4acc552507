"""Pages of the chase: board, list, letter, promises, steps with evidence, filing, files."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.convergence_rows import MAY, Room, again, opened, room
from tests.factories import account
from tests.kept_files import pdf

from rembuk.office.access.models import ViewLog
from rembuk.office.convergence.models import Evidence, Filing
from rembuk.office.documents.models import Document
from rembuk.office.ledger.models import Promise

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIST = "/konvergensi/2023/kejar/daftar/"
KEK = "BG22-E-BUM-1"


@pytest.fixture(scope="module")
def base(kept: None) -> None:
    opened(room())
    account("desa", "desa", "16.06.01.2001")


@pytest.fixture
def r(base: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("rembuk.office.access.mfa.missing", lambda account, rights: False)
    return again()


def page(r: Room, who: str = "tpps") -> Client:
    client = Client()
    client.force_login(r.who(who), BACKEND)
    return client


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def later() -> str:
    return (timezone.localdate() + dt.timedelta(days=7)).isoformat()


def test_the_board_names_whom_to_ask_first(r: Room) -> None:
    seen = text(page(r), "/konvergensi/kejar/?tahun=2023")
    assert "Papan tagih indikator 2023" in seen
    assert "Tagih Dinkes" in seen
    assert "Mei 2023" in seen
    assert 'class="mark a"' in seen


def test_an_office_reads_the_board_and_chases_nobody(r: Room) -> None:
    seen = text(page(r, "dinkes"), "/konvergensi/kejar/?tahun=2023")
    assert "Catat sebagai janji" not in seen
    assert "Siapkan tagihan" not in seen
    answer = page(r, "dinkes").post("/konvergensi/2023/kejar/janji/", {"batas": later()})
    assert answer.status_code == 403


def test_a_camat_sees_his_kecamatan_and_no_other(r: Room) -> None:
    client = page(r, "camat")
    seen = text(client, "/konvergensi/kejar/?tahun=2023")
    assert "Sekayu" in seen
    assert ">Lais<" not in seen
    assert client.get(f"{LIST}?kantor=dinkes&kecamatan=16.06.02").status_code == 404
    listed = text(client, f"{LIST}?kantor=dinkes&tenggat=semua")
    assert "Contoh Rukun" not in listed


def test_a_village_goes_to_its_own_home(r: Room) -> None:
    answer = page(r, "desa").get("/konvergensi/kejar/?tahun=2023")
    assert (answer.status_code, answer["Location"]) == (302, "/konvergensi/")


@pytest.mark.parametrize("query", ["?tahun=1999", "?tahun=abc", "?periode=kemarin", "?wilayah=11"])
def test_nonsense_in_the_address_is_not_found(r: Room, query: str) -> None:
    assert page(r).get(f"/konvergensi/kejar/{query}").status_code == 404


def test_the_list_is_ready_to_send(r: Room) -> None:
    seen = text(page(r), f"{LIST}?kantor=dinkes&tenggat=lewat")
    assert "Yth. Dinkes" in seen
    assert "Semua kecamatan: seluruh 3 desa/kelurahan" in seen
    client = page(r)
    client.post("/konvergensi/2023/kejar/kabar/", {"kantor": "dinkes", "tenggat": "lewat"})
    assert "pesan" in text(client, f"{LIST}?kantor=dinkes")
    assert "Belum ditagih" not in text(client, f"{LIST}?kantor=dinkes")


def test_the_letter_is_made_once_asked_and_opens(r: Room) -> None:
    client = page(r)
    answer = client.post(
        "/konvergensi/2023/kejar/surat/",
        {"kantor": "dinkes", "tenggat": "lewat", "batas": later(), "nomor": "400/12/2026"},
    )
    made = Document.objects.get(subject_kind="tagih-indikator")
    assert answer["Location"] == f"/surat/{made.public_id}/"
    assert made.number == "400/12/2026"
    assert client.get(answer["Location"]).status_code == 200
    assert page(r, "sekcam").get(answer["Location"]).status_code == 404


def test_promises_are_made_from_the_board_and_never_twice(r: Room) -> None:
    client = page(r)
    ask = {"kantor": "dinkes", "tenggat": "lewat", "batas": later()}
    client.post("/konvergensi/2023/kejar/janji/", ask)
    count = Promise.objects.filter(source_kind="indikator").count()
    assert count
    seen = client.post("/konvergensi/2023/kejar/janji/", ask, follow=True).content.decode()
    assert "0 janji dicatat" in seen
    assert Promise.objects.filter(source_kind="indikator").count() == count
    one = Promise.objects.filter(source_id__contains=f":{KEK}:").get()
    assert one.title in text(client, f"/janji/{one.public_id}/")


@pytest.mark.parametrize("act", ["surat", "kabar", "janji"])
def test_a_form_without_a_day_or_office_says_so(r: Room, act: str) -> None:
    answer = page(r).post(f"/konvergensi/2023/kejar/{act}/", {}, follow=True)
    assert answer.status_code == 200
    assert "is-act" in answer.content.decode()


def test_the_board_as_files_counts_the_same(r: Room) -> None:
    client = page(r)
    book = client.get("/konvergensi/2023/kejar/papan.xlsx")
    sheets = openpyxl.load_workbook(io.BytesIO(book.content), read_only=True)
    assert sheets.sheetnames[:4] == ["Kantor", "Kecamatan", "Indikator", "Sel kosong"]
    empty = [
        sum(row[4] or 0 for row in list(sheets[name].values)[3:] if row[0] is not None or row[1])
        for name in ("Kantor", "Kecamatan", "Indikator")
    ]
    assert len(set(empty)) == 1
    assert empty[0] > 0
    assert client.get("/konvergensi/2023/kejar/papan.pdf").content.startswith(b"%PDF-")
    cells = client.get("/konvergensi/2023/kejar/daftar.xlsx?tenggat=lewat")
    listed = openpyxl.load_workbook(io.BytesIO(cells.content), read_only=True)
    assert "Contoh Jaya" in {row[9] for row in listed["Sel kosong"].values}
    assert ViewLog.objects.filter(action="ekspor", subject_kind="papan-kejar").count() == 3


def test_the_calendar_shows_the_deadline_of_the_period(r: Room) -> None:
    seen = text(page(r), "/konvergensi/2023/kalender/?bulan=2023-06")
    assert f"Isian {'Mei 2023'}" in seen
    assert "bawaan, belum pasti" in seen
    assert "4.1" in seen  # closes 30 June


def test_steps_show_windows_and_take_evidence_by_its_content(r: Room) -> None:
    client = page(r)
    assert "bawaan, belum pasti" in text(client, "/konvergensi/2023/langkah/")
    url = "/konvergensi/2023/langkah/3.1/"
    ask = {"tempat": "16.06", "syarat": "berita-acara", "tanggal": "2023-06-01"}
    wrong = client.post(
        f"{url}bukti/", {**ask, "berkas": SimpleUploadedFile("ba.pdf", b"\x00\x01")}, follow=True
    )
    assert "bukan PDF" in wrong.content.decode()
    client.post(f"{url}bukti/", {**ask, "berkas": SimpleUploadedFile("x.txt", pdf())})
    held = Evidence.objects.get(step="3.1")
    seen = text(client, url)
    assert "ada, edisi 1" in seen
    assert held.sha256[:12] in seen
    assert client.get(f"/konvergensi/bukti/{held.public_id}/").content == pdf()
    assert page(r, "camat").get(f"/konvergensi/bukti/{held.public_id}/").status_code == 404
    done = client.post(f"{url}selesai/", {"tempat": "16.06", "tanggal": "2023-06-02"}, follow=True)
    assert "Bukti belum lengkap" in done.content.decode()
    client.post(f"/konvergensi/bukti/{held.public_id}/tarik/", {"alasan": "Salah berkas"})
    assert "ditarik" in text(client, url)


def test_an_indicator_keeps_its_evidence(r: Room) -> None:
    client = page(r, "dinkes")
    url = f"/konvergensi/2023/bukti/{KEK}/"
    assert "Belum ada bukti" in text(client, url)
    client.post(
        f"{url}unggah/",
        {"berkas": SimpleUploadedFile("r.pdf", pdf()), "tanggal": "2023-06-01", "periode": MAY,
         "judul": "Rekap bumil"},
    )  # fmt: skip
    assert "Rekap bumil" in text(client, url)
    assert client.get("/konvergensi/2023/bukti/TIDAK-ADA/").status_code == 404


def test_filing_is_ticked_with_proof_and_packed(r: Room) -> None:
    client = page(r)
    assert "n. Badan POM" in text(client, "/konvergensi/2023/lapor/")
    client.post(
        "/konvergensi/2023/lapor/a/sudah/",
        {"tanggal": "2023-06-05", "bukti": SimpleUploadedFile("layar.pdf", pdf(2))},
    )
    held = Filing.objects.get()
    assert "Semua nilai masih seperti" in text(client, "/konvergensi/2023/lapor/a/")
    proof = client.get(f"/konvergensi/2023/lapor/bukti/{held.public_id}/")
    assert proof.content == pdf(2)
    pack = client.post("/konvergensi/2023/lapor/paket.zip")
    with zipfile.ZipFile(io.BytesIO(pack.content)) as package:
        assert package.testzip() is None
        assert "00-daftar-periksa.xlsx" in package.namelist()
    assert page(r, "dinkes").post("/konvergensi/2023/lapor/paket.zip").status_code == 403
    assert page(r, "camat").get("/konvergensi/2023/lapor/").status_code == 404
