"""Acts on a dissemination meeting: planning it, inviting offices, who came, minutes, closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.office.access.models import Account
from rembuk.office.audits import steps
from rembuk.office.audits.errors import StaleError
from rembuk.office.audits.meeting import turning
from rembuk.office.audits.models import Attendance, Cycle, CycleEvent, Meeting
from rembuk.office.people import public_ids
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import head_of, holder

PLANNED, HELD, CALLED_OFF = "direncanakan", "selesai", "batal"
HOW: Final = {
    "luring": gettext_lazy("hadir di tempat"),
    "daring": gettext_lazy("hadir daring"),
    "wakil": gettext_lazy("diwakili"),
}
AGENDA: Final = (
    gettext_lazy("Pembukaan oleh pimpinan rapat"),
    gettext_lazy("Paparan kasus tanpa nama"),
    gettext_lazy("Jawaban tiap kantor atas rekomendasi"),
    gettext_lazy("Kesepakatan matriks rencana tindak lanjut"),
    gettext_lazy("Penutup dan penandatanganan"),
)
"""The agenda a new meeting begins with."""


@dataclass(frozen=True)
class MeetingDraft:
    """What is said of a meeting before it is held."""

    on: dt.date | None
    starts: dt.time | None = None
    place: str = ""
    chair: str = ""
    agenda: tuple[str, ...] = ()


@transaction.atomic
def plan(cycle: Cycle, draft: MeetingDraft, by: Account | None) -> Meeting:
    """Plan a meeting of a cycle. Raises ValidationError, {field: words}."""
    steps.guard(cycle)
    on = _checked(draft)
    made = Meeting.objects.create(
        public_id=public_ids.new(), cycle=cycle, on=on, starts=draft.starts,
        place=draft.place.strip(), chair=draft.chair.strip(),
        agenda=list(draft.agenda) or [str(line) for line in AGENDA],
    )  # fmt: skip
    _note(made, by, "rapat", {"on": on.isoformat()})
    return made


@transaction.atomic
def change(meeting: Meeting, draft: MeetingDraft, by: Account | None, version: int) -> Meeting:
    """Change a meeting that was not held yet. StaleError when somebody else did meanwhile."""
    now = _open(meeting, version)
    now.on = _checked(draft)
    now.starts, now.place, now.chair = draft.starts, draft.place.strip(), draft.chair.strip()
    now.agenda = list(draft.agenda)
    now.version += 1
    now.save()
    _note(now, by, "rapat-ubah", {"on": now.on.isoformat()})
    return now


@transaction.atomic
def invite(meeting: Meeting, offices: Iterable[Office], by: Account | None) -> int:
    """Put offices on the list, each by the seat of its head; returns how many are new."""
    _open(meeting)
    known = set(meeting.attendances.exclude(office=None).values_list("office", flat=True))
    asked = {office.pk: office for office in offices}
    fresh = [office for key, office in asked.items() if key not in known]
    for office in fresh:
        seat = head_of(office)
        held = holder(seat, meeting.on) if seat else None
        Attendance.objects.create(
            meeting=meeting, office=office, institution=office.name,
            seat=seat.title if seat else "", name=held.name if held else "",
        )  # fmt: skip
    if fresh:
        _note(meeting, by, "undang", {"offices": sorted(office.code for office in fresh)})
    return len(fresh)


@transaction.atomic
def add_guest(
    meeting: Meeting, name: str, institution: str, seat: str, by: Account | None
) -> Attendance:
    """Put somebody on the list who comes for no office of the district."""
    _open(meeting)
    if len(name.strip()) < 2 or len(institution.strip()) < 2:
        raise ValidationError(_("Isi nama dan asal tamu."))
    made = Attendance.objects.create(
        meeting=meeting, name=name.strip()[:120], institution=institution.strip()[:120],
        seat=seat.strip()[:120],
    )  # fmt: skip
    _note(meeting, by, "tamu", {"attendance": made.pk})
    return made


@transaction.atomic
def mark(meeting: Meeting, present: dict[int, str], by: Account | None) -> None:
    """Write who came and how: attendance key -> `luring`, `daring`, `wakil` or "" for absent."""
    _open(meeting)
    for row in meeting.attendances.all():
        how = present.get(row.pk, "")
        if how and how not in HOW:
            raise ValidationError(_("Pilih cara hadir dari daftar."))
        if (row.present, row.how) != (bool(how), how):
            row.present, row.how = bool(how), how
            row.save(update_fields=["present", "how"])
    came = meeting.attendances.filter(present=True).count()
    _note(meeting, by, "hadir", {"present": came})


@transaction.atomic
def write_minutes(meeting: Meeting, text: str, by: Account | None, version: int) -> Meeting:
    """Write the minutes. StaleError when somebody else did meanwhile."""
    now = _open(meeting, version)
    now.minutes = text.strip()
    now.version += 1
    now.save(update_fields=["minutes", "version"])
    _note(now, by, "notulen", {"letters": len(now.minutes)})
    return now


@transaction.atomic
def close(meeting: Meeting, by: Account | None) -> Meeting:
    """The meeting was held. It needs its day, somebody present, minutes, and an answer to every
    recommendation by a named office (unless the cycle's gate does not ask for it)."""
    now = _open(meeting)
    if wants := lacking(now):
        raise ValidationError(list(wants))
    now.state = HELD
    now.version += 1
    now.save(update_fields=["state", "version"])
    _note(now, by, "rapat-selesai", {})
    return now


@transaction.atomic
def call_off(meeting: Meeting, by: Account | None, reason: str) -> Meeting:
    """It will not be held, and why."""
    now = _open(meeting)
    if len(reason.strip()) < 5:
        raise ValidationError(_("Tulis mengapa rapat ini batal."))
    if now.answers.exists():
        raise ValidationError(_("Pada rapat ini sudah ada jawaban, jadi tidak dapat dibatalkan."))
    now.state = CALLED_OFF
    now.version += 1
    now.save(update_fields=["state", "version"])
    _note(now, by, "rapat-batal", {}, reason)
    return now


def lacking(meeting: Meeting) -> tuple[str, ...]:
    """What a meeting still needs before it can be closed, in words."""
    wants = []
    if meeting.on > timezone.localdate():
        wants.append(_("Hari rapat belum tiba."))
    if not meeting.attendances.filter(present=True).exists():
        wants.append(_("Daftar hadir belum diisi."))
    if len(meeting.minutes.strip()) < 20:
        wants.append(_("Notulen belum ditulis."))
    asks = bool(meeting.cycle.gates.get("answers", True))
    if asks and turning.unanswered(meeting.cycle).exists():
        wants.append(_("Ada rekomendasi yang belum dijawab kantor."))
    return tuple(wants)


def _open(meeting: Meeting, version: int | None = None) -> Meeting:
    steps.guard(meeting.cycle)
    now = Meeting.objects.select_for_update().select_related("cycle").get(pk=meeting.pk)
    if now.state != PLANNED:
        raise ValidationError(_("Rapat ini sudah ditutup."))
    if version is not None and now.version != version:
        raise StaleError(now)
    return now


def _checked(draft: MeetingDraft) -> dt.date:
    if draft.on is None:
        raise ValidationError({"on": _("Isi tanggal rapat.")})
    if not draft.place.strip():
        raise ValidationError({"place": _("Isi tempat rapat.")})
    return draft.on


def _note(
    meeting: Meeting, by: Account | None, act: str, after: dict[str, object], reason: str = ""
) -> None:
    CycleEvent.objects.create(
        cycle=meeting.cycle, by=by, act=act, reason=reason,
        after={"meeting": meeting.public_id, **after},
    )  # fmt: skip


def lines_of(text: str) -> Sequence[str]:
    """Lines of a text field without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
