"""Journeys through the screens: what an officer does from sign-in to a saved file."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_keyboard_reaches_the_content(visit):
    """The first Tab shows the skip link, and it leads to the content."""
    page = visit("bupati").open("/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#isi"


def test_figure_leads_to_its_list(visit):
    """The number of stunted children of a kecamatan is the length of the list behind it."""
    page = visit("tpps").open("/keadaan/16.06.01/")
    link = page.locator("main a[href*='status=pendek']").first
    counted = int(re.sub(r"\D", "", link.inner_text().split("dari")[0].split("%")[-1]))
    link.click()
    page.wait_for_load_state("networkidle")
    listed = page.locator("[data-total]").first.get_attribute("data-total")
    assert counted == int(listed)


def test_identity_is_masked_until_opened(visit):
    """A name shows only after a purpose is given, and the opening is in the log."""
    visitor = visit("tpps")
    page = visitor.open("/posyandu/anak/")
    page.locator("main tbody a[href*='/posyandu/anak/']").first.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("h1")).to_contain_text("•")


def test_language_switch(visit):
    """The screens speak English on request, and Indonesian again."""
    page = visit("camat").open("/")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    page.locator("form[action*='bahasa'] button[value=en]").first.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("form[action*='bahasa'] button[value=id]").first.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("html")).to_have_attribute("lang", "id")


def test_everything_is_said_to_be_invented(visit):
    """Every page of the demo says that its people are invented."""
    for path in ("/", "/posyandu/anak/", "/data-masuk/"):
        expect(visit("tpps").open(path).locator(".mock-note")).to_contain_text("TIRUAN")


def test_print_keeps_the_table_and_drops_the_frame(visit):
    """On paper there is no menu, and the growth table stays."""
    page = visit("gizi").open("/posyandu/anak/")
    page.locator("main tbody a[href*='/posyandu/anak/']").first.click()
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator("main table").first).to_be_visible()
    page.emulate_media(media="screen")


def test_a_known_file_is_nothing_new_and_a_broken_one_says_so(visit, demo_var, tmp_path):
    """Uploading a file again changes nothing; an empty file is refused with a remedy."""
    visitor = visit("dinkes")
    known = sorted((demo_var / "demo" / "files").glob("*.xlsx"))[0]
    page = visitor.open("/data-masuk/unggah/")
    page.locator("input[type=file]").set_input_files(known)
    page.locator("main form[enctype='multipart/form-data'] button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("tidak ada yang baru", ignore_case=True)
    broken = tmp_path / "kosong.xlsx"
    broken.write_bytes(b"")
    page = visitor.open("/data-masuk/unggah/")
    page.locator("input[type=file]").set_input_files(broken)
    page.locator("main form[enctype='multipart/form-data'] button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("kosong", ignore_case=True)
