"""Acts on promises: what each writes, and what it refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.factories import child, district
from tests.ledger_rows import START, Offices, draft, offices, promised, proven

from rembuk.office.access.history import AppendOnlyError
from rembuk.office.ledger import following, history, services
from rembuk.office.ledger.models import Change, Promise
from rembuk.office.people import followers

pytestmark = pytest.mark.django_db


@pytest.fixture
def o() -> Offices:
    district()
    return offices()


def test_a_promise_walks_from_proposal_to_verification(o: Offices) -> None:
    promise = promised(o, "diverifikasi")
    assert (promise.state, promise.number, promise.percent) == ("diverifikasi", "2026/0001", 100)
    acts = list(promise.history.values_list("act", flat=True))
    assert acts == ["usul", "terima", "mulai", "bukti", "selesai", "verifikasi"]
    state, fields = history.replay(promise.history.all())
    assert state == promise.state
    assert fields == history.snapshot(promise)


def test_history_is_never_rewritten(o: Offices) -> None:
    line = promised(o).history.get()
    line.reason = "lain"
    with pytest.raises(AppendOnlyError):
        line.save()
    with pytest.raises(AppendOnlyError):
        Change.objects.all().delete()


def test_a_stale_version_writes_nothing(o: Offices) -> None:
    promise = promised(o)
    services.accept(promise, o.who("dinkes"), version=1)
    with pytest.raises(services.StaleError) as stale:
        services.refuse(promise, o.who("kadinkes"), "Di luar tugas", version=1)
    assert stale.value.promise.state == "diterima"
    assert Promise.objects.get(pk=promise.pk).version == 2


def test_agreed_in_a_meeting_is_accepted_at_once(o: Offices) -> None:
    promise = services.propose(draft(o), o.who("tpps"), agreed="Rapat diseminasi 1 September 2026")
    promise.refresh_from_db()
    assert promise.state == "diterima"
    assert promise.history.last().note.startswith("Rapat")


def test_an_office_promises_by_itself_and_not_for_another(o: Offices) -> None:
    assert services.propose(draft(o), o.who("dinkes"), at=START).asked_by == o.who("dinkes")
    with pytest.raises(services.NotYoursError):
        services.propose(draft(o, owner=o["dinsos"]), o.who("dinkes"), at=START)


def test_the_owner_changes_how_never_what_or_when(o: Offices) -> None:
    promise = promised(o, "diterima")
    assert services.edit(promise, o.who("dinkes"), {"executor": "Bidan desa"}) is not None
    with pytest.raises(services.NotYoursError):
        services.edit(promise, o.who("dinkes"), {"due": dt.date(2026, 12, 1)})
    with pytest.raises(services.LedgerError, match="alasan"):
        services.edit(promise, o.who("tpps"), {"due": dt.date(2026, 12, 1)})
    services.edit(promise, o.who("tpps"), {"due": dt.date(2026, 12, 1)}, reason="Menunggu APBD-P")
    assert Promise.objects.get(pk=promise.pk).due == dt.date(2026, 12, 1)


def test_carried_over_keeps_the_old_and_makes_a_new(o: Offices) -> None:
    old = promised(o, "berjalan")
    new = services.carry_over(old, o.who("tpps"), dt.date(2027, 3, 31))
    old.refresh_from_db()
    assert (old.state, new.state, new.carried_from) == ("dibawa", "diterima", old)
    assert (new.number, new.history.count(), new.proofs_kept) == ("2026/0002", 1, 0)
    assert history.replay(new.history.all())[1] == history.snapshot(new)


def test_handed_over_asks_the_new_office_and_old_proof_no_longer_counts(o: Offices) -> None:
    promise = promised(o, "berjalan")
    proven(promise, o.who("dinkes"))
    services.hand_over(promise, o.who("tpps"), o["dinsos"], "Tugas dinas sosial")
    promise.refresh_from_db()
    assert (promise.state, promise.owner) == ("diusulkan", o["dinsos"])
    services.accept(promise, o.who("dinsos"))
    services.start(promise, o.who("dinsos"))
    with pytest.raises(services.LedgerError, match="bukti"):
        services.finish(promise, o.who("dinsos"))


def test_withdrawn_proof_stays_but_does_not_count(o: Offices) -> None:
    promise = promised(o, "berjalan")
    bill = services.add_proof(promise, o.who("dinkes"), "belanja", amount=924_000)
    promise.refresh_from_db()
    assert (promise.spent, promise.proofs_kept) == (924_000, 1)
    services.withdraw_proof(bill, o.who("dinkes"), "Salah kuitansi")
    promise.refresh_from_db()
    assert (promise.spent, promise.proofs_kept, promise.proofs.count()) == (0, 0, 1)


def test_rooms_above_hear_of_their_promises_and_can_undo_the_act(o: Offices) -> None:
    heard: list[str] = []

    def listen(promise: Promise, change: Change) -> None:
        heard.append(change.act)
        if change.act == "mulai":
            raise ValidationError("tidak sekarang")

    following.on_change("audit", listen)
    try:
        promise = promised(o, "diterima", source_kind="audit", source_id="AKS-1")
        promised(o, "diterima", source_kind="lain")
        with pytest.raises(ValidationError):
            services.start(promise, o.who("dinkes"))
    finally:
        following.forget("audit", listen)
    assert heard == ["usul", "terima", "mulai"]
    assert Promise.objects.get(pk=promise.pk).state == "diterima"


def test_a_promise_follows_a_joined_person_and_back(o: Offices) -> None:
    one, other = child(), child()
    promise = promised(o, person=one, beneficiary_kind="orang", place_code="16.06.01.2001.P01")
    moved = followers.move_all(one.pk, other.pk)
    promise.refresh_from_db()
    assert promise.person == other
    followers.restore_all(moved, one.pk, other.pk)
    promise.refresh_from_db()
    assert promise.person == one
    assert history.replay(promise.history.all())[1]["person"] == one.public_id


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"title": "PMT"}, "title"),
        ({"due": None}, "due"),
        ({"start": dt.date(2026, 11, 1)}, "due"),
        ({"budget": -1}, "budget"),
        ({"volume": 5}, "unit"),
        ({"money": "DANA-LAIN"}, "money"),
        ({"intervention": "INT-LAIN"}, "intervention"),
        ({"kind": "lain"}, "kind"),
    ],
)
def test_a_draft_that_says_too_little_is_refused(
    o: Offices, fields: dict[str, Any], where: str
) -> None:
    with pytest.raises(ValidationError) as wrong:
        services.propose(draft(o, **fields), o.who("tpps"))
    assert where in wrong.value.message_dict
