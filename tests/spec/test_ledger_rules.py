"""The rules of a promise: from proposal to proof that another has judged.

Each table is one promise. A line is an act, who does it, and where the promise then stands; a word
in brackets is the refusal.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from tests.factories import district
from tests.ledger_rows import START, Offices, draft, offices, proven

from rembuk.office.ledger import escalating, history, services
from rembuk.office.ledger.models import Notice, Promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def o() -> Offices:
    district()
    return offices()


def do(promise: Promise, act: str, o: Offices, who: str, at: dt.datetime) -> None:
    by = o.who(who)
    match act:
        case "terima":
            services.accept(promise, by, at=at)
        case "tolak":
            services.refuse(promise, by, "Di luar tugas kantor", at=at)
        case "tolak tanpa alasan":
            services.refuse(promise, by, " ", at=at)
        case "mulai":
            services.start(promise, by, at=at)
        case "catatan":
            services.add_proof(promise, by, "catatan", text="Sudah dibelanjakan", at=at)
        case "bukti":
            proven(promise, by, at=at)
        case "selesai":
            services.finish(promise, by, at=at)
        case "benarkan":
            services.verify(promise, by, at=at)
        case "kembalikan":
            services.return_(promise, by, "Foto tidak jelas", at=at)
        case "batal":
            services.cancel(promise, by, "Tertulis dua kali", at=at)
        case "undur":
            services.edit(promise, by, {"due": dt.date(2026, 12, 31)}, at=at)


def told(table: str, o: Offices) -> None:
    """Walk a table; every line must end where it says."""
    promise = services.propose(draft(o), o.who("tpps"), at=START)
    for number, line in enumerate(table.strip().splitlines(), start=1):
        act, who, expected = (cell.strip() for cell in line.split("|"))
        at = START + dt.timedelta(hours=number)
        refused = ""
        try:
            do(promise, act, o, who, at)
        except ValidationError as refusal:
            refused = " ".join(refusal.messages)
        promise.refresh_from_db()
        if expected.startswith("("):
            assert expected.strip("()") in refused, f"{line}: {refused or promise.state}"
        else:
            assert (promise.state, refused) == (expected, ""), line
    assert history.replay(promise.history.all())[0] == promise.state


def test_a_promise_is_kept(o: Offices) -> None:
    told(
        """
        terima   | dinkes      | diterima
        mulai    | dinkes      | berjalan
        bukti    | dinkes      | berjalan
        selesai  | dinkes      | selesai
        benarkan | verifikator | diverifikasi
        """,
        o,
    )


def test_not_done_without_proof_and_a_note_is_no_proof(o: Offices) -> None:
    told(
        """
        terima   | dinkes | diterima
        mulai    | dinkes | berjalan
        selesai  | dinkes | (Belum ada bukti)
        catatan  | dinkes | berjalan
        selesai  | dinkes | (Belum ada bukti)
        """,
        o,
    )


def test_not_judged_by_its_owner(o: Offices) -> None:
    told(
        """
        terima   | dinkes   | diterima
        mulai    | dinkes   | berjalan
        bukti    | dinkes   | berjalan
        selesai  | dinkes   | selesai
        benarkan | dinkes   | (bukan kantor pemilik)
        benarkan | kadinkes | (bukan kantor pemilik)
        benarkan | camat    | diverifikasi
        """,
        o,
    )


def test_a_returned_promise_needs_new_proof(o: Offices) -> None:
    told(
        """
        terima     | dinkes      | diterima
        mulai      | dinkes      | berjalan
        bukti      | dinkes      | berjalan
        selesai    | dinkes      | selesai
        kembalikan | verifikator | dikembalikan
        selesai    | dinkes      | (bukti yang baru)
        bukti      | dinkes      | dikembalikan
        selesai    | dinkes      | selesai
        """,
        o,
    )


def test_an_owner_answers_only_for_its_own(o: Offices) -> None:
    told(
        """
        terima             | dinsos | (milik Dinkes)
        tolak tanpa alasan | dinkes | (alasannya)
        tolak              | dinkes | ditolak
        mulai              | dinkes | (tidak dapat dijalankan)
        """,
        o,
    )


def test_an_owner_neither_postpones_nor_cancels(o: Offices) -> None:
    told(
        """
        terima | dinkes | diterima
        undur  | dinkes | (oleh pengelola)
        undur  | tpps   | (perlu alasan)
        batal  | dinkes | (tidak berhak)
        batal  | tpps   | dibatalkan
        """,
        o,
    )


@pytest.mark.parametrize(
    ("start", "due", "holds"),
    [
        (dt.date(2026, 10, 1), dt.date(2026, 10, 31), True),
        (dt.date(2026, 10, 31), dt.date(2026, 10, 31), True),
        (dt.date(2026, 11, 1), dt.date(2026, 10, 31), False),
        (None, dt.date(2026, 10, 31), True),
        (None, None, False),
    ],
)
def test_a_due_date_is_there_and_not_before_the_start(
    o: Offices, start: dt.date | None, due: dt.date | None, holds: bool
) -> None:
    try:
        services.propose(draft(o, start=start, due=due), o.who("tpps"), at=START)
    except ValidationError:
        assert not holds
    else:
        assert holds


@pytest.mark.parametrize(
    ("on", "told_to"),
    [
        # the promise is due on 31 October
        (dt.date(2026, 10, 23), []),
        (dt.date(2026, 10, 24), ["pemilik"]),
        (dt.date(2026, 11, 1), ["pemilik"]),
        (dt.date(2026, 11, 7), ["atasan", "pemilik"]),
        (dt.date(2026, 11, 14), ["atasan", "pemilik", "tpps"]),
    ],
)
def test_the_ladder_tells_the_owner_then_the_head_then_tpps(
    o: Offices, on: dt.date, told_to: list[str]
) -> None:
    promise = services.propose(draft(o), o.who("tpps"), at=START)
    services.accept(promise, o.who("dinkes"), at=START)
    escalating.remind(on)
    assert sorted(Notice.objects.values_list("to", flat=True)) == told_to
    escalating.remind(on)
    assert Notice.objects.count() == len(told_to), "the same day says nothing twice"
    assert promise.history.filter(act="ingatkan").count() == len(told_to)


def test_above_a_village_is_its_camat_and_an_act_closes_the_reminder(o: Offices) -> None:
    promise = services.propose(draft(o, owner=o["desa"]), o.who("tpps"), at=START)
    services.accept(promise, o.who("desa"), at=START)
    escalating.remind(dt.date(2026, 11, 7))
    above = Notice.objects.get(to="atasan")
    assert (above.office, above.head) == (o["kec"], True)
    services.start(promise, o.who("desa"))
    assert not Notice.objects.filter(closed_on__isnull=True).exists()


def test_a_restricted_promise_is_not_told_to_the_camat(o: Offices) -> None:
    services.propose(
        draft(o, owner=o["desa"], audience="terbatas", case_code="AKS-014"), o.who("tpps"), at=START
    )
    escalating.remind(dt.date(2026, 11, 7))
    assert set(Notice.objects.filter(to="atasan").values_list("office__code", flat=True)) == {
        "desa"
    }
