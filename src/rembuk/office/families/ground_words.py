"""Words of findings, and how they look."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from rembuk.office.families.models import Found

WORDS: Final = {
    Found.RIGHT: _("sesuai daftar"),
    Found.DEAD: _("meninggal"),
    Found.MOVED: _("pindah"),
    Found.DOUBLE: _("tercatat ganda"),
    Found.ABSENT: _("tidak ditemukan"),
    Found.NOT_POOR: _("tidak miskin lagi"),
    Found.POORER: _("lebih miskin daripada daftar"),
}
"""Finding -> words, in the order of the buttons."""
KINDS: Final = {Found.RIGHT: "done"}
"""Finding -> kind of state; all but the right ones wait for an answer of the list's owner."""


def word(found: str) -> str:
    """A finding in words."""
    return str(WORDS[Found(found)])


def kind(found: str) -> str:
    """A finding as the kind of a state."""
    return KINDS.get(Found(found), "soon")
