"""Other parts of the plan, as the door of the room shows them; each once its page stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

DOORS: Final[tuple[tuple[str, Words, Words], ...]] = (
    ("budget", _("Baris anggaran"), _("SIPD dan APBDes: masuk, pasangkan, ganda")),
    ("ceilings", _("Pagu"), _("Dana Desa, ADD, dan pagu perangkat daerah")),
    ("tagging", _("Label konvergensi"), _("Berapa yang sampai langsung ke orangnya")),
    ("matrix", _("Rencana kegiatan terintegrasi"), _("Matriks Aksi 2, Excel dan PDF")),
    ("balance", _("Imbangan"), _("Butuh, direncanakan, dianggarkan, tersalur")),
    ("deliveries", _("Penyaluran dan belanja"), _("Serah terima, bukti, biaya tiap penerima")),
    ("choices", _("Prioritas"), _("Apa dulu bila anggarannya sekian")),
    ("villages", _("Daftar usulan desa"), _("Dari angka desa dan pagu ke daftar RKPDes")),
    ("offers", _("Dukungan"), _("TJSP, bapak asuh, BAZNAS")),
)  # fmt: skip


@dataclass(frozen=True)
class Door:
    """A part, its address, what it is for."""

    name: str
    what: str
    url: str


def doors(year: int) -> list[Door]:
    """Parts whose pages stand."""
    found = []
    for name, title, what in DOORS:
        try:
            url = reverse(f"programmes:{name}")
        except NoReverseMatch:
            continue
        found.append(Door(str(title), str(what), f"{url}?tahun={year}"))
    return found
