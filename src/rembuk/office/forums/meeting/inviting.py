"""Who is asked to a meeting, the numbered letter they get, and what they answered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.documents import services as documents
from rembuk.office.documents.models import Document
from rembuk.office.documents.numbers import day_name, long_date
from rembuk.office.forums.errors import ClosedError, ForumError
from rembuk.office.forums.meeting import papers
from rembuk.office.forums.meeting.convening import note, take
from rembuk.office.forums.models import Invitee, Meeting, MeetingState, Reply
from rembuk.office.forums.places import name_of
from rembuk.office.seats.models import Office

PHONE = re.compile(r"(?:\+?62|0)8\d{7,11}")


@dataclass(frozen=True)
class Asked:
    """Somebody to ask: an office, or a party by its words; how to reach them."""

    party: str
    office: Office | None = None
    name: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def add(meeting: Meeting, asked: Asked, account: Account) -> Invitee:
    """Put somebody on the list. The same office or party again is the same invitee."""
    held = _before(meeting, account)
    party = " ".join((asked.party or (asked.office.name if asked.office else "")).split())[:160]
    if len(party) < 2:
        raise ForumError(_("Tulis siapa yang diundang."), code="undangan")
    same = held.invitees.filter(party=party, office=asked.office, name=asked.name.strip()).first()
    if same is not None:
        return same
    made = Invitee.objects.create(
        public_id=new(), meeting=held, party=party, office=asked.office,
        name=asked.name.strip()[:120], **_reach(asked),
    )  # fmt: skip
    note(held, account, "undang", after={"undangan": made.public_id})
    return made


@transaction.atomic
def reach(invitee: Invitee, asked: Asked, account: Account) -> Invitee:
    """Write the name of who comes for a party, and how to reach them."""
    _before(invitee.meeting, account)
    held = Invitee.objects.select_for_update().get(pk=invitee.pk)
    held.name = " ".join(asked.name.split())[:120]
    for field, value in _reach(asked).items():
        setattr(held, field, value)
    held.save(update_fields=["name", "email", "phone"])
    return held


@transaction.atomic
def remove(invitee: Invitee, account: Account) -> None:
    """Take somebody off the list who has no letter yet."""
    held = _before(invitee.meeting, account)
    row = Invitee.objects.select_for_update().get(pk=invitee.pk)
    if row.document_id is not None:
        raise ForumError(_("Undangannya sudah keluar, jadi tetap tercatat."), code="surat")
    note(held, account, "batal-undang", before={"undangan": row.public_id})
    row.delete()


@transaction.atomic
def answer(invitee: Invitee, reply: str, words: str, account: Account) -> Invitee:
    """Write what an invitee answered; "" takes an answer back."""
    meeting = take(invitee.meeting, account, None, action="rembuk-catat")
    if meeting.state in {MeetingState.SIGNED, MeetingState.CANCELLED}:
        raise ClosedError(_("Rapat ini sudah ditutup."), code="tutup")
    if reply and reply not in Reply.values:
        raise ForumError(_("Pilih jawaban dari daftar."), code="jawaban")
    held = Invitee.objects.select_for_update().get(pk=invitee.pk)
    held.answer, held.answer_note = reply, words.strip()[:200]
    held.answered_at = timezone.now() if reply else None
    held.save(update_fields=["answer", "answer_note", "answered_at"])
    return held


def send(
    meeting: Meeting, account: Account, *, number: str = "", on: dt.date | None = None,
    origin: str = "",
) -> Document:  # fmt: skip
    """Issue the invitation to all who have none yet: one numbered letter with the list of who is
    asked, the agenda, and the place. `number` "" takes the host office's next. Raises ForumError
    when nobody waits for one."""
    on = on or timezone.localdate()
    with transaction.atomic():
        held = _before(meeting, account)
        waiting = list(held.invitees.filter(document=None).select_related("office"))
        if not waiting:
            raise ForumError(_("Semua undangan sudah punya surat."), code="kosong")
        if on > timezone.localdate(held.starts_at):
            raise ForumError(_("Tanggal surat sesudah hari rapat."), code="tanggal")
        number = " ".join(number.split())[:100]
        if not number and held.host is not None:
            number = documents.next_number(held.host, on, "400.7")
        if not number:
            raise ForumError(_("Isi nomor surat undangan."), code="nomor")
        made = documents.issue(
            papers.invitation(held, waiting, number, on), subject_kind=papers.KIND,
            subject_id=held.public_id, place_code=held.place_code, account=account,
            office=held.host, title=_("Undangan %s") % held.title, origin=origin,
        )  # fmt: skip
        now = timezone.now()
        Invitee.objects.filter(pk__in=[one.pk for one in waiting]).update(
            document=made, invited_at=now
        )
        if held.state == MeetingState.PLANNED:
            held.state = MeetingState.INVITED
            held.version += 1
            held.save(update_fields=["state", "version"])
        note(
            held, account, "surat", after={"surat": made.public_id, "undangan": len(waiting)}
        )  # fmt: skip
    return made


def message(meeting: Meeting) -> str:
    """The invitation as a message to send by WhatsApp."""
    starts = timezone.localtime(meeting.starts_at)
    lines = [
        f"Yth. Bapak/Ibu, mohon hadir pada {meeting.title}:",
        f"Hari: {day_name(starts.date())}, {long_date(starts.date())}",
        f"Pukul: {starts:%H.%M}",
    ]
    if meeting.venue:
        lines.append(f"Tempat: {meeting.venue}")
    if meeting.link:
        lines.append(f"Daring: {meeting.link}")
    letter = next(
        (one.document for one in meeting.invitees.all() if one.document is not None), None
    )
    if letter is not None and letter.number:
        lines.append(f"Surat undangan nomor {letter.number}.")
    lines.append(
        f"Terima kasih. {meeting.host.name if meeting.host else name_of(meeting.place_code)}"
    )
    return "\n".join(lines)


def chat_link(invitee: Invitee, text: str) -> str:
    """The address that opens a chat with an invitee with the message in it; "" without a number."""
    digits = re.sub(r"\D", "", invitee.phone)
    if not digits:
        return ""
    number = f"62{digits[1:]}" if digits.startswith("0") else digits
    return f"https://wa.me/{number}?text={quote(text)}"


def counted(invitees: Sequence[Invitee]) -> dict[str, int]:
    """Answer -> how many; "" are those who have not answered."""
    found = {"": 0} | dict.fromkeys(Reply.values, 0)
    for one in invitees:
        found[one.answer] += 1
    return found


def _before(meeting: Meeting, account: Account) -> Meeting:
    held = take(meeting, account, None)
    if not (held.coming or held.state == MeetingState.RUNNING):
        raise ClosedError(_("Daftar undangan rapat ini sudah ditutup."), code="tutup")
    return held


def _reach(asked: Asked) -> dict[str, str]:
    email, phone = asked.email.strip(), re.sub(r"[ ().-]", "", asked.phone)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise ForumError(_("Alamat surel ini tidak terbaca."), code="surel") from None
    if phone and not PHONE.fullmatch(phone):
        raise ForumError(_("Nomor HP ditulis seperti 0812… atau +62812…, tanpa huruf."), code="hp")
    return {"email": email, "phone": phone}
