"""Workbooks, word documents and CSV as evidence: known by their bytes, refused with macros."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from rembuk.office.documents import files, office_files

BOOK, WORDS = "xl/workbook.xml", "word/document.xml"


def package(*parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for part in ("[Content_Types].xml", *parts):
            out.writestr(part, "<x/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (package(BOOK), "xlsx"),
        (package(WORDS), "docx"),
        (package(), ""),
        (package(BOOK, WORDS), ""),  # neither one nor the other
        (b"PK\x03\x04 not a package", ""),
        (b"desa,pendek\nSekayu,3\nLais,4\n", "csv"),
        ("desa;diukur\nÔ;3\n".encode("latin-1"), "csv"),
        (b"\xef\xbb\xbfdesa\tdiukur\nSekayu\t3\n", "csv"),
        (b"a,b\n1\n", ""),
        (b"just a line of words, with a comma\n", ""),
        (b"<html>,\n<body>,\n", ""),
        (b"MZ\x90\x00,1\n\x01\x02,3\n", ""),
        (b"", ""),
    ],
)
def test_a_file_is_what_its_bytes_are(content: bytes, form: str) -> None:
    assert office_files.form_of(content) == form


def test_a_workbook_is_kept_and_comes_back_whole(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    content = package(BOOK)
    kept = files.kept(SimpleUploadedFile("rencana.pdf", content), kinds=("xlsx", "pdf"))
    assert (kept.kind, kept.pages, kept.thumb) == ("xlsx", 0, "")
    assert files.opened(kept.path) == content
    assert files.answer(kept.path, "rencana")["Content-Type"].endswith("spreadsheetml.sheet")


def test_a_kind_not_asked_for_is_refused_in_words() -> None:
    with pytest.raises(ValidationError, match="bukan PDF, Word"):
        files.kept(SimpleUploadedFile("sk.docx", package(BOOK)), kinds=("pdf", "docx"))
    with pytest.raises(ValidationError, match="bukan PDF, JPG"):
        files.kept(SimpleUploadedFile("bukti.pdf", package(BOOK)))


def test_macros_are_refused() -> None:
    with pytest.raises(ValidationError, match="makro"):
        files.kept(
            SimpleUploadedFile("a.xlsx", package(BOOK, "xl/vbaProject.bin")), kinds=("xlsx",)
        )


def test_a_package_that_unfolds_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_files, "MOST", 3)
    with pytest.raises(ValidationError, match="terlalu besar"):
        files.kept(SimpleUploadedFile("a.xlsx", package(BOOK)), kinds=("xlsx",))
