"""Papers brought to a meeting: kept by content, marked public or not, withdrawn with a reason."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.documents import files
from rembuk.office.forums.errors import ClosedError, ForumError
from rembuk.office.forums.meeting.convening import note, take
from rembuk.office.forums.models import Material, Meeting, MeetingState

SOCIAL_MAP = "peta-sosial"
SHEET = "lembar-data"


@transaction.atomic
def bring(
    meeting: Meeting, upload: Any, title: str, account: Account, *, code: str = "",
    public: bool = False,
) -> Material:  # fmt: skip
    """Keep a paper of the meeting. The same file under the same code is the same material."""
    held = _open(meeting, account)
    title = " ".join(title.split())[:160]
    if len(title) < 3:
        raise ForumError(_("Tulis nama bahannya."), code="judul")
    kept = files.kept(upload, kinds=("pdf", "image", "xlsx", "docx"))
    same = standing(held).filter(sha256=kept.sha256, code=code).first()
    if same is not None:
        return same
    return _made(held, code, title, kept.path, kept.sha256, kept.kind, kept.size, public, account)


@transaction.atomic
def put(meeting: Meeting, content: bytes, title: str, account: Account, code: str) -> Material:
    """Keep a PDF the program made: the data sheet as it was when it was handed out."""
    held = _open(meeting, account)
    path, sha256 = files.put(content, "pdf")
    return _made(held, code, title, path, sha256, "pdf", len(content), False, account)


@transaction.atomic
def withdraw(material: Material, account: Account, reason: str) -> Material:
    """Take a paper out; the file stays, with the reason."""
    held = _open(material.meeting, account)
    if len(reason.strip()) < 3:
        raise ForumError(_("Tulis mengapa bahan ini ditarik."), code="alasan")
    row = Material.objects.select_for_update().get(pk=material.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_why = timezone.now(), reason.strip()[:200]
        row.save(update_fields=["withdrawn_at", "withdrawn_why"])
        note(held, account, "tarik-bahan", reason, before={"bahan": row.public_id})
    return row


def standing(meeting: Meeting) -> QuerySet[Material]:
    """Papers that were not withdrawn."""
    return meeting.materials.filter(withdrawn_at=None)


def _made(
    meeting: Meeting, code: str, title: str, path: str, sha256: str, kind: str, size: int,
    public: bool, account: Account,
) -> Material:  # fmt: skip
    made = Material.objects.create(
        public_id=new(), meeting=meeting, code=code[:40], title=title, path=path, sha256=sha256,
        kind=kind, size=size, public=public, by=account,
    )  # fmt: skip
    note(meeting, account, "bahan", after={"bahan": made.public_id, "kode": code})
    return made


def _open(meeting: Meeting, account: Account) -> Meeting:
    held = take(meeting, account, None, action="rembuk-catat")
    if held.state in {MeetingState.SIGNED, MeetingState.CANCELLED}:
        raise ClosedError(_("Rapat ini sudah ditutup."), code="tutup")
    return held
