"""The program keeps a promise's state where the fact shows itself: history under nobody's name."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import district
from tests.ledger_rows import START, Offices, offices, promised

from rembuk.office.ledger import facts, services
from rembuk.office.ledger.models import Change
from rembuk.office.ledger.states import State

pytestmark = pytest.mark.django_db
LATER = START + dt.timedelta(days=3)


@pytest.fixture
def o() -> Offices:
    district()
    return offices()


@pytest.mark.parametrize("state", ["diusulkan", "diterima", "berjalan", "dikembalikan"])
def test_what_is_seen_closes_it_up_to_its_judge(o: Offices, state: str) -> None:
    promise = promised(o, state)
    done = facts.fulfil(promise, "14 dari 14 sel terisi", at=LATER)
    assert (done.state, done.percent, done.finished_by) == (State.DONE, 100, None)
    proof = done.proofs.get(by=None)
    assert (proof.kind, proof.text) == ("penyerahan", "14 dari 14 sel terisi")
    mine = Change.objects.filter(promise=promise, at=LATER)
    assert mine.exists()
    assert set(mine.values_list("by", flat=True)) == {None}
    assert services.verify(done, o.who("verifikator"), at=LATER).after == State.VERIFIED


def test_some_of_it_moves_it_on_once(o: Offices) -> None:
    promise = facts.advance(promised(o), 40, "6 dari 14 sel terisi", at=LATER)
    assert (promise.state, promise.percent) == (State.RUNNING, 40)
    lines = Change.objects.filter(promise=promise).count()
    facts.advance(promise, 40, "6 dari 14 sel terisi", at=LATER)
    assert Change.objects.filter(promise=promise).count() == lines


def test_one_refused_and_kept_all_the_same_is_called_off(o: Offices) -> None:
    promise = facts.fulfil(promised(o, "ditolak"), "Semua sel terisi", at=LATER)
    assert promise.state == State.CANCELLED
    assert not promise.proofs.exists()


@pytest.mark.parametrize("state", ["diverifikasi", "dibatalkan"])
def test_what_is_over_stays_over(o: Offices, state: str) -> None:
    promise = promised(o, state)
    facts.advance(promise, 10, "kabar", at=LATER)
    facts.fulfil(promise, "Semua sel terisi", at=LATER)
    facts.undo(promise, 10, "Kosong lagi", at=LATER)
    promise.refresh_from_db()
    assert promise.state == state


def test_what_is_gone_again_goes_back_and_needs_a_new_proof(o: Offices) -> None:
    promise = facts.fulfil(promised(o), "14 dari 14 sel terisi", at=LATER)
    back = facts.undo(promise, 90, "1 sel kosong lagi", at=LATER)
    assert (back.state, back.percent, back.round) == (State.RETURNED, 90, 2)
    again = facts.fulfil(back, "14 dari 14 sel terisi", at=LATER)
    assert (again.state, again.proofs.filter(by=None).count()) == (State.DONE, 2)
