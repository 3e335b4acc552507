"""Bad input of the convergence room: each gets one clear answer, and nothing is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.convergence_rows import (
    IN_MAY,
    LOCKED,
    MAY,
    OTHER,
    SECOND,
    VILLAGE,
    Room,
    cell,
    entry,
    opened,
    room,
    these,
    typed,
    walk,
)
from tests.factories import district

from rembuk.demo.clock import standing_at
from rembuk.office.convergence import chain, checks, figures, opening, queries, windows, years
from rembuk.office.convergence.errors import ConvergenceError, StaleError
from rembuk.office.convergence.models import Cell, CellEvent, CellState, Figure, FigureEvent, Status
from rembuk.office.places.models import Area

pytestmark = pytest.mark.django_db
PMT, KEK = "bumil_kek_pmt", "bumil_kek"
INDICATOR = "BG22-E-BUM-1"


@pytest.fixture(scope="module")
def made(kept: None) -> Room:
    """A year with May open."""
    found = room()
    opened(found)
    return found


def filled(r: Room, top: int = 8, bottom: int = 10) -> None:
    """Dinkes fills both quantities of the cell in time."""
    assert not typed(r, "dinkes", KEK, bottom).refused
    assert not typed(r, "dinkes", PMT, top).refused


def refusal(outcome: figures.Outcome) -> tuple[str, str]:
    """Code and words of the one refusal; nothing was saved."""
    assert not outcome.saved
    (one,) = outcome.refused
    return one.code, one.words


def test_1080_of_147_is_kept_and_asked_with_both_numbers(made: Room) -> None:
    typed(made, "dinkes", KEK, 147)
    outcome = typed(made, "dinkes", PMT, 1080)
    (asked,) = outcome.asks
    assert asked.asks == checks.ABOVE
    assert "1080 dari 147" in asked.words
    assert "735%" in asked.words
    now = cell(made, INDICATOR)
    assert (now.numerator, now.denominator, now.doubt) == (1080, 147, checks.ABOVE)
    assert not now.explained


def test_what_is_above_hundred_percent_is_not_handed_in_before_it_is_explained(made: Room) -> None:
    filled(made, 1080, 147)
    (moved,) = walk(made, INDICATOR, ("ajukan", "dinkes"))
    assert [left.code for left in moved.left] == ["ragu"]
    typed(made, "dinkes", PMT, 1080, why="Termasuk ibu dari desa tetangga")
    now = cell(made, INDICATOR)
    assert now.doubt == checks.ABOVE
    assert now.explained
    (moved,) = walk(made, INDICATOR, ("ajukan", "dinkes"))
    assert not moved.left


def test_the_smaller_denominator_is_asked_about_too(made: Room) -> None:
    typed(made, "dinkes", PMT, 12)
    (asked,) = typed(made, "dinkes", KEK, 9).asks
    assert asked.asks == checks.ABOVE
    assert "12 dari 9" in asked.words


@pytest.mark.parametrize(
    ("value", "words"),
    [(-1, "Angka tidak boleh negatif."), (10**12, "Angka terlalu besar.")],
)
def test_what_cannot_be_a_count_is_refused(made: Room, value: int, words: str) -> None:
    code, said = refusal(typed(made, "dinkes", PMT, value))
    assert code == "angka"
    assert words in said
    assert not Figure.objects.filter(quantity=PMT).exists()


def test_yes_or_no_takes_nothing_else(made: Room) -> None:
    asked = [q for q in figures_known(made).values() if q.kind == "yes-no"]
    one = asked[0]
    place = {"desa": VILLAGE, "kecamatan": "16.06.01", "kabupaten": "16.06"}[one.level]
    who = {"DINKES": "dinkes", "DPPKB": "dppkb"}[one.owner]
    code, words = refusal(typed(made, who, one.code, 2, period="2023", place=place))
    assert code == "angka"
    assert "ya (1) atau tidak (0)" in words


def figures_known(r: Room) -> dict:
    from rembuk.office.convergence.registry import registry

    found = registry(r.year, dt.date(2023, 5, 31)).quantities
    return {code: one for code, one in found.items() if one.owner in ("DINKES", "DPPKB")}


def test_a_period_twice_in_one_sheet_is_shown_and_neither_is_taken(made: Room) -> None:
    with standing_at(IN_MAY):
        outcome = figures.type_in(
            made.who("dinkes"), [entry(PMT, 3), entry(PMT, 4), entry(PMT, 4), entry(KEK, 9)],
            "berkas", year=made.year,
        )  # fmt: skip
    assert [one.code for one in outcome.refused] == ["ganda"] * 3
    assert [one.entry.quantity for one in outcome.saved] == [KEK]
    assert {one.entry.value for one in outcome.refused} == {3, 4}


def test_the_same_row_twice_with_the_same_number_is_one(made: Room) -> None:
    with standing_at(IN_MAY):
        outcome = figures.type_in(
            made.who("dinkes"), [entry(PMT, 3), entry(PMT, 3)], "berkas", year=made.year
        )
    assert not outcome.refused
    assert len(outcome.saved) == 1


def test_a_year_is_adopted_once(made: Room) -> None:
    with pytest.raises(ConvergenceError, match="sudah dibuka"):
        years.adopt("16.06", 2023, "8-aksi", made.who("tpps"))


def test_a_period_opened_again_makes_no_second_cell(made: Room) -> None:
    before = Cell.objects.count()
    again = opening.open_period(made.year, MAY)
    assert (again.added, Cell.objects.count()) == (0, before)


def test_a_sheet_of_another_office_says_whose_quantity_it_is(made: Room) -> None:
    code, words = refusal(typed(made, "dppkb", PMT, 3))
    assert code == "milik-lain"
    assert "Dinkes" in words


def test_a_sheet_of_another_year_is_refused(made: Room) -> None:
    code, words = refusal(typed(made, "dinkes", PMT, 3, period="2022-05"))
    assert code == "tahun-lain"
    assert "Mei 2022" in words
    assert "2023" in words


@pytest.mark.parametrize("period", ["2023-13", "Mei", "2023-5", ""])
def test_a_period_that_is_none_is_refused(made: Room, period: str) -> None:
    assert refusal(typed(made, "dinkes", PMT, 3, period=period))[0] == "periode"


def test_a_village_of_another_district_and_one_nobody_knows(made: Room) -> None:
    assert refusal(typed(made, "dinkes", PMT, 3, place="17.71.01.1001"))[0] == "wilayah-lain"
    assert refusal(typed(made, "dinkes", PMT, 3, place="16.06.01.2099"))[0] == "wilayah"


def test_a_quantity_nobody_knows(made: Room) -> None:
    assert refusal(typed(made, "dinkes", "bumil_bahagia", 3))[0] == "besaran"


def test_rows_deleted_from_a_sheet_change_nothing(made: Room) -> None:
    filled(made)
    with standing_at(IN_MAY):
        figures.type_in(
            made.who("dinkes"), [entry(KEK, 10, place=SECOND)], "berkas", year=made.year
        )
    now = cell(made, INDICATOR)
    assert (now.numerator, now.denominator) == (8, 10)


def test_clearing_is_an_act_with_history_and_empty_is_not_zero(made: Room) -> None:
    filled(made)
    typed(made, "dinkes", PMT, None)
    now = cell(made, INDICATOR)
    assert (now.status, now.numerator) == (Status.EMPTY, None)
    last = FigureEvent.objects.filter(figure__quantity=PMT).last()
    assert (last.before["nilai"], last.after["nilai"]) == (8, None)
    typed(made, "dinkes", PMT, 0)
    assert cell(made, INDICATOR).status == Status.ZERO
    typed(made, "dinkes", PMT, None, status=Status.NONE)
    assert cell(made, INDICATOR).status == Status.NONE


def test_a_renamed_village_keeps_its_cells(made: Room) -> None:
    filled(made)
    Area.objects.filter(code=VILLAGE).update(name="Contoh Baru", name_key="contoh baru")
    assert opening.open_period(made.year, MAY).added == 0
    assert cell(made, INDICATOR).numerator == 8
    assert not typed(made, "dinkes", PMT, 9, version=1).conflicts


def test_a_new_village_gets_its_cells_and_the_old_keep_theirs(made: Room) -> None:
    filled(made)
    like = Area.objects.get(code=VILLAGE)
    like.code, like.name, like.name_key = "16.06.01.2003", "Contoh Pecah", "contoh pecah"
    like.valid_from = dt.date(2023, 4, 1)
    like.save(force_insert=True)
    before = Cell.objects.count()
    made_now = opening.open_period(made.year, MAY).added
    assert made_now == Cell.objects.filter(place_code="16.06.01.2003").count() > 0
    assert Cell.objects.count() == before + made_now
    assert cell(made, INDICATOR).numerator == 8
    line = next(one for one in queries.board(made.year, by="kecamatan") if one.code == "16.06.01")
    assert line.expected == Cell.objects.filter(kecamatan="16.06.01").count()


def test_a_village_made_after_a_period_is_not_asked_for_it(made: Room) -> None:
    like = Area.objects.get(code=VILLAGE)
    like.code, like.name_key, like.valid_from = "16.06.01.2004", "belum ada", dt.date(2023, 6, 1)
    like.save(force_insert=True)
    assert opening.open_period(made.year, MAY).added == 0


def test_two_operators_at_once_nothing_is_overwritten(made: Room) -> None:
    seen = 0
    first = typed(made, "dinkes", PMT, 5, version=seen)
    assert first.saved[0].version == 1
    second = typed(made, "dinkes", PMT, 7, version=seen)
    (conflict,) = second.conflicts
    assert not second.saved
    assert (conflict.value, conflict.version, conflict.entry.value) == (5, 1, 7)
    assert Figure.objects.get(quantity=PMT).value == 5
    third = typed(made, "dinkes", PMT, 7, version=conflict.version)
    assert third.saved[0].version == 2


def test_two_operators_with_the_same_number_agree(made: Room) -> None:
    typed(made, "dinkes", PMT, 5, version=0)
    again = typed(made, "dinkes", PMT, 5, version=0)
    assert (again.conflicts, len(again.same)) == ([], 1)


def test_a_deadline_moved_later_after_submission_keeps_the_verdict(made: Room) -> None:
    late = dt.date(2023, 6, 20)
    typed(made, "dinkes", KEK, 10, on=late)
    typed(made, "dinkes", PMT, 8, on=late)
    typed(made, "dinkes", KEK, 10, on=late, place=SECOND)
    typed(made, "dinkes", PMT, 8, on=late, place=SECOND)
    assert cell(made, INDICATOR).late
    walk(made, INDICATOR, ("ajukan", "dinkes"))
    windows.move(
        made.year, f"isi:{MAY}", dt.date(2023, 5, 1), dt.date(2023, 6, 30), "Surat Bappeda",
        made.who("tpps"),
    )  # fmt: skip
    submitted, open_ = cell(made, INDICATOR), cell(made, INDICATOR, place=SECOND)
    assert (submitted.late, submitted.due) == (True, dt.date(2023, 6, 7))
    assert (open_.late, open_.due) == (False, dt.date(2023, 6, 30))
    event = made.year.events.get(act="geser-jendela")
    assert (event.reason, event.after["sel-tetap"]) == ("Surat Bappeda", 1)
    assert sum(one.late_filled for one in queries.board(made.year)) == 1


def test_a_deadline_moved_earlier_makes_nothing_late_that_was_in_time(made: Room) -> None:
    filled(made)
    windows.move(
        made.year, f"isi:{MAY}", dt.date(2023, 5, 1), dt.date(2023, 5, 10), "", made.who("tpps")
    )
    now = cell(made, INDICATOR)
    assert (now.late, now.due) == (False, dt.date(2023, 6, 7))
    assert cell(made, INDICATOR, place=SECOND).due == dt.date(2023, 5, 10)


def test_a_window_that_closes_before_it_opens(made: Room) -> None:
    with pytest.raises(ConvergenceError, match="ditutup sebelum dibuka"):
        windows.move(
            made.year, f"isi:{MAY}", dt.date(2023, 6, 1), dt.date(2023, 5, 1), "",
            made.who("tpps"),
        )  # fmt: skip


def test_two_people_move_one_window(made: Room) -> None:
    days = dt.date(2023, 5, 1), dt.date(2023, 6, 15)
    windows.move(made.year, f"isi:{MAY}", *days, "satu", made.who("tpps"), version=0)
    with pytest.raises(StaleError):
        windows.move(made.year, f"isi:{MAY}", *days, "dua", made.who("tpps"), version=0)


def test_a_scheme_changed_in_mid_year_keeps_what_was_done(made: Room) -> None:
    found = room_of(2025, made)
    with standing_at(dt.date(2025, 2, 10)):
        opening.open_period(found.year, "2025-02")
        opening.open_period(found.year, "2025-06")
    typed(found, "dinkes", KEK, 10, "2025-06", on=dt.date(2025, 6, 3))
    typed(found, "dinkes", PMT, 8, "2025-06", on=dt.date(2025, 6, 3))
    before = Cell.objects.filter(year=found.year).count()
    years.change_scheme(
        found.year, "aksi-2025", "SE Mendagri 400.5.7/1685/Bangda", made.who("tpps"),
        on=dt.date(2025, 3, 17),
    )  # fmt: skip
    cells = Cell.objects.filter(year=found.year)
    assert cells.count() >= before
    assert not cells.filter(period="2025-02", retired=True).exists()
    kept = cells.get(period="2025-06", indicator=INDICATOR, place_code=VILLAGE)
    assert kept.numerator == 8
    asked = {one.code for one in wanted(found, dt.date(2025, 6, 30))}
    assert set(
        cells.filter(period="2025-06", retired=False).values_list("indicator", flat=True)
    ) <= asked  # fmt: skip
    event = found.year.events.get(act="ganti-skema")
    assert event.before == {"skema": "8-aksi"}
    assert event.after == {"skema": "aksi-2025", "mulai": "2025-03-17"}
    found.year.refresh_from_db()
    assert years.scheme_on(found.year, dt.date(2025, 2, 28)) == "8-aksi"
    assert years.scheme_on(found.year, dt.date(2025, 6, 30)) == "aksi-2025"


def wanted(r: Room, on: dt.date) -> list:
    from rembuk.office.convergence.registry import registry

    r.year.refresh_from_db()
    return list(registry(r.year, on).indicators.values())


def room_of(year: int, made: Room) -> Room:
    """Another year of the same people."""
    row = years.adopt("16.06", year, "8-aksi", made.who("tpps"))
    return Room(row, made.people)


def test_a_change_of_scheme_says_why_and_is_a_change(made: Room) -> None:
    with pytest.raises(ConvergenceError, match="Tulis alasan"):
        years.change_scheme(made.year, "8-aksi", " ", made.who("tpps"))
    with pytest.raises(ConvergenceError, match="sudah dipakai"):
        years.change_scheme(made.year, "8-aksi", "ulang", made.who("tpps"))
    with pytest.raises(ConvergenceError, match="tidak dikenal"):
        years.change_scheme(made.year, "9-aksi", "coba", made.who("tpps"))
    with pytest.raises(ConvergenceError, match="tidak berlaku untuk tahun 2023"):
        years.change_scheme(made.year, "aksi-2025", "coba", made.who("tpps"))


def test_two_people_change_one_year(made: Room) -> None:
    with pytest.raises(StaleError):
        years.close(made.year, made.who("tpps"), version=made.year.version - 1)


def test_a_locked_cell_keeps_its_value_and_the_difference_is_told(made: Room) -> None:
    filled(made)
    walk(made, INDICATOR, *LOCKED)
    code, words = refusal(typed(made, "dinkes", PMT, 9))
    assert code == "dalam-rantai"
    assert "dikunci" in words
    typed(made, "dinkes", KEK, 12)
    now = cell(made, INDICATOR)
    assert (now.denominator, now.state) == (10, CellState.LOCKED)
    from rembuk.office.convergence.cells import difference

    ((held, drawn),) = list(difference(made.year))
    assert (held.pk, drawn.denominator) == (now.pk, 12)


def test_reopening_says_why_and_then_shows_the_figures_of_now(made: Room) -> None:
    filled(made)
    walk(made, INDICATOR, *LOCKED)
    typed(made, "dinkes", KEK, 12)
    (moved,) = walk(made, INDICATOR, ("buka-lagi", "penyetuju"))
    assert [left.code for left in moved.left] == ["alasan"]
    (moved,) = walk(made, INDICATOR, ("buka-lagi", "penyetuju"), reason="Penyebut diralat DPPKB")
    now = cell(made, INDICATOR)
    assert (now.state, now.denominator) == (CellState.OPEN, 12)
    assert CellEvent.objects.filter(cell=now, act="buka-lagi").get().reason
    assert not typed(made, "dinkes", PMT, 9).refused


def test_an_empty_cell_is_not_handed_in_and_says_what_lacks(made: Room) -> None:
    (moved,) = walk(made, INDICATOR, ("ajukan", "dinkes"))
    assert [left.code for left in moved.left] == ["kosong"]
    assert "Isi 0 bila memang nol" in moved.left[0].words
    typed(made, "dinkes", PMT, 4)
    (moved,) = walk(made, INDICATOR, ("ajukan", "dinkes"))
    assert "Penyebut" in moved.left[0].words


def test_a_form_older_than_the_cell_moves_nothing(made: Room) -> None:
    filled(made)
    now = cell(made, INDICATOR)
    moved = chain.act(
        "ajukan", made.who("dinkes"), these(made, INDICATOR), versions={now.pk: now.version - 1}
    )
    assert [left.code for left in moved.left] == ["basi"]
    assert cell(made, INDICATOR).state == CellState.OPEN


def test_a_batch_moves_what_it_can_and_tells_the_rest(made: Room) -> None:
    filled(made)
    moved = chain.submit(made.who("dinkes"), Cell.objects.filter(indicator=INDICATOR, period=MAY))
    assert [one.place_code for one in moved.done] == [VILLAGE]
    assert {left.cell.place_code for left in moved.left} == {SECOND, OTHER}
    assert cell(made, INDICATOR).batch == moved.batch


def test_cells_of_two_years_are_not_one_batch(made: Room) -> None:
    other = room_of(2024, made)
    opening.open_period(other.year, "2024-05")
    with pytest.raises(ConvergenceError, match="dua tahun"):
        chain.submit(made.who("dinkes"), Cell.objects.filter(indicator=INDICATOR))


def test_a_closed_year_takes_nothing_until_it_is_taken_up_again(made: Room) -> None:
    filled(made)
    years.close(made.year, made.who("tpps"))
    made.year.refresh_from_db()
    assert refusal(typed(made, "dinkes", PMT, 9))[0] == "ditutup"
    with pytest.raises(ConvergenceError, match="sudah ditutup"):
        walk(made, INDICATOR, ("ajukan", "dinkes"))
    with pytest.raises(ConvergenceError, match="Tulis alasan"):
        years.take_up(made.year, made.who("tpps"), "")
    years.take_up(made.year, made.who("tpps"), "Ralat")
    made.year.refresh_from_db()
    assert typed(made, "dinkes", PMT, 9).saved


def test_districts_are_built_twice_without_harm(made: Room) -> None:
    district()
    assert opening.open_period(made.year, MAY).added == 0
