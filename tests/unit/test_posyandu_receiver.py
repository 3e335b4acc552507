"""Measurements come in: once, in versions, and out again without a trace."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import district
from tests.posyandu_rows import opened, rows, silent, state, take, visit

from rembuk.office.intake.receivers import receiver
from rembuk.office.people.models import Person
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.models import HealthCentre, Measurement, MonthlyRecap, Posyandu, Session

pytestmark = pytest.mark.django_db

AUGUST, SEPTEMBER, OCTOBER = (dt.date(2026, month, 12) for month in (8, 9, 10))
END = dt.date(2026, 10, 31)


@pytest.fixture(autouse=True)
def _areas() -> None:
    district()
    Posyandu.objects.all().delete()
    HealthCentre.objects.all().delete()


def three_months(name: str = "Sari Contoh", **more: object):
    return [
        visit(name, AUGUST, 8.6, 72.0, **more),
        visit(name, SEPTEMBER, 8.9, 73.1, **more),
        visit(name, OCTOBER, 9.0, 74.4, **more),
    ]


def test_rows_become_a_child_a_post_and_figures() -> None:
    report = take(rows(*three_months()), opened(END))
    assert report["children"] == 1
    assert report["measurements"] == 3
    post = Posyandu.objects.get()
    assert (post.code, post.name) == ("16.06.01.2001.P01", "Melati 1")
    assert post.health_centre is not None
    assert post.health_centre.name == "Puskesmas Contoh"
    assert list(Measurement.objects.order_by("date").values_list("nt", flat=True)) == [
        "B",
        "N",
        "T",
    ]
    last = Measurement.objects.get(date=OCTOBER)
    assert last.gain_g == 100
    assert last.rule_version
    recap = MonthlyRecap.objects.get(month=dt.date(2026, 10, 1))
    assert (recap.s, recap.d, recap.t) == (1, 1, 1)
    session = Session.objects.get(month=dt.date(2026, 10, 1))
    assert (session.held_on, session.received_on) == (OCTOBER, END)


def test_the_same_file_again_changes_nothing() -> None:
    frame = rows(*three_months(), *three_months("Dewi Contoh", mother_name="Ibu Lain"))
    take(frame, opened(END))
    before = state()
    again = opened(END)
    verdicts = receiver("pengukuran").examine(frame, again).verdicts
    assert set(verdicts["verdict"]) == {"sama"}
    take(frame, again)
    assert state() == before


def test_undo_returns_to_the_state_before() -> None:
    take(rows(*three_months()), opened(END))
    before = state()
    later = dt.date(2026, 11, 12)
    more = opened(dt.date(2026, 11, 30))
    take(
        rows(
            visit("Sari Contoh", OCTOBER, 9.3, 74.4),  # a correction
            visit("Sari Contoh", later, 9.5, 75.0),
            visit("Dewi Contoh", later, 9.9, 76.0, mother_name="Ibu Lain", posyandu="Mawar"),
        ),
        more,
    )
    assert state() != before
    receiver("pengukuran").undo(more, silent)
    assert state() == before


def test_undo_of_the_only_import_leaves_nothing() -> None:
    context = opened(END)
    take(rows(*three_months()), context)
    receiver("pengukuran").undo(context, silent)
    assert not any(state().values())


def test_undo_of_the_middle_version_keeps_the_last() -> None:
    contexts = []
    for weight, day in ((8.0, 28), (8.2, 29), (8.4, 30)):
        contexts.append(opened(dt.date(2026, 10, day)))
        take(rows(visit("Sari Contoh", OCTOBER, weight)), contexts[-1])
    receiver("pengukuran").undo(contexts[1], silent)
    first, last = Measurement.objects.order_by("pk")
    assert (first.weight, first.superseded_by_id) == (8.0, last.pk)
    assert (last.weight, last.counted) == (8.4, True)


def test_a_correction_is_a_new_version() -> None:
    take(rows(*three_months()), opened(END))
    corrected = rows(visit("Sari Contoh", OCTOBER, 9.3, 74.4))
    context = opened(dt.date(2026, 11, 3))
    found = receiver("pengukuran").examine(corrected, context)
    child = Person.objects.get()
    assert found.verdicts["verdict"].to_list() == ["berubah"]
    assert found.changes.rows() == [(2, child.public_id, "Berat badan", "9", "9,3")]
    take(corrected, context)
    old, new = Measurement.objects.filter(date=OCTOBER).order_by("pk")
    assert (old.weight, old.superseded_by_id, old.counted) == (9.0, new.pk, False)
    assert (new.weight, new.nt, new.gain_g) == (9.3, "N", 400)


def test_an_older_file_does_not_undo_a_correction() -> None:
    original = rows(*three_months())
    take(original, opened(END))
    take(rows(visit("Sari Contoh", OCTOBER, 9.3, 74.4)), opened(dt.date(2026, 11, 3)))
    before = state()
    stale = opened(END)
    verdicts = receiver("pengukuran").examine(original, stale).verdicts
    assert set(verdicts["verdict"]) == {"sama"}
    take(original, stale)
    assert state() == before


def test_a_layout_of_another_generation_is_the_same_source() -> None:
    frame = rows(*three_months())
    take(frame, opened(END))
    found = receiver("pengukuran").examine(frame, opened(END, layout="eppgbm-b"))
    assert Measurement.objects.count() == 3
    take(frame, opened(END, layout="eppgbm-b"))
    assert Measurement.objects.count() == 3
    assert "baru" not in set(found.verdicts["verdict"])


def test_chunks_and_a_repeated_chunk_end_like_one_clean_run() -> None:
    names = ("Budi", "Citra", "Galih", "Kartika", "Rangga", "Wulan")
    said = [row for name in names for row in three_months(name, mother_name=f"Ibu {name}")]
    frame = rows(*said)
    context = opened(END)
    taker = receiver("pengukuran")
    taker.commit(frame.slice(0, 7), context)  # killed here
    for start in range(0, frame.height, 7):
        taker.commit(frame.slice(start, 7), context)
    taker.finish([context], silent)
    taker.finish([context], silent)
    assert Person.objects.count() == 6
    assert Measurement.objects.count() == 18
    assert MonthlyRecap.objects.get(month=dt.date(2026, 10, 1)).d == 6


def test_two_days_of_one_month_are_kept_and_the_last_counts() -> None:
    take(
        rows(visit("Sari Contoh", OCTOBER, 9.0), visit("Sari Contoh", dt.date(2026, 10, 20), 9.1)),
        opened(END),
    )
    assert list(Measurement.objects.order_by("date").values_list("counted", flat=True)) == [
        False,
        True,
    ]
    assert MonthlyRecap.objects.get().d == 1


def test_one_day_told_twice_in_a_file_is_told_and_not_counted_twice() -> None:
    frame = rows(visit("Sari Contoh", OCTOBER, 9.0), visit("Sari Contoh", OCTOBER, 9.4))
    found = receiver("pengukuran").examine(frame, opened(END))
    assert [issue.code for issue in found.issues] == ["dua-kali-sehari"]
    take(frame, opened(END), chunk=1)
    before = state()
    assert MonthlyRecap.objects.get().d == 1
    assert Measurement.objects.get(superseded_by=None).weight == 9.4
    take(frame, opened(END))
    assert state() == before


def test_twins_stay_two() -> None:
    take(rows(*three_months("Ani Contoh"), *three_months("Ina Contoh")), opened(END))
    assert Person.objects.count() == 2
    for child in Person.objects.all():
        assert child.measurements.count() == 3
    page = queries.child_page(Person.objects.order_by("pk")[0])
    assert MonthlyRecap.objects.get(month=dt.date(2026, 10, 1)).d == 2
    assert page.strip[-1].mark == "T"


def test_spellings_of_a_post_are_one_post() -> None:
    names = ["Posyandu Melati 2", "POSY. MELATI II", "melati  2", "Melati II"]
    take(
        rows(
            *(
                visit(f"Anak {mark}", OCTOBER, 9.0, posyandu=name, mother_name=f"Ibu {mark}")
                for mark, name in zip("abcd", names, strict=True)
            )
        ),
        opened(END),
    )
    assert Posyandu.objects.count() == 1


def test_a_visit_before_birth_is_an_error() -> None:
    frame = rows(visit("Sari Contoh", dt.date(2025, 4, 1), 3.0))
    found = receiver("pengukuran").examine(frame, opened(END))
    assert [(issue.verdict, issue.code) for issue in found.issues] == [("galat", "sebelum-lahir")]


def test_the_files_own_scores_are_compared_by_health_centre() -> None:
    frame = rows(
        visit("Sari Contoh", OCTOBER, 9.0, 74.4, file_zlen=-2.2, file_tbu="pendek"),
        visit("Dewi Contoh", OCTOBER, 9.0, 74.4, mother_name="Ibu Lain", file_zlen=-1.2,
              file_tbu="normal"),
    )  # fmt: skip
    differences = take(frame, opened(END))["differences"]
    assert differences["rows"] == 1
    (centre,) = differences["by_health_centre"]
    assert centre["health_centre"] == "Puskesmas Contoh"
    assert centre["columns"] == {"ZS TB/U": 1, "TB/U": 1}


def test_nothing_of_a_person_is_in_the_preview() -> None:
    take(rows(*three_months()), opened(END))
    found = receiver("pengukuran").examine(
        rows(visit("Sari Contoh", OCTOBER, 9.3, 74.4, nik="1606014804250001")),
        opened(dt.date(2026, 11, 3)),
    )
    text = str(found.changes.rows()) + str(found.issues) + str(found.report)
    for secret in ("Sari", "SARI", "1606014804250001", "Ibu Contoh"):
        assert secret not in text
