"""A visit written down at a home without signal: kept on the phone, sent when there is one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser


def test_a_visit_outlives_a_lost_connection(visit, axe_source):
    visitor = visit("bidan", 360)
    page = visitor.open("/pendampingan/")
    assert_clean(visitor, axe_source)
    page.get_by_role("link", name="Catat kunjungan").first.click()
    page.wait_for_url("**/kunjungan/**")
    assert_clean(visitor, axe_source)
    form = page.url
    visitor.context.set_offline(True)
    page.check("#b-ya")
    page.locator("[name=bicara]").first.check()
    page.locator("[name^=beri_]").first.fill("7")
    page.locator("form.measure button[type=submit]").click()
    expect(page.locator("[data-kabar]")).to_contain_text("Tersimpan di perangkat ini")

    visitor.context.set_offline(False)  # the browser says so, the page sends by itself
    page.wait_for_url(lambda url: url != form)
    page.wait_for_load_state("networkidle")
    assert (
        page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('rembuk-draf:'))") == []
    )
    visitor.errors.clear()  # the refused request of the lost connection
    assert_clean(visitor, axe_source)

    page.goto(form)  # typed, then left without sending: the answers are still there
    page.locator("[name^=beri_]").first.fill("9")
    page.goto(f"{visitor.address}/pendampingan/")
    page.goto(form)
    expect(page.locator("[data-kabar]")).to_contain_text("dipulihkan")
    assert page.input_value("[name^=beri_] >> nth=0") == "9"
    page.evaluate("localStorage.clear()")
