"""Measuring a child again, at phone and desk width: asked, said back, saved, taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
def test_a_kader_writes_a_measurement_and_takes_it_back(visit, axe_source, width):
    """From the list of the post to a saved measurement, and back to what stood."""
    visitor = visit("kader", width)
    page = visitor.open("/posyandu/anak/?umur=12-23")
    # one child a width, so that both runs find their own untouched
    page.locator("main tbody a[href*='/posyandu/anak/']").nth(0 if width == 360 else 1).click()
    page.wait_for_load_state("networkidle")
    child = page.url
    expect(page.locator("main")).not_to_contain_text(re.compile(r"\bSD\b"))
    page.locator("#catat-ukur summary").click()
    assert_clean(visitor, axe_source)
    box = page.locator("#catat-ukur")
    for target in ("input[name=weight]", ".choice label", "button[name=langkah]"):
        assert box.locator(target).first.bounding_box()["height"] >= 48
    box.locator("button[name=langkah]").click()
    page.wait_for_load_state("networkidle")
    visitor.errors.clear()  # the browser logs the 422 itself
    expect(page.locator("#kesalahan")).to_be_focused()
    assert_clean(visitor, axe_source)
    page.fill("input[name=weight]", "35")
    page.fill("input[name=lenhei]", "70,2")
    page.check("input[name=position][value=L]")
    page.locator("button[name=langkah]").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("70,2 cm, berbaring")
    expect(page.locator(".remark").first).to_be_visible()
    assert_clean(visitor, axe_source)
    for one in page.locator("input[name=yakin]").all():
        one.check()
    page.get_by_role("button", name="Simpan ukuran").click()
    page.wait_for_load_state("networkidle")
    assert page.url == child
    expect(page.locator(".notices")).to_contain_text("Tersimpan")
    assert_clean(visitor, axe_source)
    page.locator("a.undo").first.click()
    page.wait_for_load_state("networkidle")
    assert_clean(visitor, axe_source)
    page.fill("input[name=alasan]", "Salah baca timbangan")
    page.get_by_role("button", name="Batalkan ukuran ini").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".notices")).to_contain_text("dibatalkan")
    expect(page.locator("main")).to_contain_text("Salah baca timbangan")


def test_it_works_without_script(browser, server):
    """The same with script switched off."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{server}/akun/login/")
    page.fill("input[name=login]", "bidan")
    page.fill("input[name=password]", "rembuk-demo-2026")
    page.press("input[name=password]", "Enter")
    page.goto(f"{server}/posyandu/anak/?umur=24-35")
    page.locator("main tbody a[href*='/posyandu/anak/']").first.click()
    page.locator("#catat-ukur summary").click()
    page.fill("input[name=muac]", "14.2")
    page.locator("#catat-ukur button[name=langkah]").click()
    expect(page.locator("main")).to_contain_text("14,2 cm")
    for one in page.locator("input[name=yakin]").all():
        one.check()
    page.get_by_role("button", name="Simpan ukuran").click()
    expect(page.locator(".notices")).to_contain_text("Tersimpan")
    context.close()
