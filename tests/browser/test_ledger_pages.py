"""Promises in the browser, at phone and desk width: made, moved by buttons and by single keys. Each
page is clean: no script error, no sideways scroll, no finding of axe, one h1."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("tpps", "/janji/"),
        ("tpps", "/janji/?daftar=semua&keadaan=diverifikasi"),
        ("bupati", "/janji/kantor/"),
        ("tpps", "/janji/kalender/"),
        ("dinkes", "/janji/baru/"),
        ("dinkes", "/janji/masuk/"),
    ],
)
def test_a_page_is_clean(visit, axe_source, who, path, width):
    visitor = visit(who, width)
    visitor.open(path)
    assert_clean(visitor, axe_source)


@pytest.mark.parametrize("width", [360, 1280])
def test_an_office_makes_and_keeps_a_promise(visit, axe_source, width):
    """Dinkes promises by itself, starts, reports, proves; the single keys do the same."""
    visitor = visit("dinkes", width)
    page = visitor.open("/janji/baru/")
    page.fill("[name=title]", f"Kalibrasi timbangan {width}")
    page.select_option("[name=owner]", "dinkes")
    page.fill("[name=due]", "2027-12-31")
    place = page.locator("#daftar-tempat option").first.get_attribute("value")
    page.fill("[name=place_code]", place)
    page.locator("[name=budget]").press_sequentially("7,8 juta")
    expect(page.locator("#id_budget_helptext")).to_contain_text("Rp7.800.000")
    page.get_by_role("button", name="Buat janji").click()
    page.wait_for_load_state("networkidle")
    assert_clean(visitor, axe_source)
    begin = page.get_by_role("button", name="Mulai kerjakan")
    page.keyboard.press("t")
    expect(begin).to_be_visible()
    page.keyboard.press("m")
    expect(begin).to_have_count(0)
    assert page.locator("h1").inner_text().startswith("Kalibrasi")
    page.keyboard.press("k")
    page.fill("[name=kabar]", "Dua timbangan selesai")
    page.fill("[name=persen]", "170")
    page.locator("[name=persen]").evaluate("field => { field.form.noValidate = true; }")
    page.locator("[name=persen]").press("Enter")
    expect(page.locator("main [data-error]")).to_be_visible()
    assert page.input_value("[name=kabar]") == "Dua timbangan selesai"  # a refusal loses nothing
    page.reload()
    assert not page.input_value("[name=kabar]")
    page.keyboard.press("b")
    page.select_option("[name=jenis]", "belanja")
    assert not page.locator("[name=tempat]").is_visible()
    page.fill("[name=jumlah]", "500 ribu")
    page.get_by_role("button", name="Simpan bukti").click()
    done = page.get_by_role("button", name="Nyatakan selesai")
    expect(done).to_be_visible()
    box = done.bounding_box()
    assert box is not None
    assert box["height"] >= 48
    page.keyboard.press("s")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".next")).to_contain_text("menunggu pemeriksaan")
    assert_clean(visitor, axe_source)
