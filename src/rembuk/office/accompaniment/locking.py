"""One accompaniment at a time: the row is locked, and a stale page is told so."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rembuk.office.accompaniment.models import Accompaniment

STALE = "usang"
"""Code of the error of a page that is older than the row."""


def locked(one: Accompaniment) -> Accompaniment:
    """The row as it stands, locked for this transaction."""
    return Accompaniment.objects.select_for_update().get(pk=one.pk)


def current(row: Accompaniment, version: int | None) -> None:
    """Raise when the page that asks was made before somebody else changed the row."""
    if version is not None and version != row.version:
        raise ValidationError(
            _("Catatan ini baru saja diubah orang lain. Periksa lagi; isian Anda masih ada."),
            code=STALE,
        )


def still_open(row: Accompaniment) -> None:
    """Raise when the accompaniment has ended."""
    if not row.is_open:
        raise ValidationError(_("Pendampingan ini sudah ditutup."), code="tutup")
