"""What the browser loads: vendored files are what they say, our CSS stays small and plain."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest

import rembuk.site

SITE = Path(rembuk.site.__file__).parent
STATIC = SITE / "static"
VENDOR = STATIC / "vendor"
ROW = re.compile(r"^\| (\S+) \| .+ \| ([0-9a-f]{64}) \|$", re.MULTILINE)
LISTED = dict(ROW.findall((VENDOR / "VENDOR.md").read_text(encoding="utf-8")))
SHEETS = sorted((STATIC / "css").glob("*.css"))


@pytest.mark.parametrize("name", sorted(LISTED))
def test_vendored_file_is_the_published_one(name: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == LISTED[name]


def test_every_vendored_file_is_listed() -> None:
    found = {
        path.relative_to(VENDOR).as_posix()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.suffix in {".js", ".css", ".woff2"}
    }
    assert found == set(LISTED)


def test_css_stays_small() -> None:
    """Above these sizes the decision against a CSS framework is to be reopened (design, 2)."""
    whole = b"".join(sheet.read_bytes() for sheet in SHEETS)
    assert len(whole) < 60_000
    assert len(gzip.compress(whole)) < 14_000


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_css_is_for_chrome_109(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"color-mix|oklch|light-dark|:has\(|@layer|data:", text)


def test_every_sheet_is_loaded() -> None:
    links = (SITE / "templates/parts/styles.html").read_text(encoding="utf-8")
    assert set(re.findall(r"css/([\w-]+\.css)", links)) == {sheet.name for sheet in SHEETS}


def test_no_template_writes_style_or_script_inline() -> None:
    """A strict CSP would refuse it without a word to the reader."""
    refused = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*(\ssrc=|application/json))")
    found = [
        str(path)
        for path in SITE.parent.rglob("templates/**/*.html")
        if refused.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_manifest_storage_finds_every_file(tmp_path: Path, settings) -> None:
    """Each url() of our CSS leads to a file, or the hashed build fails."""
    from django.core.management import call_command

    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    built = next((tmp_path / "css").glob("tokens.*.css")).read_text(encoding="utf-8")
    assert re.search(r"fonts/source-sans-3\.[0-9a-f]{12}\.woff2", built)
