"""What is unknown, who belongs to which figure, what filters and rights narrow."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import OCTOBER, POSTS, child, count, district, measured, monthly

from rembuk.office.posyandu import queries
from rembuk.office.posyandu.figures import ChildFilters
from rembuk.office.posyandu.models import AreaRecap, MonthlyRecap, Posyandu

pytestmark = pytest.mark.django_db


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
        filters = ChildFilters(month=OCTOBER, **asked)
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
    with django_assert_max_num_queries(6):
        asked = ChildFilters(status="pendek", month=OCTOBER)
        assert len(queries.rows(queries.children("16.06", asked)[:10], OCTOBER)) == 10
