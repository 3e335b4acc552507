"""A month of indicators from hand to hand: an operator fills by keyboard and from Excel and hands
in, the kecamatan returns one cell, the district approves and locks."""

from __future__ import annotations

import re

import pytest
from tests.browser.visiting import Visitor, assert_clean

pytestmark = pytest.mark.browser

YEAR = 2031
"""A year no demo has: this test begins it, so that nothing else stands in its cells."""
MONTH = "2031-01"
INDICATOR = "BG22-E-REM-2"
PASTE = """([input, text]) => {
    const data = new DataTransfer();
    data.setData('text', text);
    input.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true,
        cancelable: true}));
}"""


def begun(visitor: Visitor, axe_source: str, kecamatan: str) -> None:
    """The year, January and the duties, as Bappeda sets them up."""
    page = visitor.open("/konvergensi/tahun/")
    assert_clean(visitor, axe_source)
    page.fill("#t-tahun", str(YEAR))
    page.select_option("#t-skema", "8-aksi")
    page.click("text=Mulai tahun ini")
    assert_clean(visitor, axe_source)
    page.click(f"button:has-text('Januari {YEAR}')")
    page.locator(".notice.is-done").wait_for()
    for office, seat, part, level, place in (
        ("Dinas Kesehatan", "Operator", "operator", "kabupaten", "16.06"),
        (None, "Camat", "verifikator", "kecamatan", kecamatan),
        ("Badan Perencanaan", "Kepala bidang", "verifikator", "kabupaten", "16.06"),
        ("Sekretariat Daerah", "Sekretaris daerah", "penyetuju", "kabupaten", "16.06"),
    ):
        visitor.open(f"/konvergensi/{YEAR}/petugas/")
        name = office or f"Kecamatan {kecamatan_name(visitor, kecamatan)}"
        option = page.locator(f"optgroup[label^='{name}'] option", has_text=seat).first
        page.select_option("#d-jab", option.get_attribute("value"))
        page.select_option("#d-bag", part)
        page.select_option("#d-ting", level)
        page.select_option("#d-tem", place)
        page.fill("#d-sk", "SK contoh 1")
        page.fill("#d-mul", "2026-01-02")
        page.click("text=Catat petugas >> nth=-1")
        page.locator(".notice.is-done").wait_for()
    assert_clean(visitor, axe_source)


def kecamatan_name(visitor: Visitor, code: str) -> str:
    """Name of a kecamatan in the list of places."""
    return visitor.page.locator(f"#d-tem option[value='{code}']").inner_text()


def states(visitor: Visitor, group: str) -> list[str]:
    """States of the cells of a group, in order."""
    page = visitor.open(group)
    return page.locator("tbody .state:not(.ratio .state)").all_inner_texts()


def test_a_month_goes_from_hand_to_hand(visit, axe_source):
    camat = visit("camat", 360)
    page = camat.open("/")
    kecamatan = re.search(r"16\.06\.\d\d", page.content())[0]
    begun(visit("tpps"), axe_source, kecamatan)
    query = f"indikator={INDICATOR}&periode={MONTH}&kecamatan={kecamatan}"
    grid, group = f"/konvergensi/{YEAR}/isi/b/?{query}", f"/konvergensi/{YEAR}/rantai/sel/?{query}"

    clerk = visit("dinkes")
    page = clerk.open(grid)
    rows = page.locator("tr[data-row]")
    count = rows.count()

    def cell(row, column):
        return rows.nth(row).locator("td").nth(column).locator("input").first

    cell(0, 0).click()
    page.keyboard.type("120")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("100")
    assert "100" in cell(0, 1).input_value()
    page.keyboard.press("Enter")
    page.keyboard.type("90")
    page.keyboard.press("Home")  # from the edge of the text an arrow leaves the cell
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.column") == "k0"
    page.keyboard.type("80")
    page.locator("[data-sheet-state].is-done").wait_for()
    assert "lebih dari 100" in rows.nth(0).locator("[data-note]").first.inner_text()
    rows.nth(0).locator("[data-note] input").first.fill("Rapel dua bulan")
    page.keyboard.press("Enter")
    names = rows.evaluate_all("all => all.map(row => row.dataset.name)")
    block = "\n".join(f"{name}\t{60 + n}\t{90 + n}" for n, name in reversed(list(enumerate(names))))
    lines = [line for line in block.split("\n") if not line.startswith((names[0], names[1]))]
    page.evaluate(PASTE, [cell(2, 0).element_handle(), "\n".join(lines)])
    page.locator("[data-sheet-state].is-done").wait_for()
    assert "menurut kode atau nama" in page.locator("[data-pasted]").inner_text()
    assert cell(2, 0).input_value() == "62"
    assert_clean(clerk, axe_source)
    page.reload()
    assert [cell(0, 0).input_value(), cell(1, 1).input_value()] == ["120", "90"]
    page.click("form.next button[type=submit]")
    page.locator(".notice.is-done").wait_for()
    assert f"{count} sel" in page.locator(".notice.is-done").first.inner_text()

    page = camat.open(f"/konvergensi/{YEAR}/rantai/")
    assert_clean(camat, axe_source)
    page = camat.open(group)
    page.locator("tbody input[type=checkbox]").nth(1).check()
    page.fill("#f-alasan", "Sama dengan bulan lalu")
    page.click("button[value=kembalikan]")
    page.click("button[value=terima]")
    page.locator(".notice.is-done").wait_for()
    assert_clean(camat, axe_source)
    found = states(camat, group)
    assert found.count("Diterima kecamatan") == count - 1
    assert found[1] == "Dikembalikan"

    for name, act in (("verifikator", "setujui"), ("sekda", "kunci")):
        visitor = visit(name)
        page = visitor.open(group)
        page.click(f"button[value={act}]")
        page.locator(".notice.is-done").wait_for()
    assert states(visitor, group).count("Dikunci") == count - 1
    page = clerk.open(grid)
    assert "Sama dengan bulan lalu" in page.locator("table").inner_text()
    assert page.locator("[data-column=k0][data-key]").count() == 1
    page = clerk.open(f"/konvergensi/?tahun={YEAR}")
    assert "dikembalikan kepada Anda" in page.locator(".next").inner_text()
    assert_clean(clerk, axe_source)
