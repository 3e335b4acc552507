"""A target is answered while it is typed, weights are tried in place, a decision gets its annex."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_the_situation_are_clean(visit, axe_source, width):
    visitor = visit("tpps", width)
    page = visitor.open("/situasi/tren/")
    expect(page.locator("#grafik-tren svg")).to_be_visible()
    assert_clean(visitor, axe_source)
    page = visitor.open("/situasi/lokus/")
    expect(page.locator("#corong svg")).to_be_visible()
    assert_clean(visitor, axe_source)
    visitor.open("/situasi/target/?tahun=2030&nilai=14")
    assert_clean(visitor, axe_source)


def test_from_weights_to_the_annex(visit, axe_source):
    visitor = visit("tpps", 1280)
    page = visitor.open("/situasi/target/")
    page.fill("#f-tahun", "2030")
    page.fill("#f-nilai", "14")
    expect(page.locator("#jawaban")).to_contain_text("dari 100")  # said while typing, not saved

    page = visitor.open("/situasi/lokus/?jumlah=2")
    ranked = page.locator("#hasil tbody")
    before = ranked.inner_text()
    for code in ("kasus", "prevalensi", "keluarga"):
        page.fill(f"#b-{code}", "0")
    expect(ranked).not_to_have_text(before, use_inner_text=True)  # tried in place
    expect(page.locator("#corong svg")).to_be_visible()  # drawn again after the change

    page = visitor.open("/situasi/lokus/?jumlah=2")
    page.get_by_role("button", name="Tetapkan desa yang dicentang").click()
    page.wait_for_url("**/tetapkan/**")
    assert_clean(visitor, axe_source)
    page.fill("#f-nomor", "440/118/2026")
    page.fill("#f-tanggal", "2026-01-05")
    page.fill("#f-jabatan", "Bupati")
    page.fill("#f-alasan", "Dua desa ini didahulukan menurut rapat TPPS.")  # one is decided already
    page.get_by_role("button", name="Tetapkan dan buat lampiran").click()
    expect(page.locator("h1")).to_contain_text("2 desa")
    assert_clean(visitor, axe_source)
    page.get_by_role("link", name="Lampiran keputusan (PDF)").click()
    expect(page.locator("h1")).to_contain_text("lokus")
