"""The dark theme: chosen, kept on the account, written by the server, readable."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

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


@pytest.fixture
def dark(browser, server):
    """A signed-in page in the dark theme, by account and width; light again afterwards."""
    from tests.browser.conftest import Visitor

    opened = []

    def one(username: str, width: int) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, locale="id-ID", reduced_motion="reduce"
        )
        visitor = Visitor(context, server)
        opened.append((visitor, username))
        if username:
            visitor.sign_in(username)
            visitor.open("/akses/saya/")
            visitor.page.locator(".menu summary").click()
            visitor.page.get_by_role("button", name="Tampilan gelap").click()
            visitor.page.wait_for_load_state("networkidle")
        else:
            cookie = {"name": "tema", "value": "gelap", "url": server}
            context.add_cookies([cookie])
        return visitor

    yield one
    for visitor, username in opened:
        if username:
            visitor.open("/akses/saya/")
            visitor.page.locator(".menu summary").click()
            visitor.page.get_by_role("button", name="Tampilan terang").click()
            visitor.page.wait_for_load_state("networkidle")
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
    page.evaluate(axe_source)
    found = page.evaluate(
        """async () => (await axe.run(document, {
            runOnly: ['color-contrast', 'link-in-text-block']
        })).violations.map(v => v.id + ': ' + v.nodes.slice(0, 4).map(
                n => n.html.slice(0, 140) + ' ' + (n.any[0] || {}).message).join(' | '))"""
    )
    assert found == []
    assert visitor.errors == []


def test_print_is_light(dark):
    """A dark reader prints black on white."""
    page = dark("gizi", 1280).open("/posyandu/anak/")
    page.emulate_media(media="print")
    ink = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')")
    assert ink.strip() == "#1c2630"
    page.emulate_media(media="screen")
