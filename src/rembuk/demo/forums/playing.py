"""One meeting from its plan to its signed minutes, each act on its own day, by the services."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter

from rembuk.demo.clock import standing_at
from rembuk.demo.forums.invented import CAME, Said
from rembuk.office.access.models import Account
from rembuk.office.documents import files
from rembuk.office.forums import (
    attending,
    carrying,
    convening,
    deciding,
    inviting,
    materials,
    minutes,
    publishing,
    queries,
)
from rembuk.office.forums.attending import Came
from rembuk.office.forums.models import Decision, Meeting, Minutes, Reply
from rembuk.office.forums.ops import Typed

ORIGIN: Final = "https://rembuk.contoh.go.id"
BEFORE: Final = 9
"""Days before a meeting on which its invitations leave."""


@dataclass(frozen=True)
class Plan:
    """A meeting to play: who keeps it, what it decides, how far it comes."""

    kind: str
    place: str
    day: dt.date
    keeper: Account
    decides: Sequence[Said]
    venue: str
    publisher: Account | None = None
    signed: bool = True


def play(one: Plan) -> Meeting:
    """The whole meeting; where it is not signed, it stays held with its minutes waiting."""
    meeting = planned(one, one.day - dt.timedelta(days=BEFORE))
    with standing_at(one.day, 9):
        convening.start(meeting, one.keeper)
        _attend(meeting, one.keeper)
        _decide(meeting, one)
    with standing_at(one.day, 13):
        minutes.close(meeting, one.keeper)
        if not one.signed:
            return Meeting.objects.get(pk=meeting.pk)
    with standing_at(one.day + dt.timedelta(days=1), 10):
        made = minutes.make(meeting, one.keeper, origin=ORIGIN)
    with standing_at(one.day + dt.timedelta(days=2), 10):
        made = minutes.sign(made, _signed(made), one.keeper)
    if one.publisher is not None:
        with standing_at(one.day + dt.timedelta(days=5), 11):
            publishing.publish(made, one.publisher)
    return Meeting.objects.get(pk=meeting.pk)


def planned(one: Plan, on: dt.date) -> Meeting:
    """Planned and invited on a day, with a social map where the meeting asks for one."""
    with standing_at(on, 10):
        starts = timezone.make_aware(dt.datetime.combine(one.day, dt.time(9)))
        draft = convening.Draft(
            one.kind, one.place, starts, starts + dt.timedelta(hours=4), one.venue
        )
        meeting = convening.plan(draft, one.keeper)
        number = "" if meeting.host else f"400.7/{on:%m%d}/TPPS/{on.year} (tiruan)"
        inviting.send(meeting, one.keeper, number=number, origin=ORIGIN)
        for order, row in enumerate(meeting.invitees.all()):
            if order % 4 != 3:
                reply = (Reply.COMES, Reply.COMES, Reply.SENDS)[order % 3]
                inviting.answer(row, reply, "", one.keeper)
        if one.kind == "rembuk-desa":
            picture = SimpleUploadedFile("peta.jpg", _map(), "image/jpeg")
            materials.bring(
                meeting, picture, "Peta sosial desa (tiruan)", one.keeper,
                code=materials.SOCIAL_MAP, public=True,
            )  # fmt: skip
    return Meeting.objects.get(pk=meeting.pk)


def _attend(meeting: Meeting, keeper: Account) -> None:
    """Half sign in with the code, the rest is ticked; one is there from afar."""
    for order, (name, party) in enumerate(CAME):
        if order % 2:
            attending.sign_in(meeting.token, name, party)
        else:
            how = "daring" if order == len(CAME) - 2 else "daftar"
            attending.mark(meeting, Came(name, party, how), keeper)
    for row in meeting.invitees.filter(answer=Reply.COMES).select_related("office")[:6]:
        attending.mark(meeting, Came(f"Wakil {row.party}"[:110], "", invitee=row), keeper)


def _decide(meeting: Meeting, one: Plan) -> None:
    at = timezone.now()
    for number, said in enumerate(one.decides, start=1):
        row = f"r{number}"
        deciding.record(meeting, one.keeper, row, texts_of(said, meeting), at=at)
        if said.objection[1]:
            words = json.dumps({"party": said.objection[0], "text": said.objection[1]})
            key = f"keberatan-{meeting.public_id}"
            deciding.take(
                meeting, one.keeper,
                [Typed(key, row, "keberatan", words, (), at),
                 Typed(f"{key}-j", row, f"jawaban:{key}",
                       "Dipakai jamban tripikon; sanitarian memilih rumahnya.", (), at)],
            )  # fmt: skip
        deciding.record(meeting, one.keeper, row, {}, said.verdict, at=at)
    for below in _worth_carrying(meeting):
        row = carrying.carry(meeting, below, one.keeper).client_id
        more = {"due": f"{meeting.plan_year}-09-30", "target_now": str(below.target_now or 0)}
        deciding.record(meeting, one.keeper, row, more, "disepakati|mufakat", at=at)


def _worth_carrying(meeting: Meeting) -> list[Decision]:
    """What the places beneath cannot do alone: another level's office owns it. One a place."""
    found: dict[str, Decision] = {}
    for one in queries.from_beneath(meeting.place_code, meeting.plan_year):
        alone = one.owner is None or one.owner.place_code != meeting.place_code[:5]
        if not alone and one.money == "DANA-APBD" and not one.carried_to.exists():
            found.setdefault(one.meeting.place_code, one)
    return list(found.values())[:3]


def texts_of(said: Said, meeting: Meeting) -> dict[str, str]:
    """The fields of a row as they are typed."""
    year = meeting.year + (1 if said.next_year else 0)
    owner = meeting.host.code if said.owner == "@" and meeting.host else said.owner
    texts = {
        "what": said.what, "target": said.target, "target_now": said.now,
        "target_value": said.value, "target_unit": said.unit, "place": meeting.place_code,
        "volume": said.volume, "unit": said.volume_unit, "cost": said.cost, "money": said.money,
        "owner": owner, "due": f"{year}-{said.due[0]:02d}-{said.due[1]:02d}",
        "intervention": said.intervention,
    }  # fmt: skip
    return {name: text for name, text in texts.items() if text}


def _signed(made: Minutes) -> SimpleUploadedFile:
    """The minutes as they come back from being signed: the same pages, other bytes."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(files.opened(made.document.file))).pages:
        writer.add_page(page)
    writer.add_metadata({"/Subject": f"Ditandatangani (tiruan) {made.public_id}"})
    out = io.BytesIO()
    writer.write(out)
    return SimpleUploadedFile("pindaian.pdf", out.getvalue(), "application/pdf")


def _map() -> bytes:
    """A picture that says that it is invented."""
    picture = Image.new("RGB", (720, 480), (226, 232, 222))
    pen = ImageDraw.Draw(picture)
    pen.line((0, 300, 260, 240, 480, 320, 720, 250), fill=(120, 160, 190), width=18)
    for number in range(24):
        x, y = 40 + (number * 113) % 640, 40 + (number * 71) % 400
        pen.rectangle((x, y, x + 14, y + 12), fill=(150, 110, 80))
    pen.text((30, 20), "PETA SOSIAL TIRUAN - BUKAN DESA SUNGGUHAN", fill="black")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG")
    return buffer.getvalue()
