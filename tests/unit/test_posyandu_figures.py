"""Every figure is the length of its list; areas are sums of their posts."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from tests.factories import OCTOBER, POSTS, child, count, district, event, measured

from rembuk.office.posyandu import queries
from rembuk.office.posyandu.figures import COUNTS, ChildFilters
from rembuk.office.posyandu.measures import OF_STATUS, add_months
from rembuk.office.posyandu.models import MonthlyRecap

pytestmark = pytest.mark.django_db

LISTED = {
    **OF_STATUS,
    "": "enrolled",
    "s": "s",
    "tidak-diukur": "not_measured",
    "kasus-baru": "new_cases",
}


@pytest.fixture(scope="module", autouse=True)
def _mixed(kept: None) -> None:
    """Sixty children over four posts and three months, with every kind of verdict and gaps."""
    district()
    chance = random.Random(16)
    for number in range(60):
        months_old = chance.randrange(1, 62)
        born = add_months(OCTOBER, -months_old).replace(day=chance.randrange(1, 28))
        one = child(POSTS[number % 4][0], born=born, sex=chance.choice("LP"))
        if number % 9 == 0:
            one.left_on, one.left_why = dt.date(2026, 9, 20), "pindah"
            one.save()
        for back in (2, 1, 0):
            if chance.random() < 0.3:
                continue
            measured(
                one,
                add_months(OCTOBER, -back).replace(day=12),
                nt=chance.choice("NTOB"),
                two_t=chance.random() < 0.3,
                bgm=chance.random() < 0.3,
                tbu=chance.choice(["", "normal", "pendek", "sangat-pendek"]),
                bbu=chance.choice(["", "normal", "kurang", "sangat-kurang"]),
                bbtb=chance.choice(["", "gizi-baik", "gizi-kurang", "gizi-buruk"]),
                place_code=chance.choice(POSTS)[0] if number % 7 == 0 else one.place_code,
            )
        if number % 10 == 0:
            event(one, dt.date(2026, 10, 12), "baru")
    count()


@pytest.mark.parametrize("scope", ["", "16.06", "16.06.01", "16.06.01.2001", POSTS[0][0]])
def test_a_figure_is_the_length_of_its_list(scope: str) -> None:
    for back in (0, 1, 2):
        month = add_months(OCTOBER, -back)
        counts = queries.recap_total(scope, month).counts
        for status, name in LISTED.items():
            listed = queries.children(scope, ChildFilters(status=status, month=month))
            assert listed.count() == getattr(counts, name), status
            assert len(queries.rows(listed, month)) == listed.count()


def test_weighed_children_are_n_t_o_or_b() -> None:
    for row in MonthlyRecap.objects.all():
        assert row.d == row.n + row.t + row.o + row.b
        assert row.s >= row.d


@pytest.mark.parametrize("level", ["kecamatan", "desa", "posyandu", "puskesmas"])
def test_an_area_is_the_sum_of_its_parts(level: str) -> None:
    parts = queries.recap_by("16.06", OCTOBER, level)
    whole = queries.recap_total("16.06", OCTOBER).counts
    assert whole.d > 0
    for name in COUNTS:
        assert sum(getattr(part.counts, name) for part in parts) == getattr(whole, name)
    assert all(part.name for part in parts)
