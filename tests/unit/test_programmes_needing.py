"""Who needs what, against the world counted by hand (tests/computing_rows.py)."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.computing_rows import OCTOBER, V, W, world

from rembuk.office.convergence.computing import named
from rembuk.office.convergence.models import Figure
from rembuk.office.families.services import derive
from rembuk.office.programmes.board import needing
from rembuk.office.programmes.board.needing_records import COUNTS
from rembuk.reference import load
from rembuk.reference.needs import Need

pytestmark = pytest.mark.django_db

BY_HAND: dict[str, dict[str, int]] = {
    # twelve months: everybody who needed it, each once
    "INT-PMT-BALITA": {V: 1, W: 1},
    "INT-GIZI-BURUK": {V: 1, W: 0},
    "INT-PMT-BUMIL": {V: 1, W: 1},  # by arm; and one fed for KEK whom no list names
    "INT-TTD-BUMIL": {V: 3, W: 2},  # also who gave birth in September, and in February
    "INT-MENYUSUI": {V: 2, W: 1},  # the infant of December was under six months until May
    "INT-KBPP": {V: 3, W: 0},
    "INT-CATIN": {V: 2, W: 0},
    "INT-VIT-A": {V: 4, W: 0},
    "INT-PMBA": {V: 1, W: 0},
    # today
    "INT-BKB": {V: 2, W: 0},
    "INT-PENDAMPINGAN": {V: 2},  # no list tells of W
    "INT-JAMBAN": {V: 1},
    "INT-AIR": {V: 1},
    "INT-P2K2": {V: 1},
    "INT-PKH": {V: 1},  # decile 3, an infant, no PKH; decile 1 has it already
    "INT-BLT": {V: 0},
    "INT-PANGAN": {V: 1},
    "INT-ADMINDUK": {V: 5, W: 1},
    "INT-TTD-REMATRI": {V: 1, W: 0},
}


@pytest.fixture(scope="module", autouse=True)
def _world(kept: None) -> None:
    world()
    derive("16.06", on=OCTOBER)


def of(intervention: str, year: int = 2026, only: str = "") -> dict[str, needing.Counted]:
    found = needing.counted("16.06", year, OCTOBER, only=only)
    return {place: one for (place, code, _group), one in found.items() if code == intervention}


def test_needs_are_those_counted_by_hand() -> None:
    found = needing.counted("16.06", 2026, OCTOBER)
    told: dict[str, dict[str, int]] = {code: {} for code in BY_HAND}
    for (place, code, _group), one in found.items():
        if code in told and place in {V, W}:
            told[code][place] = one.value
    assert told == BY_HAND


def test_what_no_record_tells_is_not_known_and_not_zero() -> None:
    assert W not in of("INT-JAMBAN")
    assert of("INT-RTLH") == {}
    assert of("INT-IMUNISASI") == {}


def test_months_nobody_reported_make_it_at_least() -> None:
    assert of("INT-PMT-BALITA")[V].least  # posts reported a few months of twelve
    assert not of("INT-PMT-BUMIL")[V].least  # a list tells of every month
    assert not of("INT-JAMBAN")[V].least


def test_one_village_alone_counts_the_same() -> None:
    for code in ("INT-JAMBAN", "INT-PMT-BUMIL", "INT-PKH", "INT-BKB"):
        assert of(code, only=V)[V] == of(code)[V]


def test_an_earlier_year_knows_nothing_of_how_families_stood() -> None:
    assert of("INT-PKH", year=2025) == {}
    assert of("INT-TTD-REMATRI", year=2025)[V].as_of == dt.date(2025, 12, 31)


def test_a_year_to_come_needs_what_is_needed_today() -> None:
    assert of("INT-JAMBAN", year=2027) == of("INT-JAMBAN", year=2026)


def figure(quantity: str, period: str, value: int | None) -> None:
    Figure.objects.create(place_code=W, quantity=quantity, period=period, value=value)


def test_figures_of_offices_tell_where_records_do_not() -> None:
    figure("keluarga", "2026-08", 40)
    figure("keluarga_jamban", "2026-08", 31)
    figure("keluarga", "2026-09", 41)  # without the other one: August is the newest whole month
    figure("keluarga_jamban", "2026-11", 41)  # to come
    one = of("INT-JAMBAN")[W]
    assert (one.value, one.least, one.way, one.as_of) == (9, False, "isian", dt.date(2026, 8, 31))


def test_more_served_than_there_are_is_no_need_below_zero() -> None:
    figure("balita_sasaran", "2026-09", 20)
    figure("balita_idl", "2026-09", 25)
    assert of("INT-IMUNISASI")[W].value == 0


def test_a_state_of_twelve_months_is_at_least_its_highest_month() -> None:
    from rembuk.office.convergence.computing.ground import Ground
    from rembuk.reference.indicators import Quantity

    need = next(one for one in load().needs(OCTOBER) if one.intervention == "INT-PMT-BUMIL")
    quantities = {one.code: one for one in load().of(Quantity, OCTOBER)}
    kept = {("bumil_kek", W): {"2026-07": 3, "2026-08": 7, "2026-09": 2}}
    read = dict(needing._read(need, kept, quantities, Ground("16.06", OCTOBER)))
    assert (read[W].value, read[W].least, read[W].as_of) == (7, True, dt.date(2026, 9, 30))


def test_events_of_twelve_months_add_up() -> None:
    from rembuk.office.convergence.computing.ground import Ground
    from rembuk.reference.indicators import Quantity

    need = next(one for one in load().needs(OCTOBER) if one.intervention == "INT-CATIN")
    quantities = {one.code: one for one in load().of(Quantity, OCTOBER)}
    months = {f"2026-{month:02d}": 2 for month in range(1, 11)}
    kept = {("catin_pasangan", W): {"2025-11": 1, "2025-12": 1, **months}}
    read = dict(needing._read(need, kept, quantities, Ground("16.06", OCTOBER)))
    assert (read[W].value, read[W].least) == (22, False)


def test_every_declared_count_is_there() -> None:
    """A name in needs.yaml that no query answers would be a need nobody ever sees."""
    rules = load()
    needs: tuple[Need, ...] = rules.needs(OCTOBER)
    assert {one.of for one in needs if one.kind == "catatan"} == set(COUNTS)
    for one in needs:
        if one.kind == "besaran":
            quantity = rules.quantity(one.of, OCTOBER)
            assert not quantity.computed or named(quantity.computed) is not None
