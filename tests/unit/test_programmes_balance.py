"""Need, planned, budgeted, delivered: followed with every act, counted again without a change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.computing_rows import OCTOBER, V, W, world
from tests.factories import account, office
from tests.programme_rows import YEAR, activity, balance_of, needed, planned_offices

from rembuk.office.families.services import derive
from rembuk.office.programmes import balance, services
from rembuk.office.programmes.board import writing as balancing
from rembuk.office.programmes.errors import ProgrammeError
from rembuk.office.programmes.models import Activity, Balance
from rembuk.office.programmes.services import Draft

pytestmark = pytest.mark.django_db
KEC, KAB, OTHER = "16.06.01", "16.06", "16.06.02.2001"


def of(place: str, intervention: str = "INT-JAMBAN") -> balance.Row:
    return next(one for one in balance.rows(place, YEAR) if one.intervention == intervention)


def test_every_step_of_an_activity_moves_the_row() -> None:
    o = planned_offices()
    needed("INT-JAMBAN", 10)
    one = activity(o, volume=4)
    row = balance_of("INT-JAMBAN")
    assert (row.planned, row.budgeted, row.unplanned, row.unbudgeted) == (4, 0, 6, 4)
    services.move(o.who("rencana"), one, "apb", "APBDes 1/2026", "2.3.05")
    row = balance_of("INT-JAMBAN")
    assert (row.planned, row.budgeted, row.unbudgeted) == (4, 4, 0)
    assert (row.planned_amount, row.budgeted_amount) == (16_000_000, 16_000_000)
    one = Activity.objects.get(pk=one.pk)
    services.move(o.who("rencana"), one, "batal", reason="tidak jadi")
    row = balance_of("INT-JAMBAN")
    assert (row.planned, row.unplanned, row.need) == (0, 10, 10)


def test_an_activity_that_moves_leaves_no_volume_behind() -> None:
    o = planned_offices()
    one = activity(o, volume=4)
    services.edit(o.who("rencana"), one, {"place_code": W})
    assert not Balance.objects.filter(place_code=V).exists()
    assert balance_of("INT-JAMBAN", W).planned == 4


def test_another_unit_is_counted_and_not_added() -> None:
    o = planned_offices()
    activity(o, volume=2, unit="paket")
    activity(o, volume=None)
    row = balance_of("INT-JAMBAN")
    assert (row.planned, row.activities, row.otherwise) == (0, 2, 2)
    assert row.planned_amount == 12_000_000


def test_no_need_known_is_no_hole_and_no_excess() -> None:
    o = planned_offices()
    activity(o, volume=4)
    row = of(V)
    assert (row.need, row.unplanned, row.over) == (None, 0, 0)


@pytest.mark.parametrize(("least", "over"), [(False, 3), (True, 0)])
def test_too_much_is_only_said_where_the_need_is_whole(least: bool, over: int) -> None:
    o = planned_offices()
    needed("INT-JAMBAN", 1, least=least)
    activity(o, volume=4)
    assert balance_of("INT-JAMBAN").over == over


def test_a_group_of_its_own_stays_apart_only_where_needs_do() -> None:
    o = planned_offices()
    activity(o, "INT-PMT-BUMIL", volume=4)  # no group named: the need knows one
    activity(o, "INT-PMT-BUMIL", volume=1, group="nifas")
    row = balance_of("INT-PMT-BUMIL")
    assert (row.group, row.planned) == ("hamil", 5)


def test_one_village_s_excess_fills_no_other_s_hole() -> None:
    o = planned_offices()
    needed("INT-JAMBAN", 10)
    needed("INT-JAMBAN", 1, W)
    activity(o, volume=2)
    activity(o, volume=5, place_code=W)
    row = of(KEC)
    assert (row.need, row.planned, row.unplanned, row.over) == (11, 7, 8, 4)


def test_what_a_kecamatan_plans_without_villages_fills_holes_below_it() -> None:
    o = planned_offices()
    needed("INT-JAMBAN", 10)
    needed("INT-JAMBAN", 2, W)
    activity(o, volume=5, office="kec", place_code=KEC)
    assert of(V).unplanned == 10  # not said where: no village is served by it
    assert (of(KEC).unplanned, of(KEC).planned, of(KEC).over) == (7, 5, 0)
    assert of(KAB).unplanned == 7
    assert [one.place for one in balance.above(V, YEAR)] == [KEC]


def test_excess_of_a_district_is_said_only_when_every_village_is_known() -> None:
    o = planned_offices()
    needed("INT-JAMBAN", 1)
    activity(o, volume=50, office="dinkes", place_code=KAB)
    assert of(KAB).over == 0  # two of three villages are not known
    needed("INT-JAMBAN", 0, W)
    needed("INT-JAMBAN", 0, OTHER)
    assert of(KAB).over == 49
    assert of(KAB).unknown == 0


def test_rows_of_a_level_are_those_of_its_places() -> None:
    needed("INT-JAMBAN", 10)
    needed("INT-JAMBAN", 2, W)
    needed("INT-JAMBAN", 3, OTHER)
    planned_offices()
    found = balance.balance(KAB, YEAR, "kecamatan")
    assert {one.place: one.need for one in found} == {KEC: 12, "16.06.02": 3}
    assert {one.place: one.need for one in balance.children(KEC, YEAR)} == {V: 10, W: 2}
    assert [one.need for one in balance.balance(KAB, YEAR, "desa", KEC)] == [10, 2]


def test_every_hole_names_its_owner() -> None:
    o = planned_offices()
    office("perkim", "opd", KAB, "PERKIM", OCTOBER.replace(year=2020))
    needed("INT-JAMBAN", 10)
    activity(o, volume=2)
    activity(o, volume=3, status="apb", office="dinkes")
    found = {one.kind: one for one in balance.holes(V, YEAR)}
    assert set(found) == {"belum-direncanakan", "belum-dianggarkan", "belum-tersalur"}
    assert (found["belum-direncanakan"].volume, str(found["belum-direncanakan"].owner)) == (
        5, "Perkim",
    )  # fmt: skip
    assert (found["belum-dianggarkan"].volume, str(found["belum-dianggarkan"].owner)) == (2, "Desa")
    assert (found["belum-tersalur"].volume, str(found["belum-tersalur"].owner)) == (3, "Dinkes")


def test_closing_a_hole_is_priced_by_the_district_alone() -> None:
    from rembuk.office.programmes.models import UnitCost

    planned_offices()
    needed("INT-JAMBAN", 10)
    assert [one.amount for one in balance.holes(V, YEAR)] == [None]
    UnitCost.objects.create(
        public_id="CONTOH000001", district_code=KAB, intervention="INT-JAMBAN", amount=6_500_000,
        unit="unit", valid_from=OCTOBER.replace(year=2020), source="DPA contoh",
    )  # fmt: skip
    assert [one.amount for one in balance.holes(V, YEAR)] == [65_000_000]


def test_counting_again_changes_nothing_and_keeps_what_follows_knew() -> None:
    world()
    derive(KAB, on=OCTOBER)
    keeper = account("rencana", "tpps")
    from rembuk.office.seats.models import Office

    draft = Draft(
        year=2026, title="Jamban keluarga contoh", office=Office.objects.get(code="desa"),
        place_code=V, intervention="INT-JAMBAN", volume=Decimal(1), unit="unit",
        amount=6_000_000, money="DANA-DD",
    )  # fmt: skip
    services.propose(keeper, draft)
    assert balancing.recount(KAB, (2026,), OCTOBER) > 20
    row = balance_of("INT-JAMBAN", year=2026)
    assert (row.need, row.planned, row.unplanned, row.as_of) == (1, 1, 0, OCTOBER)
    stamps = dict(Balance.objects.values_list("pk", "counted_at"))
    assert balancing.recount(KAB, (2026,), OCTOBER) == 0
    balancing.follow({(2026, V), (2026, W)})
    assert dict(Balance.objects.values_list("pk", "counted_at")) == stamps


def test_a_need_nobody_tells_any_more_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    planned_offices()
    needed("INT-JAMBAN", 3)
    told: dict[Any, Any] = {}
    monkeypatch.setattr("rembuk.office.programmes.board.needing.counted", lambda *_args: told)
    assert balancing.recount(KAB, (YEAR,)) == 1
    assert not Balance.objects.exists()


def test_acts_together_are_counted_once_at_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    o = planned_offices()
    written: list[int] = []
    write = balancing._write
    monkeypatch.setattr(
        balancing, "_write", lambda *given: written.append(given[0]) or write(*given)
    )
    with balancing.together():
        with balancing.together():
            one, two = activity(o, volume=4), activity(o, volume=3)
        services.edit(o.who("rencana"), two, {"place_code": W})
        assert not written
        assert not Balance.objects.exists()
    assert written == [YEAR]
    assert (balance_of("INT-JAMBAN").planned, balance_of("INT-JAMBAN", W).planned) == (4, 3)
    with pytest.raises(ProgrammeError), balancing.together():
        services.edit(o.who("rencana"), two, {"title": ""})
    assert written == [YEAR]
    services.edit(o.who("rencana"), Activity.objects.get(pk=one.pk), {"volume": Decimal(5)})
    assert balance_of("INT-JAMBAN").planned == 5
