"""Lists in the browser, at phone and desk width: from the overview to a request for correction,
and two editions side by side. Each page is clean: no script error, no sideways scroll, no finding
of axe, one h1."""

from __future__ import annotations

import pytest
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
def test_from_the_overview_to_a_request(visit, axe_source, width):
    """A wrong decile is found in a list and its owner is asked to correct it."""
    visitor = visit("gizi", width)
    page = visitor.open("/daftar/")
    assert_clean(visitor, axe_source)
    page.locator("section:has(#d-dtsen) tbody th a").first.click()
    assert_clean(visitor, axe_source)
    page.locator("section:has(#h-desa) tbody th a").first.click()
    assert_clean(visitor, axe_source)
    page.locator("main tbody th a").first.click()
    assert_clean(visitor, axe_source)
    page.get_by_role("link", name="Minta pembetulan").click()
    assert_clean(visitor, axe_source)
    page.select_option("#f-fakta", "decile")
    page.fill("#f-benar", "4")
    page.fill("#f-bukti", "Musyawarah desa 3 Oktober 2026")
    page.get_by_role("button", name="Catat permintaan").click()
    assert_clean(visitor, axe_source)
    page.get_by_role("button", name="Tandai dikirim").click()
    assert_clean(visitor, axe_source)
    assert "dikirim" in page.locator(".page-head").inner_text()
    visitor.open("/daftar/pembetulan/")
    assert_clean(visitor, axe_source)


@pytest.mark.parametrize("width", [360, 1280])
def test_two_editions_side_by_side(visit, axe_source, width):
    """Who entered and left the register, by village, down to the rows."""
    visitor = visit("tpps", width)
    page = visitor.open("/daftar/banding/?daftar=dtsen")
    assert_clean(visitor, axe_source)
    numbers = [int(text.replace(".", "")) for text in page.locator("tfoot td").all_inner_texts()]
    before, entered, came, left, went, after, *_ = numbers
    assert before + entered + came - left - went == after
    page.get_by_role("link", name="Lihat baris yang bergerak").click()
    assert_clean(visitor, axe_source)
    page.get_by_role("link", name="masuk daftar").click()
    assert_clean(visitor, axe_source)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_leader_sees_figures_and_no_rows(visit, axe_source, width):
    """Who may not see persons gets no link to them."""
    visitor = visit("bupati", width)
    page = visitor.open("/daftar/banding/?daftar=dtsen")
    assert_clean(visitor, axe_source)
    assert page.locator("a[href*='/banding/baris/']").count() == 0
