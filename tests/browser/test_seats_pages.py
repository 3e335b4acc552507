"""Offices and the check page in Chromium: read on a phone, written at a desk, without a refusal."""

from __future__ import annotations

import pytest
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser
PATHS = ("/kantor/", "/kantor/peran/", "/kantor/dinkes/", "/kantor/baru/", "/kantor/impor/",
         "/surat/kop/dinkes/")  # fmt: skip


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_office_pages_fit_and_are_accessible(visit, axe_source: str, path: str, width: int) -> None:
    visitor = visit("tpps", width)
    visitor.open(path)
    assert_clean(visitor, axe_source)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_check_page_needs_no_sign_in(visit, axe_source: str, width: int) -> None:
    visitor = visit("", width)
    page = visitor.open("/surat/cek/")
    assert_clean(visitor, axe_source)
    page.fill("#kode", "7Q-4K1M-X9")
    page.fill("#digit", "0123456789")
    page.click("main button[type=submit]")
    assert "Tidak ada surat" in page.inner_text("[role=alert]")


def test_a_keeper_walks_from_a_new_office_to_its_holder(visit) -> None:
    visitor = visit("tpps", 1280)
    page = visitor.open("/kantor/baru/")
    page.fill("#id_code", "uji-jelajah")
    page.fill("#id_name", "Kantor Uji Jelajah")
    page.fill("#id_short", "Uji")
    page.click("main button.button-main")
    page.fill("#id_title", "Kepala kantor")
    page.check("#id_head")
    page.click("text=Tambah jabatan >> nth=-1")
    page.click("text=Catat pemegang: Kepala kantor")
    page.fill("#id_name", "Contoh Uji (tiruan)")
    page.fill("#id_decree_number", "SK tiruan 1")
    page.fill("#id_decree_date", "2026-01-05")
    page.fill("#id_since", "2026-01-06")
    page.click("main button.button-main")
    shown = page.inner_text("main")
    assert "Contoh Uji (tiruan)" in shown
    assert "menjabat" in shown
    assert "Pemegang jabatan ditunjuk" in shown
    assert visitor.errors == []
