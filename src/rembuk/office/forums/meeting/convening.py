"""A meeting made from its template: agenda, parties, day and place; changed, begun, called off."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.forums import guard
from rembuk.office.forums.errors import ClosedError, ForumError, StaleError
from rembuk.office.forums.models import AgendaItem, Invitee, Meeting, MeetingEvent, MeetingState
from rembuk.office.forums.places import beneath, level_of, name_of, playing
from rembuk.office.places.scope import contains
from rembuk.office.seats.models import Office, Seat
from rembuk.office.seats.queries import offices
from rembuk.reference.dated import NoRuleError
from rembuk.reference.forums import MeetingTemplate, Party


@dataclass(frozen=True)
class Draft:
    """A meeting as somebody plans it. An empty `title` is the template's with place and year."""

    kind: str
    place_code: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None = None
    venue: str = ""
    link: str = ""
    title: str = ""
    plan_year: int | None = None
    chair_seat: Seat | None = None
    secretary: Account | None = None


@dataclass(frozen=True)
class Point:
    """One point of an agenda as it is written; `code` keeps it the template's."""

    title: str
    minutes: int = 0
    code: str = ""
    notes: str = ""
    owner: Office | None = None


@transaction.atomic
def plan(draft: Draft, account: Account) -> Meeting:
    """Make a meeting with the agenda and the parties of its template. Raises ForumError."""
    guard.check(account, "rembuk-kelola", draft.place_code)
    on = timezone.localdate(draft.starts_at)
    template = template_of(draft.kind, draft.place_code, on)
    title = " ".join(draft.title.split())
    _checked(draft)
    standing = offices(on)
    made = Meeting.objects.create(
        public_id=new(), kind=draft.kind, place_code=draft.place_code, year=on.year,
        plan_year=draft.plan_year or on.year + 1,
        title=(title or titled(template, draft.place_code, on.year))[:200],
        starts_at=draft.starts_at, ends_at=draft.ends_at, venue=draft.venue.strip()[:200],
        link=draft.link.strip(), template=template.code,
        template_version=f"{template.valid_from:%Y-%m-%d}",
        host=playing(template.host, draft.place_code, standing), chair_seat=draft.chair_seat,
        secretary=draft.secretary or account, token=secrets.token_urlsafe(18),
        previous=before(draft.place_code, draft.kind, draft.starts_at),
    )  # fmt: skip
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=made,
            order=number,
            code=point.code,
            title=point.title_id,
            minutes=point.minutes,
            owner_office=playing(point.owner, draft.place_code, standing) if point.owner else None,
        )
        for number, point in enumerate(template.agenda, start=1)
    )
    Invitee.objects.bulk_create(
        Invitee(public_id=new(), meeting=made, party=words, code=party.code, office=office)
        for party in template.parties
        for words, office in _asked(party, draft.place_code, standing)
    )
    note(made, account, "rencana", after={"jenis": made.kind, "hari": f"{on}"})
    return made


def titled(template: MeetingTemplate, place_code: str, year: int) -> str:
    """`Rembuk stunting Desa Contoh Jaya 2026`: the place says its level itself."""
    name = template.name_id.removesuffix(f" {template.level}")
    return f"{name} {name_of(place_code)} {year}"


def template_of(kind: str, place_code: str, on: dt.date) -> MeetingTemplate:
    """The template of a kind on a day, when it fits the level of the place."""
    try:
        found = reference.load().meeting_template(kind, on)
    except NoRuleError:
        raise ForumError(
            _("Jenis rapat ini tidak dikenal pada tanggal itu."), code="jenis"
        ) from None
    if found.level != level_of(place_code):
        raise ForumError(
            _("%(kind)s diadakan di tingkat %(level)s.")
            % {"kind": found.name_id, "level": found.level},
            code="tingkat",
        )
    return found


def before(place_code: str, kind: str, starts_at: dt.datetime) -> Meeting | None:
    """The last meeting of a kind in a place that was held before, signed or not."""
    return (
        Meeting.objects.filter(
            place_code=place_code, kind=kind, starts_at__lt=starts_at,
            state__in=[MeetingState.HELD, MeetingState.SIGNED],
        )
        .order_by("-starts_at")
        .first()
    )  # fmt: skip


def _asked(
    party: Party, place_code: str, standing: Sequence[Office]
) -> list[tuple[str, Office | None]]:
    """A party as it stands on the list: by office where one plays its role; the offices of each
    place beneath where it says so, or where only they play it (a kecamatan's puskesmas)."""
    if not party.role:
        return [(party.name_id, None)]
    own = playing(party.role, place_code, standing)
    if own is not None and not party.per:
        return [(party.name_id, own)]
    found: dict[str, Office] = {}
    for area in beneath(place_code, party.per) if party.per else ():
        office = playing(party.role, area.code, standing)
        if office is not None:
            found.setdefault(office.code, office)
    for office in standing:
        if office.role == party.role and any(contains(place_code, one) for one in office.places):
            found.setdefault(office.code, office)
    return [(f"{party.name_id}: {one.name}"[:160], one) for one in found.values()] or [
        (party.name_id, None)
    ]


@transaction.atomic
def change(meeting: Meeting, draft: Draft, account: Account, version: int) -> Meeting:
    """Move a meeting that has not begun: day, place, link, chair, title. Who was invited keeps
    the old letter: the page says that a new one must go out."""
    held = take(meeting, account, version)
    if not held.coming:
        raise ClosedError(_("Rapat ini sudah mulai; hari dan tempatnya tetap."), code="mulai")
    _checked(draft)
    was = {"mulai": held.starts_at.isoformat(), "tempat": held.venue}
    held.starts_at, held.ends_at = draft.starts_at, draft.ends_at
    held.year = timezone.localdate(draft.starts_at).year
    held.plan_year = draft.plan_year or held.plan_year
    held.venue, held.link = draft.venue.strip()[:200], draft.link.strip()
    held.title = " ".join(draft.title.split())[:200] or held.title
    held.chair_seat = draft.chair_seat
    held.secretary = draft.secretary or held.secretary
    held.previous = before(held.place_code, held.kind, held.starts_at)
    _save(held)
    note(
        held, account, "ubah", before=was,
        after={"mulai": held.starts_at.isoformat(), "tempat": held.venue},
    )  # fmt: skip
    return held


@transaction.atomic
def write_agenda(
    meeting: Meeting, points: Sequence[Point], account: Account, version: int
) -> Meeting:
    """Write the agenda anew, in this order; before the minutes are signed."""
    held = take(meeting, account, version)
    if not (held.coming or held.open):
        raise ClosedError(_("Acara rapat ini tidak dapat diubah lagi."), code="tutup")
    kept = [one for one in points if one.title.strip()]
    if not kept:
        raise ForumError(_("Acara sedikitnya satu butir."), code="acara")
    was = list(held.agenda.values_list("code", flat=True))
    held.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=held, order=number, code=one.code[:40],
            title=" ".join(one.title.split())[:240], minutes=min(max(one.minutes, 0), 600),
            notes=one.notes.strip(), owner_office=one.owner,
        )
        for number, one in enumerate(kept, start=1)
    )  # fmt: skip
    _save(held)
    note(held, account, "acara", before={"butir": was}, after={"butir": [p.code for p in kept]})
    return held


@transaction.atomic
def start(meeting: Meeting, account: Account) -> Meeting:
    """The meeting begins: attendance opens, decisions are typed. Begun twice, it has begun."""
    held = take(meeting, account, None, action="rembuk-catat")
    if held.state == MeetingState.RUNNING:
        return held
    if not held.coming:
        raise ClosedError(_("Rapat ini sudah selesai atau batal."), code="tutup")
    if timezone.localdate(held.starts_at) > timezone.localdate():
        raise ForumError(
            _("Hari rapat belum tiba. Ubah harinya bila rapat dimajukan."), code="hari"
        )
    held.state = MeetingState.RUNNING
    _save(held)
    note(held, account, "mulai")
    return held


@transaction.atomic
def cancel(meeting: Meeting, account: Account, reason: str) -> Meeting:
    """It will not be held, and why. Not once a decision was typed."""
    held = take(meeting, account, None)
    if held.state in {MeetingState.SIGNED, MeetingState.CANCELLED}:
        raise ClosedError(_("Rapat ini sudah disahkan atau batal."), code="tutup")
    if len(reason.strip()) < 5:
        raise ForumError(_("Tulis mengapa rapat ini batal."), code="alasan")
    if held.decisions.exists():
        raise ForumError(_("Rapat ini sudah punya keputusan, jadi tidak dapat batal."), code="isi")
    held.state, held.cancelled_why = MeetingState.CANCELLED, reason.strip()[:300]
    _save(held)
    note(held, account, "batal", reason)
    return held


def take(
    meeting: Meeting, account: Account, version: int | None, action: Any = "rembuk-kelola"
) -> Meeting:
    """The meeting, locked, for who may act on it. Raises NotYoursError, StaleError."""
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    guard.check(account, action, held.place_code)
    if version is not None and held.version != version:
        raise StaleError(_("Rapat ini baru diubah orang lain. Periksa lagi."), code="basi")
    return held


def note(
    meeting: Meeting, by: Account | None, act: str, reason: str = "",
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
) -> MeetingEvent:  # fmt: skip
    """A line of the meeting's history."""
    return MeetingEvent.objects.create(
        meeting=meeting, by=by, act=act, reason=reason, before=before or {}, after=after or {}
    )


def _save(meeting: Meeting) -> None:
    meeting.version += 1
    meeting.save()


def _checked(draft: Draft) -> None:
    if draft.ends_at is not None and draft.ends_at <= draft.starts_at:
        raise ForumError(_("Rapat selesai sebelum mulai. Periksa jamnya."), code="jam")
    if not draft.venue.strip() and not draft.link.strip():
        raise ForumError(_("Isi tempat rapat, atau tautan bila daring."), code="tempat")
    if draft.link.strip():
        try:
            URLValidator(schemes=["https"])(draft.link.strip())
        except ValidationError:
            raise ForumError(
                _("Tautan rapat daring harus alamat lengkap yang dimulai https://."), code="tautan"
            ) from None
