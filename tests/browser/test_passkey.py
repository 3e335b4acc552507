"""A security key, tried with the browser's virtual authenticator: added, used to sign in without a
password, used as the second step, removed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
ACCOUNT = "camat"
PASSWORD = "rembuk-demo-2026"


@pytest.fixture
def page(browser, server):
    """A page on a host name (a key belongs to a name, not to a number) with a device that knows
    its holder."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, locale="id-ID")
    page = context.new_page()
    page.errors = []
    page.on("console", lambda m: page.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: page.errors.append(str(e)))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.home = server.replace("127.0.0.1", "localhost")
    yield page
    context.close()


def _password(page) -> None:
    page.goto(f"{page.home}/akun/login/")
    page.fill("input[name=login]", ACCOUNT)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/akun/login" not in url)


def _again(page) -> None:
    """Changing keys asks who one is when signing in was long ago."""
    if "/reauthenticate/" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state("networkidle")


def _add(page, passwordless: bool) -> None:
    page.goto(f"{page.home}/akun/2fa/webauthn/add/")
    _again(page)
    page.fill("input[name=name]", "Telepon uji")
    if passwordless:
        page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)


def _sign_out(page) -> None:
    page.goto(f"{page.home}/akses/saya/")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_load_state("networkidle")


def _remove(page) -> None:
    page.goto(f"{page.home}/akun/2fa/webauthn/")
    _again(page)
    while page.locator("a[href$='/remove/']").count():
        page.locator("a[href$='/remove/']").first.click()
        _again(page)
        page.get_by_role("button", name="Hapus kunci").click()
        page.wait_for_load_state("networkidle")
        page.goto(f"{page.home}/akun/2fa/webauthn/")


@pytest.mark.parametrize("passwordless", [True, False])
def test_a_key_is_added_used_and_removed(page, axe_source, passwordless):
    """The whole way, with and without a password."""
    _password(page)
    try:
        _add(page, passwordless)
        page.goto(f"{page.home}/akun/2fa/webauthn/")
        expect(page.locator("main")).to_contain_text("Telepon uji")
        page.evaluate(axe_source)
        assert (
            page.evaluate("async () => (await axe.run(document)).violations.map(v => v.id)") == []
        )
        _sign_out(page)
        if passwordless:
            page.goto(f"{page.home}/akun/login/")
            page.click("#passkey_login")
        else:
            page.goto(f"{page.home}/akun/login/")
            page.fill("input[name=login]", ACCOUNT)
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_url("**/2fa/authenticate/")
            page.evaluate(axe_source)
            found = page.evaluate("async () => (await axe.run(document)).violations.map(v => v.id)")
            assert found == []
            page.click("#mfa_webauthn_authenticate")
        page.wait_for_url(lambda url: "/akun/" not in url)
        page.goto(f"{page.home}/akses/saya/")
        expect(page.locator("h1")).to_be_visible()
        assert page.url.endswith("/akses/saya/")
    finally:
        _remove(page)
    assert page.errors == []


def test_a_device_without_a_key_is_told_so(page):
    """Nothing happens silently, and the password still works."""
    page.goto(f"{page.home}/akun/login/")
    page.click("#passkey_login")
    expect(page.locator("#kunci-gagal")).to_be_visible(timeout=70_000)
    _password(page)
