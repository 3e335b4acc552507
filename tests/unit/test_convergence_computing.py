"""Quantities counted from records against a world counted by hand (tests/computing_rows.py)."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.computing_rows import OCTOBER, V, W, world
from tests.factories import account

from rembuk.office.access.policies import rights_of
from rembuk.office.convergence.computing import Ground, all_queries, drilling, named
from rembuk.office.convergence.periods import period
from rembuk.office.posyandu.models import AreaRecap, Measurement
from rembuk.reference import load

pytestmark = pytest.mark.django_db

BY_HAND: dict[str, dict[str, int]] = {
    # posts: S counts the child where weighed, else where registered
    "balita_sasaran": {V: 4, W: 2},
    "balita_dipantau": {V: 3, W: 1},
    "balita_diukur": {V: 3, W: 0},
    "balita_stunting": {V: 2, W: 0},
    "balita_pendek": {V: 1, W: 0},
    "balita_sangat_pendek": {V: 1, W: 0},
    "balita_gizi_buruk": {V: 1, W: 0},
    "balita_gizi_buruk_ditangani": {V: 1, W: 0},
    "balita_gizi_kurang": {V: 1, W: 1},
    "balita_gizi_kurang_pmt": {V: 1, W: 0},
    "bayi_0_5": {V: 1, W: 1},
    "bayi_0_5_asi": {V: 1},
    "bayi_12": {V: 2, W: 1},
    "anak_6_23": {V: 2, W: 0},
    "baduta_sasaran": {V: 3, W: 1},
    "baduta_ditimbang": {V: 3, W: 0},
    "rematri": {V: 1, W: 0},
    # families
    "keluarga": {V: 3, W: 1},
    "rumah_tangga": {V: 3, W: 1},
    "keluarga_berisiko": {V: 2},
    "keluarga_berisiko_didampingi": {V: 1},
    "keluarga_jamban": {V: 2},
    "rt_air_layak": {V: 2},
    "rt_sanitasi_layak": {V: 2},
    "pus_semua": {V: 2, W: 1},
    "pus_miskin": {V: 2},
    "pus_miskin_tunai": {V: 1},
    "pus_miskin_bpnt": {V: 2},
    "pus_miskin_pbi": {V: 1},
    "keluarga_miskin_semua": {V: 2},
    "keluarga_miskin_tunai": {V: 1},
    "keluarga_miskin_pangan": {V: 2},
    "kpm_pkh": {V: 1},
    "kpm_1000hpk": {V: 2},
    "penduduk_pbi": {V: 3},
    # women
    "bumil": {V: 2, W: 1},
    "bumil_kek": {V: 1, W: 1},
    "bumil_kek_pmt": {V: 1, W: 1},
    "bumil_kek_risiko": {V: 1, W: 0},
    "bumil_lila": {V: 2, W: 0},
    "bumil_hb": {V: 1, W: 0},
    "bumil_anemia": {V: 1, W: 0},
    "bumil_ttd90": {V: 1, W: 0},
    "bumil_dapat_ttd": {V: 2, W: 0},
    "ibu_bersalin": {V: 1, W: 0},
    "ibu_pascasalin": {V: 2, W: 0},
    "ibu_pascasalin_kb": {V: 1, W: 0},
    # couples
    "catin_terdaftar": {V: 2, W: 0},
    "catin_pasangan": {V: 2, W: 0},
    "catin_periksa": {V: 1, W: 0},
    "catin_didampingi": {V: 1, W: 0},
    "catin_ttd": {V: 1, W: 0},
    "catin_bimwin": {},  # the list has no such column: unknown, not zero
    # promises
    "keluarga_berisiko_ikan": {V: 1},
    "keluarga_berisiko_pekarangan": {W: 4},
    "kpm_pkh_p2k2": {V: 0},
    "kpm_1000hpk_variasi": {V: 0},
    "desa": {V: 1, W: 1, "16.06.02.2001": 1},
    "posyandu": {V: 2, W: 1, "16.06.02.2001": 1},
}


@pytest.fixture(autouse=True, scope="module")
def _world(kept: None) -> None:
    world()


def ground(only: str = "", today: dt.date = OCTOBER) -> Ground:
    return Ground("16.06", today, only)


@pytest.fixture(scope="module")
def found(_world: None) -> dict[str, dict[str, int]]:
    here, october = ground(), period("2026-10")
    return {name: one.count(here, october).counts() for name, one in all_queries().items()}


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_counts_by_hand(found: dict[str, dict[str, int]], name: str) -> None:
    mine = {place: number for place, number in found[name].items() if place in {V, W}}
    wanted = {place: number for place, number in BY_HAND[name].items() if place in {V, W}}
    assert mine == wanted


def test_the_posts_agree_with_their_own_recap(found: dict[str, dict[str, int]]) -> None:
    rows = AreaRecap.objects.filter(level=4, month=dt.date(2026, 10, 1))
    for one in rows:
        assert found["balita_sasaran"].get(one.area_code) == one.s
        assert found["balita_dipantau"].get(one.area_code) == one.d
        assert found["balita_stunting"].get(one.area_code) == one.stunted
        assert found["balita_gizi_buruk"].get(one.area_code) == one.severely_wasted


def test_no_numerator_exceeds_what_it_is_part_of(found: dict[str, dict[str, int]]) -> None:
    for name in found:
        above = load().quantity(name, OCTOBER).max_of
        for place, number in found[name].items() if above in found else ():
            if name != "keluarga_berisiko_pekarangan":  # volumes are not people
                assert number <= found[above].get(place, number), (name, place)


def test_a_month_without_weighings_is_unknown_not_zero() -> None:
    march = period("2026-03")
    assert Measurement.objects.filter(month=march.starts).count() == 0
    for name in ("balita_dipantau", "balita_sasaran", "bayi_0_5"):
        one = named(name)
        assert one is not None
        assert one.count(ground(), march).counts() == {}


def test_a_list_tells_nothing_of_days_before_it() -> None:
    one = named("keluarga_berisiko")
    assert one is not None
    assert one.count(ground(), period("2026-05")).counts() == {}
    assert one.count(ground(), period("2026-06")).counts() == {V: 2}


def test_a_running_month_is_counted_up_to_today() -> None:
    one = named("ibu_bersalin")
    assert one is not None
    assert one.count(ground(today=dt.date(2026, 10, 5)), period("2026-10")).counts()[V] == 0


@pytest.mark.parametrize("place", [V, W])
def test_the_records_of_a_village_are_what_was_counted(place: str) -> None:
    here, october = ground(place), period("2026-10")
    for name, one in all_queries().items():
        if place in BY_HAND.get(name, {}):
            records = one.count(here, october).records
            mine = records.filter(records["village"] == place)["weight"].sum()
            assert mine == BY_HAND[name][place], name


def test_persons_and_families_are_shown_only_to_who_may_see_them() -> None:
    october = period("2026-10")
    pregnant, risk = named("bumil_kek"), named("keluarga_berisiko")
    assert pregnant is not None
    assert risk is not None
    people = account("petugas", "tpps"), account("kepala", "pimpinan")
    allowed, other = (rights_of(one, dt.date(2026, 10, 31)) for one in people)
    shown = drilling.rows(allowed, risk, "16.06", V, october)
    assert (len(shown.records), shown.total, shown.hidden) == (2, 2, 0)
    assert all(record.url for record in shown.records)
    hidden = drilling.rows(other, risk, "16.06", V, october)
    assert (hidden.records, hidden.total, hidden.hidden) == ((), 2, 2)
    woman = drilling.rows(allowed, pregnant, "16.06", V, october).records
    assert [record.url for record in woman] == [""]  # a grown person has no page of a child
