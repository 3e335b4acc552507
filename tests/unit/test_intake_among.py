"""One parameter for very many values: the same rows as `IN` gives, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import child, district, measured

from rembuk.office.intake.among import among
from rembuk.office.people.models import Person
from rembuk.office.posyandu.models import Measurement

pytestmark = pytest.mark.django_db
POST = "16.06.01.2001.P01"


@pytest.fixture
def three() -> list[Person]:
    district()
    made = [child(POST, born=dt.date(2025, month, 8), sex="P") for month in (1, 2, 3)]
    for one in made:
        measured(one, dt.date(2026, 10, 12), weight=9.0)
    return made


def test_text_numbers_and_days_are_found(three: list[Person]) -> None:
    first, second, _ = three
    both = {first.pk, second.pk}
    for column, values in (
        ("pk", [first.pk, second.pk, 10**12]),
        ("public_id", [first.public_id, second.public_id, "x'; --"]),
        ("birth_date", [first.birth_date, second.birth_date]),
    ):
        found = Person.objects.filter(among(column, values))
        assert set(found.values_list("pk", flat=True)) == both


def test_a_foreign_key_is_asked_by_its_key(three: list[Person]) -> None:
    wanted = [three[0].pk, three[2].pk]
    rows = Measurement.objects.filter(among("child", wanted), superseded_by__isnull=True)
    assert sorted(rows.values_list("child", flat=True)) == sorted(wanted)
    assert Person.objects.filter(among("measurements__child", wanted)).count() == 2


def test_nothing_is_among_nothing(three: list[Person]) -> None:
    assert not Person.objects.filter(among("pk", [])).exists()
    assert Person.objects.exclude(among("pk", [])).count() == 3


def test_far_more_values_than_a_statement_takes_are_one_parameter(three: list[Person]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = Person.objects.filter(among("pk", range(1, 300_000))).count()
    assert found == 3
    assert len(asked) == 1
