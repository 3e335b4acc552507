"""The chase: exact lists, words to send, letters, promises that follow their cells."""

from __future__ import annotations

import datetime as dt
import io

import pypdf
import pytest
from django.core.exceptions import ValidationError
from tests.convergence_rows import (
    IN_MAY,
    MAY,
    OTHER,
    SECOND,
    VILLAGE,
    Room,
    again,
    these,
    typed,
    walk,
)

from rembuk.demo.clock import standing_at
from rembuk.office.convergence import queries
from rembuk.office.convergence.chasing import asked as chased
from rembuk.office.convergence.chasing import board_read, overdue
from rembuk.office.convergence.chasing import letter as chase_letter
from rembuk.office.convergence.chasing import owed as chasing
from rembuk.office.convergence.chasing import text as chase_text
from rembuk.office.convergence.chasing.gaps import Empty, Gap, Where, gaps
from rembuk.office.convergence.models import Cell
from rembuk.office.documents import letters
from rembuk.office.ledger import services
from rembuk.office.ledger.errors import LedgerError
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.states import State
from rembuk.office.seats.models import Office

pytestmark = pytest.mark.django_db
JUNE = dt.date(2023, 6, 20)
UNTIL = dt.date(2023, 6, 27)
KEK = "BG22-E-BUM-1"


@pytest.fixture
def r(may_open: None) -> Room:
    return again()


def asked(r: Room, **more: object) -> chasing.Asked:
    return chasing.Asked(r.year, JUNE, **{"reach": "lewat", **more})


def owed(r: Room, code: str, **more: object) -> chasing.Owed:
    return chasing.owed(asked(r, **more), Office.objects.get(code=code))


def gap(r: Room, code: str, indicator: str) -> Gap | None:
    return next((one for one in owed(r, code).all if one.indicator == indicator), None)


def quantities(r: Room, indicator: str) -> tuple[str, str]:
    known = chasing.Names(r.year).of(MAY).indicators[indicator]
    return known.numerator, known.denominator


def fill(r: Room, indicator: str, place: str, who: str = "dinkes") -> None:
    for quantity, value in zip(quantities(r, indicator), (3, 9), strict=True):
        outcome = typed(r, who, quantity, value, place=place)
        assert outcome.saved or outcome.same, outcome.refused


# pure: lists and words


def test_a_kecamatan_without_any_value_is_one_word() -> None:
    rows = [Empty("X", "2023-05", place, place[:8], JUNE) for place in (VILLAGE, SECOND, OTHER)]
    names = {VILLAGE: "Jaya", SECOND: "Makmur", OTHER: "Rukun", "16.06.01": "Sekayu",
             "16.06.02": "Lais"}  # fmt: skip
    expected = {("X", "2023-05", "16.06.01"): 2, ("X", "2023-05", "16.06.02"): 7}
    (found,) = gaps(rows, {"X": "Bumil"}, names, expected)
    assert found.count == 3
    assert [chase_text.where_words(one) for one in found.where] == [
        "Lais: Rukun", "Sekayu: seluruh 2 desa/kelurahan",
    ]  # fmt: skip


def test_a_village_named_as_its_kecamatan_stays_a_village() -> None:
    names = {VILLAGE: "Sekayu", "16.06.01": "Sekayu", "16.06": "Musi Banyuasin"}
    rows = [Empty("X", "2023-05", VILLAGE, "16.06.01", JUNE), Empty("Y", MAY, "16.06", "", JUNE)]
    village, whole = gaps(rows, {}, names, {})
    assert chase_text.where_words(village.where[0]) == "Sekayu: Sekayu"
    assert chase_text.where_words(whole.where[0]) == "Musi Banyuasin"


def some(count: int, due: dt.date = JUNE - dt.timedelta(days=13)) -> Gap:
    places = tuple(f"Desa {n}" for n in range(count))
    return Gap("X", "Catin menerima TTD", MAY, due, (Where("16.06.01", "Sekayu", places, False),))


def test_the_message_says_what_where_and_by_when() -> None:
    text = chase_text.message(
        "Dinas Kesehatan", 2023, [some(2)], [], on=JUNE, until=UNTIL, sender="Bappeda",
        address="https://contoh.go.id/konvergensi/",
    )  # fmt: skip
    for words in (
        "Yth. Dinas Kesehatan", "2 sel kosong, 2 di antaranya lewat tenggat", "*27 Juni 2023*",
        "*1. Catin menerima TTD*", "Mei 2023 · tenggat 7 Juni 2023, lewat 13 hari",
        "- Sekayu: Desa 0, Desa 1", "Isi angka 0", "https://contoh.go.id/konvergensi/",
    ):  # fmt: skip
        assert words in text


def test_a_message_nobody_can_send_counts_villages_instead() -> None:
    text = chase_text.message("Dinkes", 2023, [some(300) for _n in range(40)], on=JUNE)
    assert len(text) < chase_text.LONGEST
    assert "Sekayu: 300 desa/kelurahan" in text
    assert "lampiran surat dan daftar Excel" in text


@pytest.mark.parametrize(
    ("due", "words"),
    [(JUNE, "tenggat hari ini"), (JUNE + dt.timedelta(days=4), "4 hari lagi")],
)
def test_a_deadline_ahead_is_counted_down(due: dt.date, words: str) -> None:
    assert words in chase_text.due_words(some(1, due), JUNE)


# whose is it


def test_an_office_is_asked_for_its_own_cells_and_for_denominators_others_wait_for(
    r: Room,
) -> None:
    numerator, denominator = quantities(r, KEK)
    mine = gap(r, "dinkes", KEK)
    assert mine is not None
    assert mine.count == 3
    typed(r, "dinkes", numerator, 3)
    left = gap(r, "dinkes", KEK)
    assert left is not None
    assert left.count == 2  # the filled one only waits for its denominator now
    assert gap(r, "dinkes", denominator) is not None


def test_every_owed_denominator_is_asked_once_however_many_indicators_wait(r: Room) -> None:
    for code in ("dinkes", "dppkb"):
        keys = [(one.indicator, one.period) for one in owed(r, code).lent]
        assert keys
        assert len(keys) == len(set(keys))


def test_a_kecamatan_or_an_indicator_narrows_the_list(r: Room) -> None:
    assert {w.code for g in owed(r, "dinkes", kecamatan=("16.06.02",)).all for w in g.where} == {
        "16.06.02"
    }
    assert {g.indicator for g in owed(r, "dinkes", indicator=KEK).own} == {KEK}


def test_the_matrix_counts_what_is_late_and_turns_blank_when_filled(r: Room) -> None:
    before = board_read.read(r.year, JUNE).heat()
    row = next(one for one in before.rows if one.indicator == KEK)
    assert (row.total.empty, row.total.late) == (3, 3)
    assert [s.tone for s in row.spots if s.expected] == ["lewat", "lewat"]
    early = board_read.read(r.year, IN_MAY).heat()
    assert {s.tone for one in early.rows for s in one.spots} <= {"", "nanti", "segera"}
    for place in (VILLAGE, SECOND, OTHER):
        fill(r, KEK, place)
    after = board_read.read(r.year, JUNE).heat()
    assert KEK in {one.indicator for one in after.whole}
    assert sum(s.empty for s in before.foot) > sum(s.empty for s in after.foot)


def test_the_board_reads_once_what_the_queries_read_one_by_one(r: Room) -> None:
    fill(r, KEK, VILLAGE)
    typed(r, "dinkes", quantities(r, KEK)[0], 2, place=OTHER)  # waits for its denominator
    for on in (JUNE, IN_MAY):
        read = board_read.read(r.year, on)
        for attribute, by in (("office", "office"), ("kecamatan", "kecamatan")):
            names = queries.line_names(r.year, by)
            assert read.lines(attribute, names) == queries.board(r.year, None, by, on=on)
        assert read.total("Seluruhnya") == queries.total(r.year, on=on)
    scoped = board_read.read(r.year, JUNE, kecamatan="16.06.01", period=MAY)
    assert scoped.total("Seluruhnya") == queries.total(r.year, MAY, scope="16.06.01", on=JUNE)


# promises


def made(r: Room, **more: object) -> overdue.Made:
    return overdue.make(asked(r, **more), r.who("tpps"), UNTIL)


def of(r: Room, indicator: str) -> Promise:
    return Promise.objects.get(source_kind="indikator", source_id__contains=f":{indicator}:")


def test_one_promise_for_office_indicator_and_period_and_never_a_second(r: Room) -> None:
    first = made(r)
    assert first.new
    assert len({one.source_id for one in first.new}) == len(first.new)
    again = made(r)
    assert (again.new, again.known) == ((), len(first.new))
    promise = of(r, KEK)
    assert promise.owner.code == "dinkes"
    assert "3 sel kosong" in promise.title
    assert "Semua kecamatan: seluruh 3 desa/kelurahan" in promise.detail
    assert len(promise.source_id) <= 64


def test_a_promise_follows_its_cells_to_its_judge(r: Room) -> None:
    made(r, indicator=KEK)
    fill(r, KEK, VILLAGE)
    assert (of(r, KEK).state, of(r, KEK).percent) == (State.RUNNING, 33)
    fill(r, KEK, SECOND)
    fill(r, KEK, OTHER)
    assert of(r, KEK).state == State.DONE
    typed(r, "dinkes", quantities(r, KEK)[0], None, place=OTHER)
    assert of(r, KEK).state == State.RETURNED
    fill(r, KEK, OTHER)
    assert of(r, KEK).state == State.DONE


def test_nobody_calls_it_done_while_a_cell_is_empty(r: Room) -> None:
    made(r)
    promise, dinkes = of(r, KEK), r.who("dinkes")
    services.accept(promise, dinkes)
    services.start(promise, dinkes)
    services.add_proof(promise, dinkes, "penyerahan", text="Sudah diisi", taken_on=JUNE)
    with pytest.raises(LedgerError, match="3 sel masih kosong"):
        services.finish(promise, dinkes)


def test_approval_in_the_chain_judges_the_promise(r: Room) -> None:
    Cell.objects.filter(year=r.year, indicator=KEK).exclude(place_code=VILLAGE).delete()
    made(r)
    fill(r, KEK, VILLAGE)
    assert of(r, KEK).state == State.DONE
    walk(r, KEK, ("ajukan", "dinkes"), ("terima", "sekcam"), ("setujui", "verifikator"))
    assert these(r, KEK).get().state == "disetujui"
    promise = of(r, KEK)
    assert (promise.state, promise.verified_by) == (State.VERIFIED, r.who("verifikator"))


def test_the_day_makes_promises_only_after_the_days_of_the_rule(r: Room) -> None:
    due = Cell.objects.filter(year=r.year).first().due
    with standing_at(due + dt.timedelta(days=2)):
        assert overdue.daily(due + dt.timedelta(days=2)) == (0, 0)
    late = due + dt.timedelta(days=4)
    with standing_at(late):
        new, _moved = overdue.daily(late)
        assert new
        assert overdue.daily(late)[0] == 0
    assert of(r, KEK).asked_by is None
    with standing_at(dt.date(2026, 1, 5)):  # a year gone by is chased by hand
        assert overdue.daily(dt.date(2026, 1, 5))[0] == 0


def test_a_promise_needs_a_day_to_come(r: Room) -> None:
    with pytest.raises(ValidationError, match="sesudah hari ini"):
        overdue.make(asked(r), r.who("tpps"), JUNE)


# letters


def test_the_letter_is_kept_names_every_cell_and_is_noted(r: Room) -> None:
    found = owed(r, "dinkes")
    made = chased.send_letter(r.year, found, UNTIL, JUNE, r.who("tpps"))
    assert (made.subject_kind, made.without_names) == (chase_letter.SUBJECT, True)
    told = chased.last(r.year)["dinkes"]
    assert (told.how, told.document, told.cells) == ("surat", made.public_id, found.count)
    written = chase_letter.letter(r.year, found, UNTIL, JUNE)
    assert letters.render(written).startswith(b"%PDF-")
    with pytest.raises(ValidationError, match="sesudah hari ini"):
        chased.send_letter(r.year, found, JUNE, JUNE, r.who("tpps"))


def lacking(r: Room, indicators: int, months: int, villages: int) -> chasing.Owed:
    """An office that lacks the same villages of three kecamatan month after month."""
    names = tuple(f"Desa Contoh Nomor {n}" for n in range(villages))
    where = tuple(Where(f"16.06.0{k}", f"Kecamatan {k}", names, False) for k in (1, 2, 3))
    found = tuple(
        Gap(f"X-{n}", f"Persentase sasaran yang mendapat layanan contoh nomor {n}",
            f"2023-{month:02}", dt.date(2023, month, 7), where)
        for month in range(1, months + 1) for n in range(indicators)
    )  # fmt: skip
    return chasing.Owed(Office.objects.get(code="dinkes"), found, ())


def test_the_page_says_how_long_the_letter_is_before_it_is_made(r: Room) -> None:
    found = lacking(r, 12, 12, 20)
    sizes = chase_letter.sizes(r.year, found, UNTIL, JUNE)
    assert sizes["counted"] < sizes["named"] <= 12  # a row a month and village took three times
    short = letters.render(chase_letter.letter(r.year, found, UNTIL, JUNE, named=False))
    assert len(pypdf.PdfReader(io.BytesIO(short)).pages) == sizes["counted"]


def test_months_in_which_the_same_villages_lack_are_one_row(r: Room) -> None:
    rows = chase_letter.rows(lacking(r, 2, 12, 4))
    assert len(rows) == 2 * 3
    assert {(one.periods, one.cells) for one in rows} == {
        ("Januari 2023 sampai Desember 2023", 12 * 4)
    }
    assert chase_letter.span(["2023-01", "2023-02", "2023-04", "2023-S1"]) == (
        "Januari 2023 sampai Februari 2023; April 2023; Semester 1 2023"
    )
    short = chase_letter.rows(lacking(r, 2, 12, 4), named=False)
    assert {one.places for one in short} == {"4 desa/kelurahan"}


def test_only_who_manages_the_year_chases(r: Room) -> None:
    with pytest.raises(ValidationError, match="tidak menagih"):
        chased.note(r.year, owed(r, "dinkes"), r.who("dinkes"))
