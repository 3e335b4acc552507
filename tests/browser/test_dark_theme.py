"""The dark theme: chosen, kept on the account, written by the server, readable."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.visiting import Visitor, findings, opened

pytestmark = pytest.mark.browser
PAGES = [
    ("tpps", "/"),
    ("tpps", "/keadaan/16.06.01/"),
    ("tpps", "/data-masuk/"),
    ("gizi", "/posyandu/anak/"),
    ("gizi", "@child"),
    ("gizi", "/posyandu/lihat-dulu/"),
    ("gizi", "/posyandu/kelengkapan/"),
    ("ppdp", "/akses/catatan/"),
    ("", "/akun/login/"),
]


def choose(visitor: Visitor, theme: str) -> None:
    """Through the menu of one's own name, as a person does."""
    visitor.open("/akses/saya/")
    visitor.page.locator(".menu summary").click()
    visitor.page.get_by_role("button", name=theme).click()
    visitor.page.wait_for_load_state("networkidle")


@pytest.fixture(scope="module")
def dark(browser: Browser, server: str) -> Iterator[Callable[[str, int], Visitor]]:
    """A signed-in page in the dark theme, by account and width; light again after the last."""
    made: dict[tuple[str, int], Visitor] = {}
    chosen: dict[str, Visitor] = {}

    def one(username: str, width: int) -> Visitor:
        if (username, width) not in made:
            visitor = made[username, width] = opened(browser, server, username, width)
            if not username:
                visitor.context.add_cookies([{"name": "tema", "value": "gelap", "url": server}])
            elif username not in chosen:
                choose(visitor, "Tampilan gelap")
                chosen[username] = visitor
        made[username, width].errors.clear()
        return made[username, width]

    yield one
    for visitor in chosen.values():
        choose(visitor, "Tampilan terang")
    for visitor in made.values():
        visitor.context.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("username", "path"), PAGES)
def test_dark_pages_are_readable(dark, axe_source, username, path, width):
    """No text or control of a dark page falls below its contrast."""
    visitor = dark(username, width)
    if path == "@child":
        page = visitor.open("/posyandu/anak/")
        path = page.locator("main tbody a[href*='/posyandu/anak/']").first.get_attribute("href")
    page = visitor.open(path)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == "rgb(18, 24, 29)"
    found = findings(page, axe_source, ["color-contrast", "link-in-text-block"])
    assert found == []
    assert visitor.errors == []


def test_print_is_light(dark):
    """A dark reader prints black on white."""
    page = dark("gizi", 1280).open("/posyandu/anak/")
    page.emulate_media(media="print")
    ink = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')")
    assert ink.strip() == "#1c2630"
    page.emulate_media(media="screen")
