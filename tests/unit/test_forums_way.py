"""A decision is followed to the hands it reached; a meeting opens with what became of the last."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.forum_live_rows import Room, meeting, row, running
from tests.forum_way_rows import BUDGET, agreed, budgeted, handed, signed

from rembuk.office.forums.meeting import attending
from rembuk.office.forums.meeting.attending import Came
from rembuk.office.forums.minutes import acts as minutes
from rembuk.office.forums.models import Decision, Kind, Meeting
from rembuk.office.forums.way import carrying, counting, opening
from rembuk.office.forums.way import ways as way
from rembuk.office.forums.way.facts import select
from rembuk.office.forums.way.ways import Way
from rembuk.office.ledger import services as ledger
from rembuk.office.programmes import services
from rembuk.office.programmes.deliveries import acts as delivering
from rembuk.office.programmes.deliveries import spending
from rembuk.office.programmes.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(kept: None) -> Room:
    this = timezone.localdate().year
    return running(plan_year=this, year=this)


@pytest.fixture
def room(built: Room) -> Room:
    built.meeting.refresh_from_db()
    return built


def told(decision: Decision) -> Way:
    """Its way; and whoever counts many at once says the same of it."""
    rows, on = Decision.objects.filter(pk=decision.pk), timezone.localdate()
    found = way.way(select(rows).get())
    if decision.state == "disepakati":
        counted = counting.count(rows, on)
        here = found.here.code if found.here else "gugur"
        assert counted.at == {decision.pk: "tuntas" if found.through else here}
        assert (counted.standings, counted.money) == ({found.standing: 1}, found.money)
        for one, step in zip(found.stations, counted.steps, strict=True):
            assert (step.reached, step.asked) == (
                one.standing == "past", one.standing != "skipped"
            ), one.code  # fmt: skip
    return found


def stations(found: Way) -> dict[str, str]:
    return {one.code: one.standing for one in found.stations}


def _activity(decision: Decision) -> Activity:
    decision.refresh_from_db()
    assert decision.activity is not None
    return decision.activity


def test_before_the_minutes_are_signed_it_is_no_promise(room: Room) -> None:
    found = told(agreed(room))
    assert found.here is not None
    assert (found.here.code, found.here.words) == (
        "janji", "Berita acaranya belum ditandatangani."
    )  # fmt: skip
    assert (found.standing, found.money.agreed, found.money.planned) == (
        "tanpa-janji", 35_000_000, 0
    )  # fmt: skip


def test_it_is_followed_from_the_promise_to_the_check_of_the_last_unit(room: Room) -> None:
    one = agreed(room)
    signed(room)
    found = told(one)
    assert stations(found)["kegiatan"] == "past"
    assert (found.here and found.here.code, found.waits_for) == ("rencana", one.owner)

    activity = budgeted(room, _activity(one))
    found = told(one)
    budget = found.stations[4]
    assert (budget.standing, budget.words) == ("past", ", ".join(BUDGET))
    assert found.stations[3].words == "RKPDes, Perdes 4, 2.3.05"
    assert found.here is not None
    assert found.here.code == "belanja"

    period = f"{timezone.localdate():%Y-%m}"
    spending.spend(room.who("desa"), activity, period, 20_000_000, confirmed=True)
    first = handed(room, activity, 6)
    found = told(one)
    assert found.here is not None
    assert (found.here.code, found.here.words) == ("serah", "6 dari 10 unit")
    assert (found.money.budgeted, found.money.spent, found.money.delivered) == (
        35_000_000, 20_000_000, 21_000_000
    )  # fmt: skip

    given = [*first, *handed(room, activity, 4)]
    for delivery in given:
        delivering.verify(room.who("camat"), delivery)
    found = told(one)
    assert (found.standing, found.here and found.here.code) == ("selesai", "periksa")
    assert not found.through

    one.refresh_from_db()
    assert one.promise is not None
    ledger.verify(one.promise, room.who("verifikator"))
    found = told(one)
    assert (found.through, found.here, found.reached, found.asked) == (True, None, 8, 8)
    assert found.standing == "ditepati"


def test_what_was_taken_back_no_longer_counts(room: Room) -> None:
    one = agreed(room)
    signed(room)
    activity = budgeted(room, _activity(one))
    delivery = handed(room, activity, 10)[0]
    assert stations(told(one))["serah"] == "past"
    delivering.take_back(room.who("camat"), delivery, "Salah desa, ditarik")
    assert stations(told(one))["serah"] != "past"


def test_a_decision_without_cost_asks_for_no_budget(room: Room) -> None:
    one = agreed(room, cost="", money="DANA-TANPA")
    signed(room)
    found = told(one)
    assert {stations(found)[code] for code in way.OF_MONEY} == {"skipped"}
    assert (found.here and found.here.code, found.asked) == ("serah", 4)


def test_a_dropped_activity_does_not_carry_it_on(room: Room) -> None:
    one = agreed(room)
    signed(room)
    services.move(room.who("desa"), _activity(one), "batal", reason="Pagu dialihkan")
    found = told(one)
    assert stations(found)["kegiatan"] == "now"
    assert found.money.planned == 0


def test_an_activity_carried_to_the_next_year_is_counted_once(room: Room) -> None:
    one = agreed(room)
    signed(room)
    activity = _activity(one)
    services.carry(room.who("desa"), activity, activity.year + 1)
    found = told(one)
    assert [each.year for each in found.activities] == [activity.year, activity.year + 1]
    assert found.money.planned == 35_000_000


def test_many_ways_need_as_many_queries_as_one(
    room: Room, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("r1", "r2", "r3"):
        agreed(room, name)
    signed(room)
    budgeted(room, _activity(row(room, "r1")))
    for rows in (Decision.objects.filter(client_id="r1"), Decision.objects.all()):
        with django_assert_num_queries(7):
            way.ways(select(rows))


def test_next_year_opens_with_what_became_of_each(room: Room) -> None:
    first, second = agreed(room), agreed(room, "r2", cost="", money="DANA-TANPA")
    signed(room)
    first.refresh_from_db()
    assert first.promise is not None
    ledger.cancel(first.promise, room.who("tpps"), "Sudah dikerjakan provinsi")
    later = meeting(previous=room.meeting, starts_at=timezone.now() + dt.timedelta(days=360))
    found = opening.opening(later)
    assert [one.decision.pk for one in found.ways] == [first.pk, second.pk]
    assert (found.kept.all, found.kept.fallen, found.kept.running) == (2, 1, 1)
    assert found.ways[0].here is None


def test_minutes_stay_signable_while_older_promises_move_on(room: Room) -> None:
    """Between making and signing, days pass: a promise of the last meeting is called off."""
    first = agreed(room)
    signed(room)
    first.refresh_from_db()
    later = Room(meeting(previous=room.meeting), room.offices)
    agreed(later)
    attending.mark(later.meeting, Came("Ketua BPD", "BPD"), later.who("desa"))
    minutes.close(later.meeting, later.who("desa"))
    made = minutes.make(later.meeting, later.who("desa"), number="400.7/9/2026")
    assert first.promise is not None
    ledger.cancel(first.promise, room.who("tpps"), "Sudah dikerjakan provinsi")
    assert not minutes.stale(later.meeting, made)


def test_decisions_rise_and_a_silent_place_is_named(room: Room) -> None:
    one = agreed(room)
    signed(room)
    kecamatan = _above(room, Kind.KECAMATAN, "16.06.01")
    found = opening.opening(kecamatan)
    assert [each.decision.pk for risen in found.risen for each in risen.ways] == [one.pk]
    assert ([each.code for each in found.silent], found.below) == (["16.06.01.2002"], 2)

    up = carrying.carry(kecamatan, one, room.who("camat"))
    assert opening.opening(kecamatan).taken == {one.pk}

    _end(Room(kecamatan, room.offices), up.client_id)
    district = _above(room, Kind.DISTRICT, "16.06")
    carried = carrying.carry(district, Decision.objects.get(pk=up.pk), room.who("tpps"))
    found = opening.opening(district)
    assert found.taken == {one.pk, up.pk}
    assert [each.code for each in found.silent] == ["16.06.02"]
    came, went = opening.line_of(Decision.objects.get(pk=up.pk))
    assert ([each.pk for each in came], [each.pk for each in went]) == ([one.pk], [carried.pk])
    assert opening.above(one, up)


def test_one_office_promises_one_matter_once(room: Room) -> None:
    """Taken up by the kecamatan with the same owner: the older promise ends, the activity moves."""
    one = agreed(room)
    signed(room)
    activity = _activity(one)
    kecamatan = _above(room, Kind.KECAMATAN, "16.06.01")
    up = carrying.carry(kecamatan, one, room.who("camat"))
    _end(Room(kecamatan, room.offices), up.client_id, owner="desa")
    up.refresh_from_db()
    assert up.promise is not None
    assert up.promise.carried_from_id == Decision.objects.get(pk=one.pk).promise_id
    assert [each.pk for each in Activity.objects.filter(promise=up.promise)] == [activity.pk]
    assert Activity.objects.count() == 1
    below = told(one)
    assert (below.standing, below.here) == ("dibawa", None)
    assert told(up).money.planned == 35_000_000


def test_another_owner_promises_beside_the_first(room: Room) -> None:
    one = agreed(room)
    signed(room)
    kecamatan = _above(room, Kind.KECAMATAN, "16.06.01")
    up = carrying.carry(kecamatan, one, room.who("camat"))
    _end(Room(kecamatan, room.offices), up.client_id, owner="kec")
    assert told(one).standing == "berjalan"
    assert told(Decision.objects.get(pk=up.pk)).standing == "berjalan"


def test_the_next_year_takes_the_activity_along(room: Room) -> None:
    one = agreed(room)
    signed(room)
    later = meeting(previous=room.meeting, year=room.meeting.year + 1,
                    plan_year=room.meeting.plan_year + 1)  # fmt: skip
    again = carrying.carry(later, one, room.who("desa"))
    _end(Room(later, room.offices), again.client_id, "desa", owner="desa")
    found = told(Decision.objects.get(pk=again.pk))
    assert [each.year for each in found.activities] == [later.plan_year]
    assert found.activities[0].carried_from == _activity(one)


def _above(room: Room, kind: str, place: str) -> Meeting:
    return meeting(kind, place, year=room.meeting.year, plan_year=room.meeting.plan_year)


def _end(room: Room, name: str, who: str = "camat", owner: str = "kec") -> None:
    agreed(room, name, who, owner=owner)
    signed(room, who)
