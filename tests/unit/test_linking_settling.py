"""Answers to doubts: what they do at once, what outlives a re-run, and that all can be undone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.factories import account, district
from tests.linking_rows import doubt, edition, listed, ref, run, weighed_child
from tests.posyandu_rows import state

from rembuk.office.access.history import AppendOnlyError
from rembuk.office.access.models import Account
from rembuk.office.linking import refs, services
from rembuk.office.linking.models import (
    Change,
    Decision,
    DecisionState,
    Doubt,
    DoubtState,
)
from rembuk.office.lists.models import ListedPerson
from rembuk.office.people.models import Person, SourceRecord
from rembuk.office.posyandu.models import MonthlyRecap
from rembuk.office.posyandu.services import derive_children

pytestmark = pytest.mark.django_db

JANUARY, JUNE = dt.date(2026, 1, 31), dt.date(2026, 6, 30)
BORN = dt.date(1990, 5, 4)
CARD, OTHER_CARD = "1606011201150001", "1606011201150002"
POST, NEXT = "16.06.01.2001.P01", "16.06.01.2001.P02"


@pytest.fixture(autouse=True)
def _places() -> None:
    district()


@pytest.fixture
def officer() -> Account:
    return account("tpps", "tpps")


@pytest.fixture
def second() -> Account:
    return account("gizi", "gizi")


def alone_in_doubt() -> tuple[ListedPerson, ListedPerson, Doubt]:
    a = listed(edition("dukcapil", JANUARY), "Siti Tiruan", BORN, card=CARD)
    b = listed(edition("krs", JUNE), "Siti T", BORN, card=OTHER_CARD)
    run(pairs=[(ref(a), ref(b), 4.0)])
    # the registry's record founded nobody: both stand alone, so both wait
    return a, b, doubt(ref(a), ref(b))


def two_children() -> tuple[Person, Person, Doubt]:
    one = weighed_child(POST, dt.date(2025, 4, 8), "P", "Anak Tiruan")
    two = weighed_child(NEXT, dt.date(2025, 4, 8), "P", "Anak Tirwan")
    derive_children({one.pk: dt.date.min, two.pk: dt.date.min})
    pair = refs.person(one.public_id), refs.person(two.public_id)
    run(clusters=[list(pair)], pairs=[(*pair, 20.0)])
    return one, two, doubt(*pair)


def stands() -> dict[str, Any]:
    """Every table but the history, the decisions and what is only counted. The words of lists are
    written anew from the links, so their keys say nothing."""
    found: dict[str, Any] = state(without={"rule_version"})
    plain = state(without={"id"})
    for name in ("SourceRecord", "Identifier", "Membership"):
        found[name] = sorted(plain[name], key=str)
    for name in ("AreaCases", "AreaRecap", "MonthlyRecap", "Session"):
        found.pop(name, None)
    found["Listed"] = list(ListedPerson.objects.order_by("pk").values())
    found["Doubt"] = list(Doubt.objects.order_by("pk").values("key", "state"))
    return found


def test_same_makes_one_person_of_two_records(officer: Account) -> None:
    a, b, asked = alone_in_doubt()
    services.decide(asked, "sama", officer)
    a.refresh_from_db()
    b.refresh_from_db()
    assert a.person_id == b.person_id is not None
    assert sorted([a.how, b.how]) == ["baru", "terhubung"]
    asked.refresh_from_db()
    assert asked.state == DoubtState.SETTLED
    (person,) = Person.objects.all()
    assert SourceRecord.objects.filter(person=person).count() == 2


def test_different_makes_two_persons(officer: Account) -> None:
    a, b, asked = alone_in_doubt()
    services.decide(asked, "beda", officer)
    a.refresh_from_db()
    b.refresh_from_db()
    assert a.person_id is not None
    assert b.person_id is not None
    assert a.person_id != b.person_id
    assert (a.how, b.how) == ("baru", "baru")


@pytest.mark.parametrize("verdict", ["sama", "beda"])
def test_taking_an_answer_back_restores_what_stood(verdict: str, officer: Account) -> None:
    *_, asked = alone_in_doubt()
    before = stands()
    decision = services.decide(asked, verdict, officer)
    assert stands() != before
    services.undo(decision, officer)
    assert stands() == before
    decision.refresh_from_db()
    assert decision.state == DecisionState.WITHDRAWN
    assert Change.objects.filter(kind="batal").exists()


@pytest.mark.parametrize("verdict", ["sama", "beda"])
def test_an_answer_outlives_the_next_run(verdict: str, officer: Account) -> None:
    a, b, asked = alone_in_doubt()
    services.decide(asked, verdict, officer)
    # the linkage thinks otherwise: it would join what is two, and leave apart what is one
    clusters = [[ref(a), ref(b)]] if verdict == "beda" else []
    for mode in ("penuh", "baru"):
        run(mode=mode, clusters=clusters, pairs=[(ref(a), ref(b), 4.0)])
        a.refresh_from_db()
        b.refresh_from_db()
        assert (a.person_id == b.person_id) is (verdict == "sama")
        asked.refresh_from_db()
        assert asked.state == DoubtState.SETTLED


def test_an_answered_pair_is_not_asked_twice(officer: Account, second: Account) -> None:
    _, _, asked = alone_in_doubt()
    services.decide(asked, "beda", officer)
    with pytest.raises(services.CannotSettleError, match="sudah"):
        services.decide(asked, "sama", second)


def test_later_leaves_it_for_a_week(officer: Account) -> None:
    _, _, asked = alone_in_doubt()
    services.put_off(asked, dt.date(2026, 11, 1))
    asked.refresh_from_db()
    assert (asked.state, asked.later_until) == (DoubtState.LATER, dt.date(2026, 11, 8))


def test_joining_two_children_waits_for_another_account(officer: Account, second: Account) -> None:
    one, two, asked = two_children()
    decision = services.decide(asked, "sama", officer)
    assert decision.state == DecisionState.WAITING
    assert Person.objects.count() == 2
    with pytest.raises(services.CannotSettleError, match="akun-sama"):
        services.second_opinion(decision, True, officer)
    services.second_opinion(decision, True, second)
    assert Person.objects.count() == 1
    months = MonthlyRecap.objects.filter(month=dt.date(2026, 10, 1))
    assert sum(months.values_list("s", flat=True)) == 1
    assert {one.pk, two.pk} >= set(Person.objects.values_list("pk", flat=True))


def test_a_second_account_that_thinks_otherwise_opens_the_doubt_again(
    officer: Account, second: Account
) -> None:
    _, _, asked = two_children()
    decision = services.decide(asked, "sama", officer)
    services.second_opinion(decision, False, second)
    asked.refresh_from_db()
    assert (asked.state, asked.disputed) == (DoubtState.OPEN, True)
    assert Person.objects.count() == 2


def test_a_join_taken_back_restores_two_children(officer: Account, second: Account) -> None:
    _, _, asked = two_children()
    before = stands()
    decision = services.decide(asked, "sama", officer)
    services.second_opinion(decision, True, second)
    services.undo(decision, officer)
    after = stands()
    assert after == before


def test_a_split_keeps_them_two_for_ever(officer: Account, second: Account) -> None:
    one, two, asked = two_children()
    decision = services.decide(asked, "sama", officer)
    services.second_opinion(decision, True, second)
    services.split(Change.objects.get(kind="gabung"), officer, "dua anak berbeda")
    pair = refs.person(one.public_id), refs.person(two.public_id)
    run(clusters=[list(pair)], pairs=[(*pair, 20.0)])
    assert Person.objects.count() == 2
    asked.refresh_from_db()
    assert asked.state == DoubtState.SETTLED
    decision.refresh_from_db()
    assert decision.state == DecisionState.WITHDRAWN


def test_a_record_that_is_not_this_person_becomes_its_own_and_stays_so(officer: Account) -> None:
    a = listed(edition("dukcapil", JANUARY), "Siti Tiruan", BORN, card=CARD)
    b = listed(edition("krs", JUNE), "Siti Tiruan", BORN, card=OTHER_CARD)
    script: dict[str, Any] = {"clusters": [[ref(a), ref(b)]]}
    run(**script)
    before = stands()
    decision = services.release(ref(b), officer, "orang lain")
    a.refresh_from_db()
    b.refresh_from_db()
    assert a.person_id != b.person_id
    run(**script)
    b.refresh_from_db()
    assert a.person_id != b.person_id
    services.undo(decision, officer)
    assert stands() == before


def test_merging_known_persons_and_splitting_again(officer: Account) -> None:
    a = listed(edition("dukcapil", JANUARY), "Siti Tiruan", BORN, card=CARD)
    b = listed(edition("krs", JUNE), "Siti Tirwan", BORN, card=OTHER_CARD)
    run()
    before = stands()
    a.refresh_from_db()
    b.refresh_from_db()
    assert a.person is not None
    assert b.person is not None
    change = services.merge(a.person, b.person, officer, "dikenal bidan desa")
    assert Person.objects.count() == 1
    run()
    assert Person.objects.count() == 1
    services.split(change, officer, "keliru")
    assert stands() == before
    run()
    assert Person.objects.count() == 2


def test_an_earlier_join_cannot_be_split_under_a_later_one(officer: Account) -> None:
    persons = []
    krs = edition("krs", JUNE)
    for number in range(3):
        listed(krs, f"Siti Tiruan {number}", BORN, card=CARD)
    run()
    persons = list(Person.objects.order_by("pk"))
    first = services.merge(persons[0], persons[1], officer, "")
    persons[0].refresh_from_db()
    second_join = services.merge(persons[0], persons[2], officer, "")
    with pytest.raises(services.CannotSettleError, match="ada-sesudahnya"):
        services.split(first, officer, "")
    services.split(second_join, officer, "")
    services.split(first, officer, "")
    assert Person.objects.count() == 3


def test_history_is_only_added_to(officer: Account) -> None:
    _, _, asked = alone_in_doubt()
    services.decide(asked, "sama", officer)
    line = Change.objects.get()
    with pytest.raises(AppendOnlyError):
        line.save()
    with pytest.raises(AppendOnlyError):
        line.delete()
    with pytest.raises(AppendOnlyError):
        Change.objects.update(note="x")
    with pytest.raises(AppendOnlyError):
        Change.objects.all().delete()


def test_a_sample_pair_called_two_takes_the_record_away(officer: Account) -> None:
    a = listed(edition("dukcapil", JANUARY), "Siti Tiruan", BORN, card=CARD)
    b = listed(edition("krs", JUNE), "Siti Tiruan", BORN, card=OTHER_CARD)
    run(clusters=[[ref(a), ref(b)]], pairs=[(ref(a), ref(b), 12.0)])
    asked = doubt(ref(a), ref(b))
    assert asked.kind == "contoh"
    services.decide(asked, "beda", officer)
    a.refresh_from_db()
    b.refresh_from_db()
    assert a.person_id != b.person_id
    assert Decision.objects.get().weight == 12.0
