"""Minutes of village meetings: the signed paper, known by its content, kept under its hash."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.families.ground import GroundError
from rembuk.office.families.models import FieldCheck, Minutes
from rembuk.office.intake import raw
from rembuk.office.intake.reading.limits import Unreadable

MAX_BYTES: Final = 15 * 1024 * 1024
FOLDER: Final = "berita-acara"
TYPES: Final = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
}
"""What a paper may be -> its content type."""


@dataclass(frozen=True)
class Written:
    """What the form says of a meeting."""

    number: str
    held_on: dt.date | None
    about: str


def kind_of(head: bytes) -> str:
    """What a file is by its first bytes: pdf, jpg, png, or "" for anything else."""
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return ""


def add(check: FieldCheck, written: Written, upload: Any, user: Account | None) -> Minutes:
    """Keep a paper and bind it to a check. The same paper twice in a village is one. Raises
    GroundError."""
    held_on = _complete(written)
    if upload is None:
        raise GroundError(_("Pilih berkas berita acara yang sudah ditandatangani."))
    if getattr(upload, "size", 0) > MAX_BYTES:
        raise GroundError(
            _("Berkas lebih dari %(n)s MB. Pindai dengan mutu lebih rendah.")
            % {"n": MAX_BYTES // 1024 // 1024}
        )
    try:
        path, digest, size = raw.take(upload)
    except Unreadable as problem:
        raise GroundError(str(problem)) from problem
    try:
        with path.open("rb") as stream:
            kind = kind_of(stream.read(16))
        if not kind:
            raise GroundError(
                _(
                    "Isi berkas ini bukan PDF, JPG, atau PNG, apa pun akhiran namanya. Foto atau "
                    "pindai berita acaranya, lalu unggah."
                )
            )
        return _keep(check, written, held_on, (path, digest, size, kind), user)
    finally:
        path.unlink(missing_ok=True)


@atomic
def bind(check: FieldCheck, minutes: Minutes) -> None:
    """Bind minutes of the same village to a check. Raises GroundError."""
    if minutes.place_code != check.place_code:
        raise GroundError(_("Berita acara itu milik desa lain."))
    check.minutes = minutes
    check.save(update_fields=["minutes"])


def path_of(minutes: Minutes) -> Path:
    """Where the bytes are."""
    return raw.folder() / minutes.stored_at


def kind(minutes: Minutes) -> str:
    """pdf, jpg or png."""
    return minutes.stored_at.rpartition(".")[2]


def _complete(written: Written) -> dt.date:
    if not written.number.strip():
        raise GroundError(_("Tulis nomor berita acaranya."))
    if written.held_on is None:
        raise GroundError(_("Isi tanggal musyawarahnya."))
    if written.held_on > timezone.localdate():
        raise GroundError(_("Tanggal musyawarah belum terjadi."))
    if len(written.about.strip()) < 5:
        raise GroundError(_("Tulis tentang apa musyawarahnya."))
    return written.held_on


@atomic
def _keep(
    check: FieldCheck,
    written: Written,
    held_on: dt.date,
    paper: tuple[Path, str, int, str],
    user: Account | None,
) -> Minutes:
    path, digest, size, kind = paper
    stored = f"{FOLDER}/{digest}.{kind}"
    raw.closed(raw.folder() / FOLDER)
    target = raw.folder() / stored
    if not target.exists():
        path.replace(target)
    found, _made = Minutes.objects.get_or_create(
        place_code=check.place_code,
        sha256=digest,
        defaults={
            "number": written.number.strip()[:60],
            "held_on": held_on,
            "about": written.about.strip()[:200],
            "file_name": f"berita-acara-{digest[:8]}.{kind}",
            "size": size,
            "stored_at": stored,
            "added_by": user,
        },
    )
    bind(check, found)
    return found
