"""Decisions typed while people talk: by two at once, over a bad line, in thousands by mistake."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.forum_live_rows import WHOLE, Room, judged, meeting, row, running, said, stands

from rembuk.office.access.public_ids import new
from rembuk.office.forums.errors import ClosedError, NotYoursError
from rembuk.office.forums.live import deciding
from rembuk.office.forums.live.ops import Typed
from rembuk.office.forums.models import Decision, DecisionEdit, Objection

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(kept: None) -> Room:
    return running()


@pytest.fixture
def room(built: Room) -> Room:
    built.meeting.refresh_from_db()
    return built


def test_a_row_is_read_into_its_columns(room: Room) -> None:
    said(room, "r1", **WHOLE)
    one = row(room, "r1")
    assert (one.what, one.target_value, one.cost) == (WHOLE["what"], Decimal(4), 35_000_000)
    assert (one.owner.code, one.place_code, one.money) == ("desa", WHOLE["place"], "DANA-DD")
    assert (one.number, one.state) == (1, "usul")


def test_the_same_op_sent_again_is_one(room: Room) -> None:
    op = Typed(new(), "r1", "what", "Kelas ibu hamil tiap bulan")
    desa = room.who("desa")
    first = deciding.take(room.meeting, desa, [op])
    again = deciding.take(room.meeting, desa, [op, op])
    assert [one.status for one in (*first, *again)] == ["masuk"] * 3
    assert Decision.objects.count() == DecisionEdit.objects.count() == 1


def test_two_who_type_in_different_words_are_merged(room: Room) -> None:
    said(room, "r1", what="Bangun jamban sehat di desa ini")
    seen = stands(room.meeting, "r1")["what"]
    here = Typed(new(), "r1", "what", "Bangun 10 jamban sehat di desa ini", seen)
    there = Typed(new(), "r1", "what", "Bangun jamban sehat di desa ini dan dusun tiga", seen)
    deciding.take(room.meeting, room.who("desa"), [here])
    result = deciding.take(room.meeting, room.who("camat"), [there])[0]
    assert result.status == "digabung"
    assert row(room, "r1").what == "Bangun 10 jamban sehat di desa ini dan dusun tiga"


def test_two_numbers_stand_beside_each_other_until_one_is_chosen(room: Room) -> None:
    said(room, "r1", **WHOLE)
    seen = stands(room.meeting, "r1")["volume"]
    for who, text in (("desa", "12"), ("camat", "15")):
        deciding.take(room.meeting, room.who(who), [Typed(new(), "r1", "volume", text, seen)])
    held = row(room, "r1").typed["volume"]
    assert (held["outcome"], [one["text"] for one in held["rivals"]]) == ("beda", ["12", "15"])
    refused = judged(room, "r1")
    assert refused.status == "tolak"
    assert "Ditulis berbeda" in refused.words
    said(room, "r1", volume="12")
    assert row(room, "r1").typed["volume"]["outcome"] == "masuk"
    assert judged(room, "r1").status == "masuk"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_whatever_arrives_first_the_row_ends_the_same(room: Room, order: tuple[int, ...]) -> None:
    """An agreement, a late edit of somebody who was offline, and an objection to nothing."""
    said(room, "r1", **WHOLE)
    seen = stands(room.meeting, "r1")
    everything = tuple(op for ops in seen.values() for op in ops)
    at = timezone.now()
    late = [
        Typed(f"{order}-a", "r1", "putusan", "disepakati|mufakat", everything, at),
        Typed(f"{order}-b", "r1", "volume", "11", seen["volume"], at),
        Typed(f"{order}-c", "r1", "unit", "buah", seen["unit"], at),
    ]
    for n in order:
        deciding.take(room.meeting, room.who("desa"), [late[n]])
    one = row(room, "r1")
    assert (one.volume, one.unit, one.state) == (Decimal(11), "buah", "usul")


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("target", "", "Keputusan tanpa sasaran"),
        ("target_value", "", "Sasaran tanpa angka"),
        ("owner", "", "Keputusan tanpa penanggung jawab"),
        ("owner", "Dinas Antah Berantah", "Kantor ini tidak ada"),
        ("due", "2020-01-01", "Tenggat ini sudah lewat"),
        ("cost", "35.000", "Benarkah Rp35.000, bukan Rp35.000.000?"),
        ("cost", "tiga puluh", "Tulis rupiah"),
        ("volume", "inf", "Angka ini tidak terbaca"),
        ("target_value", "1e999", "Angka ini tidak terbaca"),
        ("target_now", "nan", "Paling banyak dua angka"),
        ("place", "Desa di kabupaten lain", "Tempat ini tidak ada"),
        ("what", "Jamban", "paling sedikit 8 huruf"),
    ],
)
def test_what_is_not_whole_is_not_agreed_and_nothing_typed_goes(
    room: Room, field: str, text: str, words: str
) -> None:
    said(room, "r1", **{**WHOLE, field: text})
    refused = judged(room, "r1")
    assert refused.status == "tolak"
    assert words in refused.words
    assert row(room, "r1").state == "usul"
    assert row(room, "r1").typed[field]["text"] == text


def test_an_amount_that_is_meant_small_is_agreed_once_somebody_said_so(room: Room) -> None:
    said(room, "r1", **{**WHOLE, "cost": "75.000"})
    assert judged(room, "r1").status == "tolak"
    said(room, "r1", cost_sure="75.000")
    assert judged(room, "r1").status == "masuk"
    assert row(room, "r1").cost == 75_000
    said(room, "r1", cost="80.000")  # another amount is asked anew
    assert judged(room, "r1").status == "tolak"


def test_an_amendment_puts_an_agreed_decision_back_before_the_meeting(room: Room) -> None:
    said(room, "r1", **WHOLE)
    judged(room, "r1", "disepakati|suara|12|3|1")
    one = row(room, "r1")
    assert (one.state, one.votes_yes, one.votes_no, one.votes_abstain) == ("disepakati", 12, 3, 1)
    said(room, "r1", volume="8")
    one = row(room, "r1")
    assert (one.state, one.votes_yes) == ("usul", None)
    assert deciding.amended(one)
    judged(room, "r1")
    assert row(room, "r1").state == "disepakati"
    assert not deciding.amended(row(room, "r1"))


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("disepakati|suara|3|12|0", "ditolak"),
        ("ditolak|suara|12|3|0", "disepakati"),
        ("disepakati|suara||3|0", "Isi jumlah suara"),
        ("disepakati|suara|a|3|0", "angka bulat"),
        ("selesai", "tidak dikenal"),
    ],
)
def test_votes_say_what_the_verdict_says(room: Room, verdict: str, words: str) -> None:
    said(room, "r1", **WHOLE)
    refused = judged(room, "r1", verdict)
    assert (refused.status, words in refused.words) == ("tolak", True)


def test_an_objection_and_its_answer_are_kept_once(room: Room) -> None:
    said(room, "r1", **WHOLE)
    desa = room.who("desa")
    text = json.dumps({"party": "BPD", "text": "Dana Desa sudah habis untuk jalan"})
    op = Typed("o1", "r1", "keberatan", text)
    for _time in range(2):
        deciding.take(room.meeting, desa, [op])
    deciding.take(room.meeting, desa, [Typed(new(), "r1", "jawaban:o1", "Dipindah ke tahap dua")])
    held = Objection.objects.get()
    assert (held.party, held.answer) == ("BPD", "Dipindah ke tahap dua")
    short = Typed(new(), "r1", "keberatan", json.dumps({"party": "", "text": "x"}))
    assert deciding.take(room.meeting, desa, [short])[0].status == "tolak"


def test_only_who_keeps_minutes_there_types_and_only_while_it_is_open(room: Room) -> None:
    op = [Typed(new(), "r1", "what", "Kelas ibu hamil")]
    with pytest.raises(NotYoursError):
        deciding.take(room.meeting, room.who("bupati"), op)
    for state in ("rencana", "disahkan", "batal"):
        shut = meeting(state=state)
        with pytest.raises(ClosedError):
            deciding.take(shut, room.who("desa"), op)
    late = meeting(state="selesai")  # the device of one whose line was down until now
    assert deciding.take(late, room.who("desa"), op)[0].status == "masuk"


def test_a_whole_decision_is_recorded_at_once_on_the_day_of_the_meeting(room: Room) -> None:
    at = dt.datetime(2026, 2, 10, 4, 0, tzinfo=dt.UTC)
    texts = {**WHOLE, "due": "2026-03-31"}
    one = deciding.record(room.meeting, room.who("desa"), "r7", texts, "disepakati|mufakat", at=at)
    assert (one.state, one.due) == ("disepakati", dt.date(2026, 3, 31))
