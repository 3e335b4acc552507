"""Batches that wait for somebody: whose turn, since when, reminded once a spell."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.convergence_rows import IN_MAY, MAY, Room, opened, room, typed, walk

from rembuk.demo.clock import standing_at
from rembuk.office.convergence import duties
from rembuk.office.convergence.errors import NotYoursError
from rembuk.office.convergence.models import Duty, YearEvent
from rembuk.office.convergence.turns import text as waiting_text
from rembuk.office.convergence.turns import view as chain_view
from rembuk.office.convergence.turns import waiting
from rembuk.office.seats.models import Seat
from rembuk.reference import load

pytestmark = pytest.mark.django_db
KEK = "BG22-E-BUM-1"
LATER = IN_MAY + dt.timedelta(days=10)


@pytest.fixture(scope="module")
def r(kept: None) -> Room:
    """One cell of May handed in on 20 May."""
    made = room()
    opened(made)
    typed(made, "dinkes", "bumil_kek", 10)
    typed(made, "dinkes", "bumil_kek_pmt", 8)
    with standing_at(IN_MAY):
        assert walk(made, KEK, ("ajukan", "dinkes"))[0].done
    return made


def test_whose_turn_since_when_and_where(r: Room) -> None:
    (wait,) = waiting.waits(r.year, LATER)
    assert (wait.act, wait.place, wait.cells, wait.days) == ("terima", "16.06.01", 1, 10)
    assert [(one.title, one.name) for one in wait.people] == [("Kursi sekcam", "sekcam")]
    (item,) = wait.items
    assert item.period_words == "Mei 2023"
    assert item.url.endswith(f"/konvergensi/2023/rantai/sel/?indikator={KEK}&periode={MAY}"
                             "&kecamatan=16.06.01")  # fmt: skip


def test_the_turn_moves_on_with_the_cell_and_ends_with_the_lock(r: Room) -> None:
    turns = []
    for day, act, who in (
        (21, "terima", "sekcam"), (23, "setujui", "verifikator"), (24, "kunci", "penyetuju"),
    ):  # fmt: skip
        with standing_at(dt.date(2023, 5, day)):
            assert walk(r, KEK, (act, who))[0].done
        turns.append(
            [(o.act, o.place, o.people[0].name, o.days) for o in waiting.waits(r.year, LATER)]
        )
    assert turns == [
        [("setujui", "16.06", "verifikator", 9)], [("kunci", "16.06", "penyetuju", 7)], [],
    ]  # fmt: skip


def test_a_turn_nobody_is_named_for_is_told(r: Room) -> None:
    duty = Duty.objects.get(seat__title="Kursi sekcam")
    duties.end(duty, dt.date(2023, 5, 25))
    (wait,) = waiting.waits(r.year, LATER)
    assert (wait.people, wait.cells) == ((), 1)
    assert "Yth. TPPS" in waiting_text.message(wait, 2023)


def test_the_message_names_who_what_and_since_when(r: Room) -> None:
    (wait,) = waiting.waits(r.year, LATER)
    text = waiting_text.message(wait, 2023, "Bappeda", "https://contoh/konvergensi/2023/rantai/")
    assert "1 sel menunggu diperiksa" in text
    assert "Yth. sekcam (Kursi sekcam, Kec-01)" in text
    assert "sejak 20 Mei 2023 (10 hari)" in text
    assert text.endswith("Terima kasih, Bappeda")


def test_the_days_rule_reminds_once_a_spell(r: Room) -> None:
    left = int(load().number("konvergensi.wait_days", LATER))
    new = []
    for day in range(1, 2 * left + 2):
        on = IN_MAY + dt.timedelta(days=day)
        with standing_at(on):
            new.append(waiting.remind(r.year, on) + waiting.remind(r.year, on))
    assert [n for n, count in enumerate(new, start=1) if count] == [left, 2 * left]
    assert YearEvent.objects.filter(act=waiting.ACT, by__isnull=True).count() == 2
    assert waiting.waits(r.year, LATER)[0].reminded is not None


def test_a_reminder_reaches_those_it_names_and_nobody_else(r: Room) -> None:
    with standing_at(LATER):
        event = waiting.note(waiting.waits(r.year, LATER)[0], r.year, None)
    seat = {name: Seat.objects.get(title=f"Kursi {name}").pk for name in ("sekcam", "sekcam2")}
    assert waiting.meant_for(event, [seat["sekcam"]])
    assert not waiting.meant_for(event, [seat["sekcam2"]])
    assert waiting.meant_for(r.year.events.get(act="adopsi"), [])


def test_a_reminder_of_what_was_done_since_no_longer_counts(r: Room) -> None:
    with standing_at(LATER):
        waiting.note(waiting.waits(r.year, LATER)[0], r.year, None)
        walk(r, KEK, ("kembalikan", "sekcam"), reason="periksa lagi")
    again = LATER + dt.timedelta(days=2)
    with standing_at(again):
        walk(r, KEK, ("ajukan", "dinkes"))
    (wait,) = waiting.waits(r.year, again)
    assert (wait.days, wait.reminded) == (0, None)


def test_who_does_not_manage_does_not_remind(r: Room) -> None:
    (wait,) = waiting.waits(r.year, LATER)
    with pytest.raises(NotYoursError):
        waiting.note(wait, r.year, r.who("sekcam"))


def test_the_verifiers_own_list_is_the_same(r: Room) -> None:
    with standing_at(LATER):
        mine = waiting.for_account(r.year, chain_view.waiting_cells(r.who("sekcam"), r.year))
        other = waiting.for_account(r.year, chain_view.waiting_cells(r.who("sekcam2"), r.year))
    assert [(one.cells, one.since) for one in mine] == [(1, waiting.waits(r.year, LATER)[0].since)]
    assert other == []
