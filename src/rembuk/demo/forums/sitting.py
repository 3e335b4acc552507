"""Holding one meeting of the demo: planned, invited, attended, decided, closed, signed."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pypdfium2
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from rembuk.demo.clock import standing_at
from rembuk.demo.forums.invented import OWN_MONEY, Said, Sitting
from rembuk.demo.names import OLD_MEN, OLD_SECOND, OLD_WOMEN
from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.documents import files
from rembuk.office.forums.live import deciding, fields
from rembuk.office.forums.live.ops import Typed
from rembuk.office.forums.meeting import attending, convening, inviting, materials
from rembuk.office.forums.meeting.attending import Came
from rembuk.office.forums.minutes import acts as minutes
from rembuk.office.forums.models import Decision, How, Meeting, Minutes, Reply
from rembuk.office.forums.way import carrying
from rembuk.office.seats.models import Office, Seat
from rembuk.office.seats.queries import by_role, head_of

ORIGIN: Final = "https://rembuk.contoh.go.id"
PARTIES: Final = (
    "BPD", "TP PKK", "Kader posyandu", "Bidan desa", "Kader pembangunan manusia", "Puskesmas",
    "PLKB", "Karang taruna", "Guru PAUD", "Tokoh masyarakat", "Pendamping desa", "Sanitarian",
)  # fmt: skip
ASK_BEFORE: Final = 9
"""Days before its day on which a meeting is planned and its letter goes out."""


@dataclass
class Stage:
    """The district the meetings are held in: place and account by the key of a sitting, and the
    decisions taken so far by key."""

    area: str
    today: dt.date
    places: Mapping[str, tuple[str, Account]]
    who: Mapping[str, Account]
    taken: dict[str, Decision] = field(default_factory=dict)

    def day(self, sitting: Sitting) -> dt.date:
        """The day it is held."""
        if sitting.month == 0:
            return self.today + dt.timedelta(days=sitting.day)
        return dt.date(self.today.year - sitting.back, sitting.month, sitting.day)

    def town(self, place: str) -> bool:
        """Whether a place is a kelurahan (Kemendagri: 1xxx)."""
        return place.count(".") == 3 and place.rpartition(".")[2].startswith("1")


def hold(stage: Stage, sitting: Sitting) -> Meeting | None:
    """Hold it, as far as it came; None when its day has not come."""
    on = stage.day(sitting)
    if sitting.ends != "diundang" and on > stage.today:
        return None
    place, account = stage.places[sitting.at]
    meeting = _called(stage, sitting, on, place, account)
    if sitting.ends == "diundang":
        return meeting
    with standing_at(on, 9):
        meeting = convening.start(meeting, account)
        _attended(meeting, account, sitting)
    with standing_at(on, 10) as now:
        for one in sitting.said:
            stage.taken[one.key] = _decided(stage, sitting, meeting, one, account, now)
    if sitting.ends == "disahkan":
        _signed(stage, meeting, account, on)
    return meeting


def _called(stage: Stage, sitting: Sitting, on: dt.date, place: str, account: Account) -> Meeting:
    asked = min(on - dt.timedelta(days=ASK_BEFORE), stage.today)
    starts = timezone.make_aware(dt.datetime.combine(on, dt.time(9)))
    with standing_at(asked, 9):
        meeting = convening.plan(
            convening.Draft(
                kind=sitting.kind, place_code=place, starts_at=starts,
                ends_at=starts + dt.timedelta(hours=4), venue=_venue(place),
                chair_seat=_chair(place),
            ),
            account,
        )  # fmt: skip
    if sitting.month == 0:  # letters of the others would only be weight
        with standing_at(asked, 11):
            number = "" if meeting.host else f"400.7/{meeting.pk}/{asked.year} (tiruan)"
            inviting.send(meeting, account, number=number, origin=ORIGIN)
            for order, row in enumerate(meeting.invitees.all()):
                if order % 4 != 3:
                    reply = (Reply.COMES, Reply.COMES, Reply.SENDS)[order % 3]
                    inviting.answer(row, reply, "", account)
            meeting.refresh_from_db()
    if sitting.kind == "rembuk-desa":
        with standing_at(asked, 12):
            materials.bring(
                meeting, _map(), "Peta sosial desa (tiruan)", account, code=materials.SOCIAL_MAP,
                public=True,
            )  # fmt: skip
    return meeting


def _venue(place: str) -> str:
    return {2: "Aula Bappeda", 3: "Aula kantor camat"}.get(place.count(".") + 1, "Balai desa")


def _office(place: str) -> Office | None:
    """The office that runs a place; the secretariat for the district."""
    office = Office.objects.filter(place_code=place, kind__in=("desa", "kecamatan")).first()
    return office or Office.objects.filter(code="setda").first()


def _chair(place: str) -> Seat | None:
    """The head's seat of the office of the place; of the secretariat for the district."""
    office = _office(place)
    return head_of(office) if office else None


def _attended(meeting: Meeting, account: Account, sitting: Sitting) -> None:
    """Invented people of the parties that were asked, and of others beyond their number; every
    third by the code on the wall."""
    asked = [row.party for row in meeting.invitees.all()] or list(PARTIES)
    for number in range(sitting.came):
        pool = OLD_WOMEN if number % 2 else OLD_MEN
        first = pool[(meeting.pk * 7 + number * 3) % len(pool)]
        second = OLD_SECOND[(meeting.pk + number * 5) % len(OLD_SECOND)]
        name, party = f"{first} {second} (tiruan)", asked[number % len(asked)]
        if number % 3 == 1:
            attending.sign_in(meeting.token, name, party)
        else:
            attending.mark(meeting, Came(name, party, How.LIST), account)


def _decided(
    stage: Stage, sitting: Sitting, meeting: Meeting, one: Said, account: Account, now: dt.datetime
) -> Decision:  # fmt: skip
    row = f"contoh-{one.key}"
    if one.carries:
        row = carrying.carry(meeting, stage.taken[one.carries], account).client_id
    texts = _texts(stage, sitting, meeting, one)
    verdict = ""
    if sitting.ends != "berlangsung" or not one.fate:
        state = "ditolak" if one.fate == "ditolak" else "disepakati"
        verdict = f"{state}|suara|{one.votes}" if one.votes else f"{state}|mufakat"
    held = deciding.record(meeting, account, row, texts, verdict, at=now)
    if one.objection[0]:
        _objected(meeting, account, row, one, now)
    return Decision.objects.get(pk=held.pk)


def _objected(meeting: Meeting, account: Account, row: str, one: Said, now: dt.datetime) -> None:
    party, said, answer = one.objection
    op = f"contoh-{new()}"
    text = json.dumps({"party": party, "text": said})
    deciding.take(
        meeting, account,
        [Typed(op, row, "keberatan", text, at=now), Typed(f"j-{new()}", row, f"jawaban:{op}",
                                                          answer, at=now)],
        on=timezone.localdate(now),
    )  # fmt: skip


def _texts(stage: Stage, sitting: Sitting, meeting: Meeting, one: Said) -> dict[str, str]:
    """The fields of a decision as a secretary types them; what is empty is left as it stands."""
    on = stage.day(sitting)
    place = fields.written(one.place or meeting.place_code, fields.lists(meeting.place_code, on))
    year, month, day = one.due
    owner = by_role(one.owner, stage.area, on) if one.owner else (meeting.host or _office(place))
    money = one.money
    if money == OWN_MONEY:
        money = "DANA-APBD" if stage.town(meeting.place_code) else "DANA-DD"
    found = {
        "what": one.what, "target": one.target, "target_now": one.now, "target_value": one.value,
        "target_unit": one.unit, "place": "" if one.carries else place, "volume": one.volume,
        "unit": one.volume_unit, "cost": one.cost, "money": money,
        "due": dt.date(on.year + year, month, day).isoformat(), "intervention": one.intervention,
    }  # fmt: skip
    if owner is not None and (one.owner or sitting.ends == "disahkan" or not one.fate):
        found["owner"] = owner.name
    return {name: text for name, text in found.items() if text}


def _signed(stage: Stage, meeting: Meeting, account: Account, on: dt.date) -> Minutes:
    """Closed the same day, signed three days later."""
    with standing_at(on, 13):
        minutes.close(meeting, account)
        made = minutes.make(
            meeting, account, number="" if meeting.host else f"400.7/{meeting.pk}", origin=ORIGIN
        )
    back = min(on + dt.timedelta(days=3), stage.today)
    with standing_at(back, 14):
        return minutes.sign(made, _scan(made), account)


def _scan(made: Minutes) -> SimpleUploadedFile:
    """The signature page as a phone takes it, code and all; the strokes say that they are
    invented."""
    paper = pypdfium2.PdfDocument(files.opened(made.document.file))
    page = paper[len(paper) - 1]
    picture = page.render(scale=120 / 72).to_pil().convert("RGB")
    page.close()
    paper.close()
    pen = ImageDraw.Draw(picture)
    pen.text((100, 20), "TANDA TANGAN TIRUAN", fill=(40, 60, 130))
    codes = zxingcpp.read_barcodes(picture)
    foot = codes[0].position.top_left.y if codes else picture.height * 2 // 3
    for x in (130, 500):  # in the room above the names, which stand over the code
        y = foot - 90
        stroke = (x, y, x + 60, y - 24, x + 90, y + 8, x + 150, y - 16)
        pen.line(stroke, fill=(40, 60, 130), width=3)
    out = io.BytesIO()
    picture.rotate(1.5, fillcolor=(214, 210, 200)).save(out, "JPEG", quality=62)
    return SimpleUploadedFile("berita-acara.jpg", out.getvalue(), "image/jpeg")


def _map() -> SimpleUploadedFile:
    """A picture that says that it is invented."""
    picture = Image.new("RGB", (720, 480), (226, 232, 222))
    pen = ImageDraw.Draw(picture)
    pen.line((0, 300, 260, 240, 480, 320, 720, 250), fill=(120, 160, 190), width=18)
    for number in range(24):
        x, y = 40 + (number * 113) % 640, 40 + (number * 71) % 400
        pen.rectangle((x, y, x + 14, y + 12), fill=(150, 110, 80))
    pen.text((30, 20), "PETA SOSIAL TIRUAN - BUKAN DESA SUNGGUHAN", fill="black")
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return SimpleUploadedFile("peta.jpg", out.getvalue(), "image/jpeg")
