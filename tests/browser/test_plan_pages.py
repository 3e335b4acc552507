"""Plan, money and oversight as their people use them: the leader asks from a phone and the owner
answers; a village head changes the draft list and proposes it; every page is clean on a phone."""

from __future__ import annotations

import pytest
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser

OWNERS = {"Dinas Kesehatan": "dinkes", "Dinas Sosial": "dinsos", "Puskesmas Sekayu": "gizi"}
PAGES = [
    ("tpps", "/rembuk/"),
    ("tpps", "/rembuk/tim/"),
    ("camat", "/rembuk/putusan/"),
    ("tpps", "/rencana/"),
    ("tpps", "/rencana/kegiatan/"),
    ("dinkes", "/rencana/kegiatan/baru/"),
    ("tpps", "/rencana/katalog/"),
    ("tpps", "/rencana/pagu/"),
    ("tpps", "/rencana/label/"),
    ("tpps", "/rencana/anggaran/"),
    ("tpps", "/rencana/matriks/"),
    ("tpps", "/rencana/imbangan/"),
    ("dinkes", "/rencana/salur/"),
    ("tpps", "/rencana/dukungan/"),
    ("tpps", "/rencana/prioritas/"),
    ("bupati", "/pengawasan/pilar/3/"),
    ("bupati", "/pengawasan/pertanyaan/"),
    ("camat", "/pengawasan/"),
    ("tpps", "/pengawasan/kunjungan/"),
    ("tpps", "/pengawasan/laporan/"),
    ("provinsi", "/"),
    ("provinsi", "/pengawasan/"),
]


@pytest.mark.parametrize(("username", "path"), PAGES)
def test_page_is_clean_on_a_phone(visit, axe_source, username, path):
    visitor = visit(username, 360)
    visitor.open(path)
    assert_clean(visitor, axe_source)


def test_a_leader_asks_by_one_tap_and_the_owner_answers(visit, axe_source):
    leader = visit("bupati", 360)
    page = leader.open("/pengawasan/")
    assert_clean(leader, axe_source)
    late = {name: page.locator("li", has_text=name).locator("form button") for name in OWNERS}
    name = next(name for name, button in late.items() if button.count())
    late[name].first.click()
    page.wait_for_load_state("networkidle")
    asked = page.locator("li", has_text=name).get_by_role("link", name="jawaban diminta").first
    path = asked.get_attribute("href")

    owner = visit(OWNERS[name], 360)
    assert "pimpinan" in owner.open("/").locator("main").inner_text().lower()
    page = owner.open(path)
    assert_clean(owner, axe_source)
    page.fill("textarea[name=jawaban]", "Menunggu barang datang; selesai dua pekan lagi.")
    page.get_by_role("button", name="Kirim jawaban").click()
    page.wait_for_load_state("networkidle")

    page = leader.open(path)
    assert "selesai dua pekan lagi" in page.locator("main").inner_text()
    page.get_by_role("button", name="Tutup pertanyaan").click()
    page.wait_for_load_state("networkidle")
    assert "Ditutup" in leader.open(path).locator("main").inner_text()


def test_a_village_changes_its_draft_list_and_proposes_it(visit, axe_source):
    village = visit("desa", 360)
    page = village.open("/rencana/desa/")
    if not page.url.rstrip("/").endswith("/desa"):  # one village: its list opens at once
        path = page.url.removeprefix(village.address)
    else:
        path = page.locator("main a[href*='/rencana/desa/']").first.get_attribute("href")
    page = village.open(path)
    assert_clean(village, axe_source)
    page.get_by_label("Baris baru").fill("Kelas ibu hamil di balai")
    page.locator("input[name=new-volume]").fill("4")
    page.locator("input[name=new-unit]").fill("kali")
    page.get_by_role("button", name="Simpan daftar").last.click()
    page.wait_for_load_state("networkidle")
    row = page.locator("tbody tr", has=page.locator("input[value='Kelas ibu hamil di balai']"))
    before = page.locator("[data-total]").inner_text()
    row.locator("[data-price]").fill("1.500.000")
    assert row.locator("[data-amount]").inner_text() == "6.000.000"
    assert page.locator("[data-total]").inner_text() != before
    page.get_by_role("button", name="Simpan daftar").last.click()
    page.wait_for_load_state("networkidle")
    assert row.locator("[data-price]").input_value() == "1.500.000"
    assert_clean(village, axe_source)
    paper = village.context.request.get(f"{village.address}{path.split('?')[0]}cetak/pdf/")
    assert paper.body().startswith(b"%PDF")
