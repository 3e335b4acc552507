"""Laws of the stored counts: a sum is the sum of its parts, and nothing stored is ever stale."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from typing import Any

import pytest
from django.db.models import Max, Q
from tests.factories import POSTS, district
from tests.posyandu_rows import opened, rows, silent, take, visit

from rembuk.office.intake.receivers import receiver
from rembuk.office.people.models import Person
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.deriving.recaps import recount
from rembuk.office.posyandu.figures import COUNTS
from rembuk.office.posyandu.measures import add_months
from rembuk.office.posyandu.models import (
    AreaCases,
    AreaRecap,
    CaseEvent,
    HealthCentre,
    Measurement,
    MonthlyRecap,
    Posyandu,
    Session,
)

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 3, 1)
MONTHS = 4
NAMES = ("Budi", "Citra", "Galih", "Kartika", "Rangga", "Wulan", "Sari", "Dewi")
HOMES = (
    ("16.06.01.2001", "Melati 1"),
    ("16.06.01.2001", "Melati 2"),
    ("16.06.01.2002", "Mawar"),
    ("16.06.02.2001", "Kenanga"),
)
LEVELS = {5: 2, 8: 3, 13: 4}
TABLES = (MonthlyRecap, Session, AreaRecap, AreaCases)


@pytest.fixture(autouse=True)
def _areas() -> None:
    district()
    Posyandu.objects.all().delete()
    HealthCentre.objects.all().delete()


def stored() -> dict[str, set[tuple[Any, ...]]]:
    """Every stored count, without keys."""
    found = {}
    for model in TABLES:
        names = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
        found[model.__name__] = set(model.objects.values_list(*names))
    return found


def assert_sums_hold() -> None:
    """Areas are the sums of their posts; cases are the counts of events."""
    wanted: dict[tuple[int, str, dt.date], list[Any]] = {}
    for code, month, *counts in MonthlyRecap.objects.values_list("place_code", "month", *COUNTS):
        for length, level in LEVELS.items():
            row = wanted.setdefault((level, code[:length], month), [0] * (len(COUNTS) + 1))
            for number, count in enumerate((*counts, 1)):
                row[number] += count
    names = ("level", "area_code", "month", *COUNTS, "posts")
    assert {row[:3]: list(row[3:]) for row in AreaRecap.objects.values_list(*names)} == wanted
    for area in AreaRecap.objects.all():
        here = Session.objects.filter(place_code__startswith=f"{area.area_code}.", month=area.month)
        days = here.aggregate(
            held=Max("held_on", filter=Q(measured__gt=0)), received=Max("received_on")
        )
        assert (area.held_on, area.received_on) == (days["held"], days["received"])
    events = Counter(
        (level, code[:length], month, event)
        for code, month, event in CaseEvent.objects.values_list("place_code", "month", "event")
        for length, level in LEVELS.items()
    )
    found = AreaCases.objects.values_list("level", "area_code", "month", "event", "number")
    assert {row[:4]: row[4] for row in found} == events


def assert_nothing_is_stale() -> None:
    """Counting everything again changes nothing."""
    before = stored()
    recount(Posyandu.objects.values_list("code", flat=True))
    after = stored()
    for name, found in before.items():
        assert found == after[name], name


def life(chance: random.Random) -> list[dict[str, Any]]:
    """Children about -2 SD who now and then come to a post of another village or kecamatan."""
    said = []
    for number, name in enumerate(NAMES, start=1):
        home = chance.choice(HOMES)
        length = chance.uniform(65.5, 69.0)
        for month in range(MONTHS):
            length += chance.uniform(0.2, 1.6)
            if chance.random() < 0.25:
                continue
            village, post = chance.choice(HOMES) if chance.random() < 0.3 else home
            day = add_months(FIRST, month).replace(day=chance.randrange(5, 20))
            said.append(
                visit(name, day, 8.0 + month / 10, round(length, 1), posyandu=post,
                      area_code=village, mother_name=f"Ibu {name}",
                      nik=f"160601480425{number:04d}")
            )  # fmt: skip
    return said


def corrected(chance: random.Random, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some rows again: another length, some at another post, some children gone."""
    found = []
    for row in chance.sample(said, len(said) // 3):
        village, post = chance.choice(HOMES)
        length = round(row["lenhei"] + chance.uniform(-3, 3), 1)
        found.append(row | {"lenhei": length, "area_code": village, "posyandu": post})
    return found


@pytest.mark.parametrize("seed", range(3))
def test_after_imports_corrections_and_undos(seed: int) -> None:
    chance = random.Random(seed)
    said = life(chance)
    chance.shuffle(said)
    half = len(said) // 2
    done = []
    for number, part in enumerate((said[:half], said, corrected(chance, said))):
        context = opened(dt.date(2026, 8, 1 + number))
        take(rows(*part), context)
        done.append(context)
        assert_sums_hold()
        assert_nothing_is_stale()
    assert Measurement.objects.filter(superseded_by__isnull=False).exists()
    assert AreaCases.objects.exists()
    assert Person.objects.count() == len(NAMES)  # who wanders stays one child
    chance.shuffle(done)
    for context in done:
        receiver("pengukuran").undo(context, silent)
        assert_sums_hold()
        assert_nothing_is_stale()
    assert not any(stored().values())


def test_a_visit_told_at_another_post_leaves_the_old_one() -> None:
    nik = {"nik": "1606014804250001"}
    here = {"posyandu": "Melati 1", "area_code": "16.06.01.2001"} | nik
    there = {"posyandu": "Kenanga", "area_code": "16.06.02.2001"} | nik
    march, april = FIRST.replace(day=10), add_months(FIRST, 1).replace(day=10)
    take(
        rows(visit("Sari", march, 8.0, 66.0, **here), visit("Sari", april, 8.1, 66.2, **there)),
        opened(dt.date(2026, 4, 30)),
    )
    assert queries.recap_total("16.06.01", FIRST).counts.d == 1
    take(rows(visit("Sari", march, 8.0, 66.1, **there)), opened(dt.date(2026, 5, 30)))
    assert queries.recap_total("16.06.01", FIRST).counts.d == 0
    assert queries.recap_total("16.06.02", FIRST).counts.d == 1
    assert_sums_hold()
    assert_nothing_is_stale()


def test_a_child_registered_elsewhere_leaves_the_old_post_and_comes_back_with_an_undo() -> None:
    nik = {"nik": "1606014804250001"}
    day = FIRST.replace(day=10)
    unmeasured = visit("Sari", day, None, **nik)
    take(rows(visit("Budi", day, 8.0, 66.0), unmeasured), opened(dt.date(2026, 3, 31)))
    assert queries.recap_total("16.06.01", FIRST).counts.s == 2
    moved = opened(dt.date(2026, 4, 30))
    there = {"posyandu": "Kenanga", "area_code": "16.06.02.2001"} | nik
    take(rows(visit("Sari", day.replace(day=20), None, **there)), moved)
    assert queries.recap_total("16.06.01", FIRST).counts.s == 1
    assert queries.recap_total("16.06.02", FIRST).counts.s == 1
    assert_nothing_is_stale()
    receiver("pengukuran").undo(moved, silent)
    assert queries.recap_total("16.06.01", FIRST).counts.s == 2
    assert queries.recap_total("16.06", FIRST).counts.s == 2
    assert_sums_hold()
    assert_nothing_is_stale()


def test_figures_of_areas_are_right_as_soon_as_an_import_is_done() -> None:
    chance = random.Random(7)
    said = life(chance)
    take(rows(*said), opened(dt.date(2026, 8, 1)))
    month = add_months(FIRST, MONTHS - 1)
    before = {row.code: row.counts.d for row in queries.recap_by("16.06", month)}
    day = month.replace(day=21)
    take(
        rows(visit("Baru", day, 9.0, 75.0, posyandu="Kenanga", area_code="16.06.02.2001",
                   mother_name="Ibu Baru")),
        opened(dt.date(2026, 8, 2)),
    )  # fmt: skip
    after = {row.code: row.counts.d for row in queries.recap_by("16.06", month)}
    assert after == before | {"16.06.02": before["16.06.02"] + 1}
    held = Session.objects.filter(measured__gt=0).aggregate(last=Max("held_on"))["last"]
    assert queries.freshness("16.06").last_visit == held


class Rights:
    """Somebody's places."""

    def __init__(self, *places: str) -> None:
        self.places = places


@pytest.mark.parametrize(
    "places",
    [
        ("",), ("16",), ("16.06",), ("16.06.01", "16.06.02"), ("16.06.01.2001", "16.06.02.2001"),
        ("16.06", "16.06.01"), ("16.06.01", POSTS[3][0]), (POSTS[0][0],), ("16.06.0",), (),
    ],
)  # fmt: skip
def test_stored_sums_and_posts_tell_the_same_of_any_scope(places: tuple[str, ...]) -> None:
    take(rows(*life(random.Random(11))), opened(dt.date(2026, 8, 1)))
    scope = Rights(*places)
    month = add_months(FIRST, MONTHS - 1)
    posts = [
        row.counts
        for row in queries.recap_by(scope, month, "posyandu")
        if row.known
    ]  # fmt: skip
    total = queries.recap_total(scope, month)
    assert total.posts == len(posts)
    for name in COUNTS:
        assert getattr(total.counts, name) == sum(getattr(one, name) for one in posts)
    for level in ("kabkota", "kecamatan", "desa"):
        found = queries.recap_by(scope, month, level)
        assert sum(row.counts.d for row in found) == total.counts.d
        lines = queries.series_by(scope, level, 3, month)
        assert sum(points[-1].counts.d for points in lines.values()) == total.counts.d
    assert queries.series(scope, 3, month)[-1].counts == total.counts
    inside = queries.inside(scope)
    assert queries.stock_flow(scope, month).end == queries.stock(scope, month).count()
    held = Session.objects.filter(inside, measured__gt=0).aggregate(last=Max("held_on"))["last"]
    assert queries.freshness(scope).last_visit == held
    assert bool(queries.months_with_data(scope)) == bool(held)
