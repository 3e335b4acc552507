"""Settling doubts in the browser: clean pages at phone and desk width, one key an answer, undo."""

from __future__ import annotations

import pytest
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser

FIRST = "ul.pairs a[href*='/kecocokan/ragu/']"
PERSON = "main a[href*='/kecocokan/orang/']"


def _path(visitor, path: str) -> str:
    """Fill `@pair` and `@person` with the first such link of the queue."""
    if "@" not in path:
        return path
    link = visitor.open("/kecocokan/ragu/?jenis=contoh").locator(FIRST).first
    pair = str(link.get_attribute("href"))
    if "@pair" in path:
        return pair
    return str(visitor.open(pair).locator(PERSON).first.get_attribute("href"))


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("tpps", "/kecocokan/"),
        ("tpps", "/kecocokan/ragu/"),
        ("tpps", "/kecocokan/ragu/?tampil=kedua"),
        ("tpps", "@pair"),
        ("gizi", "/kecocokan/ragu/"),
        ("tpps", "@person"),
    ],
)
def test_page_is_clean(visit, axe_source, username, path, width):
    visitor = visit(username, width)
    visitor.open(_path(visitor, path))
    assert_clean(visitor, axe_source)


def test_one_key_answers_and_a_button_takes_it_back(visit):
    visitor = visit("tpps")
    page = visitor.open("/kecocokan/ragu/?jenis=contoh")
    before = page.locator(FIRST).first.get_attribute("href")
    page = visitor.open(str(before))
    page.fill("#catatan", "sbn")  # letters in a field answer nothing
    assert "/kecocokan/ragu/" in page.url
    page.locator("h1").click()
    page.keyboard.press("s")
    page.wait_for_url(lambda url: str(before) not in url)
    assert "Jawaban terakhir Anda: orang yang sama" in page.locator("main").inner_text()
    page.get_by_role("button", name="Batalkan jawaban itu").click()
    page.wait_for_load_state("networkidle")
    assert "kembali seperti semula" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="Sama, sambungkan").is_visible()


def test_without_script_the_buttons_do_the_same(browser, server, visit):
    signed = visit("tpps")
    signed.open("/kecocokan/")
    cookies = signed.context.cookies()
    context = browser.new_context(java_script_enabled=False, locale="id-ID")
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{server}/kecocokan/ragu/?jenis=contoh")
    page.locator(FIRST).first.click()
    page.get_by_role("button", name="Nanti").click()
    assert "Ditunda tujuh hari" in page.locator("main").inner_text()
    context.close()
