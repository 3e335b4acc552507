"""Deliveries and spending: once, proven, judged by another, taken back; the promise follows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.computing_rows import V, W
from tests.factories import child
from tests.family_rows import family
from tests.kept_files import photo, upload
from tests.ledger_rows import Offices, promised
from tests.programme_rows import YEAR, activity, balance_of, planned_offices

from rembuk.office.programmes import services
from rembuk.office.programmes.deliveries import acts as delivering
from rembuk.office.programmes.deliveries import spending
from rembuk.office.programmes.deliveries.acts import Handed
from rembuk.office.programmes.errors import AskedError, NotYoursError, ProgrammeError, StaleError
from rembuk.office.programmes.models import (
    Activity,
    ActivityEvent,
    Delivery,
    Realisation,
    UnitCost,
)

pytestmark = pytest.mark.django_db
ONE = Decimal(1)


def today() -> dt.date:
    return timezone.localdate()


def proof() -> object:
    return upload(photo(), "bukti.jpg")


def state_of(row: Delivery) -> str:
    return Delivery.objects.values_list("state", flat=True).get(pk=row.pk)


def given(o: Offices, one: Activity, number: int = 1, *, who: str = "desa") -> list[Delivery]:
    homes = [Handed(V, ONE, family=family(V)) for _n in range(number)]
    return delivering.deliver(o.who(who), one, today(), homes, upload=proof())


def test_what_is_handed_over_counts_in_the_village_and_stays_once() -> None:
    o = planned_offices()
    one, home = activity(o, volume=4, status="apb"), family(V)
    handed = [Handed(V, ONE, family=home)]
    for _again in range(2):
        rows = delivering.deliver(o.who("desa"), one, today(), handed, upload=proof())
    assert Delivery.objects.get() == rows[0]
    assert rows[0].proof_path
    assert rows[0].unit == "unit"
    assert balance_of("INT-JAMBAN").delivered == 1
    assert ActivityEvent.objects.filter(activity=one, act="salur").count() == 1


def test_history_names_nobody() -> None:
    o = planned_offices()
    one = activity(o, volume=4, status="apb")
    given(o, one)
    line = ActivityEvent.objects.get(act="salur")
    assert line.after == {"penerima": 1, "volume": "1", "tanggal": str(today())}


@pytest.mark.parametrize(
    ("change", "field"),
    [("besok", "on"), ("desa lain", "penerima"), ("nol", "volume"), ("kosong", "penerima"),
     ("tahun lalu", "on")],
)  # fmt: skip
def test_what_cannot_be_is_refused(change: str, field: str) -> None:
    o = planned_offices()
    one = activity(o, volume=4, status="apb")
    on, handed = today(), [Handed(V, ONE, family=family(V))]
    match change:
        case "besok":
            on += dt.timedelta(days=1)
        case "tahun lalu":
            on = dt.date(YEAR - 1, 12, 31)
        case "desa lain":
            handed = [Handed(W, ONE)]
        case "nol":
            handed = [Handed(V, Decimal(0))]
        case "kosong":
            handed = []
    with pytest.raises(ProgrammeError) as caught:
        delivering.deliver(o.who("desa"), one, on, handed, confirmed=True)
    assert field in caught.value.message_dict
    assert not Delivery.objects.exists()


def test_a_dropped_activity_delivers_nothing() -> None:
    o = planned_offices()
    one = activity(o, volume=4, status="batal")
    with pytest.raises(ProgrammeError, match="batal"):
        delivering.deliver(o.who("desa"), one, today(), [Handed(V, ONE)], confirmed=True)


@pytest.mark.parametrize(
    ("status", "number", "field"), [("usul", 1, "status"), ("apb", 5, "volume")]
)
def test_what_is_odd_is_asked(status: str, number: int, field: str) -> None:
    o = planned_offices()
    one = activity(o, volume=4, status=status)
    handed = [Handed(V, ONE, family=family(V)) for _n in range(number)]
    with pytest.raises(AskedError) as caught:
        delivering.deliver(o.who("desa"), one, today(), handed)
    assert set(caught.value.message_dict) == {field}
    delivering.deliver(o.who("desa"), one, today(), handed, confirmed=True)
    assert Delivery.objects.count() == number


def test_an_amount_in_thousands_is_asked() -> None:
    o = planned_offices()
    UnitCost.objects.create(
        public_id="CONTOH000001", district_code="16.06", intervention="INT-JAMBAN",
        amount=6_500_000, unit="unit", valid_from=dt.date(2020, 1, 1), source="DPA contoh",
    )  # fmt: skip
    one = activity(o, volume=4, status="apb")
    handed = [Handed(V, ONE, family=family(V), amount=6_500)]
    with pytest.raises(AskedError, match=r"6\.500\.000"):
        delivering.deliver(o.who("desa"), one, today(), handed)


def test_who_may_not_see_children_names_no_person() -> None:
    """Inspection or a leader of another place does not learn who lives where by trying."""
    o = planned_offices()
    one = activity(o, "INT-PMT-BALITA", volume=4, status="apb", office="dinkes", place_code="16.06")
    from rembuk.office.access.models import Assignment

    Assignment.objects.filter(account=o.who("dinkes")).update(place_code="16.06.02")
    anak = child(f"{V}.P01", dt.date(YEAR - 1, 1, 1))
    with pytest.raises((ProgrammeError, NotYoursError)):
        delivering.deliver(o.who("dinkes"), one, today(), [Handed(V, ONE, person=anak)])
    assert not Delivery.objects.exists()


def test_another_office_delivers_nothing_of_it() -> None:
    o = planned_offices()
    one = activity(o, volume=4, status="apb", office="dinkes", place_code="16.06")
    with pytest.raises(NotYoursError):
        delivering.deliver(o.who("dinsos"), one, today(), [Handed(V, ONE)])


def test_only_another_person_verifies_and_only_on_proof() -> None:
    o = planned_offices()
    one = activity(o, volume=4, status="apb")
    (row,) = delivering.deliver(o.who("rencana"), one, today(), [Handed(V, ONE, family=family(V))])
    with pytest.raises(NotYoursError):
        delivering.verify(o.who("rencana"), row)  # keeps the plan, but wrote it
    with pytest.raises(NotYoursError):
        delivering.verify(o.who("desa"), row)
    with pytest.raises(ProgrammeError, match="Belum ada bukti"):
        delivering.verify(o.who("camat"), row)
    assert state_of(row) == "tanpa-bukti"
    assert delivering.prove(o.who("desa"), [row], proof()) == 1
    assert state_of(row) == "menunggu"
    done = delivering.verify(o.who("camat"), row)
    assert done.verified_by == o.who("camat")
    assert state_of(row) == "diperiksa"
    assert row.year == one.year
    assert balance_of("INT-JAMBAN").verified == 1
    delivering.take_back(o.who("camat"), row, "salah orang")
    assert state_of(row) == "ditarik"
    assert balance_of("INT-JAMBAN").verified == 0


def test_what_is_taken_back_counts_no_more_and_may_be_written_again() -> None:
    o = planned_offices()
    one = activity(o, volume=4, status="apb")
    home = family(V)
    (row,) = delivering.deliver(o.who("desa"), one, today(), [Handed(V, ONE, family=home)])
    with pytest.raises(ProgrammeError, match="alasannya"):
        delivering.take_back(o.who("desa"), row, " ")
    delivering.take_back(o.who("desa"), row, "salah keluarga")
    assert balance_of("INT-JAMBAN").delivered == 0
    row.refresh_from_db()
    assert (row.taken_back_by, row.taken_back_reason) == (o.who("desa"), "salah keluarga")
    delivering.deliver(o.who("desa"), one, today(), [Handed(V, ONE, family=home)])
    assert balance_of("INT-JAMBAN").delivered == 1


def of_promise(o: Offices) -> Activity:
    promise = promised(
        o, "berjalan", owner=o["desa"], owner_account="desa", intervention="INT-JAMBAN",
        kind="sensitif", volume=Decimal(2), unit="unit", budget=12_000_000, money="DANA-DD",
        due=dt.date(YEAR, 12, 31),
    )  # fmt: skip
    one = services.from_promise(o.who("rencana"), promise)
    return services.move(o.who("rencana"), one, "apb", "APBDes 1/2026", "2.3.05")


def test_the_promise_behind_an_activity_follows_its_deliveries() -> None:
    o = planned_offices()
    one = of_promise(o)
    rows = given(o, one)
    promise = one.promise
    assert promise is not None
    promise.refresh_from_db()
    assert (promise.state, promise.percent) == ("berjalan", 50)
    rows += given(o, one)
    promise.refresh_from_db()
    assert (promise.state, promise.percent) == ("berjalan", 99)  # all there, nothing verified
    for row in rows:
        delivering.verify(o.who("camat"), row)
    promise.refresh_from_db()
    assert (promise.state, promise.percent) == ("selesai", 100)
    delivering.take_back(o.who("camat"), rows[0], "tidak ditemukan di lapangan")
    promise.refresh_from_db()
    assert (promise.state, promise.percent) == ("dikembalikan", 50)


def test_spending_of_a_month_is_set_once_and_never_over_another_s() -> None:
    o = planned_offices()
    one, month = activity(o, volume=4, status="apb"), f"{YEAR}-01"
    desa = o.who("desa")
    row = spending.spend(desa, one, month, 2_000_000, version=0)
    assert row is not None
    assert row.version == 1
    assert spending.spend(desa, one, month, 2_000_000, version=0) == row  # the same again
    with pytest.raises(StaleError):
        spending.spend(desa, one, month, 3_000_000, version=0)
    spending.spend(desa, one, month, 3_000_000, version=1)
    assert balance_of("INT-JAMBAN").spent_amount == 3_000_000
    spending.spend(desa, one, month, None)
    assert not Realisation.objects.exists()
    assert ActivityEvent.objects.filter(act="belanja").count() == 3


@pytest.mark.parametrize(
    ("spent", "asked"), [(20_000, "ribuan"), (17_000_000, "di atas pagu"), (16_000_000, "")]
)
def test_odd_spending_is_asked(spent: int, asked: str) -> None:
    o = planned_offices()
    one = activity(o, volume=4, status="apb")  # 16 million
    if asked:
        with pytest.raises(AskedError, match=asked):
            spending.spend(o.who("desa"), one, f"{YEAR}-01", spent)
    else:
        assert spending.spend(o.who("desa"), one, f"{YEAR}-01", spent)


@pytest.mark.parametrize("period", [f"{YEAR + 1}-01", "2020-01", "x", f"{YEAR}-13"])
def test_months_that_are_none_of_the_year_are_refused(period: str) -> None:
    o = planned_offices()
    with pytest.raises(ProgrammeError):
        spending.spend(o.who("desa"), activity(o), period, 1_000_000)


def test_cost_a_recipient_is_of_different_recipients() -> None:
    o = planned_offices()
    one, home = activity(o, volume=4, status="apb"), family(V)
    for day in (today(), today().replace(day=1)):
        delivering.deliver(o.who("desa"), one, day, [Handed(V, ONE, family=home)], confirmed=True)
    delivering.deliver(o.who("desa"), one, today(), [Handed(V, ONE)], confirmed=True)
    spending.spend(o.who("desa"), one, f"{YEAR}-01", 3_000_000)
    found = spending.reached([one])[one.pk]
    assert (found.recipients, found.per_recipient) == (1, 3_000_000)
    empty = spending.reached([activity(o)])
    assert [one.per_recipient for one in empty.values()] == [None]
