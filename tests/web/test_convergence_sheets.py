"""Excel both ways: what a sheet holds, what comes back, what is refused in words."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook
from tests.convergence_pages import TTD, at, browser, quantities, text, value
from tests.convergence_rows import OTHER, SECOND, VILLAGE, Room, again, typed

from rembuk.office.convergence.models import Figure, SheetFile, Year

pytestmark = pytest.mark.django_db


@pytest.fixture
def r(may_open: None) -> Room:
    return again()


def taken_away(client: Client, **query: str) -> tuple[Any, SheetFile]:
    answer = client.get(at("isi/b/lembar.xlsx", **query))
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.content)), SheetFile.objects.latest("made_at")


def brought_back(client: Client, book: Any, year: int = 2023) -> Any:
    body = io.BytesIO()
    book.save(body)
    body.seek(0)
    body.name = "lembar.xlsx"
    return client.post(f"/konvergensi/{year}/lembar/", {"berkas": body})


def cells_of(book: Any) -> tuple[Any, dict[str, int], dict[str, int]]:
    """The sheet, column numbers by head, row numbers by village code."""
    page = book[TTD]
    head = next(row for row in page.iter_rows() if len([c for c in row if c.value]) > 5)
    columns = {str(cell.value): cell.column for cell in head if cell.value}
    by_code = {}
    for row in page.iter_rows(min_row=head[0].row + 1):
        for cell in row:
            if str(cell.value or "").startswith("16.06."):
                by_code.setdefault(str(cell.value), cell.row)
    return page, columns, by_code


def test_a_sheet_has_the_columns_of_the_forms_in_their_order(r: Room) -> None:
    book, row = taken_away(browser(r, "dinkes"))
    page, columns, rows = cells_of(book)
    heads = list(columns)
    assert heads[0] == "No"
    order = [next(n for n, head in enumerate(heads) if part in head.lower()) for part in (
        "kecamatan", "puskesmas", "bps", "kemendagri", "nama desa",
    )]  # fmt: skip
    assert order == sorted(order)
    assert heads[-1].lower().startswith(("%", "persen"))
    assert row.stamp in str(page["A1"].value)
    assert set(rows) >= {VILLAGE, SECOND}
    assert row.office_code == "dinkes"
    whole, row = taken_away(browser(r, "dinkes"), indikator="semua", kecamatan="semua")
    assert OTHER in cells_of(whole)[2]
    assert len(whole.sheetnames) > 2
    assert row.place_code == "16.06"


def test_an_offline_round_trip_overwrites_nothing_silently(r: Room) -> None:
    top, base = quantities()
    client = browser(r, "dinkes")
    typed(r, "dinkes", base, 40)
    book, _row = taken_away(client)
    page, columns, rows = cells_of(book)
    n, all_ = (next(c for head, c in columns.items() if head.endswith(words)) for words in (
        words_of(top), words_of(base),
    ))  # fmt: skip
    page.cell(rows[VILLAGE], n, 12)
    page.cell(rows[VILLAGE], all_, 44)
    page.cell(rows[SECOND], n, "tb")
    typed(r, "dinkes", base, 41, version=1)  # a colleague, while the sheet was away
    answer = brought_back(client, book)
    assert answer.status_code == 302
    preview = text(client, answer["Location"])
    assert "Bentrok" in preview
    assert value(top) is None  # nothing is written before it was shown
    client.post(answer["Location"])
    assert (value(top), value(base)) == (12, 41)
    assert Figure.objects.get(quantity=top, place_code=SECOND).status == "tidak-berlaku"
    client.post(answer["Location"], {"pakai": f"{VILLAGE}|{base}"})
    assert value(base) == 44
    again = brought_back(client, book)  # the same file once more changes nothing
    client.post(again["Location"])
    assert (value(top), value(base)) == (12, 44)


def words_of(quantity: str) -> str:
    from rembuk import reference

    return reference.load().quantity(quantity, dt.date(2023, 5, 31)).name_id


def test_deleted_rows_leave_everything_as_it_was_and_say_so(r: Room) -> None:
    top, _base = quantities()
    client = browser(r, "dinkes")
    typed(r, "dinkes", top, 5)
    book, _row = taken_away(client)
    page, _columns, rows = cells_of(book)
    page.delete_rows(rows[VILLAGE])
    answer = brought_back(client, book)
    assert "baris dihapus" in text(client, answer["Location"])
    client.post(answer["Location"])
    assert value(top) == 5


def test_bad_cells_come_back_as_an_error_sheet_and_good_ones_are_taken(r: Room) -> None:
    top, base = quantities()
    client = browser(r, "dinkes")
    book, _row = taken_away(client)
    page, columns, rows = cells_of(book)
    n = next(c for head, c in columns.items() if head.endswith(words_of(top)))
    all_ = next(c for head, c in columns.items() if head.endswith(words_of(base)))
    code = next(c for head, c in columns.items() if "kemendagri" in head.lower())
    page.cell(rows[VILLAGE], n, "85%")
    page.cell(rows[SECOND], n, 3)
    page.cell(rows[SECOND], all_, 9)
    page.cell(page.max_row + 1, code, "16.06.01.9999")
    where = brought_back(client, book)["Location"]
    client.post(where)
    assert value(top, SECOND) == 3
    assert value(top) is None
    sheet = load_workbook(io.BytesIO(client.get(f"{where}periksa.xlsx").content)).active
    told = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "bukan persen" in told
    assert "16.06.01.9999" in told


def test_a_sheet_of_another_year_office_or_origin_is_refused_in_words(r: Room) -> None:
    book, _row = taken_away(browser(r, "dinkes"))
    other = brought_back(browser(r, "dppkb"), book)
    assert other.status_code == 400
    assert "milik Dinkes" in other.content.decode()
    year = Year.objects.create(
        public_id="TAHUN-LAIN", district_code="16.06", year=2022, scheme="8-aksi"
    )
    answer = brought_back(browser(r, "dinkes"), book, year.year)
    assert "tahun 2023, bukan 2022" in answer.content.decode()
    plain = Workbook()
    plain.active["A1"] = "No"
    assert "tidak bercap" in brought_back(browser(r, "dinkes"), plain).content.decode()
    nothing = browser(r, "dinkes").post("/konvergensi/2023/lembar/", {})
    assert nothing.status_code == 400
