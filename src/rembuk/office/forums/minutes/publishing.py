"""The commitment of a signed meeting for everybody: offices and figures, no person's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.forums.errors import ClosedError, NotYoursError
from rembuk.office.forums.meeting import convening
from rembuk.office.forums.minutes import acts as minutes
from rembuk.office.forums.minutes import letter as minutes_letter
from rembuk.office.forums.models import MeetingState, Minutes


@dataclass(frozen=True)
class Line:
    """One commitment as the public reads it."""

    number: int
    what: str
    target: str
    place: str
    owner: str
    due: str


def may_publish(account: Account, made: Minutes) -> bool:
    """Another than who made the minutes, who publishes or runs meetings in the place."""
    if made.by_id == account.pk:
        return False
    rights = rights_of(account, timezone.localdate())
    place = made.meeting.place_code
    return rights.may("publikasi-terbit", place) or rights.may("rembuk-kelola", place)


@transaction.atomic
def publish(made: Minutes, account: Account) -> Minutes:
    """Open the commitment to everybody. Published twice, it is published."""
    row = Minutes.objects.select_for_update().select_related("meeting").get(pk=made.pk)
    if row.published_at is not None:
        return row
    if not may_publish(account, row):
        raise NotYoursError(
            _("Komitmen diterbitkan orang lain, bukan yang membuat berita acaranya."), code="hak"
        )
    if row.signed_scan_id is None or row.meeting.state != MeetingState.SIGNED:
        raise ClosedError(_("Berita acara belum ditandatangani."), code="tanda-tangan")
    if row != minutes.newest(row.meeting):
        raise ClosedError(_("Sudah ada edisi yang lebih baru."), code="edisi")
    row.published_at, row.published_by = timezone.now(), account
    row.save(update_fields=["published_at", "published_by"])
    convening.note(row.meeting, account, "terbit", after={"edisi": row.edition})
    return row


def published(public_id: str) -> Minutes | None:
    """A published edition by its id; None for any other."""
    rows = Minutes.objects.filter(public_id=public_id, published_at__isnull=False)
    return rows.select_related("meeting", "document").first()


def lines(content: Mapping[str, Any]) -> list[Line]:
    """The agreed decisions. Attendance, objections and who kept minutes stay inside."""
    return [
        Line(
            one["nomor"], one["apa"], minutes_letter.target_words(one), one["tempat"],
            one["siapa"], minutes_letter.day(one["tenggat"]),
        )
        for one in content["keputusan"]
        if one["putusan"] == "disepakati"
    ]  # fmt: skip
