"""Overlap, ground check and published rates in the browser, at phone and desk width. Each page is
clean: no script error, no sideways scroll, no finding of axe, one h1."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
def test_from_the_overlap_to_the_families(visit, axe_source, width):
    """A nutritionist reads the finding, opens a village and the families behind a number."""
    visitor = visit("gizi", width)
    page = visitor.open("/keluarga/irisan/")
    if page.locator(".blank").count():
        pytest.fail("the demo district has no judged families")
    assert_clean(visitor, axe_source)
    page.locator("section:has(#h-wilayah) tbody th a").first.click()
    assert_clean(visitor, axe_source)
    page.locator("section:has(#h-jenis) tbody th a").first.click()
    assert_clean(visitor, axe_source)
    assert page.locator("main tbody tr").count() > 0


@pytest.mark.parametrize("width", [360, 1280])
def test_the_protected_table_and_the_rates(visit, axe_source, width):
    """A leader sees hidden numbers explained, and published rates apart from the register."""
    visitor = visit("bupati", width)
    page = visitor.open("/keluarga/irisan/?wilayah=16.06")
    assert_clean(visitor, axe_source)
    assert page.locator("text=Lihat keluarganya").count() == 0
    visitor.open("/keluarga/angka-kemiskinan/?wilayah=16.06")
    assert_clean(visitor, axe_source)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_list_goes_to_the_ground_and_comes_back(visit, axe_source, width, tmp_path: Path):
    """Made in a village, one row tapped on screen, the rest by Excel, then closed."""
    visitor = visit("gizi", width)
    page = visitor.open("/keluarga/cek/")
    assert_clean(visitor, axe_source)
    visitor.open("/keluarga/irisan/")
    villages = page.locator("section:has(#h-wilayah) tbody th a")
    code = (villages.nth(0 if width == 360 else 1).get_attribute("href") or "").partition("=")[2]
    visitor.open(f"/keluarga/cek/?wilayah={code}")
    assert_clean(visitor, axe_source)
    register = page.locator("#f-edisi option", has_text="DTSEN").first.get_attribute("value")
    page.select_option("#f-edisi", register)
    page.fill("#f-petugas", "Operator desa")
    page.get_by_role("button", name="Buat cek lapangan").click()
    assert_clean(visitor, axe_source)
    check = page.url
    page.get_by_role("link", name="Isi di layar").click()
    assert_clean(visitor, axe_source)
    page.locator(".taps button[value=pindah]").first.click()
    assert_clean(visitor, axe_source)
    visitor.open(check.replace(visitor.address, ""))
    with page.expect_download() as got:
        page.get_by_role("button", name="Unduh daftar lapangan").click()
    path = tmp_path / "isi.xlsx"
    got.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    at = {cell.value: cell.column for cell in sheet[3]}
    blank = [n for n in range(4, sheet.max_row + 1) if not sheet.cell(n, at["Hasil"]).value]
    sheet.cell(blank[0], at["Hasil"], "sesuai daftar")
    book.save(path)
    page.set_input_files("#f-berkas", path)
    page.evaluate("document.querySelector('#f-tanggal').value = '2026-10-14'")
    page.get_by_role("button", name="Unggah daftar").click()
    assert_clean(visitor, axe_source)
    assert "1 temuan baru, 1 sudah tercatat" in page.locator("main").inner_text()
    visitor.open(f"{check.replace(visitor.address, '')}cetak/")
    assert_clean(visitor, axe_source)
    visitor.open(check.replace(visitor.address, ""))
    page.get_by_role("button", name="Tutup sekarang").click()
    assert_clean(visitor, axe_source)
    assert "ditutup" in page.locator(".next").inner_text()
