"""A file that is undone takes its own measurements back, never one written since."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import account, district
from tests.posyandu_rows import opened, rows, silent, take, visit

from rembuk.office.intake.receivers import receiver
from rembuk.office.people.models import Person
from rembuk.office.posyandu import remeasuring
from rembuk.office.posyandu.models import ChildStatus, Measurement, Posyandu
from rembuk.office.posyandu.remeasuring import Reading

OCTOBER, AS_OF = dt.date(2026, 10, 10), dt.date(2026, 10, 31)
AGAIN = Reading(dt.date(2026, 10, 28), weight=9.2, lenhei=74.1, position="L", measured_by="Uji")


@pytest.mark.django_db
def test_the_child_who_was_measured_again_stays() -> None:
    district()
    Posyandu.objects.all().delete()
    context = opened(AS_OF)
    take(rows(visit("Sari", OCTOBER, 9.1, 74.0), visit("Dewi", OCTOBER, 9.0, 75.0)), context)
    sari = Person.objects.get(name="Sari")
    remeasuring.record(sari, AGAIN, account("kader-uji", "kader"))
    receiver("pengukuran").undo(context, silent)
    kept = Person.objects.get()
    assert (kept.name, kept.birth_date, kept.sex) == ("Sari", dt.date(2025, 4, 8), "P")
    assert Measurement.objects.get().source == "catat-ulang"
    assert ChildStatus.objects.get().case == "diduga"
    take(rows(visit("Sari", OCTOBER, 9.1, 74.0)), opened(AS_OF))
    assert Person.objects.get().pk == sari.pk
