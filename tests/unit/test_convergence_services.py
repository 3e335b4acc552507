"""Years, windows, duties, opening, computed figures, rulings, slots, the board and its command."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from tests.convergence_rows import (
    IN_MAY,
    LOCKED,
    MAY,
    OTHER,
    SECOND,
    SINCE,
    VILLAGE,
    Room,
    cell,
    entry,
    opened,
    room,
    typed,
    walk,
)
from tests.factories import KABUPATEN
from typer.testing import CliRunner

from rembuk.cli import convergence_
from rembuk.demo.clock import standing_at
from rembuk.office.convergence import (
    chain,
    checks,
    duties,
    figures,
    opening,
    queries,
    tasks,
    windows,
    years,
)
from rembuk.office.convergence.errors import ConvergenceError
from rembuk.office.convergence.models import (
    Cell,
    CellState,
    Duty,
    Figure,
    FigureEvent,
    Level,
    OwnIndicator,
    Part,
    Ruling,
    Status,
)
from rembuk.office.convergence.registry import registry
from rembuk.office.jobs.progress import silent
from rembuk.office.seats.models import Holding, Office, Seat
from rembuk.office.seats.services import appoint

pytestmark = pytest.mark.django_db
PMT, KEK, INDICATOR = "bumil_kek_pmt", "bumil_kek", "BG22-E-BUM-1"
END = dt.date(2023, 5, 31)


@pytest.fixture(scope="module")
def made(kept: None) -> Room:
    """A year with May open."""
    found = room()
    opened(found)
    return found


def test_a_period_opens_a_cell_for_every_indicator_of_its_kind_and_area(made: Room) -> None:
    asked = [i for i in registry(made.year, END).indicators.values() if i.frequency == "bulan"]
    areas = {"desa": 3, "kecamatan": 2, "kabupaten": 1}
    assert Cell.objects.filter(period=MAY).count() == sum(areas[one.level] for one in asked)
    mine = cell(made, INDICATOR)
    assert (mine.office.code, mine.kecamatan, mine.due) == (
        "dinkes", "16.06.01", dt.date(2023, 6, 7),
    )  # fmt: skip
    assert (mine.status, mine.state, mine.retired) == (Status.EMPTY, CellState.OPEN, False)


def test_a_year_opens_each_kind_of_period_once(made: Room) -> None:
    other = years.adopt(KABUPATEN, 2024, "8-aksi", made.who("tpps"))
    first = opening.open_year(other)
    kinds = {i.frequency for i in registry(other, dt.date(2024, 12, 31)).indicators.values()}
    periods = set(Cell.objects.filter(year=other).values_list("period", flat=True))
    assert ("2024-S1" in periods) is ("semester" in kinds)
    assert first.added == Cell.objects.filter(year=other).count()
    assert opening.open_year(other) == opening.Opened()


def test_only_periods_that_have_begun_open_by_themselves(made: Room) -> None:
    other = years.adopt(KABUPATEN, 2024, "8-aksi", made.who("tpps"))
    opening.open_begun(other, dt.date(2024, 2, 10))
    periods = set(Cell.objects.filter(year=other).values_list("period", flat=True))
    assert {"2024-01", "2024-02", "2024"} <= periods
    assert "2024-03" not in periods
    years.close(other, made.who("tpps"))
    other.refresh_from_db()
    assert opening.open_begun(other, dt.date(2024, 12, 1)) == opening.Opened()
    years.take_up(other, made.who("tpps"), "Ralat")
    with standing_at(dt.date(2024, 3, 1)):
        assert int(tasks.open_begun(silent)) > 0
        assert tasks.open_begun(silent) == "0"


def test_a_window_of_the_scheme_says_whether_it_is_sure(made: Room) -> None:
    steps = [one.code for one in scheme_steps()]
    found = windows.windows(made.year, steps)
    sure = [one for one in found.values() if one.sure]
    assert all(one.source for one in sure)
    assert any(not one.sure for one in found.values())
    assert dt.date(2023, 5, 31) in {one.closes for one in sure}
    moved = windows.move(
        made.year, steps[0], dt.date(2023, 1, 2), dt.date(2023, 2, 2), "SE Bupati 1/2023",
        made.who("tpps"),
    )  # fmt: skip
    assert (moved.own, moved.sure, moved.source) == (True, True, "SE Bupati 1/2023")
    assert moved.days_left(dt.date(2023, 2, 1)) == 1
    with pytest.raises(ConvergenceError, match="tidak ada dalam skema"):
        windows.window(made.year, "langkah-x")


def scheme_steps() -> tuple:
    from rembuk.reference import load

    return load().scheme("8-aksi").steps()


def test_a_substitute_has_the_duty_and_who_left_does_not(made: Room) -> None:
    typed(made, "dinkes", KEK, 10)
    typed(made, "dinkes", PMT, 8)
    seat = Seat.objects.get(title="Kursi dinkes")
    stranger = made.who("tpps")
    (moved,) = walk(made, INDICATOR, ("ajukan", "tpps"))
    assert [left.code for left in moved.left] == ["tugas"]
    appoint(seat, "Pengganti", SINCE, account=stranger, acting=True)
    assert duties.may_act(stranger, cell(made, INDICATOR), Part.OPERATOR) is None
    (moved,) = walk(made, INDICATOR, ("ajukan", "tpps"))
    assert not moved.left
    Holding.objects.filter(seat=seat).update(valid_to=SINCE + dt.timedelta(days=1))
    words = duties.may_act(made.who("dinkes"), cell(made, INDICATOR), Part.OPERATOR)
    assert words is not None
    assert "operator" in words


def test_a_duty_named_again_renews_and_one_that_ended_is_gone(made: Room) -> None:
    seat = Seat.objects.get(title="Kursi sekcam")
    again = duties.name(
        seat, Part.VERIFIER, Level.SUBDISTRICT, "16.06.01", dt.date(2023, 6, 1),
        district=KABUPATEN, decree_number="SK Camat 2/2023",
    )  # fmt: skip
    assert Duty.objects.on(dt.date(2023, 6, 1)).filter(seat=seat).get() == again
    duties.end(again, dt.date(2023, 7, 1))
    assert not Duty.objects.on(dt.date(2023, 7, 1)).filter(seat=seat).exists()
    with pytest.raises(ConvergenceError, match="di luar daerah"):
        duties.name(seat, Part.VERIFIER, Level.SUBDISTRICT, "17.71.01", SINCE, district=KABUPATEN)
    with pytest.raises(ConvergenceError, match="berakhir sebelum dimulai"):
        duties.end(again, dt.date(2023, 6, 1))


def test_a_verifier_of_another_kecamatan_has_no_part(made: Room) -> None:
    typed(made, "dinkes", KEK, 10)
    typed(made, "dinkes", PMT, 8)
    walk(made, INDICATOR, ("ajukan", "dinkes"))
    (moved,) = walk(made, INDICATOR, ("terima", "sekcam2"))
    assert [left.code for left in moved.left] == ["tugas"]
    assert chain.open_acts(made.who("sekcam"), cell(made, INDICATOR)) == ["terima", "kembalikan"]
    assert chain.open_acts(made.who("sekcam2"), cell(made, INDICATOR)) == []


def test_who_submitted_may_submit_again_after_a_return(made: Room) -> None:
    typed(made, "dinkes", KEK, 10)
    typed(made, "dinkes", PMT, 8)
    walk(made, INDICATOR, ("ajukan", "dinkes"), ("kembalikan", "sekcam"), reason="Salah kolom")
    assert cell(made, INDICATOR).state == CellState.RETURNED
    typed(made, "dinkes", PMT, 7)
    moves = walk(made, INDICATOR, *LOCKED)
    assert all(not one.left for one in moves)
    now = cell(made, INDICATOR)
    assert (now.state, now.numerator) == (CellState.LOCKED, 7)
    batches = [one.batch for one in now.events.all()]
    assert len(set(batches)) == 6


def test_a_computed_figure_fills_a_typed_one_goes_on_counting(made: Room) -> None:
    values = {(VILLAGE, KEK, MAY): 10, (VILLAGE, PMT, MAY): 6}
    kept = {"district": KABUPATEN, "query_version": "1"}
    assert figures.computed(values, **kept) == 2
    assert figures.computed(values, **kept) == 0
    assert cell(made, INDICATOR).numerator == 6
    assert not FigureEvent.objects.exists()
    outcome = typed(made, "dinkes", PMT, 8)
    assert [one.asks for one in outcome.asks] == [checks.DIFFERS]
    assert "Catatan menghitung 6, Anda mengetik 8" in outcome.asks[0].words
    now = cell(made, INDICATOR)
    assert (now.numerator, now.doubt, now.explained) == (8, checks.DIFFERS, False)
    assert figures.computed({(VILLAGE, PMT, MAY): 7}, **kept) == 1
    figure = Figure.objects.get(quantity=PMT)
    assert (figure.value, figure.typed, figure.computed) == (8, 8, 7)
    line = FigureEvent.objects.get(act="hitung")
    assert (line.before["hitung"], line.after["hitung"]) == (6, 7)
    typed(made, "dinkes", PMT, None)
    assert cell(made, INDICATOR).numerator == 7


def test_many_computed_figures_are_written_as_few_are(made: Room) -> None:
    asked = registry(made.year, END)
    values = {
        (place, quantity, MAY): number
        for number, quantity in enumerate(sorted(asked.quantities), 1)
        for place in (VILLAGE, SECOND, OTHER)
    }
    assert len(values) > 100
    assert figures.computed(values, district=KABUPATEN, query_version="1") == len(values)
    assert Figure.objects.count() == len(values)
    again = {key: value + 1 for key, value in values.items()}
    assert figures.computed(again, district=KABUPATEN, query_version="1") == len(values)
    assert FigureEvent.objects.filter(act="hitung").count() == len(values)
    one = Figure.objects.get(place_code=VILLAGE, quantity=KEK)
    assert (one.value, one.version) == (again[VILLAGE, KEK, MAY], 2)
    assert cell(made, INDICATOR).denominator == one.value


def test_old_figures_are_loaded_as_typed_on_their_day(made: Room) -> None:
    rows = [
        entry(quantity, 20, place=place)
        for quantity in sorted(registry(made.year, END).quantities)[:30]
        for place in (VILLAGE, SECOND, OTHER)
    ]
    with standing_at(dt.date(2023, 6, 20)):
        figures.load(rows, made.who("dinkes"), district=KABUPATEN)
    figure = Figure.objects.get(place_code=VILLAGE, quantity=rows[0].quantity)
    assert figure.typed_at.date() == dt.date(2023, 6, 20)
    assert figure.events.get().by == made.who("dinkes")
    assert Cell.objects.filter(late=True).exists()


def test_a_ruling_changes_the_denominator_from_its_day(made: Room) -> None:
    one = registry(made.year, END).indicators["BG22-E-BUM-2"]
    assert one.denominator == "bumil"
    Ruling.objects.create(
        district_code=KABUPATEN, conflict="konflik.BG22-E-BUM-2", choice="bumil_dapat_ttd",
        reason="Kolom formulir", valid_from=dt.date(2023, 5, 1), by=made.who("tpps"),
    )  # fmt: skip
    now = registry(made.year, END).indicators["BG22-E-BUM-2"]
    assert now.denominator == "bumil_dapat_ttd"
    earlier = registry(made.year, dt.date(2023, 4, 30)).indicators["BG22-E-BUM-2"]
    assert earlier.denominator == "bumil"


def test_a_slot_asks_for_nothing_until_the_district_completes_it(made: Room) -> None:
    year = years.adopt(KABUPATEN, 2026, "aksi-2025", made.who("tpps"))
    end = dt.date(2026, 5, 31)
    before = registry(year, end).indicators
    assert not [code for code in before if code.startswith("LAY25")]
    OwnIndicator.objects.create(
        district_code=KABUPATEN, code="LAY25-10", list_code="LAYANAN-2025",
        entry={
            "code": "LAY25-10", "name_id": "Ibu hamil KEK mendapat PMT", "numerator": PMT,
            "denominator": KEK, "owner": "DINKES", "target_group": "ibu_hamil",
        },
        source="Lampiran SE", valid_from=dt.date(2026, 1, 1), by=made.who("tpps"),
    )  # fmt: skip
    after = registry(year, end).indicators
    assert set(after) - set(before) == {"LAY25-10"}
    assert opening.open_period(year, "2026-05").added >= 3


def test_sums_are_sum_over_sum(made: Room) -> None:
    for place, top, bottom in ((VILLAGE, 8, 10), (SECOND, 1, 2)):
        typed(made, "dinkes", KEK, bottom, place=place)
        typed(made, "dinkes", PMT, top, place=place)
    (whole,) = queries.sums(made.year, INDICATOR, MAY)
    assert (whole.numerator, whole.denominator, whole.percent) == (9, 12, 75.0)
    assert (whole.cells, whole.expected) == (2, 3)
    by_village = {one.code: one.percent for one in queries.sums(made.year, INDICATOR, MAY, "desa")}
    assert by_village == {VILLAGE: 80.0, SECOND: 50.0, OTHER: None}


def test_the_board_counts_the_same_however_it_is_cut(made: Room) -> None:
    on = dt.date(2023, 6, 8)
    typed(made, "dinkes", KEK, 10)
    typed(made, "dinkes", PMT, 8)
    typed(made, "dinkes", KEK, 10, place=SECOND, on=dt.date(2023, 6, 20))
    typed(made, "dinkes", PMT, 8, place=SECOND, on=dt.date(2023, 6, 20))
    typed(made, "dppkb", "ktd", 1)
    whole = queries.total(made.year, on=on)
    for by in ("office", "kecamatan", "indikator", "periode"):
        lines = queries.board(made.year, by=by, on=on)
        for name in ("expected", "empty", "waiting", "overdue", "late_filled", "doubtful"):
            assert sum(getattr(one, name) for one in lines) == getattr(whole, name), (by, name)
    assert (whole.late_filled, whole.waiting) == (1, 1)
    assert whole.overdue == Cell.objects.filter(status=Status.EMPTY, numerator=None).count()
    assert queries.total(made.year, on=dt.date(2023, 6, 7)).overdue == 0


def test_the_command_tells_what_the_board_tells(
    made: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "REMBUK_AREA", KABUPATEN)
    typed(made, "dinkes", KEK, 10)
    typed(made, "dinkes", PMT, 8)
    told = CliRunner().invoke(
        convergence_.app, ["status", "--year", "2023", "--as-of", "2023-07-01"]
    )
    assert told.exit_code == 1
    on = dt.date(2023, 7, 1)
    for line in (*queries.board(made.year, on=on), queries.total(made.year, on=on)):
        row = next(text for text in told.output.splitlines() if text.startswith(line.name[:43]))
        numbers = [int(one) for one in row[44:].split()]
        assert numbers[:5] == [
            line.expected, line.filled, line.empty, line.overdue, line.late_filled,
        ]  # fmt: skip
    missing = CliRunner().invoke(convergence_.app, ["status", "--year", "2019"])
    assert missing.exit_code == 2
    assert "belum dibuka" in missing.output


def test_an_account_sees_the_cells_it_has_a_part_in(made: Room) -> None:
    mine = queries.my_cells(made.who("dinkes"), made.year)
    assert set(mine.values_list("office__code", flat=True)) == {"dinkes"}
    checked = queries.my_cells(made.who("sekcam"), made.year, Part.VERIFIER)
    assert set(checked.values_list("kecamatan", flat=True)) == {"16.06.01"}
    assert not queries.my_cells(made.who("sekcam"), made.year, Part.OPERATOR).exists()


def test_a_cell_nobody_answers_for_is_counted_as_such(made: Room) -> None:
    nobody = queries.board(made.year)
    line = next(one for one in nobody if one.code == "")
    assert line.name == "Belum ada kantor"
    assert line.expected == Cell.objects.filter(office=None).count() > 0
    assert Office.objects.filter(role="DINSOS").count() == 0


def test_typing_on_the_day_after_the_window_is_late(made: Room) -> None:
    typed(made, "dinkes", KEK, 10, on=IN_MAY)
    typed(made, "dinkes", PMT, 8, on=dt.date(2023, 6, 7))
    typed(made, "dinkes", PMT, 8, on=dt.date(2023, 6, 8), place=SECOND)
    assert not cell(made, INDICATOR).late
    assert cell(made, INDICATOR, place=SECOND).late
    typed(made, "dinkes", PMT, 9, on=dt.date(2023, 7, 8))
    assert not cell(made, INDICATOR).late, "a correction does not make late what was in time"
