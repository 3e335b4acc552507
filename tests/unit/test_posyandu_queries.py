"""Every figure is the length of its list; areas are sums of their posts."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from tests.factories import OCTOBER, POSTS, child, count, district, event, measured, monthly

from rembuk.office.posyandu import queries
from rembuk.office.posyandu.figures import COUNTS, ChildFilters
from rembuk.office.posyandu.measures import OF_STATUS, add_months
from rembuk.office.posyandu.models import AreaRecap, MonthlyRecap, Posyandu

pytestmark = pytest.mark.django_db

LISTED = {
    **OF_STATUS,
    "": "enrolled",
    "s": "s",
    "tidak-diukur": "not_measured",
    "kasus-baru": "new_cases",
}


@pytest.fixture
def _mixed() -> None:
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


@pytest.mark.usefixtures("_mixed")
@pytest.mark.parametrize("scope", ["", "16.06", "16.06.01", "16.06.01.2001", POSTS[0][0]])
def test_a_figure_is_the_length_of_its_list(scope: str) -> None:
    for back in (0, 1, 2):
        month = add_months(OCTOBER, -back)
        counts = queries.recap_total(scope, month).counts
        for status, name in LISTED.items():
            listed = queries.children(scope, ChildFilters(status=status, month=month))
            assert listed.count() == getattr(counts, name), status
            assert len(queries.rows(listed, month)) == listed.count()


@pytest.mark.usefixtures("_mixed")
def test_weighed_children_are_n_t_o_or_b() -> None:
    for row in MonthlyRecap.objects.all():
        assert row.d == row.n + row.t + row.o + row.b
        assert row.s >= row.d


@pytest.mark.usefixtures("_mixed")
@pytest.mark.parametrize("level", ["kecamatan", "desa", "posyandu", "puskesmas"])
def test_an_area_is_the_sum_of_its_parts(level: str) -> None:
    parts = queries.recap_by("16.06", OCTOBER, level)  # type: ignore[arg-type]
    whole = queries.recap_total("16.06", OCTOBER).counts
    assert whole.d > 0
    for name in COUNTS:
        assert sum(getattr(part.counts, name) for part in parts) == getattr(whole, name)
    assert all(part.name for part in parts)


def test_an_area_without_posts_is_unknown_not_zero() -> None:
    district()
    monthly(child(POSTS[0][0]), 2)
    Posyandu.objects.filter(village_code="16.06.02.2001").delete()
    count()
    known = {row.code: row.known for row in queries.recap_by("16.06", OCTOBER)}
    assert known == {"16.06.01": True, "16.06.02": False}


def test_a_ratio_without_denominator_is_empty() -> None:
    counts = queries.recap_total("16.06", OCTOBER).counts
    assert counts.ds.pct is None
    assert not counts.readable(60)


def test_series_keeps_gaps() -> None:
    district()
    one = child(POSTS[0][0])
    measured(one, dt.date(2026, 8, 12))
    measured(one, dt.date(2026, 10, 12))
    count()
    for model in (MonthlyRecap, AreaRecap):
        model.objects.filter(month=dt.date(2026, 9, 1)).delete()
    points = queries.series("16.06", 4)
    assert [point.month.month for point in points] == [7, 8, 9, 10]
    assert [point.known for point in points] == [False, True, False, True]
    assert [p.counts.d for p in queries.series_by("16.06", "kecamatan", 4)["16.06.01"]] == [
        0, 1, 0, 1,
    ]  # fmt: skip


def test_a_child_is_counted_where_it_was_weighed_and_only_once() -> None:
    district()
    moved = child(POSTS[0][0])
    measured(moved, dt.date(2026, 10, 12), place_code=POSTS[3][0])
    count()
    by_post = {row.code: row.counts for row in queries.recap_by("16.06", OCTOBER, "posyandu")}
    assert (by_post[POSTS[0][0]].s, by_post[POSTS[3][0]].s) == (0, 1)


@pytest.mark.parametrize(
    ("born", "counts"),
    [
        (dt.date(2026, 10, 31), True),  # born on the last day of the month
        (dt.date(2026, 11, 1), False),  # not born yet
        (dt.date(2021, 10, 2), True),  # turns 60 months within the month
        (dt.date(2021, 10, 1), False),  # 60 months on its first day
    ],
)
def test_who_belongs_to_s(born: dt.date, counts: bool) -> None:
    district()
    measured(child(POSTS[1][0]), dt.date(2026, 10, 12))
    child(POSTS[0][0], born=born)
    count()
    row = MonthlyRecap.objects.get(posyandu=POSTS[0][0], month=OCTOBER)
    assert row.s == int(counts)


def test_filters_narrow_a_list() -> None:
    district()
    boy = child(POSTS[0][0], born=dt.date(2025, 10, 1), sex="L", name="Budi Contoh")
    girl = child(POSTS[1][0], born=dt.date(2024, 10, 20), sex="P", name="Sari Contoh")
    for one in (boy, girl):
        measured(one, dt.date(2026, 10, 12), tbu="pendek")
    count()

    def found(**asked: object) -> set[int]:
        filters = ChildFilters(month=OCTOBER, **asked)  # type: ignore[arg-type]
        return set(queries.children("16.06", filters).values_list("pk", flat=True))

    assert found(sex="L") == {boy.pk}
    assert found(q="sari") == {girl.pk}
    assert found(q=boy.public_id) == {boy.pk}
    assert found(post=POSTS[1][0], status="pendek") == {girl.pk}
    assert found(age_from=12, age_to=12) == {boy.pk}
    assert found(age_from=13) == {girl.pk}
    assert found(age_from=24, age_to=24) == {girl.pk}


def test_a_place_elsewhere_sees_nothing() -> None:
    district()
    monthly(child(POSTS[0][0]), 3)
    count()
    assert not queries.children("16.06.02").exists()
    assert queries.recap_total("16.06.0", OCTOBER).counts.d == 0  # a prefix is not a place


def test_rights_with_two_places_see_both() -> None:
    class Rights:
        places = (POSTS[0][0], "16.06.02")

    district()
    for code, _ in POSTS:
        measured(child(code), dt.date(2026, 10, 12))
    count()
    assert queries.recap_total(Rights(), OCTOBER).counts.d == 2
    assert queries.children(Rights()).count() == 2


def test_lists_need_few_queries(django_assert_max_num_queries: object) -> None:
    district()
    for _ in range(12):
        measured(child(POSTS[0][0]), dt.date(2026, 10, 12), tbu="pendek")
    count()
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        asked = ChildFilters(status="pendek", month=OCTOBER)
        assert len(queries.rows(queries.children("16.06", asked)[:10], OCTOBER)) == 10
