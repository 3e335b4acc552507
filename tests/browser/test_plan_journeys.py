"""Deliveries, support and supervision from their first page to their paper, held in one hand: each
step on a phone, clean for every reader, nothing wider than the screen."""

from __future__ import annotations

import io
import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader, PdfWriter
from tests.browser.visiting import Visitor, assert_clean
from tests.kept_files import photo

pytestmark = pytest.mark.browser
YEAR: Final = 2026
DAY: Final = f"{YEAR}-10-20"
EGGS: Final = "Telur bagi keluarga berisiko stunting"
CODE: Final = re.compile(r"[0-9A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{2}")


def activity(visitor: Visitor) -> Page:
    """The village's eggs, through the list of activities."""
    page = visitor.open(f"/rencana/kegiatan/?tahun={YEAR}")
    page.get_by_role("link", name=EGGS).first.click()
    page.wait_for_load_state("networkidle")
    return page


def picture(page: Page, field: str) -> None:
    page.set_input_files(field, {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()})


def pressed(page: Page, name: str, *, exact: bool = False) -> None:
    page.get_by_role("button", name=name, exact=exact).first.click()
    page.wait_for_load_state("networkidle")


def said(page: Page, text: str) -> None:
    expect(page.locator(".notice.is-done").first).to_contain_text(text)


def test_a_delivery_is_recorded_checked_by_another_and_taken_back(visit, axe_source):
    village = visit("desa", 360)
    page = activity(village)
    page.get_by_role("link", name="Catat penyaluran").click()
    page.wait_for_load_state("networkidle")
    assert_clean(village, axe_source)
    page.fill("#s-tanggal", DAY)
    for box in page.locator("input[name=pilih]").all()[:2]:
        box.check()
    picture(page, "#s-bukti")
    pressed(page, "Simpan penyaluran")
    expect(page.locator("[role=alert]")).to_contain_text("belum tercantum di anggaran")
    village.errors.clear()  # the question came with 409
    assert_clean(village, axe_source)
    expect(page.locator("input[name=pilih]:checked")).to_have_count(2)
    expect(page.locator(".field-error")).to_contain_text("Pilih lagi berkasnya")
    picture(page, "#s-bukti")
    page.check("#s-yakin")
    pressed(page, "Simpan penyaluran")
    said(page, "2 penerima tercatat")
    assert_clean(village, axe_source)
    page.get_by_role("link", name="2 penyaluran, 0 sudah diperiksa").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#h-daftar + .note")).to_contain_text(EGGS)
    assert_clean(village, axe_source)
    rows = page.locator("main .rows a[href^='/rencana/salur/']")
    first, second = (str(one.get_attribute("href")) for one in rows.all())
    village.open(first)
    expect(page.locator("main")).not_to_contain_text("Nyatakan sudah diperiksa")

    judge = visit("camat", 360)
    other = judge.open(first)
    assert_clean(judge, axe_source)
    pressed(other, "Nyatakan sudah diperiksa")
    expect(other.locator("h1 + p")).to_contain_text("sudah diperiksa")

    village.open(second)
    page.get_by_text("Tarik penyaluran ini").click()
    page.fill("#t-alasan", "Keluarga ini pindah sebelum menerima")
    assert_clean(village, axe_source)
    pressed(page, "Tarik", exact=True)
    said(page, "Penyaluran ditarik")
    expect(page.locator("main")).to_contain_text("Keluarga ini pindah sebelum menerima")
    activity(village)
    expect(page.get_by_role("link", name="1 penyaluran, 1 sudah diperiksa")).to_be_visible()
    page.get_by_role("link", name="Catat belanja").click()
    page.wait_for_load_state("networkidle")
    assert_clean(village, axe_source)
    page.fill(f"[name='rp:{YEAR}-09']", "tiga juta")
    page.get_by_role("button", name="Simpan belanja").click()
    expect(page.locator(f"#k-{YEAR}-09")).to_be_visible()
    village.errors.clear()  # the refusal came with 422
    assert_clean(village, axe_source)


def test_a_support_reaches_only_families_that_agreed(visit, axe_source):
    keeper = visit("tpps", 360)
    page = keeper.open("/rencana/dukungan/")
    page.get_by_text("Catat tawaran baru").click()
    page.fill("#o-pemberi", "Koperasi Contoh (tiruan)")
    page.fill("#o-apa", "Telur bagi keluarga")
    page.select_option("#o-intervensi", "INT-PANGAN")
    page.fill("#o-volume", "3")
    page.fill("#o-satuan", "keluarga")
    pressed(page, "Simpan tawaran")
    where = page.url.removeprefix(keeper.address)
    assert_clean(keeper, axe_source)
    pressed(page, "Setujui tawaran")
    assert_clean(keeper, axe_source)
    need = page.locator("#c-butuh option", has_text=EGGS).filter(has_text="Serasan Jaya").first
    page.select_option("#c-butuh", need.get_attribute("value"))
    page.fill("#c-volume", "3")
    pressed(page, "Cocokkan", exact=True)
    said(page, "Tanya keluarganya sebelum menyerahkan")

    village = visit("desa", 360)
    page = village.open(where)
    expect(page.locator(".next")).to_contain_text("Tanya keluarganya lebih dulu")
    boxes = page.locator("input[name=pilih]")
    codes = [str(boxes.nth(at).get_attribute("value")) for at in range(3)]
    for at in range(3):
        boxes.nth(at).check()
    assert_clean(village, axe_source)
    pressed(page, "Simpan keluarga yang ditanya")
    for code, answer in zip(codes, ("Setuju", "Setuju", "Tidak setuju"), strict=True):
        pressed(page, f"{answer} {code}", exact=True)
        assert "#p-" in page.url  # back where the answer was written
    expect(page.locator("main")).to_contain_text("3 keluarga ditanya: 2 setuju, 1 tidak")
    assert_clean(village, axe_source)
    page.get_by_text("Catat penyerahan", exact=True).click()
    expect(page.locator("input[name=keluarga][type=checkbox]")).to_have_count(2)
    page.fill("form[action$='/serah/'] input[name=volume]", "2")
    page.check("form[action$='/serah/'] input[name=yakin]")
    picture(page, "input[name=bukti]")
    pressed(page, "Simpan penyerahan")
    expect(page.locator("article")).to_contain_text("diserahkan")

    page = keeper.open(where)
    expect(page.locator(".next")).to_contain_text("Ucapkan terima kasih")
    pressed(page, "Buat surat terima kasih")
    assert_clean(keeper, axe_source)
    told = page.locator("#g-teks").input_value()
    assert not CODE.search(told)
    assert "Serasan Jaya: kurang dari 5 keluarga, diserahkan" in told
    page.locator("[aria-labelledby=h-surat] a").first.click()
    page.wait_for_load_state("networkidle")
    letter = paper(page, "Unduh PDF")
    text = "\n".join(one.extract_text() for one in letter.pages)
    assert "Koperasi Contoh" in text
    assert not any(code in text for code in codes)


def test_a_supervision_visit_ends_in_a_promise_and_a_signed_paper(visit, axe_source):
    keeper = visit("tpps", 360)
    page = keeper.open("/pengawasan/kunjungan/baru/")
    page.select_option("#f-tempat", "16.06.01.1010")
    page.fill("#f-maksud", "Pengawasan berkala")
    pressed(page, "Mulai daftar periksa")
    assert_clean(keeper, axe_source)
    for answer in page.locator("fieldset select").all():
        answer.select_option("ya")
    pressed(page, "Simpan daftar periksa")
    expect(page.locator(".next")).to_contain_text("Semua butir terjawab")
    page.fill("#f-temuan", "Jamban belum masuk RKPDes")
    page.fill("#f-sepakat", "Memasukkan jamban ke RKPDes perubahan")
    page.select_option("#f-pemilik", "desa-16.06.01.1010")
    pressed(page, "Simpan temuan")
    promise = page.get_by_role("link", name="Memasukkan jamban ke RKPDes perubahan")
    expect(promise).to_be_visible()
    assert_clean(keeper, axe_source)
    page.fill("#z-nomor", "7/TPPS/2026")
    pressed(page, "Buat berita acara")
    assert_clean(keeper, axe_source)
    where = str(promise.get_attribute("href"))
    page.get_by_role("link", name="Buka berita acara").click()
    page.wait_for_load_state("networkidle")
    scan = PdfWriter()
    for one in paper(page, "Unduh PDF").pages:
        scan.add_page(one)
    scan.add_metadata({"/Signed": "ya"})
    out = io.BytesIO()
    scan.write(out)
    page.set_input_files(
        "input[type=file]",
        {"name": "pindai.pdf", "mimeType": "application/pdf", "buffer": out.getvalue()},
    )
    pressed(page, "Unggah pindaian")
    assert_clean(keeper, axe_source)
    assert "pindaian" in page.locator("main").inner_text().lower()
    owner = visit("desa", 360)
    expect(owner.open(where).locator("h1")).to_contain_text("Memasukkan jamban")
    assert_clean(owner, axe_source)


def paper(page: Page, name: str) -> PdfReader:
    """The PDF behind a link."""
    with page.expect_download() as given:
        page.get_by_role("link", name=name).click()
    return PdfReader(str(given.value.path()))
