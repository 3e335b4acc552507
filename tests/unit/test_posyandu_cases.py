"""Cases in the records: the stock-flow identity after imports, moves, time, and rule changes."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from tests.factories import district
from tests.posyandu_rows import opened, rows, silent, state, take, visit

from rembuk.office.intake.receivers import receiver
from rembuk.office.people.models import Person
from rembuk.office.posyandu import queries, services
from rembuk.office.posyandu.deriving import derivation
from rembuk.office.posyandu.figures import ChildFilters
from rembuk.office.posyandu.measures import add_months
from rembuk.office.posyandu.models import (
    CaseEvent,
    ChildStatus,
    Measurement,
    Posyandu,
    Rederivation,
)
from rembuk.reference import Reference

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 3, 1)
NAMES = ("Budi", "Citra", "Galih", "Kartika", "Rangga", "Wulan", "Sari", "Dewi", "Joko", "Mega",
         "Putra", "Lestari", "Hana", "Ilham")  # fmt: skip


@pytest.fixture(autouse=True)
def _areas() -> None:
    district()
    Posyandu.objects.all().delete()


def village_life(months: int, seed: int) -> list[dict[str, object]]:
    """Children drifting about -2 SD, missing sessions, some changing post."""
    chance = random.Random(seed)
    said = []
    for number, name in enumerate(NAMES):
        length = chance.uniform(65.5, 69.0)
        for month in range(months):
            length += chance.uniform(0.2, 1.6)
            if chance.random() < 0.25:
                continue
            post = "Mawar" if number % 3 == 0 and month > months // 2 else "Melati 1"
            day = add_months(FIRST, month).replace(day=chance.randrange(5, 20))
            said.append(
                visit(name, day, 8.0 + month / 10, round(length, 1), posyandu=post,
                      mother_name=f"Ibu {name}")
            )  # fmt: skip
    return said


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_stock_and_flows_agree_in_every_place_and_month(seed: int) -> None:
    said = village_life(8, seed)
    half = [row for row in said if row["date"] < add_months(FIRST, 4)]
    take(rows(*half), opened(dt.date(2026, 6, 30)))
    take(rows(*said), opened(dt.date(2026, 10, 31)))
    assert CaseEvent.objects.filter(event="pindah-masuk").exists()
    places = ["16.06", "16.06.01.2001", *Posyandu.objects.values_list("code", flat=True)]
    for place in places:
        end = 0
        for step in range(8):
            flow = queries.stock_flow(place, add_months(FIRST, step))
            assert flow.holds
            assert flow.start == end
            end = flow.end
            listed = queries.children(
                place, ChildFilters(status="kasus", month=add_months(FIRST, step))
            )
            assert listed.count() == end
    assert CaseEvent.objects.filter(event__in=["baru", "ditemukan"]).exists()


def test_two_imports_end_where_one_would() -> None:
    said = village_life(8, 5)
    take(rows(*said[::2]), opened(dt.date(2026, 10, 31)))
    take(rows(*said), opened(dt.date(2026, 10, 31)))
    events = set(CaseEvent.objects.values_list("child__name", "on", "event", "place_code"))
    CaseEvent.objects.all().delete()
    services.rederive(["16.06"], "uji: hitung dari awal")
    assert set(CaseEvent.objects.values_list("child__name", "on", "event", "place_code")) == events


def test_time_alone_loses_a_case_and_undo_finds_it_again() -> None:
    short = [
        visit("Sari", add_months(FIRST, month).replace(day=10), 7.0, 66.0 + month / 2)
        for month in range(3)
    ]
    take(rows(*short), opened(dt.date(2026, 5, 31)))
    assert ChildStatus.objects.get().case in {"baru", "ditemukan"}
    before = state()
    later = opened(dt.date(2026, 12, 31))
    other = visit("Dewi", dt.date(2026, 12, 10), 10.0, 80.0, mother_name="Ibu Lain")
    take(rows(other), later)
    assert ChildStatus.objects.get(child__name="Sari").case == "hilang"
    receiver("pengukuran").undo(later, silent)
    assert state() == before


def test_a_child_short_once_is_only_suspected() -> None:
    take(rows(visit("Sari", dt.date(2026, 10, 10), 7.0, 66.0)), opened(dt.date(2026, 10, 31)))
    assert ChildStatus.objects.get().case == "diduga"
    assert queries.stock_flow("16.06", dt.date(2026, 10, 1)).end == 0
    assert queries.stock_flow("16.06", dt.date(2026, 10, 1)).suspected == 1
    (first,) = queries.look_rows(queries.first_look("16.06"))
    assert first.tier == 1  # severely stunted under two
    assert {reason["code"] for reason in first.reasons} >= {"lihat.sangat-pendek-baduta"}


@pytest.fixture
def _under_old_rules() -> None:
    """Everything so far was judged by rules called `lama`, with a verdict of their own."""
    march, april = (add_months(FIRST, month).replace(day=10) for month in (0, 1))
    seen = rows(visit("Sari", march, 8.0, 72.0), visit("Sari", april, 8.2, 73.0))
    take(seen, opened(dt.date(2026, 4, 30)))
    Measurement.objects.update(rule_version="lama", tbu="tinggi")


@pytest.mark.usefixtures("_under_old_rules")
def test_an_old_verdict_keeps_its_rule_version() -> None:
    may = visit("Sari", dt.date(2026, 5, 10), 8.5, 74.0)
    take(rows(may), opened(dt.date(2026, 5, 31)))
    kept = Measurement.objects.order_by("date").values_list("rule_version", "tbu")
    assert [version == "lama" for version, _ in kept] == [True, True, False]
    assert [tbu for _, tbu in kept] == ["tinggi", "tinggi", "normal"]


@pytest.mark.usefixtures("_under_old_rules")
def test_a_correction_judges_its_month_and_the_later_ones() -> None:
    april = visit("Sari", dt.date(2026, 4, 10), 8.4, 73.0)
    take(rows(april), opened(dt.date(2026, 5, 31)))
    march = Measurement.objects.get(date=dt.date(2026, 3, 10))
    assert (march.rule_version, march.tbu) == ("lama", "tinggi")
    now = Measurement.objects.get(date=dt.date(2026, 4, 10), superseded_by=None)
    assert now.rule_version != "lama"
    assert now.tbu == "normal"


@pytest.mark.usefixtures("_under_old_rules")
def test_judging_again_is_asked_for_with_a_reason_and_recorded() -> None:
    with pytest.raises(ValueError, match="reason"):
        services.rederive(["16.06"], " ")
    done = services.rederive(["16.06"], "Kategori berubah")
    assert set(Measurement.objects.values_list("tbu", flat=True)) == {"normal"}
    assert done.replaced == {"lama": 2}
    assert Rederivation.objects.get().reason == "Kategori berubah"
    assert not Measurement.objects.filter(rule_version="lama").exists()


def test_nothing_is_rewritten_when_nothing_changed() -> None:
    frame = rows(*village_life(4, 7))
    take(frame, opened(dt.date(2026, 6, 30)))
    ids = sorted(Person.objects.values_list("pk", flat=True))
    from rembuk import reference

    found: Reference = reference.load()
    on = services.newest_day()
    assert on is not None
    assert derivation.rederive(ids, dict.fromkeys(ids, FIRST), found, on) == {}
