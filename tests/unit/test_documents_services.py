"""A document is issued, checked, signed, replaced and withdrawn; its letter numbers run on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from tests.kept_files import pdf, upload

from rembuk.office.documents import files, queries, services
from rembuk.office.documents.letters import Letter, Letterhead, Paragraph, render
from rembuk.office.documents.models import Document, DocumentEvent, NumberSeries, Scan
from rembuk.office.seats.models import Office

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 9)
LETTER = Letter(
    "surat", Letterhead("Pemerintah Kabupaten Contoh", "Dinas Contoh"), number="400.7/1/X/2026",
    subject="Undangan rapat", place="Sekayu", on=DAY, to=["Camat"], body=[Paragraph("Isi.")],
    made_at=dt.datetime(2026, 11, 9, 7, 0, tzinfo=dt.UTC),
)  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "kept"


def issued(letter: Letter = LETTER, **more) -> Document:
    return services.issue(
        letter, subject_kind="contoh", subject_id="1", place_code="16.06", account=None, **more
    )


def office() -> Office:
    return Office.objects.create(
        code="tpps", name="Tim Percepatan Penurunan Stunting", short="TPPS", kind="tim",
        place_code="16.06", valid_from=dt.date(2026, 1, 1),
    )  # fmt: skip


def test_what_is_issued_is_what_is_kept_and_its_address_checks() -> None:
    document = issued()
    content = files.opened(document.file)
    assert content.startswith(b"%PDF-")
    assert (document.pages, document.size) == (1, len(content))
    digits = services.check_digits(document.public_id, document.data_digest)
    assert queries.checked(document.public_id.lower().replace("-", ""), digits) == document
    assert queries.checked(document.public_id, "0" * 10) is None
    assert queries.checked("7Q-4K1M-XX", digits) is None
    assert [event.act for event in document.events.all()] == ["dibuat"]


def test_the_digest_is_of_what_the_letter_says() -> None:
    from dataclasses import replace

    assert services.data_digest(LETTER) == services.data_digest(replace(LETTER, check_url="x"))
    assert services.data_digest(LETTER) != services.data_digest(replace(LETTER, number="2"))
    one, two = issued(), issued()
    assert one.data_digest == two.data_digest
    assert one.sha256 != two.sha256  # each has its own check address
    assert render(LETTER) == render(LETTER)


@override_settings(CSRF_TRUSTED_ORIGINS=["https://*.contoh.id", "https://rembuk.contoh.id"])
def test_the_address_is_the_first_real_origin() -> None:
    assert services.home() == "https://rembuk.contoh.id"


def test_a_signed_scan_is_bound_by_both_hashes_and_once() -> None:
    document = issued()
    content = pdf(2)
    scan = services.attach_scan(document, upload(content), None, "ttd basah", why="kode terpotong")
    assert (scan.document_sha256, scan.pages, scan.note) == (document.sha256, 2, "ttd basah")
    assert files.opened(scan.file) == content
    assert services.attach_scan(document, upload(content), None) == scan
    assert Scan.objects.count() == 1
    assert [event.act for event in document.events.all()] == ["dibuat", "pindaian"]


def test_the_unsigned_file_itself_is_no_scan() -> None:
    document = issued()
    with pytest.raises(ValidationError, match="belum ditandatangani"):
        services.attach_scan(document, upload(files.opened(document.file)), None)
    assert not Scan.objects.exists()


def test_a_withdrawn_document_says_so_and_takes_no_scan() -> None:
    document = issued()
    with pytest.raises(ValidationError, match="alasan"):
        services.withdraw(document, None, " x ")
    services.withdraw(document, None, "Salah tanggal rapat")
    document.refresh_from_db()
    assert document.state(DAY) == "ditarik"
    for act in (
        lambda: services.withdraw(document, None, "Sekali lagi"),
        lambda: services.attach_scan(document, upload(pdf()), None),
        lambda: issued(replaces=document),
    ):
        with pytest.raises(ValidationError, match="ditarik"):
            act()
    assert Document.objects.count() == 1
    assert DocumentEvent.objects.count() == 2


def test_a_replaced_document_points_to_the_new_one() -> None:
    old = issued()
    new = issued(replaces=old)
    old.refresh_from_db()
    assert (old.state(DAY), old.replaced_by, new.state(DAY)) == ("diganti", new, "berlaku")


def test_an_export_expires_the_day_after_its_last() -> None:
    document = issued(expires_on=DAY)
    assert document.state(DAY) == "berlaku"
    assert document.state(DAY + dt.timedelta(days=1)) == "kedaluwarsa"


def test_letter_numbers_run_on_within_a_year_and_keep_the_offices_pattern() -> None:
    tpps = office()
    assert services.next_number(tpps, DAY, "400.7") == "400.7/1/TPPS/XI/2026"
    NumberSeries.objects.filter(office=tpps).update(pattern="{urut:3}/{kantor}/{tahun}")
    assert services.next_number(tpps, DAY) == "002/TPPS/2026"
    assert services.next_number(tpps, dt.date(2027, 1, 4)) == "001/TPPS/2027"
