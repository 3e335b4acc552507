"""Rules of cells: what two figures make of a cell, one rule a test. No database: figures in, a cell
out. Sources: handbook of convergence 3.2-3.5 and 4.4 (docs/methods/convergence.md)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from rembuk.office.convergence import checks
from rembuk.office.convergence.cells import Drawn, draw
from rembuk.office.convergence.checks import Limits, limits
from rembuk.office.convergence.periods import before, containing, of_year, period
from rembuk.office.convergence.reading import Figures, Known
from rembuk.office.convergence.registry import Registry
from rembuk.reference import load

VILLAGE, SECOND, DISTRICT = "16.06.01.2001", "16.06.01.2002", "16.06"
PMT, KEK, INDICATOR = "bumil_kek_pmt", "bumil_kek", "BG22-E-BUM-1"
END_OF_MAY = dt.date(2023, 5, 31)


def asked(**quantity: Any) -> Registry:
    """The registry of 2023 as the reference alone says; fields of both quantities changed."""
    known = load()
    day = known.day_of("8-aksi", 2023)
    quantities = {one.code: one for one in known.quantities(day)}
    for code in (PMT, KEK):
        quantities[code] = quantities[code].model_copy(update=quantity)
    indicators = {one.code: one for one in known.scheme_indicators("8-aksi", 2023)}
    return Registry("8-aksi", day, indicators, quantities)


def known(value: int | None, as_of: dt.date = END_OF_MAY, **more: Any) -> Known:
    """A figure that says `value`."""
    status = more.pop("status", "nol" if value == 0 else "isi")
    at = dt.datetime(2023, 6, 2, tzinfo=dt.UTC)
    said = {"typed": value, "computed": None, "why": "", **more}
    return Known(value, status, as_of, at, said["typed"], said["computed"], said["why"])


def cell(
    top: Known | None, bottom: Known | None, code: str = "2023-05", book: Registry | None = None,
    **others: Known,
) -> Drawn:  # fmt: skip
    """The cell of May from its two figures; `others`: numerators of other months, `m2023_04`."""
    above = {} if top is None else {code: top}
    above |= {name[1:].replace("_", "-"): one for name, one in others.items()}
    rows = {(PMT, VILLAGE): above, (KEK, VILLAGE): {} if bottom is None else {code: bottom}}
    book = book or asked()
    return draw(book.indicators[INDICATOR], VILLAGE, period(code), Figures(DISTRICT, rows), book)


@pytest.mark.parametrize(
    ("top", "bottom", "status"),
    [
        # numerator       denominator       the cell is
        (None, None, "kosong"),
        (None, known(10), "kosong"),
        (known(4), None, "kosong"),
        (known(0), known(10), "nol"),
        (known(0), known(0), "nol"),
        (known(4), known(10), "isi"),
        (known(4, status="perkiraan"), known(10), "perkiraan"),
        (known(4), known(10, status="perkiraan"), "perkiraan"),
        (known(None, status="tidak-berlaku"), known(10), "tidak-berlaku"),
        (known(4), known(None, status="tidak-berlaku"), "tidak-berlaku"),
    ],
)
def test_empty_zero_and_not_applicable_are_three_things(
    top: Known | None, bottom: Known | None, status: str
) -> None:
    assert cell(top, bottom).status == status


def test_a_numerator_without_its_denominator_waits_for_another_office() -> None:
    drawn = cell(known(4), None)
    assert (drawn.numerator, drawn.status, drawn.doubt) == (4, "kosong", checks.NO_DENOMINATOR)
    assert drawn.lacks_denominator


@pytest.mark.parametrize(
    ("as_of", "freshness"),
    [
        # day of the figure        at the end of May it is
        (dt.date(2023, 5, 31), "segar"),
        (dt.date(2023, 5, 1), "segar"),
        (dt.date(2023, 4, 30), "1-bulan"),
        (dt.date(2023, 3, 31), "2-bulan"),
        (dt.date(2023, 2, 28), "usang"),
        (dt.date(2022, 11, 1), "usang"),
    ],
)
def test_a_cell_is_as_old_as_the_older_of_its_figures(as_of: dt.date, freshness: str) -> None:
    assert cell(known(4), known(10, as_of=as_of)).freshness == freshness
    assert cell(known(4, as_of=as_of), known(10)).freshness == freshness


def test_an_empty_cell_has_no_age() -> None:
    assert cell(None, known(10)).freshness == "tidak-ada"


def test_a_denominator_is_carried_with_its_own_day_a_numerator_never_is() -> None:
    book = asked()
    rows = {
        (PMT, VILLAGE): {"2023-05": known(4)},
        (KEK, VILLAGE): {"2023-03": known(10, as_of=dt.date(2023, 3, 31))},
    }
    drawn = draw(book.indicators[INDICATOR], VILLAGE, period("2023-05"),
                 Figures(DISTRICT, rows), book)  # fmt: skip
    assert (drawn.numerator, drawn.denominator, drawn.freshness) == (4, 10, "2-bulan")
    later = draw(book.indicators[INDICATOR], VILLAGE, period("2023-06"),
                 Figures(DISTRICT, rows), book)  # fmt: skip
    assert (later.numerator, later.denominator, later.status) == (None, 10, "kosong")


def test_a_denominator_older_than_a_year_is_not_carried() -> None:
    book = asked()
    old = {(PMT, VILLAGE): {"2023-05": known(4)}, (KEK, VILLAGE): {"2022-04": known(10)}}
    drawn = draw(book.indicators[INDICATOR], VILLAGE, period("2023-05"),
                 Figures(DISTRICT, old), book)  # fmt: skip
    assert drawn.lacks_denominator


@pytest.mark.parametrize(
    ("top", "bottom", "doubt", "explained"),
    [
        # numerator                    denominator                 doubt            explained
        (known(4), known(10), "", False),
        (known(10), known(10), "", False),
        (known(1080), known(147), checks.ABOVE, False),
        (known(1080, why="dari desa lain"), known(147), checks.ABOVE, True),
        (known(4, computed=5), known(10), checks.DIFFERS, False),
        (known(4, computed=5, why="dua pindah"), known(10), checks.DIFFERS, True),
        (known(4, computed=4), known(10), "", False),
        (known(4), known(10, computed=9), checks.DIFFERS, False),
    ],
)
def test_what_is_doubted(top: Known, bottom: Known, doubt: str, explained: bool) -> None:
    drawn = cell(top, bottom)
    assert (drawn.doubt, drawn.explained) == (doubt, explained)


@pytest.mark.parametrize(
    ("earlier", "now", "asked_about"),
    [
        # last filled  now   a jump of more than half and of at least ten is asked about
        (40, 20, False),
        (40, 19, True),
        (40, 60, False),
        (40, 61, True),
        (4, 9, False),
        (0, 9, False),
        (0, 10, True),
    ],
)
def test_a_jump_is_asked_about(earlier: int, now: int, asked_about: bool) -> None:
    drawn = cell(known(now), known(100), m2023_04=known(earlier))
    assert (drawn.doubt == checks.JUMP) is asked_about


def test_a_jump_is_against_the_last_month_filled() -> None:
    drawn = cell(known(61), known(100), m2023_02=known(40), m2022_12=known(61))
    assert drawn.doubt == checks.JUMP
    assert limits(END_OF_MAY) == Limits(0, 3, 50.0, 10.0)


def test_a_higher_area_is_the_sum_of_those_below_never_a_mean() -> None:
    """8 of 10 and 1 of 2 are 9 of 12: 75 percent, not 65."""
    book = asked()
    rows = {
        (PMT, VILLAGE): {"2023-05": known(8)}, (KEK, VILLAGE): {"2023-05": known(10)},
        (PMT, SECOND): {"2023-05": known(1)}, (KEK, SECOND): {"2023-05": known(2)},
    }  # fmt: skip
    whole = book.indicators[INDICATOR].model_copy(update={"level": "kabupaten"})
    drawn = draw(whole, DISTRICT, period("2023-05"), Figures(DISTRICT, rows), book)
    assert (drawn.numerator, drawn.denominator, drawn.doubt) == (9, 12, "")
    del rows[PMT, SECOND]["2023-05"]
    partly = draw(whole, DISTRICT, period("2023-05"), Figures(DISTRICT, rows), book)
    assert (partly.numerator, partly.doubt) == (8, checks.PARTLY)


def test_a_longer_period_is_the_last_month_or_the_sum_as_the_quantity_says() -> None:
    rows = {
        (PMT, VILLAGE): {"2023-01": known(3), "2023-06": known(5)},
        (KEK, VILLAGE): {"2023-01": known(7), "2023-06": known(9)},
    }
    for over, expected in (("akhir", (5, 9)), ("jumlah", (8, 16))):
        book = asked(over=over)
        half = book.indicators[INDICATOR].model_copy(update={"frequency": "semester"})
        drawn = draw(half, VILLAGE, period("2023-S1"), Figures(DISTRICT, rows), book)
        assert (drawn.numerator, drawn.denominator) == expected
        assert (drawn.doubt == checks.PARTLY) is (over == "jumlah")


def test_a_month_takes_the_semester_that_contains_it() -> None:
    book = asked(frequency="semester")
    rows = {(PMT, VILLAGE): {"2023-S1": known(4)}, (KEK, VILLAGE): {"2023-S1": known(10)}}
    drawn = draw(book.indicators[INDICATOR], VILLAGE, period("2023-05"),
                 Figures(DISTRICT, rows), book)  # fmt: skip
    assert (drawn.numerator, drawn.denominator) == (4, 10)


def test_periods_of_a_year() -> None:
    assert [one.code for one in of_year(2023, "semester")] == ["2023-S1", "2023-S2"]
    assert len(of_year(2024, "bulan")) == 12
    assert period("2024-02").ends == dt.date(2024, 2, 29)
    assert before(period("2023-01")).code == "2022-12"
    assert before(period("2023-S1")).code == "2022-S2"
    assert containing(dt.date(2023, 7, 1), "semester").code == "2023-S2"
    assert period("2023-05").words == "Mei 2023"


@pytest.mark.parametrize("text", ["2023-00", "2023-13", "2023-S3", "23-05", "2023-5", "", "x"])
def test_a_text_that_is_no_period(text: str) -> None:
    from rembuk.office.convergence.errors import ConvergenceError

    with pytest.raises(ConvergenceError):
        period(text)
