"""Who came: ticked on the list, by the code on the wall, counted on paper, from afar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.documents import services as documents
from rembuk.office.forums.errors import AskedError, ClosedError, ForumError
from rembuk.office.forums.meeting import papers
from rembuk.office.forums.meeting.convening import note, take
from rembuk.office.forums.models import (
    Attendance,
    AttendanceSheet,
    How,
    Invitee,
    Meeting,
    MeetingState,
)

WINDOW: Final = dt.timedelta(minutes=10)
IN_WINDOW: Final = 200
"""Most people who sign in by themselves to one meeting in the window: a hall, not a script."""


@dataclass(frozen=True)
class Came:
    """Somebody who came."""

    name: str
    party: str = ""
    how: str = How.LIST
    invitee: Invitee | None = None


@transaction.atomic
def mark(
    meeting: Meeting, came: Came, account: Account, sheet: AttendanceSheet | None = None
) -> Attendance:
    """Write somebody down. The same name of the same party is one person, however often."""
    held = _open(meeting, account)
    if came.how not in How.values:
        raise ForumError(_("Pilih cara hadir dari daftar."), code="cara")
    return _written(held, came, account, sheet)


@transaction.atomic
def sign_in(token: str, name: str, party: str, *, afar: bool = False) -> Attendance:
    """Somebody signs in by the code on the wall, without an account, while the meeting runs.
    Raises ClosedError before and after, ForumError for a name that is none or a flood."""
    held = Meeting.objects.select_for_update().filter(token=token).first()
    if held is None or held.state != MeetingState.RUNNING:
        raise ClosedError(_("Daftar hadir rapat ini tidak sedang dibuka."), code="tutup")
    since = timezone.now() - WINDOW
    if held.attendances.filter(by=None, at__gte=since).count() >= IN_WINDOW:
        raise ForumError(
            _("Terlalu banyak yang mengisi sekaligus. Tunggu sebentar, lalu coba lagi."),
            code="ramai",
        )
    if len(" ".join(party.split())) < 2:
        raise ForumError(_("Tulis dari kantor atau unsur mana Anda."), code="unsur")
    how = How.ONLINE if afar else How.QR
    return _written(held, Came(name, party, how), None, None)


@transaction.atomic
def withdraw(line: Attendance, account: Account, reason: str) -> Attendance:
    """Take back a wrong line, and why; it stays to be read."""
    held = _open(line.meeting, account)
    if len(reason.strip()) < 3:
        raise ForumError(_("Tulis mengapa baris ini dicoret."), code="alasan")
    row = Attendance.objects.select_for_update().get(pk=line.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_why = timezone.now(), reason.strip()[:200]
        row.save(update_fields=["withdrawn_at", "withdrawn_why"])
        note(held, account, "coret-hadir", reason, before={"hadir": row.public_id})
    return row


@transaction.atomic
def print_sheet(meeting: Meeting, account: Account, origin: str = "") -> AttendanceSheet:
    """The list to be signed by hand, as a document with a check code of its own."""
    held = take(meeting, account, None, action="rembuk-catat")
    if held.state in {MeetingState.SIGNED, MeetingState.CANCELLED}:
        raise ClosedError(_("Rapat ini sudah ditutup."), code="tutup")
    made = documents.issue(
        papers.attendance_list(held), subject_kind=papers.KIND, subject_id=held.public_id,
        place_code=held.place_code, account=account, office=held.host,
        title=_("Daftar hadir %s") % held.title, origin=origin,
    )  # fmt: skip
    sheet = AttendanceSheet.objects.create(
        public_id=new(), meeting=held, document=made, by=account
    )  # fmt: skip
    note(held, account, "cetak-hadir", after={"surat": made.public_id})
    return sheet


def bring_back(
    sheet: AttendanceSheet, upload: Any, counted: int, account: Account, *, sure: bool = False,
    why: str = "",
) -> AttendanceSheet:  # fmt: skip
    """Keep the scan of the signed list and how many signatures were counted on it. Fewer pages
    than were printed is asked (AskedError) until `sure`, a check code that cannot be read
    (UnsureError) until `why` says why."""
    seen = upload if isinstance(upload, documents.Seen) else documents.look_at(upload)
    return _bring_back(sheet, seen, counted, account, sure=sure, why=why)


@transaction.atomic
def _bring_back(
    sheet: AttendanceSheet, seen: documents.Seen, counted: int, account: Account, *, sure: bool,
    why: str,
) -> AttendanceSheet:  # fmt: skip
    held = _open(sheet.meeting, account)
    row = AttendanceSheet.objects.select_for_update().select_related("document").get(pk=sheet.pk)
    if counted < 0 or counted > 2000:
        raise ForumError(_("Hitung lagi tanda tangannya."), code="hitung")
    scan = documents.attach_scan(row.document, seen, account, _("Daftar hadir rapat"), why=why)
    if scan.pages and scan.pages < row.document.pages and not sure:
        raise AskedError(
            _(
                "Pindaian ini %(scan)s halaman, lembar yang dicetak %(printed)s. Bila halaman "
                "lain memang kosong, centang pernyataannya dan unggah lagi."
            )
            % {"scan": scan.pages, "printed": row.document.pages},
            code="halaman",
        )
    row.scan, row.counted = scan, counted
    row.save(update_fields=["scan", "counted"])
    note(
        held, account, "pindai-hadir",
        after={"surat": row.document.public_id, "hitungan": counted, "sha256": scan.sha256[:12]},
    )  # fmt: skip
    return row


def present(meeting: Meeting) -> QuerySet[Attendance]:
    """Lines that stand, in the order people came."""
    return meeting.attendances.filter(withdrawn_at=None)


@dataclass(frozen=True)
class Tally:
    """How many came: by name, and signatures counted on paper (people without a line of their
    own are only in that count, so the two are told beside each other and never added)."""

    named: int
    afar: int
    counted: int | None
    invited: int
    invited_came: int


def tally(meeting: Meeting) -> Tally:
    """The attendance in figures."""
    rows = list(present(meeting))
    counts = [s.counted for s in meeting.sheets.all() if s.counted is not None]
    return Tally(
        len(rows), sum(1 for one in rows if one.how == How.ONLINE),
        sum(counts) if counts else None, meeting.invitees.count(),
        len({one.invitee_id for one in rows if one.invitee_id is not None}),
    )  # fmt: skip


def _written(
    meeting: Meeting, came: Came, account: Account | None, sheet: AttendanceSheet | None
) -> Attendance:
    name = " ".join(came.name.split())[:120]
    party = " ".join((came.party or (came.invitee.party if came.invitee else "")).split())[:160]
    if len(name) < 2 or name.isdigit():
        raise ForumError(_("Tulis namanya."), code="nama")
    same = present(meeting).filter(name__iexact=name, party__iexact=party).first()
    if same is not None:
        return same
    return Attendance.objects.create(
        public_id=new(), meeting=meeting, invitee=came.invitee or _fits(meeting, party), name=name,
        party=party, how=came.how, sheet=sheet, at=timezone.now(), by=account,
    )  # fmt: skip


def _fits(meeting: Meeting, party: str) -> Invitee | None:
    """The invitee whose party was written, word for word."""
    return meeting.invitees.filter(party__iexact=party).first() if party else None


def _open(meeting: Meeting, account: Account) -> Meeting:
    held = take(meeting, account, None, action="rembuk-catat")
    if not held.open:
        raise ClosedError(
            _("Daftar hadir diisi sesudah rapat dimulai dan sebelum disahkan."), code="tutup"
        )
    return held
