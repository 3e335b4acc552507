"""The check page is open and holds no person; a document opens to whom its room lets in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client
from tests.factories import district
from tests.kept_files import pdf, photo, upload

from rembuk.office.access.models import Account, Assignment, Role, ViewLog
from rembuk.office.documents import files, gates, queries, services
from rembuk.office.documents.letters import Letter, Letterhead, Paragraph, Signature
from rembuk.office.documents.models import Document, Kop, Scan
from rembuk.office.seats.models import Office

pytestmark = pytest.mark.django_db
CHILD, SIGNER = "Anak Contoh Rahasia", "Pejabat Contoh"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """The subject `contoh` opens to the account `boleh` and `baca`; only `boleh` acts."""
    monkeypatch.setattr(gates, "_REGISTERED", {})
    gates.register(
        "contoh",
        lambda request, _document: request.user.username in {"boleh", "baca"},
        lambda request, _document: request.user.username == "boleh",
    )


def signed(name: str) -> Client:
    account = Account.objects.create(username=name)
    Assignment.objects.create(
        account=account, role=Role.AUDIT, place_code="16.06", valid_from=dt.date(2024, 1, 1)
    )
    client = Client()
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def issued(**more) -> Document:
    letter = Letter(
        "lembar-kerja", Letterhead("Pemerintah Kabupaten Contoh", "Dinas Contoh"),
        number="400.7/1/X/2026", title=f"Kertas kerja {CHILD}", on=dt.date(2026, 11, 9),
        body=[Paragraph(CHILD)], signatures=[Signature("Kepala", SIGNER)],
    )  # fmt: skip
    more = {"title": "Kertas kerja audit", "subject_kind": "contoh", **more}
    return services.issue(letter, subject_id="AKS-014", place_code="16.06", account=None, **more)


def address(document: Document) -> str:
    digits = services.check_digits(document.public_id, document.data_digest)
    return f"/surat/cek/{document.public_id}/{digits}/"


def test_anybody_checks_a_paper_and_reads_of_no_person() -> None:
    document = issued()
    answer = Client().get(address(document))
    shown = answer.content.decode()
    assert answer.status_code == 200
    for part in ("Berlaku", "Kertas kerja", "400.7/1/X/2026", document.sha256, document.public_id):
        assert part in shown
    for secret in (CHILD, SIGNER, "AKS-014", document.title):
        assert secret not in shown
    assert not ViewLog.objects.exists()


def test_a_wrong_address_learns_nothing() -> None:
    document = issued()
    answers = [
        Client().get(f"/surat/cek/{document.public_id}/0000000000/"),
        Client().get("/surat/cek/7Q-4K1M-XX/0000000000/"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    told = {answer.content.decode().split('role="alert">')[1].split("<")[0] for answer in answers}
    assert len(told) == 1


def test_the_code_may_be_typed() -> None:
    document = issued()
    digits = address(document).split("/")[-2]
    found = Client().get(
        "/surat/cek/", {"kode": document.public_id.lower().replace("-", " "), "digit": digits}
    )
    assert found["Location"] == address(document)
    assert Client().get("/surat/cek/", {"kode": "x", "digit": "y"}).status_code == 404


def test_the_check_page_tells_replaced_withdrawn_and_expired() -> None:
    old, late = issued(), issued(expires_on=dt.date(2020, 1, 1))
    new = issued(replaces=old)
    assert "Sudah diganti" in Client().get(address(old)).content.decode()
    services.withdraw(new, None, "Salah angka di halaman dua")
    shown = Client().get(address(new)).content.decode()
    assert "Ditarik" in shown
    assert "Salah angka" not in shown  # the reason is the office's
    assert "Lewat masa berlaku" in Client().get(address(late)).content.decode()


def test_a_document_opens_to_whom_its_room_lets_in() -> None:
    document = issued()
    url = f"/surat/{document.public_id}/"
    assert Client().get(url).status_code == 302
    stranger, reader = signed("orang-lain"), signed("baca")
    for path in ("", "unduh/", "pindaian/1/", "tarik/"):
        assert stranger.get(url + path).status_code == 404
    assert stranger.post(url + "pindaian/", {"berkas": upload(pdf())}).status_code == 404
    assert reader.get(url).status_code == 200
    assert reader.get(url + "tarik/").status_code == 404
    assert reader.post(url + "pindaian/", {"berkas": upload(pdf())}).status_code == 404
    assert not Scan.objects.exists()
    answer = reader.get(url + "unduh/")
    assert answer.content == files.opened(document.file)
    assert "attachment" in answer["Content-Disposition"]
    assert CHILD not in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert [(line.action, line.subject_id) for line in ViewLog.objects.all()] == [
        ("surat", document.public_id)
    ]


def test_a_subject_of_no_room_opens_to_nobody() -> None:
    document = issued(subject_kind="tak-terdaftar")
    assert signed("boleh").get(f"/surat/{document.public_id}/").status_code == 404


def test_an_expired_copy_is_not_given_any_more() -> None:
    document = issued(expires_on=dt.date(2020, 1, 1))
    answer = signed("boleh").get(f"/surat/{document.public_id}/unduh/")
    assert answer.status_code == 410
    assert b"%PDF" not in answer.content


def test_a_signed_scan_is_uploaded_shown_and_read_back() -> None:
    document, client = issued(), signed("boleh")
    url = f"/surat/{document.public_id}/"
    content = photo()
    given = {"berkas": upload(content, "foto.jpg"), "catatan": "asli"}
    asked = client.post(url + "pindaian/", given)
    assert asked.status_code == 422
    assert b'name="sebab"' in asked.content
    given = {"berkas": upload(content, "foto.jpg"), "catatan": "asli", "sebab": "tertutup stempel"}
    sent = client.post(url + "pindaian/", given)
    assert sent.status_code == 302
    scan = Scan.objects.get()
    shown = client.get(url).content.decode()
    said = ("asli", "tertutup stempel", "Pindaian bertanda tangan diunggah")
    for part in (scan.sha256, document.sha256, *said):
        assert part in shown
    back = client.get(url + "pindaian/1/")
    assert (back.content, back["Content-Type"]) == (content, "image/jpeg")
    assert client.get(url + "pindaian/2/").status_code == 404


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"MZ" + b"0" * 99, "bukan PDF, JPG"), (b"", "kosong"), (pdf(password="x"), "kata sandi")],
)
def test_a_bad_upload_is_told_beside_its_field_and_keeps_the_note(
    content: bytes, told: str, folder: Path
) -> None:
    document, client = issued(), signed("boleh")
    before = sorted(folder.rglob("*"))
    answer = client.post(
        f"/surat/{document.public_id}/pindaian/",
        {"berkas": upload(content), "catatan": "catatanku"},
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert told in shown
    assert 'value="catatanku"' in shown
    assert sorted(folder.rglob("*")) == before


def test_withdrawing_asks_for_a_reason() -> None:
    document, client = issued(), signed("boleh")
    url = f"/surat/{document.public_id}/tarik/"
    assert client.post(url, {"alasan": ""}).status_code == 422
    assert client.post(url, {"alasan": "Salah nomor surat"}).status_code == 302
    assert client.post(url, {"alasan": "Salah nomor surat"}).status_code == 422


def test_a_letterhead_is_set_and_its_number_never_runs_back() -> None:
    district()
    office = Office.objects.create(
        code="dincon", name="Dinas Contoh", short="Dincon", kind="opd", place_code="16.06",
        valid_from=dt.date(2026, 1, 1),
    )  # fmt: skip
    account = Account.objects.create(username="tpps")
    Assignment.objects.create(
        account=account, role=Role.TPPS, place_code="16.06", valid_from=dt.date(2024, 1, 1)
    )
    client = Client()
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    fields = {"government": "Pemerintah Kabupaten Contoh", "pattern": "{urut:3}/{tahun}", "last": 7}
    sent = client.post("/surat/kop/dincon/", {**fields, "emblem": upload(photo("PNG"), "l.png")})
    assert sent.status_code == 302
    head = queries.letterhead(office)
    assert (head.government, head.unit) == ("Pemerintah Kabupaten Contoh", "Dinas Contoh")
    assert head.emblem is not None
    assert services.next_number(office, dt.date.today()).startswith("008/")
    back = client.post("/surat/kop/dincon/", {**fields, "last": 3})
    assert "tidak dapat mundur" in back.content.decode()
    bad = client.post("/surat/kop/dincon/", {**fields, "last": 9, "emblem": upload(pdf(), "l.png")})
    assert "bukan foto JPG atau PNG" in bad.content.decode()
    no = client.post("/surat/kop/dincon/", {**fields, "pattern": "{tahun}", "last": 9})
    assert "harus memuat {urut}" in no.content.decode()
    assert Kop.objects.count() == 1
    specimen = client.get("/surat/kop/dincon/contoh/")
    assert specimen.content.startswith(b"%PDF-")
