"""The demo's two years of convergence: late and incomplete in 2023, under way today."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Count, F, Q

from rembuk.demo.accounts import make_accounts
from rembuk.demo.convergence.make import make_years
from rembuk.demo.convergence.past import CLOSES, WEAK
from rembuk.demo.convergence.people import OPERATORS
from rembuk.demo.offices import make_offices
from rembuk.demo.places import settle
from rembuk.demo.plan import make_plan
from rembuk.office.convergence import tallies
from rembuk.office.convergence.models import (
    Cell,
    CellEvent,
    CellState,
    Duty,
    Evidence,
    Figure,
    Filing,
    OwnIndicator,
    Programme,
    Ruling,
    Tally,
    Year,
)
from rembuk.office.convergence.registry import registry
from rembuk.office.ledger.models import Promise
from rembuk.office.people.models import Family, Person
from rembuk.office.places.services import load_areas

TODAY = dt.date(2026, 11, 12)
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module", autouse=True)
def made(kept: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The years over a district without records: families and children are a handful."""
    plan = make_plan(scale="small", months=6)
    load_areas(plan.area)
    places = settle(plan)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.MEDIA_ROOT", str(tmp_path_factory.mktemp("media")))
        make_accounts(plan, places)
        make_offices(plan, places)
        for number, code in enumerate(places.village_code):
            for _ in range(3 + number % 4):
                Family.objects.create(public_id=f"f{Family.objects.count():07}", place_code=code)
                Person.objects.create(
                    public_id=f"p{Person.objects.count():07}", place_code=f"{code}.P01"
                )
        make_years(plan, TODAY)
        before = Cell.objects.count(), CellEvent.objects.count(), Figure.objects.count()
        make_years(plan, TODAY)
        assert before == (
            Cell.objects.count(), CellEvent.objects.count(), Figure.objects.count()
        )  # fmt: skip


def test_both_years_stand_under_their_scheme() -> None:
    found = dict(Year.objects.values_list("year", "scheme"))
    assert found == {2023: "8-aksi", 2026: "aksi-2025"}


def test_what_a_district_was_chased_for_was_empty_a_week_before_the_deadline() -> None:
    year = Year.objects.get(year=2023)
    weak = [one.code for one in registry(year, CLOSES).indicators.values() if one.numerator in WEAK]
    assert len(weak) == len(WEAK)
    cells = Cell.objects.filter(year=year, indicator__in=weak, due__lte=CLOSES)
    week = dt.datetime(2023, 5, 24, tzinfo=dt.UTC)
    assert cells.exists()
    assert not cells.filter(filled_at__lt=week).exists()
    assert cells.filter(status="kosong").exists()
    assert cells.exclude(status="kosong").count() == cells.filter(late=True).count() > 0


def test_others_are_mostly_in_time() -> None:
    year = Year.objects.get(year=2023)
    strong = Cell.objects.filter(year=year, late=False).exclude(status="kosong").count()
    assert strong > 0.6 * Cell.objects.filter(year=year).count()


def test_nothing_is_more_than_all_but_the_one_slip() -> None:
    over = Cell.objects.filter(numerator__gt=F("denominator")).exclude(denominator=None)
    assert list(over.values_list("year__year", "indicator")) == [(2023, "BG22-E-SOS-1")]


def test_only_villages_with_data_are_asked_and_the_map_has_rows() -> None:
    for year in Year.objects.all():
        cells = Cell.objects.filter(year=year, place_code__regex=r"^\d\d(\.\d+){3}$")
        assert set(cells.values_list("place_code", flat=True)) == set(year.places)
    rows = Programme.objects.filter(year__year=2026)
    assert rows.count() >= 5
    assert rows.filter(budget=None).exists()


def test_batches_stand_in_every_state_of_the_chain() -> None:
    for year in Year.objects.all():
        assert set(Cell.objects.filter(year=year).values_list("state", flat=True)) == set(
            CellState.values
        )
        back = CellEvent.objects.filter(cell__year=year, act="kembalikan")
        assert back.count() == 1
        assert back.get().reason


def test_no_account_acts_twice_in_the_chain_of_a_cell() -> None:
    twice = CellEvent.objects.values("cell", "by").annotate(n=Count("pk")).filter(n__gt=1)
    assert not twice.exists()
    locked = Cell.objects.filter(state=CellState.LOCKED).first()
    assert locked is not None
    acts = list(locked.events.order_by("pk").values_list("act", "after__keadaan"))
    assert [act for act, _ in acts] == ["ajukan", "terima", "setujui", "kunci"]
    assert acts[-1][1] == CellState.LOCKED


def test_acts_are_by_who_has_the_duty() -> None:
    lines = CellEvent.objects.exclude(act="kembalikan").values("by", "act").distinct()
    parts = {"ajukan": "operator", "terima": "verifikator", "kunci": "penyetuju"}
    for line in lines:
        if line["act"] in parts:
            duties = Duty.objects.filter(seat__holdings__account=line["by"])
            assert duties.filter(part=parts[line["act"]]).exists()


def test_every_owner_of_figures_has_somebody_who_fills_them() -> None:
    for year in Year.objects.all():
        asked = registry(year, dt.date(year.year, 12, 31))
        owners = {q.owner for q in asked.quantities.values()} & {
            asked.quantities[code].owner for i in asked.indicators.values() for code in i.quantities
        }
        assert owners <= set(OPERATORS)
    assert not Cell.objects.filter(office=None).exists()


def test_the_board_counts_what_the_cells_say() -> None:
    for year in Year.objects.all():
        stands = {
            (t.period, t.indicator, t.kecamatan, t.office_code): (t.expected, t.empty, t.locked)
            for t in Tally.objects.filter(year=year)
        }
        fresh = {
            (r["period"], r["indicator"], r["kecamatan"], r["code"] or ""): (
                r["n_expected"], r["n_empty"], r["n_locked"],
            )
            for r in tallies.counted(Cell.objects.filter(year=year))
        }  # fmt: skip
        assert stands == fresh


def test_the_district_has_ruled_completed_shown_and_filed() -> None:
    assert Ruling.objects.count() == 3
    assert OwnIndicator.objects.count() == 10
    assert Evidence.objects.filter(year__year=2023).exists()
    filed = Filing.objects.get()
    assert filed.proof_sha256
    assert filed.values


def test_overdue_cells_became_promises() -> None:
    made = Promise.objects.filter(source_kind="indikator")
    assert made.exists()
    assert set(made.values_list("owner__code", flat=True)) <= {"dinsos", "perkim"}
    assert not Figure.objects.filter(Q(typed_at__date__gt=TODAY)).exists()
