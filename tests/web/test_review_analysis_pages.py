"""Pages of the situation analysis: who reads what, words, obstacles, promises, the frozen paper."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from tests.convergence_pages import browser
from tests.convergence_rows import Room
from tests.review_analysis_rows import VACCINES, analysed

from rembuk.office.access.models import Account
from rembuk.office.convergence.models import Evidence, Year
from rembuk.office.ledger.models import Promise
from rembuk.office.review import analysis_words
from rembuk.office.review.models import Analysed, Obstacle

pytestmark = pytest.mark.django_db
PAGE = "/reviu/2023/analisis/"
HERE = f"{PAGE}16.06/"


@pytest.fixture(scope="module")
def _built(kept: None) -> None:
    analysed()


@pytest.fixture
def r(_built: None, settings: Any, tmp_path: Path) -> Room:
    settings.MEDIA_ROOT = tmp_path
    return Room(Year.objects.get(), {one.username: one for one in Account.objects.all()})


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_the_draft_shows_each_section_with_its_figures(r: Room) -> None:
    answer = browser(r, "tpps").get(PAGE)
    page = text(answer)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    for words in ("60 dari 100", "56 dari 80", "1 dari 3 sel kosong", "Tetapkan analisis",
                  "Survei nasional: deret lain", "Catat hambatan", "Jadikan janji"):  # fmt: skip
        assert words in page, words
    assert page.index("Sebaran stunting") < page.index("Usulan kegiatan")


def test_a_camat_reads_and_writes_his_own_kecamatan_only(r: Room) -> None:
    client = browser(r, "camat")
    assert client.get(PAGE)["Location"] == f"{PAGE}16.06.01/"
    assert "40 dari 80" in text(client.get(f"{PAGE}16.06.01/"))
    for path in ("16.06/", "16.06.02/", "16.07.01/", "16.06.01.2001/"):
        assert client.get(f"{PAGE}{path}").status_code == 404, path
    assert client.get(f"{PAGE}16.06.01/tetapkan/").status_code == 200
    assert client.get(f"{HERE}tetapkan/").status_code == 404
    assert client.get("/reviu/2019/analisis/").status_code == 404


def test_an_office_notes_obstacles_but_does_not_speak_for_the_district(r: Room) -> None:
    client = browser(r, "dinkes")
    page = text(client.get(PAGE))
    assert "Tetapkan analisis" not in page
    assert "Catat hambatan" in page
    for path in ("tetapkan/", "kata/sebaran/", f"kegiatan/{VACCINES}/"):
        assert client.get(f"{HERE}{path}")["Location"] == HERE, path
        assert client.post(f"{HERE}{path}", {"isi": "x", "versi": "0"})["Location"] == HERE, path
    assert not Analysed.objects.exists()
    assert "tidak menulis di dalamnya" in text(client.get(HERE))
    form = text(client.get(f"{HERE}hambatan/?tanda=data:{VACCINES}"))
    assert "1 dari 3 sel kosong" in form
    sent = {"isi": "Vaksin tiba terlambat", "jenis": "hambatan.sediaan", "indikator": VACCINES,
            "kantor": "dinkes", "tanda": f"data:{VACCINES}"}  # fmt: skip
    assert client.post(f"{HERE}hambatan/", {**sent, "jenis": ""}).status_code == 422
    assert client.post(f"{HERE}hambatan/", sent).status_code == 302
    page = text(client.get(PAGE))
    assert "Vaksin tiba terlambat" in page
    assert "sudah dicatat" in page
    made = Obstacle.objects.get()
    done = f"{HERE}hambatan/{made.public_id}/"
    closing = {"tutup": "1", "versi": "1", "alasan": "Rantai dingin jalan"}
    assert client.post(done, closing).status_code == 302
    stale = client.post(done, closing)
    assert stale.status_code == 409
    assert "Rantai dingin jalan" in text(client.get(PAGE))


def test_words_stand_beside_the_draft_and_who_came_later_loses_nothing(r: Room) -> None:
    client, url = browser(r, "tpps"), f"{HERE}kata/cakupan/"
    assert "56 dari 80" in text(client.get(url))
    answer = client.post(url, {"isi": "Rekap Mei belum masuk.", "versi": "0"})
    assert answer["Location"] == f"{HERE}#cakupan"
    assert "Rekap Mei belum masuk." in text(client.get(PAGE))
    late = client.post(url, {"isi": "Tulisan saya", "versi": "0"})
    page = text(late)
    assert late.status_code == 409
    assert "Rekap Mei belum masuk." in page
    assert "Tulisan saya" in page
    assert 'name="versi" value="1"' in page
    assert client.get(f"{HERE}kata/lain/").status_code == 404
    assert client.post(url, {"isi": "x" * 4001, "versi": "1"}).status_code == 422
    assert analysis_words.words(r.year, "16.06")["cakupan"].text == "Rekap Mei belum masuk."


def test_an_activity_becomes_a_promise(r: Room) -> None:
    client, url = browser(r, "tpps"), f"{HERE}kegiatan/{VACCINES}/"
    page = text(client.get(url))
    assert 'value="16"' in page  # 72 of 80 for 90 %, 56 are there
    sent = {"kegiatan": "Imunisasi kejar", "kantor": "", "tempat": "16.06.01",
            "tenggat": "", "volume": "banyak", "satuan": "anak", "pagu": "7,8 juta",
            "dana": ""}  # fmt: skip
    wrong = client.post(url, sent)
    assert wrong.status_code == 422
    for words in ("Tidak ada janji tanpa pemilik", "Tidak ada janji tanpa tenggat",
                  "Angka ini tidak terbaca"):  # fmt: skip
        assert words in text(wrong), words
    good = {**sent, "kantor": "dinkes", "tenggat": "2023-12-31", "volume": "16"}
    assert client.post(url, good).status_code == 302
    made = Promise.objects.get(intervention="INT-IMUNISASI")
    assert (made.budget, made.due, made.place_code) == (
        7_800_000,
        dt.date(2023, 12, 31),
        "16.06.01",
    )
    assert made.number in text(client.get(PAGE))
    assert "Sudah ada janji" in text(client.get(url))
    assert client.get(f"{HERE}kegiatan/TIDAK-ADA/")["Location"] == f"{HERE}#prioritas"


def test_freezing_shows_what_it_ticks_and_gives_paper_word_and_workbook(r: Room) -> None:
    client, url = browser(r, "tpps"), f"{HERE}tetapkan/"
    assert "1.4 Rekomendasi dan penetapan lokus" in text(client.get(url))
    answer = client.post(url, {"nomor": "000.7/12/Bappeda/2023"})
    made = Analysed.objects.get()
    assert answer["Location"] == f"{HERE}edisi/{made.public_id}/"
    page = text(client.get(answer["Location"]))
    assert "000.7/12/Bappeda/2023" in page
    for form, start in (("docx", b"PK"), ("xlsx", b"PK")):
        kept = client.get(f"{HERE}edisi/{made.public_id}/berkas.{form}")
        assert b"".join(kept)[:2] == start if kept.streaming else kept.content[:2] == start
    assert client.get(f"{HERE}edisi/{made.public_id}/berkas.exe").status_code == 404
    assert Evidence.objects.filter(step="1.4", requirement="laporan-ansit").exists()
    page = text(client.get(PAGE))
    assert "1.3 · dokumennya sudah ada · 1.4 · tutup" in page  # the decree on lokus still lacks
    assert client.post(url, {}).status_code == 422
    outside = browser(r, "camat")
    assert outside.get(f"{HERE}edisi/{made.public_id}/").status_code == 404
    document = client.get(f"/surat/{made.document_id}/unduh/")
    assert document.status_code == 200


def test_a_meeting_hides_small_counts_on_page_and_in_the_workbook(r: Room) -> None:
    client = browser(r, "tpps")
    assert "1 dari 7" in text(client.get(PAGE))
    session = client.session
    session["mode-rapat"] = True
    session.save()
    page = text(client.get(PAGE))
    assert "1 dari 7" not in page
    assert "Mode rapat" in page
    assert "60 dari 100" in page
    sheet = client.get(f"{HERE}tabel.xlsx")
    assert sheet.status_code == 200
    assert "no-store" in sheet["Cache-Control"]
