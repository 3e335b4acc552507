"""A leader asks the owner with one tap; the owner answers; the leader reads and closes.

A question about the same thing that still waits is the same question: asking again reminds, and
says so in its history. Answers are read by who asked, by the office, and by who reads promises of
the place.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights, rights_of
from rembuk.office.ledger import parties
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.states import OPEN, State
from rembuk.office.oversight.errors import NotYoursError, OversightError, StaleError
from rembuk.office.oversight.models import About, Question, QuestionEvent, QuestionState
from rembuk.office.places.scope import within_any
from rembuk.office.seats.models import Office


@dataclass(frozen=True)
class Asking:
    """What is asked, of whom, about which place; `promise` only for a question about one."""

    about: str
    office: Office
    place_code: str
    promise: Promise | None = None
    text: str = ""


@transaction.atomic
def ask(asking: Asking, by: Account, at: dt.datetime | None = None) -> tuple[Question, bool]:
    """Ask the office; the question, and whether it is new. Raises ValidationError."""
    when = at or timezone.now()
    on = parties.day_of(when)
    if not rights_of(by, on).may("pengawasan-isi", asking.place_code):
        raise NotYoursError(_("Akun ini tidak menanyai kantor di tempat itu."))
    if asking.about not in About.values or (asking.about == About.PROMISE) != bool(asking.promise):
        raise OversightError(_("Pertanyaan ini tidak menyebut soalnya."))
    waits = asking.promise is None or asking.promise.state in {*OPEN, State.REFUSED}
    if not waits:
        raise OversightError(_("Janji itu sudah tidak menunggu pemiliknya."))
    subject = asking.promise.public_id if asking.promise else ""
    text = " ".join(asking.text.split())[:400] or usual(asking)
    held = Question.objects.select_for_update().filter(
        office=asking.office, about=asking.about, subject=subject,
        place_code=asking.place_code, state=QuestionState.WAITING,
    ).first()  # fmt: skip
    if held is not None:
        held.version += 1
        held.save(update_fields=["version"])
        _note(held, by, "ingatkan", after={"tenggat": held.due.isoformat()}, reason=text)
        return held, False
    made = Question.objects.create(
        public_id=public_ids.new(), about=asking.about, subject=subject, promise=asking.promise,
        office=asking.office, place_code=asking.place_code, text=text, asked_by=by, asked_at=when,
        due=answer_by(on),
    )  # fmt: skip
    _note(made, by, "tanya", after={"tenggat": made.due.isoformat()}, reason=text)
    return made, True


def usual(asking: Asking) -> str:
    """The words of one tap."""
    if asking.promise is not None:
        return _("Apa yang menahan janji ini, dan kapan selesai?")
    if asking.about == About.CELLS:
        return _("Apa yang menahan isian indikator kantor ini, dan kapan lengkap?")
    return _("Apa yang menahan janji kantor ini yang lewat tenggat, dan kapan selesai?")


def answer_by(on: dt.date) -> dt.date:
    """The day an answer is asked for: so many working days on."""
    left = int(reference.load().number("pengawasan.answer_days", on))
    day = on
    while left > 0:
        day += dt.timedelta(days=1)
        left -= day.weekday() < 5
    return day


@transaction.atomic
def answer(
    question: Question, by: Account, text: str, *, version: int | None = None,
    at: dt.datetime | None = None,
) -> Question:  # fmt: skip
    """The office says why, and by when. Raises ValidationError."""
    when = at or timezone.now()
    held = _held(question, version)
    if not parties.holds_seat(by, held.office_id, parties.day_of(when)):
        raise NotYoursError(_("Pertanyaan ini dijawab oleh kantor yang ditanya."))
    if not held.waiting:
        raise OversightError(_("Pertanyaan ini sudah dijawab."))
    if len(text.strip()) < 8:
        raise OversightError(_("Tulis jawabannya: apa yang menahan, dan kapan selesai."))
    held.state, held.answer = QuestionState.ANSWERED, text.strip()[:2000]
    held.answered_by, held.answered_at = by, when
    _put(held, "state", "answer", "answered_by", "answered_at")
    _note(held, by, "jawab", reason=held.answer)
    return held


@transaction.atomic
def close(
    question: Question, by: Account, *, again: str = "", version: int | None = None,
    at: dt.datetime | None = None,
) -> Question:  # fmt: skip
    """Who oversees the place has read the answer; with `again` asks on instead, in these words.
    Raises ValidationError."""
    when = at or timezone.now()
    held = _held(question, version)
    if not rights_of(by, parties.day_of(when)).may("pengawasan-isi", held.place_code):
        raise NotYoursError(_("Akun ini tidak menutup pertanyaan di tempat itu."))
    if held.state == QuestionState.CLOSED:
        raise OversightError(_("Pertanyaan ini sudah ditutup."))
    if again.strip():
        if held.waiting:
            raise OversightError(_("Pertanyaan ini masih menunggu jawaban."))
        held.state, held.text = QuestionState.WAITING, " ".join(again.split())[:400]
        held.due = answer_by(parties.day_of(when))
        _put(held, "state", "text", "due")
        _note(held, by, "tanya-lagi", after={"tenggat": held.due.isoformat()}, reason=held.text)
        return held
    held.state = QuestionState.CLOSED
    _put(held, "state")
    _note(held, by, "selesai")
    return held


def visible(rights: Rights, account: Account, on: dt.date) -> QuerySet[Question]:
    """Questions the reader asked, of his offices, and of the places whose promises he reads."""
    if not rights.may("janji"):
        return Question.objects.none()
    found = Q(asked_by=account) | Q(office__in=parties.offices_ids(account, on))
    found |= within_any("place_code", rights.places_for("janji"))
    rows = Question.objects.filter(found)
    return rows.select_related("office", "promise", "asked_by", "answered_by")


def waiting_for(account: Account, on: dt.date) -> QuerySet[Question]:
    """Questions the reader's offices must answer, the earliest asked for first."""
    offices = parties.offices_ids(account, on)
    rows = Question.objects.filter(office__in=offices, state=QuestionState.WAITING)
    return rows.select_related("office", "promise").order_by("due", "pk")


def _held(question: Question, version: int | None) -> Question:
    held = Question.objects.select_for_update().get(pk=question.pk)
    if version is not None and version != held.version:
        raise StaleError(
            _("Pertanyaan ini baru saja diubah orang lain. Baca dulu yang terbaru."), code="basi"
        )
    return held


def _put(held: Question, *fields: str) -> None:
    held.version += 1
    held.save(update_fields=["version", *fields])


def _note(held: Question, by: Account, act: str, *, reason: str = "", **more: object) -> None:
    QuestionEvent.objects.create(question=held, by=by, act=act, reason=reason, **more)
