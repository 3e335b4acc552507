"""Children who left close with the note beside their last row, and open again with a later one."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from tests.factories import district
from tests.posyandu_rows import opened, rows, silent, state, take, visit

from rembuk.office.intake.receivers import receiver
from rembuk.office.people.models import Person
from rembuk.office.posyandu.models import CaseEvent, HealthCentre, MonthlyRecap, Posyandu
from rembuk.office.posyandu.receiving import departures

AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (dt.date(2026, month, 12) for month in (8, 9, 10, 11))


@pytest.fixture
def _areas(db: None) -> None:
    district()
    Posyandu.objects.all().delete()
    HealthCentre.objects.all().delete()


def registered(month: int) -> int:
    """S of the post in a month of 2026."""
    return MonthlyRecap.objects.get(month=dt.date(2026, month, 1)).s


@pytest.mark.parametrize(
    ("detail", "why"),
    [
        ("Pindah", "pindah"),
        (" pindah ke Palembang ", "pindah"),
        ("MENINGGAL", "meninggal"),
        ("meninggal dunia", "meninggal"),
        ("Pindahan", ""),
        ("pindah dari Lubuklinggau", ""),
        ("pindah masuk", ""),
        ("sakit", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_words_of_the_note(detail: str | None, why: str) -> None:
    frame = pl.DataFrame({"detail": [detail]}, schema={"detail": pl.String})
    assert frame.select(departures.why(frame)).item() == why


@pytest.mark.usefixtures("_areas")
def test_who_moved_away_leaves_s_the_month_after() -> None:
    take(
        rows(
            visit("Sari Contoh", AUGUST, 8.6, 72.0),
            visit("Sari Contoh", SEPTEMBER, 8.9, 73.1, detail="Pindah"),
            visit("Dewi Contoh", OCTOBER, 9.9, 76.0, mother_name="Ibu Lain"),
        ),
        opened(dt.date(2026, 10, 31)),
    )
    child = Person.objects.get(name="Sari Contoh")
    assert (child.left_on, child.left_why) == (SEPTEMBER, "pindah")
    assert [registered(month) for month in (8, 9, 10)] == [2, 2, 1]


@pytest.mark.usefixtures("_areas")
def test_a_later_row_without_the_note_brings_the_child_back_and_its_undo_takes_it_away() -> None:
    left = [
        visit("Sari Contoh", SEPTEMBER, 8.6, 72.0),
        visit("Sari Contoh", OCTOBER, 8.9, 73.1, detail="Meninggal"),
    ]
    take(rows(*left), opened(dt.date(2026, 10, 31)))
    before = state()
    later = opened(dt.date(2026, 11, 30))
    take(rows(visit("Sari Contoh", NOVEMBER, 9.1, 74.0, posyandu="Mawar")), later)
    child = Person.objects.get()
    assert (child.left_on, child.left_why) == (None, "")
    receiver("pengukuran").undo(later, silent)
    child.refresh_from_db()
    assert (child.left_on, child.left_why) == (OCTOBER, "meninggal")
    assert state() == before


@pytest.mark.usefixtures("_areas")
def test_an_older_file_that_comes_later_does_not_bring_the_child_back() -> None:
    gone = rows(visit("Sari Contoh", OCTOBER, 8.9, 73.1, detail="Pindah"))
    take(gone, opened(dt.date(2026, 10, 31)))
    take(rows(visit("Sari Contoh", AUGUST, 8.6, 72.0)), opened(dt.date(2026, 8, 31)))
    assert Person.objects.get().left_on == OCTOBER
    take(gone, opened(dt.date(2026, 10, 31)))
    assert Person.objects.get().left_on == OCTOBER


@pytest.mark.usefixtures("_areas")
@pytest.mark.parametrize(("note", "event"), [("Pindah", "pindah"), ("Meninggal", "meninggal")])
def test_a_case_that_left_goes_out_of_the_stock_for_that_reason(note: str, event: str) -> None:
    days = [dt.date(2026, month, 12) for month in (6, 7, 8, 9)]
    story = [visit("Sari Contoh", day, 6.8, 65.0) for day in days[:-1]]
    story += [visit("Sari Contoh", days[-1], 6.9, 65.2, detail=note)]
    take(rows(*story), opened(dt.date(2026, 9, 30)))
    events = CaseEvent.objects.order_by("on", "pk").values_list("event", "on")
    assert list(events)[-1] == (event, days[-1])


@pytest.mark.usefixtures("_areas")
@pytest.mark.parametrize(("word", "why"), [("Meninggal", "meninggal"), ("Pindah", "pindah")])
def test_a_note_without_a_measurement_closes_the_child_and_its_undo_opens_it(
    word: str, why: str
) -> None:
    take(
        rows(
            visit("Sari Contoh", AUGUST, 8.6, 72.0),
            visit("Dewi Contoh", AUGUST, 9.6, 75.0, mother_name="Ibu Lain"),
        ),
        opened(dt.date(2026, 8, 31)),
    )
    before = state()
    later = opened(dt.date(2026, 9, 30))
    note = visit("Sari Contoh", SEPTEMBER, None, None, position=None, detail=word)
    other = visit("Dewi Contoh", SEPTEMBER, 9.8, 75.8, mother_name="Ibu Lain")
    assert receiver("pengukuran").examine(rows(note, other), later).verdicts[
        "verdict"
    ].to_list() == [
        "baru",
        "baru",
    ]
    take(rows(note, other), later)
    child = Person.objects.get(name="Sari Contoh")
    assert (child.left_on, child.left_why) == (SEPTEMBER, why)
    recap = MonthlyRecap.objects.get(month=dt.date(2026, 9, 1))
    assert (recap.s, recap.d) == (1, 1)
    again = opened(dt.date(2026, 9, 30))
    verdicts = receiver("pengukuran").examine(rows(note, other), again).verdicts["verdict"]
    assert set(verdicts) == {"sama"}
    receiver("pengukuran").undo(later, silent)
    assert state() == before
