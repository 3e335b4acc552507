"""Excel out: typed cells, legal tab names, and no cell that runs as a formula."""

import datetime as dt
import io

import openpyxl
import pytest

from rembuk.office.documents.sheets import Column, Sheet, guarded, workbook


def opened(*sheets: Sheet, notes: tuple[str, ...] = ()) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(sheets, notes)))


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_text_that_could_start_a_formula_is_led_by_an_apostrophe(evil: str) -> None:
    sheet = opened(Sheet("A", "", [Column("Nama")], [[evil]])).active
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


def test_headings_titles_and_notes_are_guarded_too() -> None:
    book = opened(Sheet("A", "=judul", [Column("=kepala")], [["x"]]), notes=("@catatan",))
    assert book["A"]["A1"].value == "'=judul"
    assert book["A"]["A3"].value == "'=kepala"
    assert book["Catatan"]["A1"].value == "'@catatan"


def test_plain_text_stays_as_it_is() -> None:
    assert guarded("Sekayu 1") == "Sekayu 1"
    assert guarded("") == ""


def test_values_keep_their_type() -> None:
    row = [3, -2.21, dt.date(2026, 10, 9), True, None, float("nan")]
    columns = [
        Column("n", kind="integer"),
        Column("z", kind="decimal"),
        Column("t", kind="date"),
        Column("ya"),
        Column("kosong"),
        Column("nan", kind="decimal"),
    ]
    sheet = opened(Sheet("A", "", columns, [row])).active
    got = [cell.value for cell in sheet[2]]
    assert got[:4] == [3, -2.21, dt.datetime(2026, 10, 9), "ya"]
    assert got[4:] in ([], [None, None])


def test_tab_names_are_legal_and_unique() -> None:
    one = Sheet("Desa [Sungai/Batang]: rekap 2026 yang panjang", "", [Column("a")])
    names = opened(one, one).sheetnames
    assert len(set(names)) == 2
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_a_column_with_choices_offers_them_and_takes_no_other() -> None:
    column = Column("Hasil", choices=("sesuai", "pindah"))
    page = opened(Sheet("A", "", [Column("No"), column], [[1, None], [2, None]], paper=True)).active
    (rule,) = page.data_validations.dataValidation
    assert str(rule.sqref) == "B2:B3"
    assert rule.formula1 == '"sesuai,pindah"'
    assert page.page_setup.orientation == "landscape"
    assert page.print_title_rows == "$1:$1"
