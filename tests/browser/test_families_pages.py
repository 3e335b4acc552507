"""Families in the browser, at phone and desk width: the list, one family, risk beside the list.
Each page is clean: no script error, no sideways scroll, no finding of axe, one h1."""

from __future__ import annotations

import pytest
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
def test_from_the_list_to_a_family_and_its_child(visit, axe_source, width):
    """The officer narrows the list, opens a family, and goes on to the child and back."""
    visitor = visit("gizi", width)
    page = visitor.open("/keluarga/")
    assert_clean(visitor, axe_source)
    page.select_option("#f-anak", "ya")
    page.get_by_role("button", name="Terapkan").click()
    assert_clean(visitor, axe_source)
    page.locator("main tbody th a").first.click()
    assert_clean(visitor, axe_source)
    family = page.url
    for part in ("Anggota keluarga", "Kesejahteraan", "Risiko stunting", "Asal data"):
        assert page.get_by_role("heading", name=part).first.is_visible()
    assert page.locator(".next").count() == 1
    page.locator("section:has(#h-anggota) tbody th a").first.click()
    assert_clean(visitor, axe_source)
    page.get_by_role("main").get_by_role("link", name="Keluarga", exact=True).click()
    page.wait_for_load_state("networkidle")
    assert page.url == family


@pytest.mark.parametrize("width", [360, 1280])
def test_a_family_is_found_by_name_without_the_name_in_the_address(visit, axe_source, width):
    """Searching leaves nothing in the address."""
    visitor = visit("gizi", width)
    page = visitor.open("/keluarga/")
    name = page.locator("main tbody th a").first.inner_text().split()[0]
    page.fill("#f-cari", name)
    page.locator("main form[role=search] button").first.click()
    assert_clean(visitor, axe_source)
    assert name.lower() not in page.url.lower()
    assert page.locator("main tbody th a").count() >= 1


@pytest.mark.parametrize("width", [360, 1280])
def test_the_risk_page_leads_to_the_families_it_counts(visit, axe_source, width):
    """The number of a cell is the number of families behind it."""
    visitor = visit("gizi", width)
    page = visitor.open("/keluarga/krs/")
    assert_clean(visitor, axe_source)
    cell = page.locator("section:has(#h-silang) tbody a").first
    number = cell.inner_text()
    cell.click()
    assert_clean(visitor, axe_source)
    assert page.locator("#h-daftar").inner_text().startswith(f"{number} dari")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_kader_reads_plain_words(visit, axe_source, width):
    """No decile, no class, no list."""
    visitor = visit("kader", width)
    page = visitor.open("/keluarga/")
    assert_clean(visitor, axe_source)
    page.locator("main tbody th a").first.click()
    assert_clean(visitor, axe_source)
    text = page.locator("main").inner_text().lower()
    assert "desil" not in text
    assert "miskin" not in text


@pytest.mark.parametrize("width", [360, 1280])
def test_a_leader_sees_counts_only(visit, axe_source, width):
    """Numbers without links to families."""
    visitor = visit("bupati", width)
    page = visitor.open("/keluarga/krs/")
    assert_clean(visitor, axe_source)
    assert page.locator("main a[href^='/keluarga/?']").count() == 0
