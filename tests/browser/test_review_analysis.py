"""Action 1 as an office does it: reads the draft, writes beside it, answers a sign in the data."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser


def test_the_analysis_is_read_annotated_and_answered(visit, axe_source):
    visitor = visit("tpps", 360)
    page = visitor.open("/konvergensi/")
    year = re.search(r"\d{4}", page.locator("h1").inner_text())
    assert year is not None
    home = f"/reviu/{year[0]}/analisis/"
    page = visitor.open(home)
    assert_clean(visitor, axe_source)
    expect(page.locator("#cakupan")).to_contain_text(re.compile(r"\d+ dari \d+"))
    page.click("#kesenjangan >> text=catatan")
    assert_clean(visitor, axe_source)
    page.fill("#f-isi", "Air bersih menunggu sambungan rumah tahun depan.")
    page.click("text=Simpan catatan")
    page.wait_for_url("**/#kesenjangan")
    expect(page.locator("#kesenjangan")).to_contain_text("menunggu sambungan rumah")
    page.locator("#hambatan a:text-is('catat')").or_(
        page.locator("#hambatan .rows a:has-text('catat')")
    ).first.click()
    assert_clean(visitor, axe_source)
    page.fill("#f-isi", "Rekap bidan belum disalin operator")
    page.click("text=Simpan hambatan")
    page.wait_for_url("**/#hambatan")
    expect(page.locator("#hambatan")).to_contain_text("Rekap bidan belum disalin")
    expect(page.locator("#hambatan")).to_contain_text("sudah dicatat")
