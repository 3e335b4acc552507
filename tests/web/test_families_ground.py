"""Ground checks: made, taken out and back by Excel and by screen, followed up, closed."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext
from tests.factories import account, district
from tests.lists_rows import edition, listed

from rembuk.office.access.models import ViewLog
from rembuk.office.families import ground, ground_sheet, ground_words
from rembuk.office.families.ground import GroundError
from rembuk.office.families.models import FieldCheck, Finding, Minutes
from rembuk.office.lists.models import Correction

pytestmark = pytest.mark.django_db
HERE, THERE = "16.06.01.2001", "16.06.01.2002"
PDF = b"%PDF-1.7\n" + b"x" * 100


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Any) -> None:
    settings.REMBUK_RAW_FILES = tmp_path / "raw"
    district()


def signed_in(client: Client, role: str = "gizi", place: str = "16.06") -> Client:
    client.force_login(
        account(f"{role}-x", role, place), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def checked(rows: int = 4, village: str = HERE, label: str = "2026-T1") -> FieldCheck:
    for n in range(rows):
        listed(
            village, label, name=f"Warga Rahasia {n}", key=f"{n:08x}{label[-1]}{village[-1]:0>23}"
        )
    due = timezone.localdate() + dt.timedelta(days=7)
    return ground.make(edition(label), village, "Operator desa", due, None)


def book_of(check: FieldCheck) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(ground_sheet.book(check, True, "Contoh Jaya")))


def heads(page: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in page[3]}


def filled(check: FieldCheck, *said: tuple[int, str, Any, str, str]) -> bytes:
    """The field list with rows `(place from 0, result, date, officer, note)` filled in."""
    book = book_of(check)
    page = book.worksheets[0]
    at = heads(page)
    for n, result, day, by, note in said:
        for head, value in (
            (ground_sheet.FOUND, result), (ground_sheet.DATE, day), (ground_sheet.BY, by),
            (ground_sheet.NOTE, note),
        ):  # fmt: skip
            page.cell(4 + n, at[head], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client: Client, check: FieldCheck, body: bytes, **more: str) -> str:
    file = SimpleUploadedFile("isi.xlsx", body)
    url = f"/keluarga/cek/{check.public_id}/unggah/"
    answer = client.post(url, {"berkas": file, **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


YESTERDAY = dt.date.today() - dt.timedelta(days=1)


def test_a_list_goes_out_and_comes_back(client: Client) -> None:
    check = checked()
    body = filled(
        check,
        (0, "sesuai daftar", YESTERDAY, "Bu Kadus", ""),
        (1, "Pindah", YESTERDAY, "Bu Kadus", "ke kota"),
    )
    text = upload(signed_in(client), check, body)
    assert "4 baris: 2 temuan baru, 0 sudah tercatat, 2 belum diisi, 0 keliru" in text
    assert ground.summary(check).counts == {"benar": 1, "pindah": 1}


def test_the_same_file_twice_brings_nothing(client: Client) -> None:
    check = checked()
    body = filled(check, (0, "meninggal", YESTERDAY, "Bu Kadus", ""), (1, "benar", None, "", ""))
    upload(signed_in(client), check, body, tanggal=YESTERDAY.isoformat(), petugas="RT 2")
    other = YESTERDAY - dt.timedelta(days=3)
    text = upload(client, check, body, tanggal=other.isoformat(), petugas="RT 3")
    assert "0 temuan baru, 2 sudah tercatat" in text
    assert Finding.objects.count() == 2


def test_every_wrong_row_says_where_why_and_what_to_do(client: Client) -> None:
    check = checked(6)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    body = filled(
        check,
        (0, "entahlah", YESTERDAY, "Bu Kadus", ""),
        (1, "pindah", "kapan-kapan", "Bu Kadus", ""),
        (2, "pindah", tomorrow, "Bu Kadus", ""),
        (3, "", None, "", "rumah kosong"),
        (4, "ganda", YESTERDAY, "", ""),
        (5, "sesuai daftar", YESTERDAY, "Bu Kadus", ""),
    )
    text = upload(signed_in(client), check, body)
    assert "6 baris: 1 temuan baru, 0 sudah tercatat, 0 belum diisi, 5 keliru" in text
    for said in ("hasil ini tidak ada di pilihan", "bukan tanggal", "belum terjadi",
                 "hasilnya kosong", "siapa yang memeriksa"):  # fmt: skip
        assert said in text


def test_rows_of_another_check_and_twice_the_same_are_refused(client: Client) -> None:
    check, other = checked(3), checked(2, THERE, "2026-T2")
    book = openpyxl.load_workbook(
        io.BytesIO(
            filled(check, (0, "benar", YESTERDAY, "RT", ""), (1, "benar", YESTERDAY, "RT", ""))
        )
    )
    page = book.worksheets[0]
    code = heads(page)[ground_sheet.CODE]
    page.cell(5, code, page.cell(4, code).value)  # twice the first row
    page.cell(6, code, f"{other.public_id}-00000000")
    out = io.BytesIO()
    book.save(out)
    text = upload(signed_in(client), check, out.getvalue())
    assert "3 baris: 1 temuan baru, 0 sudah tercatat, 0 belum diisi, 2 keliru" in text
    assert "sudah ada di baris 4" in text
    assert "milik cek lapangan lain" in text
    assert "2 baris cek ini tidak ada di berkas" in text


def test_the_file_of_another_check_is_refused_whole(client: Client) -> None:
    check, other = checked(3), checked(2, THERE, "2026-T2")
    body = filled(other, (0, "benar", YESTERDAY, "RT", ""))
    text = upload(signed_in(client), check, body)
    assert f"milik cek lapangan {other.public_id}" in text
    assert not Finding.objects.exists()


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n\x1a\n....", b"a,b\n1,2\n"])
def test_a_file_that_is_no_field_list_is_refused_in_words(client: Client, body: bytes) -> None:
    check = checked(2)
    text = upload(signed_in(client), check, body or b" ")
    assert "notice is-act" in text
    assert not Finding.objects.exists()


def test_one_tap_a_row_and_a_later_finding_follows(client: Client) -> None:
    check = checked()
    signed_in(client, "desa", HERE)
    url = f"/keluarga/cek/{check.public_id}/isi/"
    short = next(iter(ground.codes(check, ground.rows_of(check)))).rpartition("-")[2]
    for said in ("benar", "pindah", "pindah", "benar"):
        answer = client.post(url, {"baris": short, "hasil": said, "hal": "1"})
        assert answer["Location"].endswith(f"?hal=1#b-{short}")
    assert [one.found for one in Finding.objects.all()] == ["benar", "pindah", "benar"]
    assert ground.summary(check).counts == {"benar": 1}


def test_a_file_does_not_undo_what_was_seen_later(client: Client) -> None:
    check = checked()
    body = filled(check, (0, "benar", YESTERDAY, "RT", ""))
    upload(signed_in(client), check, body)
    row = ground.rows_of(check)[0]
    ground.enter(check, [ground.Entry(row, "meninggal", timezone.localdate(), "Bidan")], None)
    upload(client, check, body)
    assert ground.summary(check).counts == {"meninggal": 1}


def test_names_go_out_only_by_rights_and_every_look_is_logged(client: Client) -> None:
    check = checked()
    page = f"/keluarga/cek/{check.public_id}"
    assert "Rahasia" in signed_in(client, "gizi").get(f"{page}/cetak/").content.decode()
    assert "Rahasia" not in signed_in(client, "desa", HERE).get(f"{page}/cetak/").content.decode()
    signed_in(client, "operator")
    answer = client.post(f"{page}/unduh/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert "Rahasia" not in str([[cell.value for cell in row] for row in sheet.rows])
    assert ViewLog.objects.filter(action="ekspor", subject_kind="cek-lapangan", rows=4).exists()
    assert ViewLog.objects.filter(action="buka", subject_id=check.public_id).count() == 2


def test_findings_become_requests_to_the_owner_once(client: Client) -> None:
    check = checked()
    rows = ground.rows_of(check)
    said = ("benar", "meninggal", "tidak-miskin", "pindah")
    day = timezone.localdate()
    ground.enter(
        check, [ground.Entry(r, s, day, "RT") for r, s in zip(rows, said, strict=True)], None
    )
    signed_in(client).post(f"/keluarga/cek/{check.public_id}/usul/")
    client.post(f"/keluarga/cek/{check.public_id}/usul/")
    assert sorted(Correction.objects.values_list("fact", flat=True)) == ["decile", "place", "row"]


def test_a_closed_check_takes_nothing_more(client: Client) -> None:
    check = checked()
    signed_in(client).post(f"/keluarga/cek/{check.public_id}/tutup/")
    row = ground.rows_of(check)[0]
    with pytest.raises(GroundError):
        ground.enter(check, [ground.Entry(row, "benar", timezone.localdate(), "RT")], None)
    text = upload(client, check, filled(check, (0, "benar", YESTERDAY, "RT", "")))
    assert "sudah ditutup" in text
    assert not Finding.objects.exists()


def test_a_check_is_made_on_the_page_and_not_twice(client: Client) -> None:
    one = listed(HERE)
    given = {"wilayah": HERE, "edisi": one.edition_id, "petugas": "Operator desa",
             "tenggat": timezone.localdate().isoformat()}  # fmt: skip
    signed_in(client)
    client.post("/keluarga/cek/buat/", given)
    again = client.post("/keluarga/cek/buat/", given, follow=True).content.decode()
    assert "sedang dicek" in again
    assert FieldCheck.objects.count() == 1
    text = client.get("/keluarga/cek/").content.decode()
    assert '0<span class="ratio">dari 1</span>' in text


MEETING = {"nomor": "12/BA/2026", "tanggal": "2026-09-01", "tentang": "Daftar keluarga miskin"}


def test_minutes_are_kept_once_under_their_hash_and_opened_for_a_purpose(client: Client) -> None:
    check = checked()
    url = f"/keluarga/cek/{check.public_id}/berita-acara/"
    signed_in(client)
    for name in ("acara.pdf", "lain.pdf"):
        client.post(url, {**MEETING, "berkas": SimpleUploadedFile(name, PDF)})
    (kept,) = Minutes.objects.all()
    check.refresh_from_db()
    assert check.minutes == kept
    assert "acara.pdf" not in kept.file_name
    file = f"/keluarga/berita-acara/{kept.pk}/unduh/"
    assert client.post(file).status_code == 403
    answer = client.post(file, {"keperluan": "ganda"})
    assert b"".join(answer.streaming_content) == PDF
    assert ViewLog.objects.filter(action="buka-identitas", subject_kind="berita-acara").exists()
    elsewhere = signed_in(Client(), "bidan", "16.06.02")
    assert elsewhere.post(file, {"keperluan": "ganda"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "said"),
    [(b"MZ\x90\x00" * 30, "bukan PDF"), (b"<html>", "bukan PDF"), (b"PK\x03\x04aaaa", "bukan PDF")],
)
def test_a_paper_is_known_by_its_content(client: Client, body: bytes, said: str) -> None:
    check = checked()
    url = f"/keluarga/cek/{check.public_id}/berita-acara/"
    file = SimpleUploadedFile("acara.pdf", body, content_type="application/pdf")
    text = signed_in(client).post(url, {**MEETING, "berkas": file}, follow=True).content.decode()
    assert said in text
    assert not Minutes.objects.exists()


@pytest.mark.parametrize("out", ["id", "en"])
@pytest.mark.parametrize("back", ["id", "en"])
def test_a_list_written_in_one_language_comes_back_in_the_other(
    client: Client, out: str, back: str
) -> None:
    check = checked()
    with translation.override(out):
        book = book_of(check)
        page = book.worksheets[0]
        at = heads(page)
        page.cell(4, at[gettext(ground_sheet.FOUND)], ground_words.word("pindah"))
        page.cell(4, at[gettext(ground_sheet.DATE)], YESTERDAY)
        page.cell(5, at[gettext(ground_sheet.FOUND)], "meninggal")
        file = io.BytesIO()
        book.save(file)
    signed_in(client).post("/bahasa/setlang/", {"language": back})
    upload(client, check, file.getvalue(), tanggal=YESTERDAY.isoformat(), petugas="RT 2")
    assert ground.summary(check).counts == {"meninggal": 1, "pindah": 1}


def test_heads_and_findings_are_known_in_every_language() -> None:
    told = {"Hasil": "Hasil"}
    assert ground_words.in_every_language(told)["hasil"] == "Hasil"
    for language in ("id", "en"):
        with translation.override(language):
            for code, word in ground_words.WORDS.items():
                assert ground_words.meanings()[str(word).casefold()] == code


def test_who_sees_no_names_is_told_why_and_whom_to_ask(client: Client) -> None:
    check = checked()
    village = signed_in(client, "desa", HERE)
    for page in ("", "isi/", "cetak/"):
        text = village.get(f"/keluarga/cek/{check.public_id}/{page}").content.decode()
        assert "bidan, kader, dan tenaga gizi" in text
        assert "Warga Rahasia" not in text
    midwife = signed_in(Client(), "bidan", HERE)
    for page in ("isi/", "cetak/"):
        text = midwife.get(f"/keluarga/cek/{check.public_id}/{page}").content.decode()
        assert "Warga Rahasia" in text
        assert "bidan, kader, dan tenaga gizi" not in text
    masked = ground_sheet.book(check, False, "Contoh Jaya")
    said = [
        str(cell.value)
        for page in openpyxl.load_workbook(io.BytesIO(masked)).worksheets
        for row in page.iter_rows()
        for cell in row
    ]
    assert any("bidan, kader, dan tenaga gizi" in text for text in said)
    assert not any("Rahasia" in text for text in said)
