"""A measurement written on the child's page: it stands for its day, all figures follow at once,
files of that day change nothing, and it can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import account, district
from tests.posyandu_rows import opened, rows, silent, take, visit

from rembuk.office.access.models import Account
from rembuk.office.intake.receivers import receiver
from rembuk.office.people.models import Person
from rembuk.office.posyandu import queries, remeasuring, services
from rembuk.office.posyandu.models import (
    CaseEvent,
    ChildStatus,
    Measurement,
    MonthlyRecap,
    Posyandu,
    Remeasurement,
)
from rembuk.office.posyandu.remeasuring import CannotTakeBackError, Reading

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = dt.date(2026, 9, 10), dt.date(2026, 10, 10)
AGAIN = dt.date(2026, 10, 28)
AS_OF = dt.date(2026, 10, 31)


@pytest.fixture(scope="module")
def _standing(kept: None) -> tuple[int, int]:
    """Keys of a girl well in September, short in October (suspected), and of who measures again."""
    district()
    Posyandu.objects.all().delete()
    seen = rows(visit("Sari", SEPTEMBER, 9.0, 76.5), visit("Sari", OCTOBER, 9.1, 74.0))
    take(seen, opened(AS_OF))
    assert ChildStatus.objects.get().case == "diduga"
    return Person.objects.get().pk, account("kader-uji", "kader").pk


@pytest.fixture
def suspected(_standing: tuple[int, int]) -> Person:
    return Person.objects.get(pk=_standing[0])


@pytest.fixture
def kader(_standing: tuple[int, int]) -> Account:
    return Account.objects.get(pk=_standing[1])


def reading(day: dt.date = AGAIN, **more: object) -> Reading:
    said = {"weight": 9.2, "lenhei": 74.1, "position": "L", "measured_by": "Uji", **more}
    return Reading(day, **said)


def test_a_second_low_measurement_in_time_confirms(suspected: Person, kader: Account) -> None:
    made = remeasuring.record(suspected, reading(), kader)
    assert made.zlen is not None
    assert made.zlen < -2
    assert (made.tbu, made.source, made.import_id) == ("pendek", "catat-ulang", None)
    assert ChildStatus.objects.get().case == "baru"
    assert CaseEvent.objects.filter(event="baru", on=AGAIN).count() == 1
    flow = queries.stock_flow("16.06", dt.date(2026, 10, 1))
    assert (flow.new, flow.end) == (1, 1)
    assert MonthlyRecap.objects.get(month=dt.date(2026, 10, 1)).new_cases == 1


def test_a_normal_measurement_clears_the_suspicion(suspected: Person, kader: Account) -> None:
    remeasuring.record(suspected, reading(lenhei=77.4), kader)
    assert ChildStatus.objects.get().case == ""
    assert queries.stock_flow("16.06", dt.date(2026, 10, 1)).end == 0


def test_the_month_counts_the_last_weighing_once(suspected: Person, kader: Account) -> None:
    remeasuring.record(suspected, reading(), kader)
    recap = MonthlyRecap.objects.get(month=dt.date(2026, 10, 1))
    assert (recap.d, recap.stunted) == (1, 1)
    assert Measurement.objects.get(counted=True, month=dt.date(2026, 10, 1)).date == AGAIN


def test_on_the_same_day_it_supersedes_and_nothing_is_lost(
    suspected: Person, kader: Account
) -> None:
    before = Measurement.objects.get(date=OCTOBER)
    made = remeasuring.record(suspected, reading(OCTOBER, lenhei=77.0), kader)
    before.refresh_from_db()
    assert (before.superseded_by_id, before.lenhei, before.counted) == (made.pk, 74.0, False)
    assert ChildStatus.objects.get().case == ""


def test_sending_the_same_twice_writes_it_once(suspected: Person, kader: Account) -> None:
    first = remeasuring.record(suspected, reading(), kader)
    assert remeasuring.record(suspected, reading(), kader).pk == first.pk
    assert Remeasurement.objects.count() == 1


def test_nothing_measured_is_refused(suspected: Person, kader: Account) -> None:
    with pytest.raises(ValueError, match="nothing"):
        remeasuring.record(suspected, Reading(AGAIN), kader)


@pytest.mark.parametrize("day", [OCTOBER, AGAIN])
def test_taking_back_restores_what_stood(suspected: Person, kader: Account, day: dt.date) -> None:
    def standing() -> list[object]:
        return [
            list(Measurement.objects.filter(superseded_by=None).order_by("pk").values()),
            list(CaseEvent.objects.order_by("on", "event").values("on", "event", "place_code")),
            list(ChildStatus.objects.values()),
            list(MonthlyRecap.objects.order_by("month").values("month", "d", "n", "t", "stunted",
                                                               "new_cases")),
        ]  # fmt: skip

    before = standing()
    remeasuring.record(suspected, reading(day, lenhei=77.0), kader)
    assert standing() != before
    back = remeasuring.take_back(Remeasurement.objects.get(), kader, "Salah anak")
    assert standing() == before
    assert back.superseded_by_id == back.pk
    told = Remeasurement.objects.get()
    assert (told.void_why, told.void_by_id) == ("Salah anak", kader.pk)


def test_a_new_month_opens_and_closes_with_it(suspected: Person, kader: Account) -> None:
    november = dt.date(2026, 11, 5)
    remeasuring.record(suspected, reading(november), kader)
    assert MonthlyRecap.objects.get(month=dt.date(2026, 11, 1)).d == 1
    assert ChildStatus.objects.get().case == "baru"
    remeasuring.take_back(Remeasurement.objects.get(), kader, "Salah anak")
    assert not MonthlyRecap.objects.filter(month=dt.date(2026, 11, 1)).exists()
    assert ChildStatus.objects.get().case == "diduga"


def test_taking_back_asks_a_reason_and_only_what_stands(suspected: Person, kader: Account) -> None:
    remeasuring.record(suspected, reading(), kader)
    first = Remeasurement.objects.get()
    with pytest.raises(ValueError, match="reason"):
        remeasuring.take_back(first, kader, "  a ")
    remeasuring.record(suspected, reading(lenhei=74.6), kader)
    with pytest.raises(CannotTakeBackError):
        remeasuring.take_back(first, kader, "Salah anak")
    second = Remeasurement.objects.exclude(pk=first.pk).get()
    remeasuring.take_back(second, kader, "Salah baca pita")
    assert Measurement.objects.get(date=AGAIN, superseded_by=None).pk == first.measurement_id
    with pytest.raises(CannotTakeBackError):
        remeasuring.take_back(second, kader, "Salah baca pita")


def test_a_file_of_that_day_changes_nothing_before_or_after(
    suspected: Person, kader: Account
) -> None:
    seen = rows(visit("Sari", SEPTEMBER, 9.0, 76.5), visit("Sari", OCTOBER, 9.1, 74.0))
    made = remeasuring.record(suspected, reading(OCTOBER, lenhei=77.0), kader)
    count = Measurement.objects.count()
    examined = receiver("pengukuran").examine(seen, opened(AS_OF))
    assert set(examined.verdicts["verdict"]) == {"sama"}
    take(seen, opened(AS_OF))
    assert Measurement.objects.count() == count
    later = rows(visit("Sari", OCTOBER, 9.3, 74.2))
    context = opened(dt.date(2026, 11, 15))
    take(later, context)
    kept = Measurement.objects.get(weight=9.3)
    assert kept.superseded_by_id == made.pk
    assert Measurement.objects.get(date=OCTOBER, superseded_by=None).pk == made.pk
    remeasuring.take_back(Remeasurement.objects.get(), kader, "Salah anak")
    assert Measurement.objects.get(date=OCTOBER, superseded_by=None).pk == kept.pk
    receiver("pengukuran").undo(context, silent)
    assert Measurement.objects.get(date=OCTOBER, superseded_by=None).lenhei == 74.0


def test_a_later_import_keeps_the_confirmation(suspected: Person, kader: Account) -> None:
    remeasuring.record(suspected, reading(), kader)
    other = rows(visit("Dewi", OCTOBER, 9.0, 75.0, mother_name="Ibu Lain"))
    take(other, opened(AS_OF))
    services.rederive(["16.06"], "uji: hitung dari awal")
    assert ChildStatus.objects.get(child=suspected).case == "baru"


def test_a_lone_measurement_does_not_open_a_month_for_everybody(
    suspected: Person, kader: Account
) -> None:
    november = dt.date(2026, 11, 1)
    remeasuring.record(suspected, reading(dt.date(2026, 11, 4)), kader)
    assert queries.months_with_data("16.06")[0] == november
    assert queries.last_month("16.06") == dt.date(2026, 10, 1)
    take(rows(visit("Budi", dt.date(2026, 11, 9), 9.0, 76.5)), opened(dt.date(2026, 11, 30)))
    assert queries.last_month("16.06") == november
