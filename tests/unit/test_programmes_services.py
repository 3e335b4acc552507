"""Acts on activities: who may, what is asked, what history keeps."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from tests.ledger_rows import VILLAGE, Offices
from tests.programmes_rows import NEXT, SECOND, again, draft, promise_of, proposed, room

from rembuk.office.access.history import AppendOnlyError
from rembuk.office.programmes import pricing, queries, services
from rembuk.office.programmes.errors import (
    AskedError,
    NotYoursError,
    ProgrammeError,
    StaleError,
)
from rembuk.office.programmes.models import Activity, ActivityEvent, Ceiling, Status, UnitCost

pytestmark = pytest.mark.django_db
RKP = ("RKPDes 2027, Perdes 4/2026", "2.3.05")


@pytest.fixture(scope="module")
def o(kept: None) -> Offices:
    room()
    return again()


def test_an_activity_is_numbered_by_year_and_its_first_line_holds_everything(o: Offices) -> None:
    first, second = proposed(o), proposed(o, title="PMT ibu hamil KEK")
    assert (first.number, second.number) == (f"K-{NEXT}-0001", f"K-{NEXT}-0002")
    line = first.events.get()
    assert (line.act, line.before, line.after["office"]) == ("usul", {}, "dinkes")
    assert line.after["ceiling_amount"] == 75_000_000
    with pytest.raises(AppendOnlyError):
        ActivityEvent.objects.filter(pk=line.pk).delete()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "PMT"), ("place_code", "99.99"), ("intervention", "INT-TIDAK-ADA"),
        ("money", "DANA-X"), ("volume", Decimal(0)), ("unit", ""), ("year", 2019),
        ("group", "lain"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_told_by_field(o: Offices, field: str, value: object) -> None:
    with pytest.raises(ProgrammeError) as told:
        proposed(o, **{field: value})
    assert field in told.value.message_dict
    assert not Activity.objects.exists()


def test_an_amount_in_thousands_is_asked_and_taken_once_confirmed(o: Offices) -> None:
    with pytest.raises(AskedError) as asked:
        proposed(o, amount=75_000)
    assert "Rp75.000.000" in " ".join(asked.value.messages)
    made = services.propose(o.who("dinkes"), draft(o, amount=75_000), confirmed=True)
    assert made.ceiling_amount == 75_000


def test_the_districts_own_price_tells_a_slip_that_a_bound_would_not(o: Offices) -> None:
    pricing.price(
        o.who("tpps"), "16.06", "INT-PMT-BALITA", 1_500_000, dt.date(2026, 1, 1), "DPA Dinkes 2026"
    )
    with pytest.raises(AskedError):
        proposed(o, amount=600_000, volume=Decimal(400))
    assert proposed(o, amount=600_000_000, volume=Decimal(400)).number


def test_only_the_office_the_village_or_the_keeper_writes(o: Offices) -> None:
    with pytest.raises(NotYoursError):
        proposed(o, who="dinsos")
    with pytest.raises(NotYoursError):
        proposed(o, who="verifikator")
    assert proposed(o, who="tpps").created_by == o.who("tpps")
    village = proposed(o, who="desa", office=o["desa"], money="DANA-DD")
    assert village.office == o["desa"]
    with pytest.raises(NotYoursError):
        proposed(o, who="desa", office=o["desa"], place_code=SECOND)
    with pytest.raises(NotYoursError):  # fills in for the district, not for what villages plan
        proposed(o, who="dinsos", office=o["desa"], money="DANA-DD")


def test_the_way_into_a_budget_asks_for_document_and_line(o: Offices) -> None:
    made, who = proposed(o), o.who("dinkes")
    with pytest.raises(ProgrammeError) as told:
        services.move(who, made, "rkp")
    assert set(told.value.message_dict) == {"document", "line"}
    services.move(who, made, "rkp", *RKP)
    made.refresh_from_db()
    assert (made.status, made.status_document, made.status_line) == ("rkp", *RKP)
    with pytest.raises(ProgrammeError) as back:
        services.move(who, made, "usul")
    assert set(back.value.message_dict) == {"reason"}
    services.move(who, made, "batal", reason="Dicoret saat evaluasi")
    made.refresh_from_db()
    assert (made.status, made.status_line) == ("batal", "2.3.05")
    services.move(who, made, "usul", reason="Ada efisiensi anggaran")
    assert [one.act for one in made.events.all()] == ["usul", "status", "batal", "status"]


def test_nothing_without_money_stands_in_a_budget(o: Offices) -> None:
    bare = proposed(o, amount=None)
    with pytest.raises(ProgrammeError, match="tanpa pagu"):
        services.move(o.who("dinkes"), bare, "apb", "DPA 2027", "1.02.02")
    free = proposed(o, amount=None, money="DANA-TANPA")
    assert services.move(o.who("dinkes"), free, "apb", "DPA 2027", "1.02.02").budgeted


def test_a_stale_form_writes_nothing(o: Offices) -> None:
    made, who = proposed(o), o.who("dinkes")
    services.edit(who, made, {"volume": Decimal(50)}, version=1)
    with pytest.raises(StaleError):
        services.edit(who, made, {"volume": Decimal(60)}, version=1)
    made.refresh_from_db()
    assert (made.volume, made.version) == (Decimal(50), 2)


def test_what_a_document_names_is_changed_with_a_reason_and_both_values_stay(o: Offices) -> None:
    made, who = proposed(o), o.who("dinkes")
    services.move(who, made, "rkp", *RKP)
    with pytest.raises(ProgrammeError):
        services.edit(who, made, {"ceiling_amount": 60_000_000})
    services.edit(who, made, {"ceiling_amount": 60_000_000}, reason="Rasionalisasi pagu")
    line = made.events.last()
    assert line is not None
    assert line.before == {"ceiling_amount": 75_000_000}
    assert line.after == {"ceiling_amount": 60_000_000}
    assert services.edit(who, made, {"ceiling_amount": 60_000_000}).version == 3


def test_an_activity_is_carried_once_and_leaves_the_candidates(o: Offices) -> None:
    old, who = proposed(o, year=2026), o.who("dinkes")
    assert list(queries.candidates(VILLAGE, NEXT)) == [old]
    made = services.carry(who, old, NEXT)
    assert (made.year, made.carried_from, made.status) == (NEXT, old, Status.PROPOSED)
    assert list(queries.candidates(VILLAGE, NEXT)) == [made]
    with pytest.raises(ProgrammeError, match=made.number):
        services.carry(who, old, NEXT)


def test_a_decision_of_a_rembuk_becomes_one_activity_however_often_asked(o: Offices) -> None:
    promise = promise_of(
        o, volume=Decimal(5), unit="anak", budget=9_000_000, money="DANA-DD",
        intervention="INT-PMT-BALITA",
    )  # fmt: skip
    made = services.from_promise(o.who("tpps"), promise, year=NEXT, group="balita")
    assert services.from_promise(o.who("tpps"), promise) == made
    assert list(queries.by_promise(promise)) == [made]
    assert (made.problem_source, made.ceiling_amount, made.year) == ("rembuk", 9_000_000, NEXT)
    with pytest.raises(NotYoursError):
        services.from_promise(o.who("dinsos"), promise_of(o))


def test_a_price_ends_the_one_before_and_both_stay(o: Offices) -> None:
    who, code = o.who("tpps"), "INT-PMT-BALITA"
    for amount, since in ((1_500_000, dt.date(2025, 1, 1)), (1_650_000, dt.date(2026, 1, 1))):
        pricing.price(who, "16.06", code, amount, since, "DPA Dinkes")
    between = pricing.price(who, "16.06", code, 1_600_000, dt.date(2025, 7, 1), "DPPA Dinkes")
    assert between.valid_to == dt.date(2026, 1, 1)
    days = [dt.date(2025, 2, 1), dt.date(2025, 8, 1), dt.date(2026, 2, 1)]
    found = [UnitCost.objects.on(day).get().amount for day in days]
    assert found == [1_500_000, 1_600_000, 1_650_000]
    with pytest.raises(ProgrammeError):
        pricing.price(who, "16.06", code, 9_000_000, dt.date(2026, 1, 1), "DPA Dinkes")
    with pytest.raises(ProgrammeError) as told:
        pricing.price(who, "16.06", code, 1_000, dt.date(2027, 1, 1), "")
    assert set(told.value.message_dict) == {"source"}
    with pytest.raises(NotYoursError):
        pricing.price(o.who("dinkes"), "16.06", code, 1, dt.date(2027, 1, 1), "DPA Dinkes")


def test_a_ceiling_in_thousands_is_asked_and_changes_are_kept(o: Offices) -> None:
    who = o.who("tpps")
    with pytest.raises(AskedError):
        pricing.ceiling(who, VILLAGE, NEXT, "dana-desa", 850_000, "Perbup 12/2026")
    row = pricing.ceiling(who, VILLAGE, NEXT, "dana-desa", 850_000_000, "Perbup 12/2026")
    pricing.ceiling(who, VILLAGE, NEXT, "dana-desa", 800_000_000, "Perbup 20/2026", version=1)
    with pytest.raises(StaleError):
        pricing.ceiling(who, VILLAGE, NEXT, "dana-desa", 1, "Perbup 21/2026", version=1,
                        confirmed=True)  # fmt: skip
    assert Ceiling.objects.get().amount == 800_000_000
    assert [line.after["amount"] for line in row.events.all()] == [850_000_000, 800_000_000]


def test_a_label_says_how_much_reaches_persons(o: Offices) -> None:
    made, who = proposed(o), o.who("dinkes")
    with pytest.raises(ValidationError):
        services.tag(who, made, "konvergensi", None)
    with pytest.raises(ValidationError):
        services.tag(who, made, "konvergensi", 0)
    with pytest.raises(ValidationError):
        services.tag(who, made, "konvergensi", 101)
    tagged = services.tag(who, made, "konvergensi", 80)
    assert (tagged.tag, tagged.persons_share, tagged.version) == ("konvergensi", 80, 2)
