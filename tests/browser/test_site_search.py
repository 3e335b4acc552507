"""The search of the frame and the folded details of a family, at phone and desk width."""

from __future__ import annotations

import pytest
from tests.browser.test_lists_pages import assert_clean

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
def test_children_and_families_are_found_with_the_keyboard_alone(visit, axe_source, width):
    """Typed, entered, and opened without a pointer; no word of it in an address."""
    visitor = visit("gizi", width)
    page = visitor.open("/keluarga/")
    name = page.locator("main tbody th a").first.inner_text().split()[0]
    if width < 1080:
        page.locator(".topbar-find").press("Enter")
        page.wait_for_url("**/cari/")
        assert_clean(visitor, axe_source)
        box = page.locator("#cari-semua")
    else:
        box = page.locator("#cari-atas")
    box.fill(name)
    box.press("Enter")
    page.wait_for_url("**/cari/?cari=*")
    assert name.lower() not in page.url.lower()
    assert_clean(visitor, axe_source)
    assert page.get_by_role("heading", name="Keluarga", exact=True).is_visible()
    page.locator("section:has(#h-keluarga) li a").first.press("Enter")
    page.wait_for_url("**/keluarga/*/")
    assert_clean(visitor, axe_source)


def test_long_details_are_folded_on_a_phone_and_whole_at_a_desk(visit, axe_source):
    """Folded at 360 px, open at 1280 px, and everything open on paper."""
    visitor = visit("gizi", 360)
    page = visitor.open("/keluarga/")
    page.locator("main tbody th a").first.click()
    page.wait_for_load_state("networkidle")
    folds = page.locator("details[data-fold]")
    assert folds.count() >= 2
    assert page.locator("details[data-fold][open]").count() == 0
    folds.first.locator("summary").press("Enter")
    assert page.locator("details[data-fold][open]").count() == 1
    assert_clean(visitor, axe_source)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details[data-fold][open]").count() == folds.count()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[data-fold][open]").count() == 1
    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()
    assert page.locator("details[data-fold][open]").count() == folds.count()
