"""Uploads are what they say or are refused in words; what is kept is sealed and whole."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from PIL import Image
from tests.kept_files import pdf, photo, upload

from rembuk.office.access import sealing
from rembuk.office.documents import files


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "kept"


def everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def test_a_pdf_is_kept_sealed_and_comes_back_as_it_was(folder: Path) -> None:
    content = pdf(3)
    kept = files.kept(upload(content))
    assert (kept.kind, kept.pages, kept.size) == ("pdf", 3, len(content))
    assert files.opened(kept.path) == content
    (on_disk,) = everything(folder)
    assert b"%PDF" not in on_disk.read_bytes()
    assert on_disk.stat().st_mode & 0o077 == 0


def test_a_photo_tells_when_and_where_and_keeps_its_bytes(folder: Path) -> None:
    content = photo(marks=True)
    kept = files.kept(upload(content, "foto.jpg"))
    assert kept.taken_on == dt.date(2026, 11, 9)
    assert kept.lat == pytest.approx(-2.885)
    assert kept.lon == pytest.approx(103.84)
    assert files.opened(kept.path) == content
    small = Image.open(io.BytesIO(files.opened(kept.thumb)))
    assert max(small.size) <= 480
    assert not small.getexif()


def test_the_same_file_twice_is_one(folder: Path) -> None:
    content = pdf()
    assert files.kept(upload(content)).path == files.kept(upload(content, "lain.pdf")).path
    assert len(everything(folder)) == 1


REFUSED = [
    ("an exe with another name", b"MZ\x90\x00" + b"\x00" * 400, "foto.jpg", "bukan PDF, JPG"),
    ("a page of HTML", b"<!doctype html><script>alert(1)</script>", "foto.jpg", "bukan PDF, JPG"),
    ("an SVG", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "foto.png", "bukan PDF, JPG"),
    ("nothing", b"", "surat.pdf", "kosong"),
    ("the head of a PDF", b"%PDF-1.7\n" + b"x" * 300, "surat.pdf", "rusak"),
    ("half a PDF", pdf(5)[:400], "surat.pdf", "rusak"),
    ("a locked PDF", pdf(password="rahasia"), "surat.pdf", "kata sandi"),
    ("a PDF with a script", pdf(script="app.alert(1)"), "surat.pdf", "membawa program"),
    ("a PDF with a file in it", pdf(attachment=True), "surat.pdf", "membawa program"),
    ("half a photo", photo()[:600], "foto.jpg", "rusak"),
    ("a PNG of noise", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "foto.png", "rusak"),
    ("a photo of 144 megapixels", photo("PNG", (12_000, 12_000)), "foto.png", "terlalu besar"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "name", "told"), [row[1:] for row in REFUSED], ids=[
    row[0] for row in REFUSED
])  # fmt: skip
def test_what_is_not_what_it_says_is_refused_in_words(
    folder: Path, content: bytes, name: str, told: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        files.kept(upload(content, name))
    assert told in refusal.value.messages[0]
    assert everything(folder) == []


def test_sixty_megabytes_are_refused_without_reading_them(folder: Path) -> None:
    class Huge:
        size = 60 * 1024 * 1024

        def read(self, _count: int) -> bytes:
            raise AssertionError("read")

    with pytest.raises(ValidationError, match="lebih dari 25 MB"):
        files.kept(Huge())


def test_an_upload_that_lies_about_its_size_is_refused(folder: Path) -> None:
    class Lying(io.BytesIO):
        size = 10

    with pytest.raises(ValidationError, match="lebih dari 1 MB"):
        files.kept(Lying(b"%PDF-" + b"0" * 1_100_000), max_mb=1)
    assert everything(folder) == []


def test_only_the_kinds_asked_for(folder: Path) -> None:
    with pytest.raises(ValidationError, match="bukan foto"):
        files.kept(upload(pdf()), kinds=("image",))
    with pytest.raises(ValidationError, match="bukan PDF"):
        files.kept(upload(photo()), kinds=("pdf",))


def test_a_write_cut_off_leaves_nothing_half(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        files.kept(upload(pdf()))
    assert everything(folder) == []


@pytest.mark.parametrize("path", ["../secret.pdf", "/etc/passwd", "ab/cd.pdf", ""])
def test_only_kept_files_are_opened(path: str) -> None:
    with pytest.raises(FileNotFoundError):
        files.opened(path)


def test_a_touched_file_and_a_swapped_file_do_not_open(folder: Path) -> None:
    one, two = files.kept(upload(pdf(1))), files.kept(upload(pdf(2)))
    first, second = folder / one.path, folder / two.path
    second.write_bytes(first.read_bytes())
    with pytest.raises(sealing.UnreadableError):
        files.opened(two.path)
    blob = first.read_bytes()
    first.write_bytes(blob[:-1] + bytes([blob[-1] ^ 1]))
    with pytest.raises(sealing.UnreadableError):
        files.opened(one.path)


def test_keys_rotate(folder: Path) -> None:
    old, new = {"lama": b"1" * 32}, {"baru": b"2" * 32}
    content = pdf(2)
    with override_settings(REMBUK_FIELD_KEYS=old):
        kept = files.kept(upload(content))
    with override_settings(REMBUK_FIELD_KEYS={**new, **old}):
        assert (files.reseal_all(), files.reseal_all()) == (1, 0)
    with override_settings(REMBUK_FIELD_KEYS=new):
        assert files.opened(kept.path) == content
