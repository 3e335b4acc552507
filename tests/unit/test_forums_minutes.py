"""From the last word of a meeting to what binds: closed, signed, promised, reopened, published."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image
from pypdf import PdfReader, PdfWriter
from tests.factories import account
from tests.forum_live_rows import WHOLE, Room, judged, row, running, said

from rembuk.office.access.models import Account
from rembuk.office.documents import files
from rembuk.office.documents.letters import Letter
from rembuk.office.documents.letters import render as pdf
from rembuk.office.documents.scans.proof import OtherPaperError, UnsureError
from rembuk.office.documents.services import issue
from rembuk.office.forums.errors import ClosedError, ForumError, NotYoursError
from rembuk.office.forums.live import deciding
from rembuk.office.forums.live.ops import Typed
from rembuk.office.forums.meeting import attending
from rembuk.office.forums.minutes import acts as minutes
from rembuk.office.forums.minutes import publishing
from rembuk.office.forums.models import MeetingState, Minutes
from rembuk.office.ledger.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(kept: None) -> Room:
    """A village's meeting with one decision agreed for the village and one for an office."""
    room = running()
    room.meeting.host = room.offices["desa"]
    room.meeting.save()
    said(room, "r1", **WHOLE)
    judged(room, "r1", "disepakati|suara|12|3|1")
    said(room, "r2", **{**WHOLE, "owner": "dinkes", "what": "PMT bagi ibu hamil KEK", "cost": ""})
    judged(room, "r2")
    attending.mark(room.meeting, attending.Came("Peserta Satu", "BPD", "daftar"), room.who("desa"))
    account("lain", "desa", room.meeting.place_code)
    return room


@pytest.fixture
def room(built: Room) -> Room:
    built.meeting.refresh_from_db()
    return built


def signed_copy(made: Minutes, extra: bytes = b"") -> SimpleUploadedFile:
    """The PDF as a signing service gives it back: the same pages, other bytes."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(files.opened(made.document.file))).pages:
        writer.add_page(page)
    writer.add_metadata({"/Signed": "ya" + extra.decode()})
    out = io.BytesIO()
    writer.write(out)
    return SimpleUploadedFile("pindai.pdf", out.getvalue(), "application/pdf")


def photo(colour: int = 200) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), (colour, colour, colour)).save(out, "JPEG")
    return SimpleUploadedFile("pindai.jpg", out.getvalue(), "image/jpeg")


def made_of(room: Room, **more: Any) -> Minutes:
    """Closed, and its minutes made."""
    minutes.close(room.meeting, room.who("desa"))
    return minutes.make(room.meeting, room.who("desa"), **more)


def signed(room: Room) -> Minutes:
    """Signed."""
    made = made_of(room)
    return minutes.sign(made, signed_copy(made), room.who("desa"))


def test_it_does_not_close_while_a_decision_waits_for_its_verdict(room: Room) -> None:
    said(room, "r3", what="Kelas ibu hamil tiap bulan")
    with pytest.raises(ForumError, match="Keputusan 3 belum diputuskan"):
        minutes.close(room.meeting, room.who("desa"))
    judged(room, "r3", "ditarik")
    said(room, "r1", volume="9")
    with pytest.raises(ForumError, match="Keputusan 1 diubah sesudah diputuskan"):
        minutes.close(room.meeting, room.who("desa"))


def test_it_does_not_close_without_anybody_there(room: Room) -> None:
    line = room.meeting.attendances.get()
    attending.withdraw(line, room.who("desa"), "salah rapat")
    with pytest.raises(ForumError, match="Belum ada yang tercatat hadir"):
        minutes.close(room.meeting, room.who("desa"))


def test_the_set_is_one_numbered_paper_that_says_all_four_things(room: Room) -> None:
    made = made_of(room)
    pages = PdfReader(io.BytesIO(files.opened(made.document.file))).pages
    text = " ".join(page.extract_text() for page in pages)
    flat = " ".join(text.replace("\u200b", "").replace("\xad", "").split())
    assert made.document.number
    assert made.document.number in flat
    for words in (
        "BERITA ACARA", "LEMBAR KOMITMEN", "Rencana kegiatan yang disepakati", "Daftar hadir",
        "Peserta Satu", "suara: 12 setuju, 3 tidak, 1 abstain", "Rp35.000.000",
        "dari 14 menjadi 4 keluarga",
    ):  # fmt: skip
        assert words in flat, flat
    assert files.opened(made.word_path)[:2] == b"PK"
    assert minutes.make(room.meeting, room.who("desa")).pk == made.pk  # nothing changed: the same


def test_signing_makes_promises_and_the_activity_with_money(room: Room) -> None:
    said(room, "r4", **{**WHOLE, "owner": "dinkes", "what": "Kelas ibu hamil", "cost": "20 juta"})
    judged(room, "r4")
    made = signed(room)
    assert made.signed_scan is not None
    one, two = row(room, "r1"), row(room, "r2")
    assert one.promise.source_kind == "rembuk"
    assert (one.promise.state, one.promise.budget) == (State.ACCEPTED, 35_000_000)
    assert (one.activity.year, one.activity.ceiling_amount) == (one.meeting.plan_year, 35_000_000)
    # another office was decided for: it answers itself, and nothing without a cost is budgeted
    assert (two.promise.state, two.promise.owner.code, two.activity) == (
        State.PROPOSED, "dinkes", None,
    )  # fmt: skip
    asked = row(room, "r4")
    assert (asked.promise.asked_by, asked.activity.office.code) == (room.who("desa"), "dinkes")
    assert (asked.activity.status, asked.activity.problem_source) == ("usul", "rembuk")


def test_nothing_is_changed_after_signing_but_by_an_edition_with_a_reason(room: Room) -> None:
    first = signed(room)
    late = [Typed("terlambat", "r1", "volume", "3", ())]
    with pytest.raises(ClosedError, match="sudah ditandatangani"):
        deciding.take(room.meeting, room.who("desa"), late)
    with pytest.raises(ClosedError):
        minutes.make(room.meeting, room.who("desa"), reason="tanpa dibuka")
    with pytest.raises(ForumError, match="mengapa"):
        minutes.reopen(room.meeting, room.who("desa"), " ")
    minutes.reopen(room.meeting, room.who("desa"), "Volume salah hitung")
    said(room, "r1", volume="8")
    judged(room, "r1")
    judged(room, "r2", "ditarik")
    with pytest.raises(ForumError, match="perlu alasan"):
        minutes.make(room.meeting, room.who("desa"))
    second = minutes.make(room.meeting, room.who("desa"), reason="Volume salah hitung")
    first.refresh_from_db()
    assert (second.edition, first.document.replaced_by) == (2, second.document)
    assert first.content["keputusan"][0]["volume"] == "10.00"
    minutes.sign(second, signed_copy(second, b"2"), room.who("desa"))
    one, two = row(room, "r1"), row(room, "r2")
    assert (one.promise.volume, two.promise.state) == (8, State.CANCELLED)
    last = one.promise.history.last()
    assert "Volume salah hitung" in last.reason
    assert Minutes.objects.get(pk=first.pk).signed_scan_id == first.signed_scan_id


def test_minutes_that_say_less_than_the_meeting_by_now_are_not_signed(room: Room) -> None:
    made = made_of(room)
    said(room, "r1", volume="9")  # sent by a device whose line was down
    judged(room, "r1")
    with pytest.raises(ForumError, match="Keputusan berubah"):
        minutes.sign(made, signed_copy(made), room.who("desa"))


def test_a_scan_of_another_paper_is_refused_or_asked(room: Room) -> None:
    made = made_of(room)
    desa = room.who("desa")
    same = SimpleUploadedFile("x.pdf", files.opened(made.document.file), "application/pdf")
    with pytest.raises(ValidationError, match="belum ditandatangani"), transaction.atomic():
        minutes.sign(made, same, desa)
    other = issue(
        Letter("surat", subject="Undangan lain", number="9/X"), subject_kind="contoh",
        subject_id="x", place_code="16.06", account=None,
    )  # fmt: skip
    given = SimpleUploadedFile("x.pdf", files.opened(other.file), "application/pdf")
    with pytest.raises(OtherPaperError, match="milik surat lain: Surat, nomor 9/X"):
        minutes.sign(made, given, desa)
    strange = pdf(Letter("surat", subject="Kosong"))
    with pytest.raises(UnsureError, match=r"1 halaman, surat ini \d halaman"):
        minutes.sign(made, SimpleUploadedFile("x.pdf", strange, "application/pdf"), desa)
    with pytest.raises(UnsureError, match="tidak ditemukan"):
        minutes.sign(made, photo(), desa)
    assert room.meeting.state != MeetingState.SIGNED
    done = minutes.sign(made, photo(), desa, why="kode tertutup stempel")
    assert done.signed_scan.document == made.document


def test_another_publishes_and_nobody_is_named(room: Room) -> None:
    made = signed(room)
    with pytest.raises(NotYoursError):
        publishing.publish(made, room.who("desa"))
    assert publishing.published(made.public_id) is None
    done = publishing.publish(made, Account.objects.get(username="lain"))
    assert publishing.published(made.public_id) == done
    lines = publishing.lines(done.content)
    assert [one.number for one in lines] == [1, 2]
    assert "Peserta Satu" not in str(lines)
