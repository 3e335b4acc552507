"""Budget workbooks: what is read, what is asked, what waits, and that a retry changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.ledger_rows import VILLAGE, Offices
from tests.programmes_rows import YEAR, again, proposed, room, sheet

from rembuk.office.programmes.budget import doubles as budget_doubles
from rembuk.office.programmes.budget import match as budget_match
from rembuk.office.programmes.budget import out as budget_out
from rembuk.office.programmes.budget import reading as budget_read
from rembuk.office.programmes.budget import take as budget_take
from rembuk.office.programmes.budget.judge import Bench
from rembuk.office.programmes.errors import NotYoursError, ProgrammeError
from rembuk.office.programmes.models import BudgetLine, BudgetSheet
from rembuk.office.programmes.rights import desk

pytestmark = pytest.mark.django_db
SIPD = ("No", "No kegiatan", "Nama SKPD", "Kode Sub Kegiatan", "Kode Rekening", "Uraian", "Pagu",
        "Realisasi")  # fmt: skip
CODE, ACCOUNT = "1.02.02.2.02.0015", "5.1.02.01"


@pytest.fixture(scope="module")
def o(kept: None) -> Offices:
    room()
    return again()


def row(
    no: int = 1, title: str = "PMT lokal", amount: object = "75.000.000", **more: Any
) -> list[Any]:
    said = {"number": "", "office": "Dinkes", "code": CODE, "spent": ""} | more
    return [no, said["number"], said["office"], said["code"], ACCOUNT, title, amount, said["spent"]]


def brought(o: Offices, rows: list[list[Any]], who: str = "tpps", title: str = "",
            kind: str = "sipd", heads: tuple[str, ...] = SIPD) -> BudgetSheet:  # fmt: skip
    read = budget_read.taken(sheet(heads, rows, title), kind)
    return budget_take.keep(
        o.who(who), kind, "16.06", "16.06", YEAR, "DPA 2026", "lembar", read.rows, read.sha256
    )


def fates(o: Offices, kept: BudgetSheet, who: str = "tpps") -> list[str]:
    return [one.fate for one in Bench(kept, desk(o.who(who), timezone.localdate())).rows()]


def test_a_row_with_its_number_is_paired_and_puts_its_activity_in_the_budget(o: Offices) -> None:
    made = proposed(o, year=YEAR)
    kept = brought(o, [row(number=made.number, spent="70.000.000"), row(2, "Timbangan")])
    result = budget_take.take(o.who("tpps"), kept)
    assert (result["counts"]["baru"], result["counts"]["dipasangkan"]) == (2, 1)
    made.refresh_from_db()
    line = made.lines.get()
    assert (made.status, made.status_document) == ("apb", "DPA 2026")
    assert made.status_line == line.line == f"{CODE}/{ACCOUNT} no 1"
    assert (line.amount, line.realised) == (75_000_000, 70_000_000)
    assert BudgetLine.objects.filter(activity=None).get().title == "Timbangan"


def test_the_same_book_again_changes_nothing(o: Offices) -> None:
    rows = [row(), row(2, "Timbangan")]
    kept = brought(o, rows)
    first = budget_take.take(o.who("tpps"), kept)
    assert budget_take.take(o.who("tpps"), kept) == first
    assert brought(o, rows) == kept
    other = brought(o, [*rows, row(3, "Cetak kartu", "9.000.000")])
    assert fates(o, other) == ["sama", "sama", "baru"]
    budget_take.take(o.who("tpps"), other)
    assert list(BudgetLine.objects.values_list("version", flat=True)) == [1, 1, 1]


def test_another_amount_is_shown_and_both_stay_in_history(o: Offices) -> None:
    budget_take.take(o.who("tpps"), brought(o, [row()]))
    again_ = brought(o, [row(amount="60.000.000")])
    (found,) = Bench(again_, desk(o.who("tpps"), timezone.localdate())).rows()
    assert (found.fate, found.before, found.amount) == ("ubah", 75_000_000, 60_000_000)
    budget_take.take(o.who("tpps"), again_)
    events = BudgetLine.objects.get().events.all()
    assert [one.after["amount"] for one in events] == [75_000_000, 60_000_000]


def test_a_number_that_meant_another_line_is_not_written_over_silently(o: Offices) -> None:
    budget_take.take(o.who("tpps"), brought(o, [row()]))
    kept = brought(o, [row(title="Perjalanan dinas")])
    assert fates(o, kept) == ["bentrok"]
    result = budget_take.take(o.who("tpps"), kept)
    assert "PMT lokal" in result["left"]["2"][1]
    assert BudgetLine.objects.get().title == "PMT lokal"


def test_double_rows_are_told_and_the_second_waits_for_a_word(o: Offices) -> None:
    rows = [row(), row(), row(2)]
    kept = brought(o, rows)
    assert fates(o, kept) == ["baru", "ganda", "ganda"]
    budget_take.take(o.who("tpps"), kept, {4})
    first, second = BudgetLine.objects.order_by("pk")
    assert (first.doubt, second.doubt) == ("", "ganda")
    budget_match.set_aside(o.who("tpps"), second, "Salah ketik di SIPD")
    second.refresh_from_db()
    assert second.set_aside == "Salah ketik di SIPD"


def test_a_line_whose_twin_is_set_aside_is_no_double_any_more(o: Offices) -> None:
    budget_take.take(o.who("tpps"), brought(o, [row(), row(2)]), {3})
    first, second = BudgetLine.objects.order_by("pk")
    budget_match.set_aside(o.who("tpps"), first, "Salah ketik di SIPD")
    second.refresh_from_db()
    assert second.doubt == ""


def test_two_books_on_one_activity_are_a_double(o: Offices) -> None:
    made = proposed(o, year=YEAR, office=o["desa"], who="desa", money="DANA-DD")
    heads = ("No kegiatan", "Kode desa", "Kode rekening", "Uraian", "Anggaran")
    village = brought(
        o, [[made.number, VILLAGE, "2.3.05", "PMT", "75000000"]], kind="apbdes", heads=heads
    )
    budget_take.take(o.who("tpps"), village)
    budget_take.take(o.who("tpps"), brought(o, [row(number=made.number)]))
    assert made.lines.count() == 2
    late = BudgetLine.objects.get(source_kind="sipd")
    assert late.doubt == "ganda"
    budget_match.not_double(o.who("tpps"), late)
    assert budget_doubles.mark([BudgetLine.objects.get(pk=late.pk)]) == 0


def test_thousands_are_asked_by_row_and_by_sheet(o: Offices) -> None:
    kept = brought(o, [row(amount="75.000"), row(2, "Timbangan")])
    assert fates(o, kept) == ["tanya", "baru"]
    result = budget_take.take(o.who("tpps"), kept)
    assert list(result["left"]) == ["2"]
    read = budget_read.taken(
        sheet(SIPD, [row(amount="75.000")], "Pagu (dalam ribuan rupiah)"), "sipd"
    )
    assert read.thousands
    whole = brought(o, [row(7, "Susu", "82.500")], title="Pagu (dalam ribuan rupiah)")
    budget_take.take(o.who("tpps"), whole, thousands=True)
    assert BudgetLine.objects.get(title="Susu").amount == 82_500_000


def test_what_cannot_be_read_is_told_by_row_and_column(o: Offices) -> None:
    kept = brought(
        o,
        [row(amount="75,0,0"), row(2, code=""), row(3, office="Dinas X"), row(4, number="K-1")],
    )
    found = Bench(kept, desk(o.who("tpps"), timezone.localdate())).rows()
    assert [(one.number, one.fate, one.column) for one in found] == [
        (2, "keliru", "Pagu"), (3, "keliru", "Kode Sub Kegiatan"), (4, "keliru", "Nama SKPD"),
        (5, "keliru", "No kegiatan"),
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="kode sub kegiatan"):
        budget_read.taken(sheet(("No", "Uraian", "Pagu"), [[1, "PMT", 5]]), "sipd")


def test_a_village_budget_counts_leaves_only(o: Offices) -> None:
    heads = ("Kode Rekening", "Uraian", "Anggaran", "Sumber Dana")
    rows = [
        ["4", "PENDAPATAN", "900000000", ""], ["2", "BELANJA", "100000000", ""],
        ["2.3", "Pembangunan", "100000000", ""], ["2.3.05", "Jamban", "60000000", "Dana Desa"],
        ["2.3.06", "Sumur", "40000000", "ADD"], ["", "Jumlah belanja", "100000000", ""],
    ]  # fmt: skip
    read = budget_read.taken(sheet(heads, rows), "apbdes")
    kept = budget_take.keep(
        o.who("desa"), "apbdes", "16.06", VILLAGE, YEAR, "APBDes 2026", "lembar", read.rows,
        read.sha256,
    )  # fmt: skip
    assert fates(o, kept, "desa") == ["lewati", "lewati", "lewati", "baru", "baru", "lewati"]
    budget_take.take(o.who("desa"), kept)
    lines = BudgetLine.objects.order_by("line")
    assert [(one.amount, one.money, one.place_code) for one in lines] == [
        (60_000_000, "DANA-DD", VILLAGE), (40_000_000, "", VILLAGE),
    ]  # fmt: skip


def test_rows_of_another_office_are_not_written(o: Offices) -> None:
    kept = brought(o, [row()], who="dinsos")
    (found,) = Bench(kept, desk(o.who("dinsos"), timezone.localdate())).rows()
    assert found.fate == "keliru"
    assert "Dinkes" in found.why


def test_a_waiting_line_is_offered_paired_once_and_let_go_with_a_reason(o: Offices) -> None:
    made = proposed(o, year=YEAR, sub_activity_code=CODE)
    other = proposed(o, year=YEAR, title="Tata laksana gizi buruk")
    budget_take.take(
        o.who("tpps"), brought(o, [row(title="Belanja PMT lokal balita", code="1.02")])
    )
    line = BudgetLine.objects.get()
    assert line.activity is None
    assert [one.activity for one in budget_match.offers(line, [other, made])][:1] == [made]
    with pytest.raises(NotYoursError):
        budget_match.pair(o.who("dinsos"), line, made)
    budget_match.pair(o.who("dinkes"), line, made, 1)
    with pytest.raises(ProgrammeError):
        budget_match.pair(o.who("dinkes"), line, other)
    with pytest.raises(ProgrammeError):
        budget_match.release(o.who("dinkes"), line, "")
    budget_match.release(o.who("dinkes"), line, "Salah kegiatan")
    assert [one.act for one in line.events.all()] == ["baca", "pasang", "lepas"]


@pytest.mark.parametrize("kind", ["sipd", "apbdes"])
def test_what_goes_out_comes_back_to_its_own_activity(o: Offices, kind: str) -> None:
    village = kind == "apbdes"
    more: dict[str, Any] = {"office": o["desa"], "money": "DANA-DD"} if village else {}
    made = proposed(
        o, year=YEAR, who="tpps", sub_activity_code="2.3.05" if village else CODE, **more
    )
    body = budget_out.book(kind, [made], YEAR, timezone.localdate())
    read = budget_read.taken(SimpleUploadedFile("lembar.xlsx", body), kind)
    kept = budget_take.keep(
        o.who("tpps"), kind, "16.06", "16.06", YEAR, "DPA 2026", "lembar", read.rows, read.sha256
    )
    assert budget_take.take(o.who("tpps"), kept)["counts"]["dipasangkan"] == 1
    assert made.lines.get().amount == made.ceiling_amount
