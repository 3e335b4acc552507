"""A rembuk desa from its invitation to signed minutes, typed by two at once and over a bad line."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader, PdfWriter
from tests.browser.visiting import Visitor, assert_clean

pytestmark = pytest.mark.browser
WHOLE = {
    "what": "Membangun jamban sehat bagi keluarga baduta",
    "target": "Keluarga baduta tanpa jamban", "target_now": "14", "target_value": "4",
    "target_unit": "keluarga", "volume": "10", "unit": "unit", "cost": "35 juta",
}  # fmt: skip


def called(visitor: Visitor) -> str:
    """A meeting of today, from the form to its first minute; its address."""
    page = visitor.open("/rembuk/baru/?jenis=rembuk-desa")
    page.check("input[name=jenis][value=rembuk-desa]")
    page.fill("#f-hari", dt.datetime.now(dt.UTC).astimezone().date().isoformat())
    page.fill("#f-jam", "07:00")
    page.fill("#f-tempat", "Balai desa")
    page.click("text=Buat rapat")
    page.wait_for_url(re.compile(r"/rembuk/[0-9A-Z-]{10}/"))
    return "/rembuk/" + page.url.split("/rembuk/")[1].split("/")[0]


def started(visitor: Visitor) -> str:
    """A meeting that runs."""
    where = called(visitor)
    page = visitor.open(f"{where}/")
    page.click("text=Mulai rapat")
    page.wait_for_load_state("networkidle")
    return where


def new_row(page: Page, **texts: str) -> Locator:
    """A decision typed by hand, and sent."""
    page.keyboard.press("Control+Enter")
    row = page.locator("[data-row]").last
    office, place = (
        page.locator(f"#{name} option").first.get_attribute("value")
        for name in ("kantor", "tempat")
    )
    due = (dt.datetime.now(dt.UTC) + dt.timedelta(days=200)).date().isoformat()
    for name, text in (WHOLE | {"owner": office, "place": place, "due": due} | texts).items():
        row.locator(f"[data-field={name}]").fill(text)
    saved(page)
    return same_row(page, row)


def saved(page: Page) -> None:
    expect(page.locator("[data-sheet-state]")).to_contain_text("Semua isian tersimpan")


def agreed(row: Locator) -> None:
    row.locator("[data-act='disepakati|mufakat']").click()
    expect(row.locator("[data-state]")).to_contain_text("Disepakati")


def same_row(page: Page, row: Locator) -> Locator:
    return page.locator(f'[data-row="{row.get_attribute("data-row")}"]')


def test_two_type_at_once_and_one_is_offline_for_a_while(visit, axe_source):
    desa, tpps = visit("desa", 1280), visit("tpps", 1280)
    where = started(desa)
    here, there = desa.open(f"{where}/langsung/"), tpps.open(f"{where}/langsung/")
    mine = new_row(here, what="Membangun jamban sehat di desa ini")
    theirs = same_row(there, mine)
    there.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(theirs.locator("[data-field=what]")).to_have_value("Membangun jamban sehat di desa ini")

    tpps.context.set_offline(True)
    theirs.locator("[data-field=volume]").fill("12")
    theirs.locator("[data-field=what]").fill("Membangun jamban sehat di desa ini dan dusun tiga")
    new = "Kelas ibu hamil tiap bulan"
    there.keyboard.press("Control+Enter")
    there.locator("[data-row]").last.locator("[data-field=what]").fill(new)
    expect(there.locator("[data-sheet-state]")).to_contain_text("3 isian belum terkirim")
    mine.locator("[data-field=volume]").fill("15")
    mine.locator("[data-field=what]").fill("Membangun 10 jamban sehat di desa ini")
    saved(here)
    # the page is lost before the line is back: what was typed lies on the device
    there.route("**/isian/**", lambda route: route.abort())
    tpps.context.set_offline(False)
    there.reload()
    expect(there.locator("[data-sheet-state]")).to_contain_text("3 isian belum terkirim")
    expect(there.locator("[data-row]").last.locator("[data-field=what]")).to_have_value(new)
    there.unroute("**/isian/**")
    there.evaluate("window.dispatchEvent(new Event('online'))")
    saved(there)
    tpps.errors.clear()

    merged = "Membangun 10 jamban sehat di desa ini dan dusun tiga"
    theirs = same_row(there, mine)
    expect(theirs.locator("[data-field=what]")).to_have_value(merged)
    here.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(mine.locator("[data-field=what]")).to_have_value(merged)
    expect(here.locator("[data-row]")).to_have_count(2)
    expect(here.locator("[data-row]").last.locator("[data-field=what]")).to_have_value(new)
    # two numbers are never put together: both stand, nobody agrees before one is chosen
    for row in (mine, theirs):
        expect(row.locator("[data-note=volume] button")).to_have_count(2)
    assert_clean(desa, axe_source)
    mine.locator("[data-act='disepakati|mufakat']").click()
    expect(mine.locator("[data-refused]")).to_contain_text("Ditulis berbeda")
    mine.locator("[data-note=volume] button", has_text="12").click()
    saved(here)
    agreed(mine)
    there.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(theirs.locator("[data-field=volume]")).to_have_value("12")
    expect(theirs.locator("[data-state]")).to_contain_text("Disepakati")
    # a second tab of the same device would share its unsent ops: it only reads
    second = desa.context.new_page()
    second.goto(here.url)
    expect(second.locator("[data-sheet-state]")).to_contain_text("terbuka di tab lain")
    expect(second.locator("[data-row]").first.locator("[data-field=what]")).to_be_disabled()
    second.close()


def test_a_rembuk_desa_from_invitation_to_signed_minutes(visit, axe_source, browser):
    desa = visit("desa", 1280)
    where = called(desa)
    page = desa.open(f"{where}/undangan/")
    page.click("text=Buat surat undangan")
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("Semua undangan sudah punya surat")
    desa.open(f"{where}/")
    page.click("text=Mulai rapat")
    desa.open(f"{where}/hadir/")
    page.fill("#h-nama", "Peserta Satu")
    page.fill("#h-unsur", "BPD")
    page.click("text=Catat hadir")
    page.wait_for_load_state("networkidle")

    desa.open(f"{where}/langsung/")
    first = new_row(page, cost="35.000", target_value="")
    first.locator("[data-act='disepakati|mufakat']").click()
    expect(first.locator("[data-refused]")).to_contain_text("Sasaran tanpa angka")
    first.locator("[data-field=target_value]").fill("4")
    saved(page)
    first.locator("[data-lack=cost] button", has_text="Ya, Rp35.000.000").click()
    saved(page)
    agreed(first)
    first.locator("summary", has_text="Keberatan").click()
    first.locator("[data-party]").fill("BPD")
    first.locator("[data-objecting]").fill("Dana Desa sudah habis untuk jalan")
    first.locator("[data-act=keberatan]").click()
    first.locator("[data-objections] textarea").fill("Dipindah ke tahap dua")
    saved(page)
    desa.open(f"{where}/layar/")
    expect(page.locator("main")).to_contain_text("1 dari 1 keputusan disepakati")
    assert_clean(desa, axe_source)

    desa.open(f"{where}/berita-acara/")
    page.click("button:has-text('Tutup rapat')")
    page.click("button:has-text('Buat berita acara')")
    page.wait_for_load_state("networkidle")
    assert_clean(desa, axe_source)
    with page.expect_download() as given:
        page.click("a:text-is('PDF')")
    paper = PdfReader(str(given.value.path()))
    another = PdfWriter()
    another.add_blank_page(595, 842)
    page.set_input_files("#berkas", _file(another))
    page.click("text=Sahkan dengan pindaian ini")
    expect(page.locator("[role=alert]")).to_contain_text("Berkas ini 1 halaman, surat ini")
    signed = PdfWriter()
    for one in paper.pages:
        signed.add_page(one)
    signed.add_metadata({"/Signed": "ya"})
    page.set_input_files("#berkas", _file(signed))
    page.click("text=Sahkan dengan pindaian ini")
    expect(page.locator(".notice.is-done")).to_contain_text("menjadi janji")
    desa.errors.clear()  # the question above came with 422

    desa.open(f"{where}/langsung/")
    expect(page.locator("main")).to_contain_text("sudah ditandatangani")
    tpps = visit("tpps", 1280)
    desk = tpps.open(f"{where}/berita-acara/")
    desk.click("button:has-text('Terbitkan komitmen')")
    desk.click("a:has-text('Komitmen untuk umum')")
    desk.wait_for_url("**/rembuk/komitmen/**")
    assert_clean(tpps, axe_source)
    stranger = browser.new_context(viewport={"width": 360, "height": 800})
    public = stranger.new_page()
    public.goto(desk.url)
    expect(public.locator("main")).to_contain_text("dari 14 menjadi 4 keluarga")
    expect(public.locator("main")).not_to_contain_text("Peserta Satu")
    stranger.close()


def _file(writer: PdfWriter) -> dict[str, object]:
    out = io.BytesIO()
    writer.write(out)
    return {"name": "pindai.pdf", "mimeType": "application/pdf", "buffer": out.getvalue()}
