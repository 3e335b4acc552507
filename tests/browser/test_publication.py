"""A month is drafted by one, published by another, read by anybody: a small village is hidden."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import expect
from tests.browser.visiting import assert_clean

pytestmark = pytest.mark.browser

MONTH = "2026-10"
PUBLIC = f"/publikasi/16.06/{MONTH}/"


def test_the_public_page_hides_a_small_village(visit, axe_source):
    clerk = visit("dinkes", 1280)
    page = clerk.open("/publikasi/meja/")
    page.select_option("#d-bulan", MONTH)
    page.get_by_role("button", name="Susun draf").click()
    page.fill("#k-penyebab", "Air minum belum layak di banyak rumah.")
    page.fill("#k-tindak", "Sumur diperiksa bersama dinas lingkungan.")
    page.get_by_role("button", name="Simpan kata-kata").click()
    expect(page.get_by_text("Kata-kata disimpan.")).to_be_visible()
    expect(page.get_by_role("button", name="Terbitkan untuk umum")).to_have_count(0)
    assert_clean(clerk, axe_source)
    address = page.url.removeprefix(clerk.address)

    leader = visit("bupati", 1280)
    page = leader.open(address)
    page.get_by_role("button", name="Terbitkan untuk umum").click()
    expect(page.get_by_text("Sudah terbit.")).to_be_visible()
    assert_clean(leader, axe_source)

    reader = visit("", 360)
    reader.context.clear_cookies()  # of pages other tests have opened as nobody
    page = reader.open(PUBLIC)
    assert_clean(reader, axe_source)
    assert reader.context.cookies() == []
    table = reader.context.request.get(f"{reader.address}{PUBLIC}edisi-1/tabel.csv").text()
    rows = list(csv.DictReader(io.StringIO(table)))
    hidden = [
        row for row in rows
        if row["tingkat"] == "desa" and row["alasan_tanpa_prevalensi"] == "ditutup"
    ]  # fmt: skip
    kecamatan = hidden[0]["kode_wilayah"][:8]
    page = reader.open(f"{PUBLIC}?kec={kecamatan}")
    assert_clean(reader, axe_source)
    inside = [row for row in hidden if row["kode_wilayah"].startswith(kecamatan)]
    for row in inside:
        line = page.locator(f'details[open] tr[data-kode="{row["kode_wilayah"]}"]')
        expect(line).to_contain_text("ditutup")

    # The office sees the counts, small ones among them.
    page = leader.open(f"/keadaan/{kecamatan}/?bulan={MONTH}")
    counts = []
    for row in inside:
        seen = page.locator(f'tr[data-kode="{row["kode_wilayah"]}"]').last.inner_text()
        told = re.search(rf"(\d+) dari {row['dinilai_tbu']}\b", seen)
        assert told, seen
        counts.append(int(told[1]))
    assert any(0 < n < 5 for n in counts)


def test_the_page_fits_a_desk_and_its_map_has_no_hidden_value(visit, axe_source):
    reader = visit("", 1280)
    page = reader.open("/publikasi/")
    assert_clean(reader, axe_source)
    page.get_by_role("link", name=re.compile("Agustus 2026")).click()
    expect(page.locator("#peta svg")).to_be_visible()
    assert_clean(reader, axe_source)
    drawn = page.evaluate("JSON.parse(document.getElementById('data-peta').textContent).rows")
    hidden = [row for row in drawn if row["tutup"]]
    assert hidden
    assert all(row["nilai"] is None and not re.search(r"\d", row["kata"]) for row in hidden)
    page.get_by_role("link", name="Metadata").click()
    assert_clean(reader, axe_source)
