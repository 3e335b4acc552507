"""A signed paper comes back as a picture: its code is read, or whoever brings it is asked."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
import segno
from django.core.exceptions import ValidationError
from django.test import override_settings
from pypdf import PdfWriter
from tests.kept_files import bound, jpg, page_of, pdf, photo, upload, worn

from rembuk.office.documents import files, services
from rembuk.office.documents.letters import Letter, Letterhead, Paragraph
from rembuk.office.documents.models import Document, Proof, Scan
from rembuk.office.documents.scans import looking, reader
from rembuk.office.documents.scans.proof import OtherPaperError, UnsureError

pytestmark = pytest.mark.django_db
LETTER = Letter(
    "surat", Letterhead("Pemerintah Kabupaten Contoh", "Dinas Contoh"), number="400.7/1/X/2026",
    subject="Undangan rapat", place="Sekayu", on=dt.date(2026, 11, 9), to=["Camat"],
    body=[Paragraph("Isi surat. " * 220)] * 2, made_at=dt.datetime(2026, 11, 9, tzinfo=dt.UTC),
)  # fmt: skip


def issued(number: str = "400.7/1/X/2026", **more) -> Document:
    return services.issue(
        replace(LETTER, number=number), subject_kind="contoh", subject_id="1", place_code="16.06",
        account=None, origin="https://rembuk.kabupaten-contoh.go.id", **more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(kept: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, int, Path]:
    """Two papers of two pages each and the folder they are kept in."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        return issued().pk, issued("400.7/2/X/2026").pk, folder


@pytest.fixture(autouse=True)
def papers(made: tuple[int, int, Path], settings) -> tuple[Document, Document]:
    settings.MEDIA_ROOT = made[2]
    return Document.objects.get(pk=made[0]), Document.objects.get(pk=made[1])


def printed(document: Document, ppi: int = 120, at: int = -1):
    return page_of(files.opened(document.file), ppi, at)


@pytest.mark.parametrize(
    ("ppi", "wear"),
    [
        (75, {}),
        (100, {"turn": 3, "blur": 0.5, "light": 0.85, "noise": 8}),
        (120, {"turn": 184, "blur": 0.6, "light": 0.5, "noise": 8}),
        (150, {"turn": 38, "blur": 0.9, "light": 0.6, "noise": 10}),
        (200, {"turn": 91, "blur": 1.2, "light": 0.5, "noise": 8}),
    ],
)
def test_a_crooked_dim_grainy_or_small_photo_is_read(papers, ppi: int, wear: dict) -> None:
    document, _other = papers
    scan = services.attach_scan(document, upload(jpg(worn(printed(document, ppi), **wear))), None)
    assert (scan.proof, scan.why) == (Proof.CODE, "")


def test_the_code_is_found_on_any_page_of_a_scanned_pdf(papers) -> None:
    document, _other = papers
    sheets = [
        worn(printed(document, 110, at), turn=2 - at, blur=0.5, light=0.8) for at in (-1, 0, 0)
    ]
    scan = services.attach_scan(document, upload(bound(sheets)), None)
    assert (scan.proof, scan.pages) == (Proof.CODE, 3)


def test_a_code_drawn_in_lines_is_read_too(papers) -> None:
    document, _other = papers
    writer = PdfWriter(clone_from=io.BytesIO(files.opened(document.file)))
    out = io.BytesIO()
    writer.write(out)
    assert services.attach_scan(document, upload(out.getvalue()), None).proof == Proof.CODE


def test_another_paper_of_ours_is_refused_by_its_number_whatever_is_said(papers) -> None:
    document, other = papers
    content = jpg(worn(printed(other), turn=2, blur=0.4))
    with pytest.raises(OtherPaperError, match=r"milik surat lain: Surat, nomor 400\.7/2/X/2026"):
        services.attach_scan(document, upload(content), None, why="ini benar suratnya")
    assert not Scan.objects.exists()


def test_an_old_edition_is_told_as_one(papers) -> None:
    old, _other = papers
    new = issued(replaces=old)
    with pytest.raises(OtherPaperError, match="edisi lama yang sudah diganti"):
        services.attach_scan(new, upload(jpg(printed(old, 150))), None)


def test_papers_scanned_in_one_go_may_be_bound_to_each(papers) -> None:
    document, other = papers
    both = services.look_at(upload(bound([printed(document), printed(other)])))
    assert services.attach_scan(document, both, None).proof == Proof.CODE
    assert services.attach_scan(other, both, None).proof == Proof.CODE


def test_where_no_code_is_found_a_person_says_why_and_it_is_kept(papers) -> None:
    document, other = papers
    first = jpg(printed(document, 100, 0))  # the page without the code
    seen = services.look_at(upload(first))
    with pytest.raises(UnsureError, match="tidak ditemukan"):
        services.attach_scan(document, seen, None, why=" ok ")
    scan = services.attach_scan(document, seen, None, why="Kode tertutup stempel")
    assert (scan.proof, scan.why) == (Proof.PERSON, "Kode tertutup stempel")
    assert document.events.last().reason == "Kode tertutup stempel"
    with pytest.raises(OtherPaperError, match="sudah diikat pada surat lain"):
        services.attach_scan(other, seen, None, why="Kode tertutup stempel")
    with pytest.raises(UnsureError, match="3 halaman, surat ini 2 halaman"):
        services.attach_scan(document, upload(pdf(3)), None)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/surat/cek/{id}/0000000000/", "angka periksanya tidak cocok"),
        ("/surat/cek/00-0000-00/0123456789/", "bukan dari surat yang dibuat Rembuk ini"),
        ("/rembuk/hadir/abc/", "tidak ditemukan"),
    ],
)
def test_a_code_that_leads_nowhere_is_no_proof(papers, address: str, told: str) -> None:
    document, _other = papers
    out = io.BytesIO()
    segno.make("https://x.id" + address.format(id=document.public_id)).save(
        out, kind="png", scale=5
    )
    with pytest.raises(UnsureError, match=told):
        services.attach_scan(document, upload(out.getvalue()), None)


def test_a_bomb_a_broken_picture_and_a_slow_reader_end_in_words(
    papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, _other = papers
    whole = photo("PNG", (40, 40))
    wide = whole[:16] + (30_000).to_bytes(4, "big") * 2 + whole[24:29]
    bomb = wide + zlib.crc32(wide[12:29]).to_bytes(4, "big") + whole[33:]
    for content, told in ((bomb, "terlalu besar"), (jpg(printed(document))[:3000], "terpotong")):
        with pytest.raises(ValidationError, match=told):
            services.attach_scan(document, upload(content), None, why="sungguh ini suratnya")
        assert looking.look(content) in {looking.Look(), looking.Look(failed=True)}
    monkeypatch.setattr(looking, "SECONDS", 0.01)
    with pytest.raises(UnsureError, match="tidak dapat dibaca mesin"):
        services.attach_scan(document, upload(jpg(printed(document))), None)


def test_a_page_of_a_wall_and_hundreds_of_pages_stay_small() -> None:
    writer = PdfWriter()
    writer.add_blank_page(200_000, 200_000)
    wall = io.BytesIO()
    writer.write(wall)
    assert looking.look(wall.getvalue()) == looking.Look(pages=1)
    assert reader._within(30_000, 20_000)[0] * reader._within(30_000, 20_000)[1] <= reader.LOOKED_AT


def test_a_reader_that_falls_over_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = subprocess.CompletedProcess([], -11, b"", b"")
    monkeypatch.setattr(looking.subprocess, "run", lambda *_args, **_more: gone)
    assert looking.look(b"%PDF-") == looking.Look(failed=True)
    assert not looking.works()
