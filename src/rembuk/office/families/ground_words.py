"""Words of findings, and how they look."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override
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
WHY_MASKED: Final = _(
    "Nama disamarkan karena peran Anda tidak membuka nama di desa ini. Yang membukanya: bidan, "
    "kader, dan tenaga gizi desa ini; minta mereka mencetak daftarnya atau ikut mendatangi rumah."
)
"""Why a field list has dots for names, and what to do: the policy table opens names in a list to
who serves the families there; everybody else opens one family at a time, with a purpose."""
KINDS: Final = {Found.RIGHT: "done"}
"""Finding -> kind of state; all but the right ones wait for an answer of the list's owner."""


@lru_cache(maxsize=1)
def meanings() -> dict[str, str]:
    """Every form a finding may be written in, folded -> the finding: its code, the words of the
    list, and the words of each language."""
    found = {text.casefold(): one.value for one in Found for text in (str(one.label), one.value)}
    for text, one in in_every_language({one.value: word for one, word in WORDS.items()}).items():
        found.setdefault(text, one)
    return found


def in_every_language(texts: Mapping[str, object]) -> dict[str, str]:
    """Text in each language of the site, folded -> its key; `texts`: key -> text of the catalogue,
    as it stands or lazy."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for key, text in texts.items():
                said = str(text) if isinstance(text, Promise) else gettext(str(text))
                found.setdefault(said.casefold(), key)
    return found


def word(found: str) -> str:
    """A finding in words."""
    return str(WORDS[Found(found)])


def kind(found: str) -> str:
    """A finding as the kind of a state."""
    return KINDS.get(Found(found), "soon")
