"""From a new cycle to a filled worksheet in the browser, at phone and desk width: the connection
goes and comes back while somebody types, a colleague writes into the same sheet."""

from __future__ import annotations

import pytest
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser


def cycle_with_team(visitor, axe_source, year: int) -> str:
    """A cycle whose second step runs; its address."""
    page = visitor.open("/audit/")
    assert_clean(visitor, axe_source)
    page.fill("#f-tahun", str(year))
    page.click("text=Buka siklus >> nth=-1")
    home = page.url
    page.goto(f"{home}tim/")
    page.fill("#m-n", "Petugas Contoh")
    page.select_option("#m-p", "teknis")
    page.fill("#m-ak", "audit")
    page.fill("#m-m", "2026-01-02")
    page.click("section:has(#h-tambah) button[type=submit]")
    assert_clean(visitor, axe_source)
    for reason in ("", "Contoh tanpa SK", ""):
        page.goto(home)
        page.fill("#t-alasan", reason)
        page.click("section:has(#h-tahap) button[type=submit]")
    assert page.locator("[aria-current=step] .step-name").inner_text().startswith("II.")
    assert_clean(visitor, axe_source)
    return home


@pytest.mark.parametrize(("width", "year"), [(360, 2031), (1280, 2032)])
def test_a_worksheet_outlives_a_lost_connection(visit, axe_source, width, year):
    visitor = visit("audit", width)
    page = visitor.page
    home = cycle_with_team(visitor, axe_source, year)
    page.goto(f"{home}pilih/balita/")
    assert_clean(visitor, axe_source)
    page.locator("article summary.button").first.click()
    page.locator("button[value=kasus]").first.click()
    page.wait_for_selector("text=AKS-001")
    page.goto(f"{home}kasus/AKS-001/berkas/")
    assert_clean(visitor, axe_source)
    page.goto(f"{home}kasus/AKS-001/lembar/")
    assert_clean(visitor, axe_source)
    state = page.locator("[data-sheet-state]")

    page.select_option("[data-field='kka.diare']", "ya")
    page.locator("[data-sheet-state]", has_text="Tersimpan").wait_for()
    visitor.context.set_offline(True)
    page.fill("[data-field='kka.ingatan']", "Nasi dan kuah")
    page.locator("[data-sheet-state]", has_text="menunggu").wait_for()
    assert "1 isian" in state.inner_text()
    visitor.context.set_offline(False)
    page.locator("[data-sheet-state]", has_text="Tersimpan").wait_for()
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.reload()
    assert page.input_value("[data-field='kka.ingatan']") == "Nasi dan kuah"
    visitor.errors.clear()  # the refused request of the lost connection

    other = visitor.context.new_page()
    other.goto(page.url)
    assert other.input_value("[data-field='kka.ingatan']") == "Nasi dan kuah"
    other.fill("[data-field='kka.ingatan']", "Nasi dan telur")
    other.locator("[data-sheet-state]", has_text="Tersimpan").wait_for()
    page.fill("[data-field='kka.ingatan']", "Nasi saja")
    keep = page.locator("[data-box='kka.ingatan'] button", has_text="Pakai isian saya")
    keep.wait_for()
    assert "Nasi dan telur" in page.locator("[data-box='kka.ingatan'] [data-note]").inner_text()
    keep.click()
    page.locator("[data-sheet-state]", has_text="Tersimpan").wait_for()
    page.reload()
    assert page.input_value("[data-field='kka.ingatan']") == "Nasi saja"
    page.click("button[value=selesai]")
    page.wait_for_selector("text=Buka kembali")
    assert_clean(visitor, axe_source)
