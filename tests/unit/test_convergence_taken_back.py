"""What was counted from records that are taken back is cleared, and history says so."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.convergence_rows import Room, room
from tests.posyandu_rows import opened as import_opened
from tests.posyandu_rows import rows, silent, take, visit

from rembuk.demo.clock import standing_at
from rembuk.office.convergence import figures, opening, told
from rembuk.office.convergence.computing import run
from rembuk.office.convergence.judging import Entry
from rembuk.office.convergence.models import Cell, Figure, FigureEvent, Status
from rembuk.office.intake.receivers import Context, receiver
from rembuk.office.posyandu.models import HealthCentre, Posyandu

pytestmark = pytest.mark.django_db

PLACE, OCT = "16.06.01.2001", "2026-10"
TODAY = dt.date(2026, 11, 10)
MONITORED = "balita_dipantau"


@pytest.fixture
def counted() -> tuple[Room, Context]:
    """A year whose October was counted from one imported file."""
    r = room(2026)
    Posyandu.objects.all().delete()
    HealthCentre.objects.all().delete()
    context = import_opened(dt.date(2026, 10, 31))
    take(rows(visit("Sari Contoh", dt.date(2026, 10, 12), 9.0, 74.4)), context)
    opening.open_period(r.year, OCT)
    run.recompute(r.year, OCT, today=TODAY)
    assert figure().computed == 1
    return r, context


def figure(quantity: str = MONITORED) -> Figure:
    return Figure.objects.get(place_code=PLACE, quantity=quantity, period=OCT)


def undone(r: Room, context: Context) -> run.Counted:
    receiver("pengukuran").undo(context, silent)
    return run.recompute(r.year, OCT, today=TODAY)


def test_an_undone_import_empties_what_was_counted_from_it(counted: tuple[Room, Context]) -> None:
    r, context = counted
    assert Cell.objects.get(year=r.year, indicator="BG22-E-BAL-4", place_code=PLACE).numerator == 1
    done = undone(r, context)
    assert done.cleared > 0
    gone = figure()
    assert (gone.value, gone.computed, gone.status) == (None, None, Status.EMPTY)
    assert (gone.source, gone.as_of, gone.query_version) == ("", None, "")
    cell = Cell.objects.get(year=r.year, indicator="BG22-E-BAL-4", place_code=PLACE)
    assert (cell.numerator, cell.denominator, cell.status) == (None, None, Status.EMPTY)


def test_history_tells_what_stood_and_that_its_records_are_gone(
    counted: tuple[Room, Context],
) -> None:
    undone(*counted)
    line = FigureEvent.objects.get(figure=figure(), act="hitung-hilang")
    assert (line.before["nilai"], line.after["nilai"]) == (1, None)
    words = told.lines([line])[0]
    assert "catatannya tidak ada lagi" in words.what
    assert words.detail == "1 → kosong"


def test_a_typed_value_stays_and_counts_on(counted: tuple[Room, Context]) -> None:
    r, context = counted
    with standing_at(TODAY):
        figures.type_in(
            r.who("dinkes"), [Entry(PLACE, MONITORED, OCT, 3, why="dari kohort")], year=r.year
        )
    undone(r, context)
    kept = figure()
    assert (kept.value, kept.typed, kept.computed, kept.why) == (3, 3, None, "dari kohort")


def test_clearing_twice_writes_once_and_the_file_again_counts_again(
    counted: tuple[Room, Context],
) -> None:
    r, context = counted
    undone(r, context)
    lines = FigureEvent.objects.count()
    assert run.recompute(r.year, OCT, today=TODAY).cleared == 0
    assert FigureEvent.objects.count() == lines
    again = import_opened(dt.date(2026, 11, 2))
    take(rows(visit("Sari Contoh", dt.date(2026, 10, 12), 9.1, 74.4)), again)
    run.recompute(r.year, OCT, today=TODAY)
    assert figure().value == 1


def test_other_periods_are_left(counted: tuple[Room, Context]) -> None:
    r, context = counted
    Figure.objects.create(
        place_code=PLACE, quantity=MONITORED, period="2025-12", value=5, computed=5,
        status=Status.FILLED,
    )  # fmt: skip
    undone(r, context)
    assert Figure.objects.get(quantity=MONITORED, period="2025-12").value == 5
