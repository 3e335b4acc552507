"""Words of the overlap: the four questions, exclusive kinds, and the main finding in a sentence."""

from __future__ import annotations

from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from rembuk.office.families.overlap import Told
from rembuk.science.welfare.overlap import INCOMPLETE, JOIN, NONE, SETS, UNLISTED

SET_WORDS: Final = {
    "stunting": gettext_lazy("ada balita stunting"),
    "berisiko": gettext_lazy("berisiko stunting (KRS)"),
    "miskin-ekstrem": gettext_lazy("diduga miskin ekstrem"),
    "tanpa-program": gettext_lazy("tidak menerima program"),
}
SET_HEADS: Final = {
    "stunting": gettext_lazy("Ada balita stunting"),
    "berisiko": gettext_lazy("Berisiko stunting"),
    "miskin-ekstrem": gettext_lazy("Diduga miskin ekstrem"),
    "tanpa-program": gettext_lazy("Tanpa program"),
}
KIND_WORDS: Final = {
    NONE: gettext_lazy("tidak satu pun"),
    INCOMPLETE: gettext_lazy("data belum lengkap"),
    UNLISTED: gettext_lazy("tidak ada di daftar mana pun"),
}


def kind_words(kind: str) -> str:
    """An exclusive kind in words."""
    if kind in KIND_WORDS:
        return str(KIND_WORDS[kind])
    inside = [str(SET_WORDS[name]) for name in kind.split(JOIN)]
    return inside[0] if len(inside) == 1 else ", ".join(inside)


def figure(n: int | None) -> str:
    """A count in the reader's digits, or the word of a hidden one."""
    return pgettext("angka", "ditutup") if n is None else number_format(n, force_grouping=True)


def finding(told: Told, name: str) -> str:
    """What the table says first, in one sentence; the fullest kind whose number is shown."""
    here = told.here
    total = here.complete
    if total is None:
        return _(
            "Di %(place)s angka keluarga yang datanya lengkap ditutup karena ada bagiannya yang "
            "kecil."
        ) % {"place": name}
    if total == 0:
        return _(
            "Di %(place)s belum ada keluarga yang keempat jawabannya diketahui; "
            "lengkapi daftar dan pengukuran dulu."
        ) % {"place": name}
    both = told.table.count(told.place, "berisiko", "miskin-ekstrem")
    given = {"place": name, "of": figure(total)}
    if here.every:
        return _(
            "Di %(place)s, %(n)s dari %(of)s keluarga yang datanya lengkap ada di keempatnya: "
            "balita stunting, berisiko, diduga miskin ekstrem, dan tanpa program apa pun."
        ) % (given | {"n": figure(here.every)})
    if both is None:
        return (
            _(
                "Di %(place)s ada keluarga yang berisiko dan diduga miskin ekstrem; jumlah "
                "tepatnya ditutup karena ada bagiannya yang kecil."
            )
            % given
        )
    return _(
        "Di %(place)s, %(n)s dari %(of)s keluarga yang datanya lengkap berisiko stunting sekaligus "
        "diduga miskin ekstrem."
    ) % (given | {"n": figure(both)})


def dots(kind: str) -> tuple[bool, ...]:
    """Which of the four a kind is in, for its row of dots; nothing for those not complete."""
    if kind in {INCOMPLETE, UNLISTED}:
        return ()
    return tuple(name in kind.split(JOIN) for name in SETS)
