"""Counting a year: what is written, what is left, and what the room says counts itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.computing_rows import OCTOBER, V, W, world

from rembuk.office.convergence import opening, years
from rembuk.office.convergence.computing import all_queries, run
from rembuk.office.convergence.computing import view as counted_view
from rembuk.office.convergence.models import Cell, Figure, FigureEvent, Status, Year
from rembuk.office.convergence.registry import registry
from rembuk.office.people.models import Membership
from rembuk.reference import load
from rembuk.reference.indicators import last_day

ROOT = Path(__file__).parents[2]
ESSENTIAL = "ANSIT-ESENSIAL"
OCT = "2026-10"


@pytest.mark.parametrize("name", sorted(all_queries()))
def test_every_query_is_named_by_its_quantity(name: str) -> None:
    quantity = load().quantity(name, OCTOBER)
    assert quantity.computed == name


def test_every_named_query_is_there() -> None:
    asked = {one.computed for one in load().quantities(OCTOBER) if one.computed}
    assert asked == set(all_queries())


def how_many() -> dict[str, tuple[bool, ...]]:
    """Essential indicator -> whether numerator and denominator count themselves."""
    on = dt.date(2023, 12, 31)
    return {
        one.code: tuple(bool(load().quantity(code, on).computed) for code in one.quantities)
        for one in load().indicators(ESSENTIAL, on)
    }


def test_at_least_twenty_of_the_29_count_themselves() -> None:
    sides = how_many()
    assert len(sides) == 29
    assert sum(all(one) for one in sides.values()) >= 20


def test_the_document_tells_the_same() -> None:
    text = (ROOT / "docs/methods/indicators.md").read_text(encoding="utf-8")
    on = dt.date(2023, 12, 31)
    for code, sides in how_many().items():
        line = next((row for row in text.splitlines() if f"| {code} |" in row), "")
        state = "yes" if all(sides) else "half" if any(sides) else "no"
        assert f"| {state} |" in line, code
        for quantity in load().indicator(code, on).quantities:
            query = all_queries().get(load().quantity(quantity, on).computed)
            assert (query.from_en if query else "typed") in line, (code, quantity)
    assert f"{sum(all(one) for one in how_many().values())} of the 29" in text


@pytest.fixture(scope="module")
def year(kept: None) -> int:
    world()
    made = years.adopt("16.06", 2026, "8-aksi", None)
    for code in ("2026-09", OCT, "2026-S2", "2026"):
        opening.open_period(made, code)
    run.recompute(made, today=OCTOBER)
    return made.pk


def of(pk: int) -> Year:
    return Year.objects.get(pk=pk)


@pytest.mark.django_db
def test_cells_fill_from_records(year: int) -> None:
    cells = Cell.objects.filter(year=year, period=OCT, place_code=V)
    got = {one.indicator: (one.numerator, one.denominator) for one in cells}
    assert got["BG22-E-BAL-4"] == (3, 4)
    assert got["BG22-E-BUM-1"] == (1, 1)
    assert got["BG22-E-KEL-5"] == (1, 2)
    assert got["BG22-E-PUS-7"] == (1, 2)
    assert got["BG22-E-PUS-4"] == (None, 2)  # guidance is typed, couples are counted
    assert got["BG22-E-BAL-6"] == (None, 4)


@pytest.mark.django_db
def test_zero_and_unknown_stay_apart(year: int) -> None:
    w = {one.quantity: one for one in Figure.objects.filter(place_code=W, period=OCT)}
    assert (w["balita_gizi_buruk"].value, w["balita_gizi_buruk"].status) == (0, Status.ZERO)
    assert "keluarga_jamban" not in w


@pytest.mark.django_db
def test_counting_again_changes_nothing(year: int) -> None:
    before = Figure.objects.count(), FigureEvent.objects.count()
    assert run.recompute(of(year), today=OCTOBER) == run.Counted(
        Figure.objects.filter(computed__isnull=False).count(), 0, 0
    )
    assert (Figure.objects.count(), FigureEvent.objects.count()) == before


@pytest.mark.django_db
def test_a_change_of_records_moves_the_figure_and_keeps_what_stood(year: int) -> None:
    Membership.objects.filter(role="istri", person__birth_date__year=1990).delete()
    done = run.recompute(of(year), today=OCTOBER)
    assert done.changed > 0
    figure = Figure.objects.get(place_code=V, quantity="pus_semua", period=OCT)
    assert figure.value == 1
    assert figure.events.filter(before__nilai=2, after__nilai=1).exists()


@pytest.mark.django_db
def test_a_figure_of_a_list_is_as_old_as_the_list(year: int) -> None:
    figure = Figure.objects.get(place_code=V, quantity="keluarga_berisiko", period=OCT)
    assert (figure.as_of, figure.source) == (dt.date(2026, 9, 30), "daftar keluarga")


@pytest.mark.django_db
def test_periods_to_come_are_left(year: int) -> None:
    assert not Figure.objects.filter(period="2026-11").exists()
    assert Figure.objects.filter(period="2026", quantity="posyandu", value=2).exists()


@pytest.mark.django_db
def test_the_page_says_which_and_from_what(year: int) -> None:
    found = of(year)
    lines = counted_view.lines(found, registry(found, last_day(2026)))
    how = {line.code: line.how for line in lines}
    assert how["BG22-E-BAL-4"] == "semua"
    assert how["BG22-E-BAL-6"] == "sebagian"
    assert how["BG22-S-KOM-1"] == "ketik"
    kek = next(line for line in lines if line.code == "BG22-E-BUM-1")
    assert "PMT" in kek.sides[0].source
