"""A year may ask its cells of some villages only: a pilot, or a small example."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.convergence_rows import MAY, OTHER, SECOND, VILLAGE, Room, opened, room

from rembuk.office.convergence import opening, told, years
from rembuk.office.convergence.errors import ConvergenceError
from rembuk.office.convergence.models import Cell

pytestmark = pytest.mark.django_db


@pytest.fixture
def r() -> Room:
    return room()


def villages(r: Room, period: str = MAY) -> set[str]:
    cells = Cell.objects.filter(year=r.year, period=period)
    return {code for code in cells.values_list("place_code", flat=True) if code.count(".") == 3}


def asks(r: Room, *codes: str, why: str = "Uji coba") -> None:
    years.ask_of(r.year, codes, r.who("tpps"), why)


def test_every_village_owes_cells_unless_the_year_chooses(r: Room) -> None:
    opened(r)
    assert villages(r) == {VILLAGE, SECOND, OTHER}
    asks(r, VILLAGE)
    opened(r, "2023-06")
    assert villages(r, "2023-06") == {VILLAGE}


def test_the_nightly_opening_and_opening_again_keep_to_the_choice(r: Room) -> None:
    asks(r, VILLAGE, SECOND)
    opening.open_begun(r.year, dt.date(2023, 5, 10))
    opened(r)
    assert villages(r) == {VILLAGE, SECOND}
    line = told.lines([r.year.events.get(act="pilih-desa")])[0]
    assert (line.detail, line.reason) == ("2 desa", "Uji coba")


def test_only_the_kecamatan_of_the_chosen_villages_owe_theirs(r: Room) -> None:
    areas = opening.only(opening.areas_of("16.06", dt.date(2023, 5, 31)), [VILLAGE])
    assert areas == {"desa": [VILLAGE], "kecamatan": ["16.06.01"], "kabupaten": ["16.06"]}


def test_a_wider_choice_adds_and_a_narrower_one_removes_nothing(r: Room) -> None:
    asks(r, VILLAGE)
    opened(r)
    asks(r, why="Semua ikut")
    opened(r)
    assert villages(r) == {VILLAGE, SECOND, OTHER}
    asks(r, VILLAGE, why="Kembali")
    opened(r)
    assert villages(r) == {VILLAGE, SECOND, OTHER}


@pytest.mark.parametrize(("codes", "why"), [(("16.06.09.2001",), "Uji"), ((VILLAGE,), " ")])
def test_unknown_codes_and_no_reason_are_refused(r: Room, codes: tuple[str, ...], why: str) -> None:
    with pytest.raises(ConvergenceError):
        asks(r, *codes, why=why)
