"""The map of programmes: written row by row, carried out and in, filed with its tab."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.convergence_rows import Room, room

from rembuk.office.convergence import years
from rembuk.office.convergence.filings import filing, packing
from rembuk.office.convergence.models import Programme, ProgrammeEvent
from rembuk.office.convergence.programmes import map as programme_map
from rembuk.office.convergence.programmes import sheet as programme_sheet
from rembuk.office.convergence.programmes.writing import Desk, Entry, Outcome, write
from rembuk.office.ledger import services
from rembuk.office.seats.models import Office

pytestmark = pytest.mark.django_db
TAB = "o"
DAY = dt.date(2026, 6, 1)
ROW = {
    "problem": "Bumil KEK tidak terjangkau", "activity": "PMT lokal bumil KEK",
    "office": "Dinkes", "place": "Sekayu", "target": "ibu hamil KEK", "volume": "1.250,5",
    "unit": "porsi", "budget": "Rp 35.000.000", "money": "BOK", "note": "",
}  # fmt: skip


@pytest.fixture
def r() -> Room:
    return room()


def put(r: Room, who: str = "dinkes", key: str = "", version: int = 0, **more: str) -> Outcome:
    withdraw = more.pop("withdraw", "")
    return write(r.year, [Entry(key, {**ROW, **more}, version, withdraw, 1)], r.who(who))


def test_a_row_is_read_as_an_office_writes_it(r: Room) -> None:
    (one,) = put(r).saved
    assert (one.office.code, one.place_code, one.money) == ("dinkes", "16.06.01", "DANA-BOK")
    assert (one.volume, one.budget) == (Decimal("1250.5"), 35_000_000)
    assert one.events.get().act == "tulis"


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("activity", "", "Kegiatan belum diisi"), ("office", "Dinas Antah", "tidak dikenal"),
        ("place", "Desa Antah", "Lokasi tidak dikenal"), ("volume", "banyak", "tidak terbaca"),
        ("budget", "35 juta", "rupiah penuh"), ("money", "uang siapa", "Sumber dana"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_left_with_its_words(
    r: Room, field: str, text: str, words: str
) -> None:
    outcome = put(r, **{field: text})
    assert words in outcome.left[0].words
    assert not Programme.objects.exists()


def test_a_volume_is_shown_as_it_is_read(r: Room) -> None:
    put(r)
    (line,) = programme_map.lines(r.year)
    assert line.volume_text == "1250,5"
    one = Programme.objects.get()
    assert put(r, "dinkes", one.public_id, 1, volume=line.volume_text).same == 1
    assert put(r, "dinkes", one.public_id, 1, volume="1200").saved
    assert programme_map.lines(r.year)[0].volume_text == "1200"


def test_offices_write_their_own_rows_and_the_keeper_all(r: Room) -> None:
    assert "kantor itu sendiri" in put(r, "dppkb").left[0].words
    assert put(r, "tpps").saved
    assert "sudah ada" in put(r).left[0].words  # the same activity twice


def test_two_who_change_one_row_do_not_overwrite_each_other(r: Room) -> None:
    (one,) = put(r).saved
    put(r, "tpps", one.public_id, 1, unit="paket")
    late = put(r, "dinkes", one.public_id, 1, unit="dus")
    assert late.left[0].stale
    one.refresh_from_db()
    assert (one.unit, one.version) == ("paket", 2)
    assert put(r, "dinkes", one.public_id, 2, unit="paket").same == 1


def test_withdrawn_with_a_reason_it_leaves_the_map_and_stays_in_history(r: Room) -> None:
    (one,) = put(r).saved
    put(r, key=one.public_id, version=1, withdraw="batal dianggarkan")
    assert programme_map.lines(r.year) == []
    assert ProgrammeEvent.objects.get(act="tarik").reason == "batal dianggarkan"
    assert "ditarik" in put(r, key=one.public_id, version=2).left[0].words


def test_pasted_rows_follow_the_columns_of_the_form(r: Room) -> None:
    text = (
        "No\tMasalah\tKegiatan\tPerangkat daerah\tLokasi\n"
        "1\tKEK\tPMT lokal\tDinkes\t16.06.01\tibu hamil\t40\torang\t1000000\tBOK\t\n"
        "\n2\tAnemia\tTTD\tDinkes\n"
    )
    outcome = write(r.year, programme_sheet.pasted(text, r.year), r.who("dinkes"))
    assert [(o.activity, o.place_code, o.volume) for o in outcome.saved] == [
        ("PMT lokal", "16.06.01", 40), ("TTD", "16.06", None),
    ]  # fmt: skip


def sheet(r: Room, who: str = "dinkes") -> openpyxl.Workbook:
    body = programme_sheet.made(r.year, programme_map.lines(r.year), Desk(r.year, r.who(who)))
    return openpyxl.load_workbook(io.BytesIO(body))


def bring(r: Room, book: openpyxl.Workbook, who: str = "dinkes") -> Outcome:
    out = io.BytesIO()
    book.save(out)
    return programme_sheet.take(SimpleUploadedFile("p.xlsx", out.getvalue()), r.year, r.who(who))


def test_out_and_in_again_changes_nothing_and_a_changed_cell_one_row(r: Room) -> None:
    put(r)
    put(r, activity="Kelas ibu hamil")
    book = sheet(r)
    assert bring(r, book).same == 2
    page = book["Program"]
    heads = {cell.value: cell.column for cell in page[3]} | {
        cell.value: cell.column for cell in page[2]
    }
    at = next(
        row for row in range(3, 6) if page.cell(row, heads["Kegiatan"]).value == ROW["activity"]
    )
    page.cell(at, heads["Volume"]).value = 900
    put(
        r, "tpps", page.cell(at, heads[programme_sheet.MARK]).value.partition(".")[0], 1, unit="dus"
    )
    stale = bring(r, book)
    assert (stale.same, stale.left[0].stale) == (1, True)
    assert Programme.objects.get(activity=ROW["activity"]).volume == Decimal("1250.5")
    fault = openpyxl.load_workbook(io.BytesIO(programme_sheet.faults(stale.left, r.year)))
    words = [cell.value for row in fault["Program"].iter_rows() for cell in row if cell.value]
    assert any("tidak ditimpa" in str(text) for text in words)


def test_a_sheet_of_another_year_or_without_a_stamp_is_refused(r: Room) -> None:
    put(r)
    book = sheet(r)
    other = Room(years.adopt("16.06", 2024, "8-aksi", r.who("tpps")), r.people)
    with pytest.raises(ValidationError, match="untuk tahun 2023, bukan 2024"):
        bring(other, book)
    book["Program"]["A1"].value = "Pemetaan program"
    with pytest.raises(ValidationError, match="tidak bercap"):
        bring(r, book)


def test_the_tab_holds_what_offices_wrote_and_what_the_ledger_tells(r: Room) -> None:
    put(r)
    draft = services.Draft(
        title="Jamban sehat", owner=Office.objects.get(code="dppkb"), due=dt.date(2023, 9, 1),
        place_code="16.06.01.2001", kind="sensitif",
    )  # fmt: skip
    services.propose(draft, r.who("tpps"))
    lines = programme_map.lines(r.year)
    assert [bool(one.promise) for one in lines].count(True) == 1
    item = next(one for one in filing.items(r.year, DAY) if one.code == TAB)
    assert (item.expected, item.have >= 1) == (2, True)
    made = filing.file(r.year, TAB, dt.date(2023, 6, 1), r.who("tpps"))
    assert len(made.values) == 2
    (own,) = Programme.objects.all()
    put(r, key=own.public_id, version=1, volume="900")
    (change,) = next(one for one in filing.items(r.year, DAY) if one.code == TAB).changes
    assert packing.told(change.was, "program") == "volume 1250.5, pagu 35000000"
    assert packing.told(change.now, "program") == "volume 900, pagu 35000000"
