"""A decision of a rembuk desa followed to its end: seen above, planned, budgeted, spent, handed
over, checked by another, and told when the next rembuk opens."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader, PdfWriter
from tests.browser.test_rembuk_desa import agreed, new_row
from tests.browser.visiting import Visitor, assert_clean
from tests.kept_files import photo

pytestmark = pytest.mark.browser
TODAY: Final = dt.datetime.now(dt.UTC).astimezone().date()
WHAT: Final = "Membangun jamban sehat di dusun empat tahun ini juga"


def called(visitor: Visitor, kind: str, on: dt.date, plan_year: int, hour: str = "07:00") -> str:
    """A meeting of a kind from its form; its address."""
    page = visitor.open(f"/rembuk/baru/?jenis={kind}")
    page.check(f"input[name=jenis][value={kind}]")
    page.fill("#f-hari", on.isoformat())
    page.fill("#f-jam", hour)
    page.fill("#f-tempat", "Balai pertemuan")
    page.fill("#f-rencana", str(plan_year))
    page.click("button:has-text('Buat rapat')")
    page.wait_for_url(re.compile(r"/rembuk/[0-9A-Z]{2}-[0-9A-Z-]{7}/"))
    return "/rembuk/" + page.url.split("/rembuk/")[1].split("/")[0]


def began(visitor: Visitor, where: str) -> None:
    page = visitor.open(f"{where}/")
    page.click("text=Mulai rapat")
    page.wait_for_load_state("networkidle")


def signed(visitor: Visitor, where: str) -> None:
    """Attendance, closed, minutes, the signed copy."""
    page = visitor.open(f"{where}/hadir/")
    page.fill("#h-nama", "Peserta Satu")
    page.fill("#h-unsur", "BPD")
    page.click("text=Catat hadir")
    page.wait_for_load_state("networkidle")
    visitor.open(f"{where}/berita-acara/")
    page.click("button:has-text('Tutup rapat')")
    page.click("button:has-text('Buat berita acara')")
    page.wait_for_load_state("networkidle")
    with page.expect_download() as given:
        page.click("a:text-is('PDF')")
    copy = PdfWriter()
    for one in PdfReader(str(given.value.path())).pages:
        copy.add_page(one)
    copy.add_metadata({"/Signed": "ya"})
    out = io.BytesIO()
    copy.write(out)
    page.set_input_files(
        "#berkas", {"name": "pindai.pdf", "mimeType": "application/pdf", "buffer": out.getvalue()}
    )
    page.click("text=Sahkan dengan pindaian ini")
    expect(page.locator(".notice.is-done")).to_contain_text("menjadi janji")


def moved(page: Page, status: str, document: str, line: str) -> None:
    """The status of an activity, by its document and line."""
    page.select_option("#s-status", status)
    page.fill("#s-dokumen", document)
    page.fill("#s-baris", line)
    page.click("button:has-text('Simpan status')")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".steps")).to_contain_text(document)


def waits(page: Page, step: str) -> None:
    """The page of a decision says where it waits."""
    expect(page.locator(".step.is-now .step-name")).to_have_text(step)


def test_a_decision_is_followed_to_the_family_and_opens_the_next_rembuk(visit, axe_source):
    desa, camat = visit("desa", 1280), visit("camat", 1280)
    village = called(desa, "rembuk-desa", TODAY, TODAY.year)
    began(desa, village)
    page = desa.open(f"{village}/langsung/")
    place = str(page.locator("#tempat option").first.get_attribute("value")).split(",")[0]
    hall = next(
        name for one in page.locator("#kantor option").all()
        if (name := str(one.get_attribute("value"))).endswith(place)
    )  # fmt: skip
    agreed(new_row(page, what=WHAT, owner=hall, cost="35 juta"))
    signed(desa, village)

    # the kecamatan opens with it and takes it up; the district sees it too
    above = called(camat, "rembuk-kecamatan", TODAY, TODAY.year)
    began(camat, above)
    seen = camat.open(f"{above}/pembuka/")
    expect(seen.locator("main")).to_contain_text("Usulan dari bawah")
    assert_clean(camat, axe_source)
    seen.locator("li", has_text=WHAT).locator("button", has_text="Bawa ke rapat ini").click()
    seen.wait_for_url("**/langsung/")
    expect(seen.locator("[data-row] [data-field=what]").first).to_have_value(WHAT)
    camat.open(f"{above}/pembuka/")
    expect(seen.locator("li", has_text=WHAT)).to_contain_text("dibawa rapat ini")
    tpps = visit("tpps", 1280)
    district = called(tpps, "rembuk-kabupaten", TODAY, TODAY.year)
    expect(tpps.open(f"{district}/pembuka/").locator("main")).to_contain_text(WHAT)

    # promise and activity; RKPDes, APBDes, spending
    page = desa.open("/rembuk/putusan/")
    page.click(f"a:has-text('{TODAY.year}')")
    page.click(f"a:has-text('{WHAT}')")
    way = page.url
    waits(page, "RKPDes, RKPD, atau Renja")
    assert_clean(desa, axe_source)
    page.click("a:has-text('Buka kegiatan')")
    activity = page.url
    moved(page, "rkp", "RKPDes perubahan, Perdes 9", "2.3.05")
    moved(page, "apb", "APBDes perubahan, Perdes 11", "2.3.05.92")
    page.goto(way)
    waits(page, "Dibelanjakan")
    expect(page.locator("main")).to_contain_text("APBDes perubahan, Perdes 11, 2.3.05.92")
    page.goto(f"{activity}belanja/")
    page.fill(f"[name='rp:{TODAY:%Y-%m}']", "34.500.000")
    page.click("button:has-text('Simpan')")
    page.wait_for_load_state("networkidle")

    # handed over with a photo; another checks it
    page.goto(f"{activity}salur/?jenis=wilayah")
    page.fill("#s-tanggal", TODAY.isoformat())
    page.fill("#s-volume", "10")
    page.set_input_files(
        "#s-bukti", {"name": "bukti.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.click("button:has-text('Simpan penyaluran')")
    page.wait_for_load_state("networkidle")
    page.goto(way)
    waits(page, "Diperiksa")
    expect(page.locator("main")).to_contain_text("10 dari 10 unit")
    judge = camat.open(f"/rencana/salur/?tahun={TODAY.year}")
    judge.locator("a[href*='/rencana/salur/']", has_text=WHAT).first.click()
    judge.click("button:has-text('Nyatakan sudah diperiksa')")
    judge.wait_for_load_state("networkidle")
    verifier = visit("verifikator", 1280)
    other = verifier.open(way.split(desa.address)[1])
    other.click("a:has-text('Buka janji')")
    other.click("button:has-text('Benarkan buktinya')")
    other.wait_for_load_state("networkidle")
    page.goto(way)
    expect(page.locator("main")).to_contain_text("8 dari 8 langkah")
    assert_clean(desa, axe_source)

    # next year's rembuk opens with it
    later = called(desa, "rembuk-desa", TODAY + dt.timedelta(days=360), TODAY.year + 2)
    phone = visit("desa", 360)
    opening = phone.open(f"{later}/pembuka/")
    expect(opening.locator("li", has_text=WHAT)).to_contain_text("ditepati")
    assert_clean(phone, axe_source)
