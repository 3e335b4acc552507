"""Budget workbooks as tired people send them: merged cells, empty formulas, totals, other years."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.factories import browser
from tests.ledger_rows import VILLAGE, Offices
from tests.programmes_rows import YEAR, again, room

from rembuk.office.places.models import Area
from rembuk.office.programmes.budget import reading as budget_read
from rembuk.office.programmes.budget import take as budget_take
from rembuk.office.programmes.budget.judge import Bench, Row
from rembuk.office.programmes.models import BudgetSheet
from rembuk.office.programmes.rights import desk

pytestmark = pytest.mark.django_db
HEADS = ("No", "Nama SKPD", "Kode Sub Kegiatan", "Kode Rekening", "Uraian", "Pagu")
VILLAGE_HEADS = ("Kode Rekening", "Uraian", "Anggaran", "Sumber Dana")
CODE, ACCOUNT = "1.02.02.2.02.0015", "5.1.02.01.01.0001"
ONE = (1, "Dinkes", CODE, ACCOUNT, "PMT", 75_000_000)


@pytest.fixture(scope="module")
def o(kept: None) -> Offices:
    room()
    return again()


def book(rows: Sequence[Sequence[Any]], *merged: str) -> SimpleUploadedFile:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    for cells in merged:
        made.active.merge_cells(cells)
    out = io.BytesIO()
    made.save(out)
    return SimpleUploadedFile("anggaran.xlsx", out.getvalue())


def judged(o: Offices, upload: SimpleUploadedFile) -> list[Row]:
    read = budget_read.taken(upload, "sipd")
    kept = budget_take.keep(
        o.who("tpps"), "sipd", "16.06", "16.06", YEAR, "DPA 2026", "lembar", read.rows, read.sha256
    )
    return Bench(kept, desk(o.who("tpps"), timezone.localdate())).rows()


def test_a_formula_without_a_result_is_told_by_row_and_column(o: Offices) -> None:
    rows = judged(o, book([HEADS, ONE, (2, "Dinkes", CODE, ACCOUNT + "2", "Susu", "=7*1000000"),
                           (3, "Dinkes", CODE, ACCOUNT + "3", "Telur", "#REF!")]))  # fmt: skip
    assert [(one.number, one.fate, one.column) for one in rows] == [
        (2, "baru", ""), (3, "keliru", "Pagu"), (4, "keliru", "Pagu"),
    ]  # fmt: skip
    assert "Rumus tanpa hasil" in rows[1].why


def test_what_names_the_rows_of_a_merged_cell_names_them_all_and_money_is_not_doubled(
    o: Offices,
) -> None:
    rows = judged(o, book(
        [HEADS, ONE, (2, None, None, ACCOUNT + "2", "Susu", 7_000_000),
         (3, "Dinkes", CODE, ACCOUNT + "3", "Telur", None)],
        "B2:B3", "C2:C3", "F3:F4",
    ))  # fmt: skip
    assert [(one.fate, one.amount) for one in rows] == [
        ("baru", 75_000_000), ("baru", 7_000_000), ("lewati", 0),
    ]  # fmt: skip
    assert rows[1].office == o["dinkes"]


def test_rows_that_sum_others_are_never_lines(o: Offices) -> None:
    total = 82_000_000
    rows = judged(o, book([
        HEADS,
        ("", "Dinkes", "1.02.02", "", "PROGRAM", total),
        ("", "Dinkes", CODE, "", "SUB KEGIATAN", total),
        ("", "Dinkes", CODE, "5.1.02", "BELANJA BARANG", total),
        ONE,
        (2, "Dinkes", CODE, ACCOUNT[:-1] + "2", "Susu", 7_000_000),
        ("J U M L A H", "", "", "", "", total),
        ("", "", "", "", "Grand Total", total),
    ]))  # fmt: skip
    assert [one.fate for one in rows] == [
        "lewati", "lewati", "lewati", "baru", "baru", "lewati", "lewati",
    ]  # fmt: skip
    assert sum(one.amount for one in rows) == total


def test_one_head_over_two_columns_of_money_and_a_table_without_rows_are_refused() -> None:
    heads = ((*HEADS, None), (None,) * 5 + ("Murni", "Perubahan"))
    with pytest.raises(ValidationError, match=r"Pagu \(baris 1\) menaungi beberapa kolom"):
        budget_read.taken(book([*heads, (*ONE, 80_000_000)], "F1:G1"), "sipd")
    with pytest.raises(ValidationError, match=r"\(baris 2\) tidak ada baris yang terisi"):
        budget_read.taken(book([("DPA",), HEADS]), "sipd")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("APBDES TAHUN ANGGARAN 2021", "tahun anggaran 2021, yang dipilih"),
        (f"APBDes Desa {{other}} Tahun {YEAR}", "desa lain: {other}"),
        (f"APBDes Desa {{own}} Tahun Anggaran {YEAR}, Desa {{other}} tetangga", ""),
    ],
)
def test_a_sheet_of_another_year_or_village_is_asked(o: Offices, title: str, told: str) -> None:
    names = {
        "own": Area.objects.get(code=VILLAGE).name,
        "other": Area.objects.get(code="16.06.02.2001").name,
    }
    client, before = browser(o.who("desa")), BudgetSheet.objects.count()
    rows = [(title.format(**names),), VILLAGE_HEADS, ("5.1.01", "PMT", 7_500_000, "DD")]
    sent = {"bentuk": "apbdes", "tahun": str(YEAR), "dokumen": "APBDes 2026"}
    answer = client.post("/rencana/anggaran/masuk/", {**sent, "berkas": book(rows)})
    if told:
        shown = answer.content.decode()
        assert answer.status_code == 400
        assert told.format(**names) in shown
        assert 'name="yakin"' in shown
        assert BudgetSheet.objects.count() == before
        sent["yakin"] = "ya"
        answer = client.post("/rencana/anggaran/masuk/", {**sent, "berkas": book(rows)})
    assert answer.status_code == 302


def test_thousands_of_merged_cells_are_read_in_time() -> None:
    rows = [HEADS, *((n, "Dinkes", CODE, f"{ACCOUNT}{n}", "PMT", 9_000_000) for n in range(1200))]
    upload = book(rows, *(f"B{n}:B{n + 1}" for n in range(2, 1200, 2)))
    began = time.process_time()
    assert len(budget_read.taken(upload, "sipd").rows) == 1200
    assert time.process_time() - began < 3
