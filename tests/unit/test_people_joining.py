"""Two children become one and part again: everything is as it was, to the letter."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.factories import district
from tests.posyandu_rows import opened, rows, state, take, visit

from rembuk.office.people import followers, joining
from rembuk.office.people.models import FormerId, Person, SourceRecord
from rembuk.office.posyandu.models import Measurement, MonthlyRecap

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = dt.date(2026, 9, 30), dt.date(2026, 10, 31)


def two_children() -> tuple[Person, Person]:
    """The same child written in two ways, so that intake made two of it."""
    district()
    first = rows(
        visit("Anak Contoh Satu", dt.date(2026, 8, 12), 8.0, 70.0),
        visit("Anak Contoh Satu", dt.date(2026, 9, 12), 8.1, 70.2),
    )
    second = rows(
        visit("Anak Tiruan", dt.date(2026, 10, 12), 8.2, 70.3, posyandu="Melati 2"),
        visit("Anak Tiruan", dt.date(2026, 9, 12), 8.1, 70.2, posyandu="Melati 2"),
    )
    take(first, opened(SEPTEMBER))
    take(second, opened(OCTOBER))
    one, other = Person.objects.order_by("pk")
    return one, other


COUNTED = {"AreaCases", "AreaRecap", "MonthlyRecap", "Session"}


def as_it_stands() -> dict[str, list[tuple[Any, ...]]]:
    """Every row, keys and all; of tables that are counted anew the keys say nothing."""
    found = state()
    plain = state(without={"id"})
    return {name: sorted(plain[name]) if name in COUNTED else found[name] for name in found}


def joined(giver: Person, taker: Person) -> dict[str, Any]:
    moved = joining.join(giver.pk, taker.pk)
    followers.settle_all({taker.pk: followers.since_of(moved["rooms"])}, [moved["rooms"]])
    return moved


def parted(moved: dict[str, Any], giver: Person, taker: Person) -> None:
    pk, since = joining.part(moved, taker.pk)
    assert pk == giver.pk
    followers.settle_all({giver.pk: since, taker.pk: since}, [moved["rooms"]])


def test_join_makes_one_growth_curve_and_one_of_every_count() -> None:
    one, other = two_children()
    before = MonthlyRecap.objects.filter(month=dt.date(2026, 10, 1))
    assert sum(before.values_list("s", flat=True)) == 2
    joined(other, one)
    assert Person.objects.count() == 1
    standing = Measurement.objects.filter(superseded_by=None).order_by("date")
    assert list(standing.values_list("child", "date")) == [
        (one.pk, dt.date(2026, 8, 12)),
        (one.pk, dt.date(2026, 9, 12)),
        (one.pk, dt.date(2026, 10, 12)),
    ]
    assert sum(before.values_list("s", flat=True)) == 1
    assert FormerId.objects.get().public_id == other.public_id


def test_parting_restores_every_row_of_every_table() -> None:
    one, other = two_children()
    before = as_it_stands()
    moved = joined(other, one)
    assert as_it_stands() != before
    parted(moved, other, one)
    assert as_it_stands() == before
    assert not FormerId.objects.exists()


def test_a_verdict_by_older_rules_comes_back_as_it_was() -> None:
    one, other = two_children()
    Measurement.objects.filter(child=other).update(rule_version="aturan-lama")
    before = as_it_stands()
    moved = joined(other, one)
    parted(moved, other, one)
    assert as_it_stands() == before


def test_what_came_since_under_the_name_of_the_other_goes_with_it() -> None:
    one, other = two_children()
    moved = joined(other, one)
    later = rows(visit("Anak Tiruan", dt.date(2026, 11, 9), 8.4, 71.0, posyandu="Melati 2",
                       address="Jalan Contoh 1"))  # fmt: skip
    take(later, opened(dt.date(2026, 11, 30)))
    assert Person.objects.count() == 1
    parted(moved, other, one)
    again = Person.objects.get(public_id=other.public_id)
    assert SourceRecord.objects.filter(person=again).count() == 2
    assert again.name == "Anak Tiruan"
    # the weighing itself stays with the child it was written for
    assert Measurement.objects.filter(child=one, date=dt.date(2026, 11, 9)).exists()


def test_nobody_is_joined_to_himself_or_to_nobody() -> None:
    one, _ = two_children()
    with pytest.raises(ValueError, match="itself"):
        joining.join(one.pk, one.pk)
    with pytest.raises(joining.GoneError):
        joining.join(one.pk, 999_999)
