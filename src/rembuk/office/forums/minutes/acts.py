"""Minutes of a meeting: closed, made as one numbered set, signed, opened again only as an edition.

A decision is free until the signed copy is here. Then it is frozen, and becomes a promise; who
must change it opens the meeting for another edition, with a reason, and the old one stays.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.documents import files, services, words
from rembuk.office.forums.errors import ClosedError, ForumError
from rembuk.office.forums.live import deciding
from rembuk.office.forums.meeting import convening, papers
from rembuk.office.forums.minutes import bearing
from rembuk.office.forums.minutes import content as minutes_content
from rembuk.office.forums.minutes import letter as minutes_letter
from rembuk.office.forums.models import (
    DecisionState,
    Meeting,
    MeetingState,
    Minutes,
)

REASON: Final = 5
"""Letters a reason has at least."""


def waits(meeting: Meeting) -> list[str]:
    """What stands in the way of closing, in words."""
    found = []
    for one in meeting.decisions.order_by("number"):
        if one.state != DecisionState.PROPOSED:
            continue
        if deciding.amended(one):
            found.append(
                _("Keputusan %(n)s diubah sesudah diputuskan: putuskan lagi.") % {"n": one.number}
            )
        else:
            found.append(
                _("Keputusan %(n)s belum diputuskan: sepakati, tolak, atau tarik.")
                % {"n": one.number}
            )
    if not meeting.attendances.filter(withdrawn_at=None).exists() and not _counted(meeting):
        found.append(_("Belum ada yang tercatat hadir. Isi daftar hadir, atau unggah lembarnya."))
    return found


def _counted(meeting: Meeting) -> bool:
    return meeting.sheets.filter(counted__gt=0).exists()


@transaction.atomic
def close(meeting: Meeting, account: Account, *, at: dt.datetime | None = None) -> Meeting:
    """The meeting is over: every decision has its verdict. Closed twice, it is closed."""
    held = convening.take(meeting, account, None)
    if held.state == MeetingState.HELD:
        return held
    if held.state != MeetingState.RUNNING:
        raise ClosedError(_("Rapat ini tidak sedang berlangsung."), code="tutup")
    missing = waits(held)
    if missing:
        raise ForumError(missing, code="belum")
    held.state = MeetingState.HELD
    held.ends_at = held.ends_at or at or timezone.now()
    _save(held)
    convening.note(held, account, "tutup", after={"keputusan": held.decisions.count()})
    return held


@transaction.atomic
def reopen(meeting: Meeting, account: Account, reason: str) -> Meeting:
    """Open the decisions again: of a closed meeting, or of a signed one for another edition. The
    signed edition and its scan stay as they are."""
    held = convening.take(meeting, account, None)
    if held.state not in {MeetingState.HELD, MeetingState.SIGNED}:
        raise ClosedError(_("Rapat ini belum ditutup."), code="tutup")
    if len(reason.strip()) < REASON:
        raise ForumError(_("Tulis mengapa keputusan dibuka lagi."), code="alasan")
    was = held.state
    held.state = MeetingState.RUNNING if was == MeetingState.HELD else MeetingState.HELD
    _save(held)
    convening.note(held, account, "buka", reason.strip(), before={"keadaan": was})
    return held


def newest(meeting: Meeting) -> Minutes | None:
    """The edition that holds."""
    rows = Minutes.objects.filter(meeting=meeting).select_related("document", "signed_scan", "by")
    return rows.order_by("-edition").first()


def stale(meeting: Meeting, made: Minutes) -> bool:
    """Whether the meeting says something else by now than these minutes."""
    return minutes_content.digest(minutes_content.content(meeting)) != made.digest


@transaction.atomic
def make(
    meeting: Meeting, account: Account, *, number: str = "", reason: str = "", origin: str = "",
    on: dt.date | None = None,
) -> Minutes:  # fmt: skip
    """Set the minutes as one numbered PDF and its Word twin. The same decisions again are the same
    edition; others are a new one, which needs a reason."""
    held = convening.take(meeting, account, None)
    if held.state != MeetingState.HELD:
        raise ClosedError(_("Tutup rapat dahulu, atau buka untuk edisi baru."), code="tutup")
    missing = waits(held)
    if missing:
        raise ForumError(missing, code="belum")
    said = minutes_content.content(held)
    before = newest(held)
    if before is not None and before.digest == minutes_content.digest(said):
        return before
    if before is not None and len(reason.strip()) < REASON:
        raise ForumError(_("Edisi baru perlu alasan: apa yang berubah dan mengapa."), code="alasan")
    day = on or timezone.localdate()
    if not number.strip() and held.host is not None:
        number = services.next_number(held.host, day)
    edition = (before.edition if before else 0) + 1
    letter = minutes_letter.letter(
        held, said, number.strip(), day, edition=edition, reason=reason.strip()
    )
    gone = before is None or before.document.gone
    document = services.issue(
        letter, subject_kind=papers.KIND, subject_id=held.public_id, place_code=held.place_code,
        account=account, office=held.host, title=letter.title, origin=origin,
        replaces=None if gone or before is None else before.document,
    )  # fmt: skip
    path, _sha256 = files.put(words.write(letter), "docx")
    made = Minutes.objects.create(
        public_id=new(), meeting=held, edition=edition, document=document, word_path=path,
        digest=minutes_content.digest(said), content=said, reason=reason.strip()[:400], by=account,
    )  # fmt: skip
    convening.note(held, account, "berita-acara", reason, after={"edisi": edition})
    return made


def sign(made: Minutes, upload: Any, account: Account, *, why: str = "") -> Minutes:
    """Bind the signed copy to its edition: from now on the decisions stand, each agreed one as a
    promise. A copy whose check code cannot be read is asked about (UnsureError) until `why` says
    why; another paper is refused."""
    seen = upload if isinstance(upload, services.Seen) else services.look_at(upload)
    return _sign(made, seen, account, why)


@transaction.atomic
def _sign(made: Minutes, seen: services.Seen, account: Account, why: str) -> Minutes:
    held = convening.take(made.meeting, account, None)
    row = Minutes.objects.select_for_update().select_related("document").get(pk=made.pk)
    if held.state != MeetingState.HELD or row != newest(held):
        raise ClosedError(_("Pindaian diunggah untuk edisi terakhir rapat yang ditutup."), code="x")
    if stale(held, row):
        raise ForumError(
            _("Keputusan berubah sesudah berita acara ini dibuat. Buat edisi baru, lalu tanda "
              "tangani yang baru."), code="berubah",
        )  # fmt: skip
    scan = services.attach_scan(row.document, seen, account, why=why)
    row.signed_scan = scan
    row.save(update_fields=["signed_scan"])
    held.state = MeetingState.SIGNED
    _save(held)
    convening.note(
        held, account, "sahkan",
        after={"edisi": row.edition, "sha256": scan.sha256[:16], "bukti": scan.proof},
    )  # fmt: skip
    bearing.promises(held, account, row)
    return row


def _save(meeting: Meeting) -> None:
    meeting.version += 1
    meeting.save()
