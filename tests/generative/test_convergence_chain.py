"""Random people type, submit, return, approve, lock, reopen and move deadlines: whatever happens,
nobody plays two parts in the chain of a cell, a locked cell changes only by reopening with a
reason, an open cell says what its figures say, and the board equals a recount."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.convergence_rows import MAY, OTHER, SINCE, VILLAGE, Room, entry, opened, room
from tests.factories import KABUPATEN

from rembuk.demo.clock import standing_at
from rembuk.office.convergence import cells, chain, duties, figures, queries, windows, years
from rembuk.office.convergence.models import Cell, CellEvent, CellState, Level, Part, Status, Tally
from rembuk.office.seats.models import Seat

PEOPLE = ["dinkes", "dppkb", "sekcam", "camat", "verifikator", "penyetuju", "rangkap", "tpps"]
WHO = st.sampled_from(PEOPLE)
ACT = st.sampled_from(["ajukan", "terima", "setujui", "kunci", "kembalikan", "buka-lagi"])
QUANTITY = st.sampled_from(["bumil_kek_pmt", "bumil_kek", "ktd", "bumil"])
INDICATORS = ("BG22-E-BUM-1", "BG22-E-BUM-4")
PLACE = st.sampled_from([VILLAGE, OTHER])
VALUE = st.sampled_from([None, 0, 1, 7, 10, 12, 40])
REASON = st.sampled_from(["", "Angka diralat"])


class Chain(RuleBasedStateMachine):
    """Two indicators in two villages, and people some of whom hold more than one duty."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.r: Room
        self.day = dt.date(2023, 5, 15)
        self.locked: dict[int, tuple[Any, ...]] = {}

    @initialize()
    def begin(self) -> None:
        self.r = room()
        people = dict(self.r.people)
        people["rangkap"] = people["sekcam2"]
        self.r = Room(self.r.year, people)
        seat = Seat.objects.get(title="Kursi sekcam2")
        for part, level in (
            (Part.OPERATOR, Level.DISTRICT), (Part.VERIFIER, Level.SUBDISTRICT),
            (Part.VERIFIER, Level.DISTRICT), (Part.APPROVER, Level.DISTRICT),
        ):  # fmt: skip
            duties.name(seat, part, level, KABUPATEN, SINCE, district=KABUPATEN)
        with standing_at(self.day):
            opened(self.r)
            figures.load(
                [
                    entry(quantity, value, place=place)
                    for place in (VILLAGE, OTHER)
                    for quantity, value in (
                        ("bumil_kek_pmt", 4), ("bumil_kek", 10), ("ktd", 1), ("bumil", 40),
                    )
                ],
                None, district=KABUPATEN,
            )  # fmt: skip

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def attempt(self, service: Any, *arguments: Any, **more: Any) -> None:
        """Try on the next day; a refusal leaves nothing behind."""
        self.day += dt.timedelta(days=1)
        lines = CellEvent.objects.count()
        with standing_at(self.day):
            try:
                service(*arguments, **more)
            except ValidationError:
                assert CellEvent.objects.count() == lines

    @rule(who=WHO, quantity=QUANTITY, place=PLACE, value=VALUE, why=REASON)
    def type_in(self, who: str, quantity: str, place: str, value: int | None, why: str) -> None:
        one = entry(quantity, value, place=place, why=why)
        self.attempt(figures.type_in, self.r.who(who), [one], year=self.r.year)

    @rule(quantity=QUANTITY, place=PLACE, value=st.sampled_from([3, 10, 50]))
    def count(self, quantity: str, place: str, value: int) -> None:
        self.attempt(
            figures.computed, {(place, quantity, MAY): value}, district=KABUPATEN,
            query_version="1",
        )  # fmt: skip

    @rule(who=WHO, act=ACT, indicator=st.sampled_from(INDICATORS), place=PLACE, reason=REASON)
    def act_on_one(self, who: str, act: str, indicator: str, place: str, reason: str) -> None:
        one = Cell.objects.filter(indicator=indicator, place_code=place)
        self.attempt(chain.act, act, self.r.who(who), one, reason=reason)

    @rule(who=WHO, act=ACT, reason=REASON)
    def act_on_all(self, who: str, act: str, reason: str) -> None:
        every = Cell.objects.filter(indicator__in=INDICATORS)
        self.attempt(chain.act, act, self.r.who(who), every, reason=reason)

    @rule(days=st.integers(-20, 40))
    def move(self, days: int) -> None:
        closes = dt.date(2023, 6, 7) + dt.timedelta(days=days)
        self.attempt(
            windows.move, self.r.year, f"isi:{MAY}", dt.date(2023, 5, 1), closes, "Surat",
            self.r.who("tpps"),
        )  # fmt: skip

    @rule()
    def close_and_take_up(self) -> None:
        self.attempt(years.close, self.r.year, self.r.who("tpps"))
        self.r.year.refresh_from_db()
        self.attempt(years.take_up, self.r.year, self.r.who("tpps"), "Ralat")
        self.r.year.refresh_from_db()

    @invariant()
    def nobody_plays_two_parts(self) -> None:
        for cell in Cell.objects.filter(events__isnull=False).distinct():
            moved: set[int | None] = set()
            parts: dict[int | None, set[tuple[str, ...]]] = {}
            state = CellState.OPEN.value
            for line in cell.events.all():
                part = (line.after["peran"], *line.after["tingkat"])
                parts.setdefault(line.by_id, set()).add(part)
                assert line.before["keadaan"] == state
                state = line.after["keadaan"]
                if line.act in chain.BACK:
                    assert line.reason
                    moved = set()
                else:
                    assert line.by_id not in moved
                    moved.add(line.by_id)
            assert cell.state == state
            assert all(len(played) == 1 for played in parts.values())

    @invariant()
    def locked_stays_as_locked(self) -> None:
        now = {}
        for cell in Cell.objects.filter(state=CellState.LOCKED):
            last = cell.events.last()
            assert last.act == "kunci"
            assert (last.after["pembilang"], last.after["penyebut"]) == (
                cell.numerator, cell.denominator,
            )  # fmt: skip
            now[cell.pk] = (cell.numerator, cell.denominator, cell.status, cell.late, cell.due)
        for pk, stood in self.locked.items():
            if pk in now:
                assert now[pk] == stood
            else:
                assert CellEvent.objects.filter(cell=pk, act="buka-lagi").last().reason
        self.locked = now

    @invariant()
    def what_is_in_the_chain_was_filled_and_explained(self) -> None:
        for cell in Cell.objects.exclude(state__in=cells.FLUID):
            assert cell.status != Status.EMPTY
            assert cell.explained or not cell.doubt

    @invariant()
    def open_cells_say_what_figures_say(self) -> None:
        assert cells.refresh(self.r.year, [MAY]) == 0

    @invariant()
    def tallies_equal_a_recount(self) -> None:
        counted: Counter[tuple[str, str, str, str]] = Counter()
        for cell in Cell.objects.select_related("office"):
            key = (cell.indicator, cell.kecamatan, cell.office.code if cell.office else "")
            counted[*key, "expected"] += 1
            counted[*key, "empty"] += cell.status == Status.EMPTY
            counted[*key, "zero"] += cell.status == Status.ZERO
            counted[*key, "filled_late"] += cell.late
            counted[*key, "doubtful"] += bool(cell.doubt) and not cell.explained
            counted[*key, "submitted"] += cell.state not in cells.FLUID
            counted[*key, "locked"] += cell.state == CellState.LOCKED
            counted[*key, "returned"] += cell.state == CellState.RETURNED
            if cell.status not in (Status.EMPTY, Status.NONE):
                counted[*key, "numerator"] += cell.numerator or 0
                counted[*key, "denominator"] += cell.denominator or 0
        names = {key[3] for key in counted}
        told: Counter[tuple[str, str, str, str]] = Counter()
        for tally in Tally.objects.all():
            for name in names:
                key = (tally.indicator, tally.kecamatan, tally.office_code, name)
                told[key] = getattr(tally, name)
        assert +told == +counted
        assert queries.total(self.r.year).expected == Cell.objects.count()


Chain.TestCase.settings = settings(
    max_examples=8, stateful_step_count=30, deadline=None, print_blob=True,
    suppress_health_check=list(HealthCheck), derandomize=True,
)  # fmt: skip


@pytest.mark.django_db
class TestChain(Chain.TestCase):
    """Run as a test with a database."""
