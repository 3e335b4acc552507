"""Pages of teams and meetings: what a village, a kecamatan and nobody may see and do."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from tests.factories import browser, text
from tests.forum_rows import (
    KECAMATAN,
    VILLAGE,
    again,
    held,
    people,
    planned,
    running,
)
from tests.kept_files import pdf, photo, upload

from rembuk.office.access.models import Account, ViewLog
from rembuk.office.documents.models import Document
from rembuk.office.forums.meeting.pages_attending import TRIES
from rembuk.office.forums.models import Attendance, Decision, Meeting, MeetingState, Team
from rembuk.office.ledger.models import Promise
from rembuk.office.seats.models import Office

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _built(kept: None) -> None:
    people()


@pytest.fixture
def who(_built: None) -> dict[str, Account]:
    return again()


def when(days: int) -> str:
    return f"{timezone.localdate() + dt.timedelta(days=days)}"


def test_a_village_plans_a_meeting_from_the_template(who: dict[str, Account]) -> None:
    client = browser(who["desa"])
    assert "Rembuk stunting desa" in text(client, "/rembuk/baru/")
    sent = {"tempat": VILLAGE, "jenis": "rembuk-desa", "hari": when(5), "jam": "09.00",
            "sampai": "12:00", "tempat_rapat": "Balai desa"}  # fmt: skip
    answer = client.post("/rembuk/baru/", sent)
    one = Meeting.objects.get()
    assert answer["Location"] == f"/rembuk/{one.public_id}/"
    page = text(client, answer["Location"])
    assert "Rembuk stunting Desa Contoh Jaya" in page
    assert "Menyepakati target angka tahun berikut" in page
    assert "Peta sosial" in page
    assert "undangan belum punya surat" in page
    assert text(client, "/rembuk/").count(one.title) >= 2


def test_what_was_typed_stays_where_a_meeting_is_refused(who: dict[str, Account]) -> None:
    sent = {"tempat": VILLAGE, "jenis": "rembuk-desa", "hari": when(5), "jam": "09.00",
            "sampai": "08:00", "tempat_rapat": "Balai desa lama"}  # fmt: skip
    answer = browser(who["desa"]).post("/rembuk/baru/", sent)
    assert answer.status_code == 422
    assert "Balai desa lama" in answer.content.decode()
    assert "selesai sebelum mulai" in answer.content.decode()


def test_another_village_knows_nothing_of_it(who: dict[str, Account]) -> None:
    one = planned(who["desa"], "rembuk-desa", VILLAGE)
    for path in ("", "undangan/", "hadir/", "lembar/", "lembar.pdf", "acara/"):
        assert browser(who["desa2"]).get(f"/rembuk/{one.public_id}/{path}").status_code == 404
    assert browser(who["kader"]).get("/rembuk/").status_code == 403
    assert one.title not in text(browser(who["desa2"]), "/rembuk/")


def test_the_agenda_is_written_in_the_order_given(who: dict[str, Account]) -> None:
    one = planned(who["desa"], "triwulan-desa", VILLAGE)
    client = browser(who["desa"])
    assert "Masalah lintas kantor" in text(client, f"/rembuk/{one.public_id}/acara/")
    answer = client.post(
        f"/rembuk/{one.public_id}/acara/simpan/",
        {"versi": str(one.version), "urut": ["2", "1", "3"], "kode": ["", "hasil-lalu", ""],
         "judul": ["Air bersih", "Keputusan lalu", ""], "menit": ["30", "15", ""]},
    )  # fmt: skip
    assert answer.status_code == 302
    titles = list(one.agenda.values_list("title", "code"))
    assert titles == [("Keputusan lalu", "hasil-lalu"), ("Air bersih", "")]


def test_from_invitation_to_attendance(who: dict[str, Account]) -> None:
    one = planned(who["desa"], "rembuk-desa", VILLAGE, 0)
    client, url = browser(who["desa"]), f"/rembuk/{one.public_id}/"
    row = one.invitees.get(code="bpd")
    client.post(f"{url}undangan/catat/", {"aksi": "hubungi", "undangan": row.public_id,
                                          "nama": "Contoh Satu", "hp": "081234567890"})  # fmt: skip
    answer = client.post(f"{url}undangan/catat/", {"aksi": "surat", "nomor": "005/1/2026"})
    assert answer.status_code == 302
    page = text(client, f"{url}undangan/")
    assert "https://wa.me/6281234567890?text=" in page
    assert "005/1/2026" in page
    client.post(f"{url}undangan/catat/", {"aksi": "jawab", "undangan": row.public_id,
                                          "jawaban": "hadir"})  # fmt: skip
    assert "1 akan hadir" in text(client, f"{url}undangan/")
    letter = one.invitees.exclude(document=None)[0].document
    assert letter is not None
    assert client.get(f"/surat/{letter.public_id}/").status_code == 200
    assert browser(who["desa2"]).get(f"/surat/{letter.public_id}/").status_code == 404
    assert client.post(f"{url}mulai/").status_code == 302
    client.post(f"{url}hadir/catat/", {"aksi": "hadir", "nama": "", "undangan": row.public_id})
    client.post(f"{url}hadir/catat/", {"aksi": "hadir", "nama": "Contoh Satu",
                                       "undangan": row.public_id})  # fmt: skip
    assert Attendance.objects.get().party == row.party
    assert ViewLog.objects.filter(subject_kind="hadir-rapat").count() == 0
    assert "Contoh Satu" in text(client, f"{url}hadir/")
    assert ViewLog.objects.filter(subject_kind="hadir-rapat").count() == 1


def test_anybody_signs_in_while_it_runs_and_sees_nobody(who: dict[str, Account]) -> None:
    one = planned(who["desa"], "rembuk-desa", VILLAGE, 0)
    address, nobody = f"/rembuk/hadir/{one.token}/", Client()
    assert "tidak sedang dibuka" in text(nobody, address)
    assert nobody.post(address, {"nama": "Contoh Dua", "unsur": "Warga"}).status_code == 422
    running(one, who["desa"])
    assert nobody.post(address, {"nama": "Contoh Dua", "unsur": "Warga"}).status_code == 302
    page = text(Client(), f"{address}?sudah=ya")
    assert "sudah dicatat" in page
    assert "Contoh Dua" not in page
    assert Attendance.objects.get().by is None
    assert nobody.post(address, {"nama": "7", "unsur": "Warga"}).status_code == 422
    assert Client().get("/rembuk/hadir/entah/").status_code == 404


def test_one_address_does_not_fill_the_list(who: dict[str, Account]) -> None:
    one = running(planned(who["desa"], "rembuk-desa", VILLAGE, 0), who["desa"])
    address, nobody = f"/rembuk/hadir/{one.token}/", Client()
    answers = [
        nobody.post(address, {"nama": "Contoh Sama", "unsur": "Warga"}).status_code
        for _again in range(TRIES + 1)
    ]
    assert answers == [302] * TRIES + [429]


def test_the_code_is_a_drawing_of_the_address(who: dict[str, Account]) -> None:
    one = running(planned(who["desa"], "rembuk-desa", VILLAGE, 0), who["desa"])
    client = browser(who["desa"])
    assert one.token in text(client, f"/rembuk/{one.public_id}/hadir/kode/")
    drawn = client.get(f"/rembuk/{one.public_id}/hadir/kode.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b"<svg" in drawn.content


def test_the_paper_list_goes_out_and_comes_back(who: dict[str, Account]) -> None:
    one = running(planned(who["desa"], "rembuk-desa", VILLAGE, 0), who["desa"])
    client, url = browser(who["desa"]), f"/rembuk/{one.public_id}/hadir/"
    answer = client.post(f"{url}catat/", {"aksi": "cetak"})
    assert answer["Location"].startswith("/surat/")
    sheet = one.sheets.get()
    sent = {"aksi": "pindaian", "lembar": sheet.public_id, "hitungan": "23"}
    Document.objects.filter(pk=sheet.document_id).update(pages=2)
    page = client.post(f"{url}catat/", {**sent, "pindaian": upload(pdf(1))})
    assert (page.status_code, b'name="sebab"' in page.content) == (422, True)
    sent["sebab"] = "kode terpotong"
    page = client.post(f"{url}catat/", {**sent, "pindaian": upload(pdf(1))})
    shown = page.content.decode()
    assert (page.status_code, 'value="kode terpotong"' in shown) == (422, True)
    assert "Halaman lain memang kosong" in shown
    client.post(f"{url}catat/", {**sent, "yakin": "ya", "pindaian": upload(pdf(1))})
    assert one.sheets.get().counted == 23
    assert "23" in text(client, url)


def test_the_social_map_makes_the_meeting_ready(who: dict[str, Account]) -> None:
    one = planned(who["desa"], "rembuk-desa", VILLAGE)
    client, url = browser(who["desa"]), f"/rembuk/{one.public_id}/"
    assert "belum diunggah sebagai bahan rapat" in text(client, url)
    client.post(f"{url}bahan/", {"judul": "Peta dusun", "kode": "peta-sosial",
                                 "berkas": upload(photo(), "peta.jpg")})  # fmt: skip
    page = text(client, url)
    assert "belum diunggah sebagai bahan rapat" not in page
    assert "Peta dusun" in page
    kept = one.materials.get()
    assert client.get(f"{url}bahan/{kept.public_id}/")["Content-Type"] == "image/jpeg"


def last_decision(one: Meeting, owner: str, due: dt.date, state: str) -> Decision:
    """An agreed decision of a meeting with its promise."""
    now = timezone.now()
    office = Office.objects.get(code=owner)
    promise = Promise.objects.create(
        public_id=f"J{Promise.objects.count()}", number=f"2025/{Promise.objects.count():04d}",
        title="Jamban bagi keluarga berisiko", kind="sensitif", beneficiary_kind="wilayah",
        place_code=one.place_code, source_kind="rembuk", owner=office, due=due, state=state,
        created_at=now, changed_at=now,
    )  # fmt: skip
    return Decision.objects.create(
        public_id=f"K{promise.pk}", meeting=one, client_id=f"r{promise.pk}", number=promise.pk,
        what=f"Membangun jamban {promise.number}", target_text="Keluarga tanpa jamban",
        target_value=4, place_code=one.place_code, owner=office, due=due, state="disepakati",
        promise=promise,
    )  # fmt: skip


def test_it_opens_with_what_became_of_the_last_decisions(who: dict[str, Account]) -> None:
    before = held(planned(who["desa"], "rembuk-desa", VILLAGE, -30), signed=True)
    today = timezone.localdate()
    last_decision(before, "desa-01", today - dt.timedelta(days=9), "berjalan")
    last_decision(before, "desa-01", today - dt.timedelta(days=9), "diverifikasi")
    one = planned(who["desa"], "rembuk-desa", VILLAGE)
    page = text(browser(who["desa"]), f"/rembuk/{one.public_id}/")
    assert "1 dari 2 ditepati" in page
    assert "lewat tenggat" in page
    sheet = text(browser(who["desa"]), f"/rembuk/{one.public_id}/lembar/")
    assert "paling lama 9 hari" in sheet
    assert "belum ada data register" in sheet


@pytest.mark.parametrize("query", ["", "?kantor=desa-01", "?wilayah=16.06.01.2002"])
def test_the_data_sheet_is_one_page(who: dict[str, Account], query: str) -> None:
    before = held(planned(who["camat"], "rembuk-kecamatan", KECAMATAN, -30), signed=True)
    for number in range(14):
        day = timezone.localdate() - dt.timedelta(days=number)
        last_decision(before, "desa-01", day, "berjalan")
    one = planned(who["camat"], "rembuk-kecamatan", KECAMATAN)
    client = browser(who["camat"])
    answer = client.get(f"/rembuk/{one.public_id}/lembar.pdf{query}")
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1
    assert client.get(f"/rembuk/{one.public_id}/lembar/?wilayah=16.06.02").status_code == 404
    assert client.get(f"/rembuk/{one.public_id}/lembar/?kantor=entah").status_code == 404


def test_the_sheet_as_it_was_is_kept_with_the_meeting(who: dict[str, Account]) -> None:
    one = planned(who["desa"], "rembuk-desa", VILLAGE)
    client = browser(who["desa"])
    client.post(f"/rembuk/{one.public_id}/lembar/simpan/", {"wilayah": VILLAGE})
    kept = one.materials.get()
    assert (kept.code, kept.kind, kept.public) == ("lembar-data", "pdf", False)
    assert kept.title in text(client, f"/rembuk/{one.public_id}/")


def test_a_meeting_is_moved_or_called_off(who: dict[str, Account]) -> None:
    one = planned(who["desa"], "rembuk-desa", VILLAGE)
    client, url = browser(who["desa"]), f"/rembuk/{one.public_id}/ubah/"
    sent = {"versi": str(one.version), "hari": when(9), "jam": "13:00", "tempat_rapat": "Sekolah"}
    assert client.post(url, sent).status_code == 302
    assert Meeting.objects.get().venue == "Sekolah"
    assert client.post(url, sent).status_code == 422  # the same form again is an old one
    assert client.post(url, {"aksi": "batal", "alasan": "Banjir"}).status_code == 302
    assert Meeting.objects.get().state == MeetingState.CANCELLED
    assert "Banjir" in text(client, "/rembuk/")


def test_a_team_is_formed_and_filled_on_its_page(who: dict[str, Account]) -> None:
    client = browser(who["camat"])
    assert "belum dicatat" in text(client, "/rembuk/tim/")
    answer = client.post(
        "/rembuk/tim/baru/",
        {"tempat": KECAMATAN, "nomor": "SK 12", "tanggal": when(-30), "mulai": when(-30)},
    )
    team = Team.objects.get()
    assert answer["Location"] == f"/rembuk/tim/{team.public_id}/"
    page = text(client, answer["Location"])
    assert "Tentukan kursi yang mengetuai" in page
    seat = Office.objects.get(code="kec-01").seats.get(head=True)
    act = f"/rembuk/tim/{team.public_id}/catat/"
    client.post(act, {"aksi": "kursi", "ketua": str(seat.pk), "versi": str(team.version)})
    client.post(act, {"aksi": "anggota", "nama": "Contoh Satu", "sebagai": "sekretaris"})
    answer = client.post(act, {"aksi": "anggota", "nama": "Contoh Dua", "sebagai": "sekretaris"})
    assert answer.status_code == 422
    assert "sudah punya sekretaris" in answer.content.decode()
    page = text(client, f"/rembuk/tim/{team.public_id}/")
    assert "Contoh Satu" in page
    assert "Kepala kec-01" in page
    assert browser(who["camat2"]).get(f"/rembuk/tim/{team.public_id}/").status_code == 404
    assert "SK 12" in text(browser(who["camat"]), "/rembuk/tim/")


def test_the_district_sees_how_far_teams_are_formed(who: dict[str, Account]) -> None:
    page = text(browser(who["tpps"]), "/rembuk/tim/")
    assert "0/2" in page
    assert "Lais" in page
    assert browser(who["desa"]).get("/rembuk/tim/?wilayah=16.06").status_code == 404


def test_a_village_head_reads_the_kecamatan_meeting_he_is_asked_to(
    who: dict[str, Account],
) -> None:
    one = planned(who["camat"], "rembuk-kecamatan", KECAMATAN)
    client = browser(who["desa"])
    page = text(client, f"/rembuk/{one.public_id}/")
    assert one.title in page
    assert "Unggah bahan" not in page
    assert client.get(f"/rembuk/{one.public_id}/undangan/").status_code == 404
    assert client.post(f"/rembuk/{one.public_id}/mulai/").status_code == 404
