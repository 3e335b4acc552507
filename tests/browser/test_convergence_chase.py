"""Bappeda chases: opens the board, copies the words to send, makes the letter, sees the promise."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect
from tests.browser.visiting import Visitor, assert_clean

pytestmark = pytest.mark.browser
YEAR = 2022
"""A year no demo has, and long past: everything this test opens is late."""
HALF = "semester 1 2022"


@pytest.fixture
def bappeda(visit) -> Visitor:
    """Who manages the year, with one half-year of cells opened."""
    visitor = visit("tpps", 1280)
    page = visitor.open("/konvergensi/tahun/")
    if not page.locator(f"main a:has-text('{YEAR}')").count():
        page.fill("#t-tahun", str(YEAR))
        page.select_option("#t-skema", "8-aksi")
        page.click("text=Mulai tahun ini")
        page.locator(f"button:has-text('{HALF}')").click()
        page.locator(".notice.is-done").wait_for()
    return visitor


def test_bappeda_sends_the_chase_list(bappeda, axe_source):
    page = bappeda.open(f"/konvergensi/kejar/?tahun={YEAR}")
    assert_clean(bappeda, axe_source)
    expect(page.locator(".next")).to_contain_text("Tagih")
    assert page.locator(".heat .mark.a").count() > 0
    page.click("text=Siapkan tagihan")
    page.wait_for_load_state("networkidle")
    assert_clean(bappeda, axe_source)
    name = page.locator("h1").inner_text()
    message = page.locator("#pesan").input_value()
    assert name in message
    assert "lewat" in message
    page.click("text=Salin pesan")
    expect(page.locator("#pesan-kabar")).to_contain_text("tersalin")
    address = page.url
    page.click("text=Buat surat")
    page.wait_for_url("**/surat/**")
    assert_clean(bappeda, axe_source)
    page.goto(address)
    expect(page.locator("main")).to_contain_text("surat")
    until = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=9)
    page.fill("#j-batas", until.isoformat())
    page.click("text=Catat sebagai janji")
    page.locator(".notice.is-done").wait_for()
    first = page.locator("main a[href^='/janji/']").first
    title = first.inner_text()
    first.click()
    page.wait_for_url("**/janji/**")
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("main")).to_contain_text("Sel kosong per")


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_the_chase_are_clean(bappeda, visit, axe_source, width):
    visitor = visit("tpps", width)
    for path in (
        f"/konvergensi/kejar/?tahun={YEAR}",
        f"/konvergensi/{YEAR}/kejar/daftar/?kantor=dppkb&tenggat=semua",
        f"/konvergensi/{YEAR}/kalender/?bulan={YEAR}-07",
        f"/konvergensi/{YEAR}/kejar/periksa/",
        "/konvergensi/2026/kejar/periksa/",
        "/konvergensi/2026/program/",
        f"/konvergensi/{YEAR}/langkah/",
        f"/konvergensi/{YEAR}/langkah/3.1/",
        f"/konvergensi/{YEAR}/lapor/",
        f"/konvergensi/{YEAR}/lapor/e/",
    ):
        visitor.open(path)
        assert_clean(visitor, axe_source)


def test_a_counted_cell_opens_the_records_behind_it(visit, axe_source):
    visitor = visit("gizi", 360)
    page = visitor.open("/konvergensi/2026/dihitung/")
    expect(page.locator("main")).to_contain_text("catatan")
    page = visitor.open("/konvergensi/2026/indikator/S25-3/?periode=2026-08")
    page.locator("main tbody th a").first.click()
    page.wait_for_url("**kecamatan=**")
    page.locator("main tbody th a").first.click()
    page.wait_for_url("**/S25-3/**")
    assert_clean(visitor, axe_source)
    page.locator("main a[href$='/rincian/']").first.click()
    page.wait_for_url("**/rincian/")
    assert_clean(visitor, axe_source)
    card = page.locator("main section.card").first
    told = int(card.locator(".figure-value").inner_text())
    assert told == card.locator(".rows li").count() > 0
