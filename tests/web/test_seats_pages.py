"""Offices: everybody reads them, their keeper writes them, in their own place only."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import district

from rembuk.office.access.models import Account, Assignment, Role, ViewLog
from rembuk.office.seats import keeping, queries
from rembuk.office.seats.models import Holding, Office, OfficeEvent, Seat

pytestmark = pytest.mark.django_db
OWN, ELSEWHERE = "16.06.01", "16.06.02"
FIELDS = {
    "name": "Dinas Contoh", "short": "Dincon", "kind": "opd", "role": "DINKES",
    "place_code": OWN, "serves": "", "address": "", "valid_from": "2026-01-01", "valid_to": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def places() -> None:
    district()


def signed(role: Role = Role.TPPS, place: str = OWN, name: str = "penjaga") -> Client:
    account = Account.objects.create(username=name)
    Assignment.objects.create(
        account=account, role=role, place_code=place, valid_from=dt.date(2024, 1, 1)
    )
    client = Client()
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def office(code: str = "dincon", place: str = OWN) -> Office:
    return keeping.add(
        code,
        {
            **FIELDS, "place_code": place, "serves": [], "valid_from": dt.date(2026, 1, 1),
            "valid_to": None,
        },
        None,
    )  # fmt: skip


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_reader_sees_offices_and_no_button_to_write() -> None:
    made = office()
    seat = keeping.add_seat(made, "Kepala dinas", None, head=True)
    Holding.objects.create(
        seat=seat, name="Contoh, S.K.M.", nip="197001011995032002", valid_from=dt.date(2026, 1, 1)
    )
    client = signed(Role.GIZI)
    listed, page = text(client.get("/kantor/")), text(client.get("/kantor/dincon/"))
    assert "Dinas Contoh" in listed
    assert "Contoh, S.K.M." in listed
    assert "Kepala dinas" in page
    for absent in ("197001011995032002", "/kantor/dincon/ubah/", "Riwayat"):
        assert absent not in page
    assert client.get("/kantor/baru/").status_code == 403
    assert client.get("/kantor/tidak-ada/").status_code == 404


def test_a_keeper_adds_an_office_a_seat_and_a_holder_by_decree() -> None:
    client = signed()
    answer = client.post("/kantor/baru/", {**FIELDS, "code": "dincon"})
    assert answer.status_code == 302, text(answer)
    client.post("/kantor/dincon/jabatan/", {"title": "Kepala dinas", "head": "on"})
    seat = Seat.objects.get()
    term = {
        "name": "Contoh", "decree_number": "1/2026", "decree_date": "2026-01-02",
        "since": "2026-01-05", "username": "penjaga",
    }  # fmt: skip
    assert client.post(f"/kantor/dincon/jabatan/{seat.pk}/", term).status_code == 302
    holding = Holding.objects.get()
    assert (holding.name, holding.account.username) == ("Contoh", "penjaga")
    assert queries.by_role("DINKES", f"{OWN}.2001", dt.date(2026, 6, 1)) == Office.objects.get()
    acts = list(OfficeEvent.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["dibuat", "jabatan", "ditunjuk"]
    assert all(
        "Contoh" not in str(event.after) for event in OfficeEvent.objects.filter(act="ditunjuk")
    )
    assert set(ViewLog.objects.values_list("action", flat=True)) == {"kantor"}


def test_a_second_holder_ends_the_first_and_history_stays() -> None:
    made = office()
    seat = keeping.add_seat(made, "Kepala dinas", None, head=True)
    client = signed()
    for name, since in (("Satu", "2026-01-05"), ("Dua", "2026-06-01")):
        client.post(
            f"/kantor/dincon/jabatan/{seat.pk}/",
            {"name": name, "decree_number": "1", "decree_date": "2026-01-02", "since": since},
        )
    first = Holding.objects.get(name="Satu")
    assert first.valid_to == dt.date(2026, 6, 1)
    page = text(client.get("/kantor/dincon/"))
    assert "Satu" in page
    assert "sudah berakhir" in page


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"code": "DINCON"}, "Huruf kecil"),
        ({"code": "ada"}, "sudah dipakai"),
        ({"place_code": "99.99"}, "tidak dikenal"),
        ({"place_code": ELSEWHERE}, "di luar wilayah Anda"),
        ({"valid_to": "2025-01-01"}, "berakhir sebelum dimulai"),
        ({"role": "RAJA"}, "RAJA"),
        ({"name": ""}, "Bidang ini"),
    ],
)
def test_an_office_that_cannot_be_is_refused_in_words(change: dict[str, str], told: str) -> None:
    office("ada")
    answer = signed().post("/kantor/baru/", {**FIELDS, "code": "dincon", **change})
    assert answer.status_code == 422
    assert told in text(answer)
    assert not Office.objects.filter(code="dincon").exists()


def test_another_place_has_no_such_office_to_keep() -> None:
    office(place=ELSEWHERE)
    client = signed()
    for path in ("/kantor/dincon/ubah/", "/surat/kop/dincon/", "/surat/kop/dincon/contoh/"):
        assert client.get(path).status_code == 404
    assert client.post("/kantor/dincon/jabatan/", {"title": "x"}).status_code == 404
    assert not Seat.objects.exists()


def test_two_keepers_at_once_lose_nothing() -> None:
    made = office()
    client = signed()
    opened = re.search(r'name="versi" value="(\d+)"', text(client.get("/kantor/dincon/ubah/")))
    assert opened
    keeping.change(made, {**_now(made), "name": "Nama dari orang lain"}, None)
    answer = client.post(
        "/kantor/dincon/ubah/", {**FIELDS, "name": "Nama saya", "versi": opened.group(1)}
    )
    assert answer.status_code == 409
    shown = text(answer)
    assert "Nama dari orang lain" in shown
    assert 'value="Nama saya"' in shown
    made.refresh_from_db()
    assert made.name == "Nama dari orang lain"
    again = re.search(r'name="versi" value="(\d+)"', shown)
    assert again
    client.post("/kantor/dincon/ubah/", {**FIELDS, "name": "Nama saya", "versi": again.group(1)})
    made.refresh_from_db()
    assert made.name == "Nama saya"


def test_a_term_ends_and_is_unlinked_from_its_account() -> None:
    made = office()
    seat = keeping.add_seat(made, "Kepala dinas", None, head=True)
    client = signed()
    held = Holding.objects.create(
        seat=seat, name="Contoh", valid_from=dt.date(2026, 1, 5),
        account=Account.objects.get(username="penjaga"),
    )  # fmt: skip
    early = client.post(f"/kantor/dincon/masa/{held.pk}/akhiri/", {"until": "2026-01-05"})
    assert early.status_code == 422
    assert "sebelum dimulai" in text(early)
    client.post(f"/kantor/dincon/masa/{held.pk}/akun/", {"username": ""})
    wrong = client.post(f"/kantor/dincon/masa/{held.pk}/akun/", {"username": "siapa"})
    assert wrong.status_code == 422
    client.post(f"/kantor/dincon/masa/{held.pk}/akhiri/", {"until": "2026-03-01"})
    held.refresh_from_db()
    assert (held.valid_to, held.account) == (dt.date(2026, 3, 1), None)
    twice = client.post(f"/kantor/dincon/masa/{held.pk}/akhiri/", {"until": "2026-04-01"})
    assert twice.status_code == 422


def test_one_head_and_no_seat_twice() -> None:
    office()
    client = signed()
    for title in ("Kepala dinas", "kepala  DINAS", "Wakil kepala"):
        answer = client.post("/kantor/dincon/jabatan/", {"title": title, "head": "on"})
    assert "sudah mempunyai jabatan pimpinan" in text(answer)
    assert Seat.objects.count() == 1


def test_roles_without_an_office_are_told() -> None:
    office()
    page = text(signed().get("/kantor/peran/"))
    assert "Dinas Contoh" in page
    assert "belum dipegang kantor mana pun" in page


def sheet(rows: Sequence[Sequence[object]]) -> SimpleUploadedFile:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    book.close()
    return SimpleUploadedFile("kantor.xlsx", out.getvalue())


HEAD = ["kode", "nama", "jenis", "peran", "kode wilayah"]


def test_a_sheet_is_seen_before_it_is_saved() -> None:
    office("ada")
    rows = [
        HEAD, ["baru-1", "Puskesmas Satu", "puskesmas", "PUSKESMAS", OWN],
        ["ada", "Dinas Ganti Nama", "opd", "dinkes", OWN],
        ["salah", "Dinas Salah", "kerajaan", "", OWN],
        ["baru-1", "Puskesmas Dua Kali", "puskesmas", "", OWN],
        ["luar", "Dinas Luar", "opd", "", ELSEWHERE],
    ]  # fmt: skip
    client = signed()
    seen = client.post("/kantor/impor/", {"berkas": sheet(rows)})
    shown = text(seen)
    assert "2 akan disimpan, 0 sama, 3 keliru" in shown
    for told in ("jenis:", "sudah ada di baris di atasnya", "di luar wilayah Anda"):
        assert told in shown
    assert Office.objects.count() == 1
    packed = re.search(r'name="isi" value="([^"]+)"', shown)
    assert packed
    assert client.post("/kantor/impor/", {"isi": packed.group(1)}).status_code == 302
    assert set(Office.objects.values_list("code", "name")) == {
        ("ada", "Dinas Ganti Nama"), ("baru-1", "Puskesmas Satu"),
    }  # fmt: skip
    again = client.post("/kantor/impor/", {"isi": packed.group(1)})
    assert again.status_code == 409  # what was seen is no longer what stands
    assert OfficeEvent.objects.filter(act="diubah").count() == 1


def test_a_touched_preview_is_not_saved() -> None:
    answer = signed().post("/kantor/impor/", {"isi": "W10:palsu:tanda"})
    assert answer.status_code == 422
    assert not Office.objects.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "bukan lembar Excel"),
        (b"kode,nama\n1,2", "bukan lembar Excel"),
        (b"PK\x03\x04" + b"\x00" * 50, "bukan lembar Excel"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(content: bytes, told: str) -> None:
    answer = signed().post("/kantor/impor/", {"berkas": SimpleUploadedFile("k.xlsx", content)})
    assert answer.status_code == 422
    assert told in text(answer)


def test_a_sheet_of_other_columns_says_which_are_lacking() -> None:
    answer = signed().post("/kantor/impor/", {"berkas": sheet([["nama"], ["x"]])})
    assert "kode, jenis, kode wilayah" in text(answer)


def test_the_empty_sheet_reads_back_as_empty() -> None:
    client = signed()
    content = client.get("/kantor/impor/contoh/").content
    answer = client.post("/kantor/impor/", {"berkas": SimpleUploadedFile("k.xlsx", content)})
    assert "tidak berisi kantor" in text(answer)


def _now(made: Office) -> dict[str, object]:
    return {name: getattr(made, name) for name in keeping.FIELDS}
