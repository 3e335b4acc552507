"""Opening, visiting, referring and closing on rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.factories import account, child, district, event, measured

from rembuk.office.access.models import Account
from rembuk.office.accompaniment import services
from rembuk.office.accompaniment.models import Accompaniment, Referral, Team, Visit
from rembuk.office.accompaniment.services import Opening, Told
from rembuk.office.people import followers, public_ids
from rembuk.office.people.models import Person
from rembuk.office.posyandu.models import CaseEvent

pytestmark = pytest.mark.django_db
POST = "16.06.01.2001.P01"


def ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


@pytest.fixture
def stunted() -> Person:
    district()
    one = child(POST, born=ago(500))
    event(one, ago(40), "baru")
    return one


@pytest.fixture
def kader(stunted: Person) -> Account:
    return account("kader-contoh", "kader", POST)


def of(person: Person) -> Accompaniment:
    return Accompaniment.objects.get(person=person, closed_on__isnull=True)


def visited(
    one: Accompaniment, by: Account, days: int = 1, key: str = "a", **more: object
) -> Visit:
    told = Told(ago(days), "rumah", **{"seen": {"timbang": True}, **more})
    return services.record_visit(one, told, key, by)


def test_a_case_is_opened_once(stunted: Person) -> None:
    assert services.sync().opened == 1
    one = of(stunted)
    assert (one.opened_on, one.group, one.place_code) == (ago(40), "baduta", POST)
    assert one.next_on == ago(-7)  # within a week of the day the office learnt of it
    again = services.sync()
    assert (again.opened, again.closed, again.moved, again.dropped) == (0, 0, 0, 0)
    assert Accompaniment.objects.count() == 1
    assert one.events.count() == 1


def test_a_suspicion_is_not_opened() -> None:
    district()
    event(child(POST, born=ago(500)), ago(10), "diduga")
    services.sync()
    assert not Accompaniment.objects.exists()


def test_an_import_taken_back_takes_an_untouched_one_with_it(
    stunted: Person, kader: Account
) -> None:
    services.sync()
    CaseEvent.objects.all().delete()
    services.sync()
    assert not Accompaniment.objects.exists()
    event(stunted, ago(40), "baru")
    services.sync()
    visited(of(stunted), kader)
    CaseEvent.objects.all().delete()
    services.sync()
    (kept,) = Accompaniment.objects.all()
    assert (kept.closed_why, kept.visits.count()) == ("salah-data", 1)


def test_lulus_closes_unless_a_red_flag_or_urgent_referral_stands(
    stunted: Person, kader: Account
) -> None:
    services.sync()
    told = Opening(ago(3), "Tidak mau makan", "segera", None, "Puskesmas Contoh")
    referral = services.open_referral(of(stunted), told, "r", kader)
    event(stunted, ago(20), "pulih")
    event(stunted, ago(2), "lulus")
    services.sync()
    assert of(stunted).held == "rujukan-segera"
    services.answer(referral, ago(1), "Sudah diperiksa, boleh pulang", kader)
    assert Accompaniment.objects.get().closed_why == "pulih"


def test_an_open_red_flag_of_the_last_measurement_holds(stunted: Person) -> None:
    services.sync()
    measured(stunted, ago(5), oedema=True)
    event(stunted, ago(20), "pulih")
    event(stunted, ago(2), "lulus")
    services.sync()
    assert of(stunted).held == "tanda-bahaya"
    measured(stunted, ago(1), oedema=False)
    services.sync()
    assert Accompaniment.objects.get().closed_why == "pulih"


def test_a_relapse_opens_a_new_one_that_continues_the_old(stunted: Person) -> None:
    event(stunted, ago(30), "pulih")
    event(stunted, ago(20), "lulus")
    event(stunted, ago(5), "kambuh")
    services.sync()
    first, second = Accompaniment.objects.filter(person=stunted).order_by("opened_on")
    assert (first.closed_why, second.closed_on) == ("pulih", None)
    assert second.continues == first


def test_it_follows_the_child_to_another_post(stunted: Person) -> None:
    services.make_team("TPK Melati", POST[:13], [("bidan", "Bidan Contoh", None)])
    there = services.make_team("TPK Mawar", "16.06.01.2002", [("pkk", "Kader Contoh", None)])
    services.sync()
    assert of(stunted).team is not None
    assert of(stunted).team != there
    Person.objects.filter(pk=stunted.pk).update(place_code="16.06.01.2002.P01")
    assert services.sync().moved == 1
    assert of(stunted).team == there


def test_a_visit_sent_twice_is_kept_once(stunted: Person, kader: Account) -> None:
    services.sync()
    first = visited(of(stunted), kader, key="k-1")
    again = visited(of(stunted), kader, key="k-1")
    assert first == again
    assert Visit.objects.count() == 1
    assert of(stunted).next_on == ago(1) + dt.timedelta(days=30)


def test_the_next_visit_that_was_agreed_goes_before_the_plan(
    stunted: Person, kader: Account
) -> None:
    services.sync()
    visited(of(stunted), kader, next_on=ago(-3))
    assert of(stunted).next_on == ago(-3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": ago(-1)},
        {"on": ago(41)},
        {"where": "warung"},
        {"seen": {}},
        {"given": {"pmt": 999}},
        {"next_on": ago(-200)},
    ],
)
def test_an_impossible_visit_is_refused(
    stunted: Person, kader: Account, wrong: dict[str, object]
) -> None:
    services.sync()
    told = {"on": ago(1), "where": "rumah", "seen": {"timbang": True}} | wrong
    with pytest.raises(ValidationError):
        services.record_visit(of(stunted), Told(**told), "k", kader)
    assert not Visit.objects.exists()


def test_a_visit_taken_back_stays_and_counts_no_more(stunted: Person, kader: Account) -> None:
    services.sync()
    before = of(stunted).next_on
    visit = visited(of(stunted), kader)
    services.take_back_visit(visit, "Salah memilih anak", kader)
    assert Visit.objects.get().void_why == "Salah memilih anak"
    assert of(stunted).next_on == before


def test_a_person_can_not_declare_a_recovery(stunted: Person, kader: Account) -> None:
    services.sync()
    for why in ("pulih", "lewat-umur", "selesai", "apa-saja"):
        with pytest.raises(ValidationError):
            services.close(of(stunted), why, "Sudah terlihat sehat", kader)


def test_lost_needs_visits_at_which_nobody_was_met(stunted: Person, kader: Account) -> None:
    services.sync()
    for number in range(3):
        with pytest.raises(ValidationError):
            services.close(of(stunted), "hilang", "Rumah sudah kosong", kader)
        visited(of(stunted), kader, days=9 - number, key=f"{number}", met=False, seen={})
    services.close(of(stunted), "hilang", "Rumah sudah kosong", kader)
    services.sync()
    assert Accompaniment.objects.get().closed_why == "hilang"


def test_a_stale_page_changes_nothing(stunted: Person, kader: Account) -> None:
    services.sync()
    one = of(stunted)
    visited(one, kader)
    with pytest.raises(ValidationError, match="diubah orang lain"):
        services.close(one, "pindah", "Pindah ke Palembang", kader, version=one.version)


def test_a_referral_goes_in_order(stunted: Person, kader: Account) -> None:
    services.sync()
    told = Opening(ago(5), "Batuk lama", "biasa", None, "Puskesmas Contoh")
    one = services.open_referral(of(stunted), told, "r-1", kader)
    assert services.open_referral(of(stunted), told, "r-1", kader) == one
    assert one.due_on == ago(5) + dt.timedelta(days=14)
    for act in (
        lambda: services.arrive(one, ago(6), kader),
        lambda: services.arrive(one, ago(-1), kader),
        lambda: services.returned(one, ago(1), kader),
        lambda: services.answer(one, ago(1), "", kader),
    ):
        with pytest.raises(ValidationError):
            act()
    services.arrive(one, ago(4), kader)
    services.answer(one, ago(2), "Diberi obat, kontrol sebulan", kader)
    services.returned(one, ago(1), kader)
    one = Referral.objects.get()
    assert (one.arrived_on, one.answered_on, one.returned_on) == (ago(4), ago(2), ago(1))
    assert one.due_on is None


def test_an_audited_person_gets_one_and_a_case_goes_on_in_it() -> None:
    district()
    one = child(POST, born=ago(500))
    made = services.open_for_audit(one, "baduta", ago(3))
    assert services.open_for_audit(one, "baduta", ago(3)) == made
    assert made.get_why_display() == "Keluarga yang didampingi"  # says nothing of an audit
    event(one, ago(1), "ditemukan")
    services.sync()
    (kept,) = Accompaniment.objects.all()
    assert (kept.pk, kept.why, kept.audited) == (made.pk, "kasus-stunting", True)


def test_an_adult_is_not_too_old() -> None:
    district()
    mother = Person.objects.create(
        public_id=public_ids.new(), name="Ibu Contoh", name_key="ibu contoh", sex="P",
        birth_date=dt.date(1998, 1, 1), place_code=POST[:13],
    )  # fmt: skip
    made = services.open_for_audit(mother, "bumil", ago(3), anchor=ago(100))
    services.sync()
    made.refresh_from_db()
    assert made.is_open
    assert made.next_contact == "m16"


def test_the_day_for_the_plan_may_come_with_the_worksheet() -> None:
    district()
    mother = Person.objects.create(
        public_id=public_ids.new(), name="Ibu Contoh", name_key="ibu contoh", sex="P",
        birth_date=dt.date(1998, 1, 1), place_code=POST[:13],
    )  # fmt: skip
    made = services.open_for_audit(mother, "bumil", ago(3))
    assert made.anchor is None
    services.open_for_audit(mother, "bumil", ago(3), anchor=ago(100))
    made.refresh_from_db()
    assert (made.anchor, made.next_contact) == (ago(100), "m16")
    services.open_for_audit(mother, "bumil", ago(3))  # nothing known takes nothing away
    made.refresh_from_db()
    assert made.anchor == ago(100)


def test_it_follows_persons_who_become_one_and_part_again(stunted: Person, kader: Account) -> None:
    double = child(POST, born=ago(500))
    event(double, ago(30), "ditemukan")
    services.sync()
    visited(of(double), kader)
    before = list(Accompaniment.objects.order_by("pk").values())
    moved = followers.move_all(double.pk, stunted.pk)
    assert Accompaniment.objects.filter(person=stunted, closed_on__isnull=True).count() == 1
    assert Visit.objects.filter(accompaniment__person=stunted).count() == 1
    followers.restore_all(moved, double.pk, stunted.pk)
    assert list(Accompaniment.objects.order_by("pk").values()) == before


def test_two_teams_do_not_answer_for_one_place() -> None:
    district()
    services.make_team("TPK", POST[:13], [("bidan", "Bidan Contoh", None)])
    with pytest.raises(ValidationError):
        services.make_team("TPK dua", POST[:13], [("bidan", "Bidan Contoh", None)])
    assert Team.objects.count() == 1
