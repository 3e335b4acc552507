"""Words of the linking room: kinds of doubts, parts of the queue, why an act is not possible."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

KINDS: Final[dict[str, Words]] = {
    "catatan": _("Baris daftar dan orang"),
    "orang": _("Dua orang tercatat"),
    "anak": _("Dua anak posyandu"),
    "contoh": _("Contoh untuk menguji ambang"),
}
SHOWN: Final[dict[str, Words]] = {
    "buka": _("Menunggu jawaban"),
    "kedua": _("Menunggu pendapat kedua"),
    "nanti": _("Ditunda"),
    "selesai": _("Sudah diputuskan"),
}
HOW: Final[dict[str, Words]] = {
    "terhubung": _("dihubungkan"),
    "baru": _("baris yang pertama menyebut orang ini"),
    "ragu": _("ragu"),
    "": _("belum ditautkan"),
}
CHANGES: Final[dict[str, Words]] = {
    "hubungkan": _("Baris daftar dihubungkan"),
    "baru": _("Dicatat sebagai orang tersendiri"),
    "pindahkan": _("Baris daftar dipindahkan oleh penautan"),
    "gabung": _("Dua orang digabung"),
    "pisah": _("Dipisah menjadi dua orang"),
    "batal": _("Dibatalkan"),
}
ROLES: Final[dict[str, Words]] = {
    "kepala": _("kepala keluarga"),
    "istri": _("istri"),
    "suami": _("suami"),
    "anak": pgettext_lazy("peran", "anak"),
    "lain": _("anggota lain"),
    "ibu": _("ibu"),
    "catin-p": _("calon pengantin perempuan"),
    "catin-l": _("calon pengantin laki-laki"),
}
_WHY: Final[dict[str, Words]] = {
    "sudah": _("Pasangan ini sudah dijawab orang lain. Tidak ada yang diubah."),
    "akun-sama": _("Pendapat kedua harus dari akun lain."),
    "tidak-berlaku": _("Jawaban ini sudah tidak berlaku."),
    "ada-sesudahnya": _("Ada perubahan sesudahnya pada orang yang sama. Batalkan yang itu dahulu."),
    "pisah-dulu": _("Keduanya sudah satu orang. Pisahkan dari halaman riwayat tautan."),
    "bukan-gabungan": _("Baris riwayat ini bukan penggabungan."),
    "tidak-ada": _("Baris daftar itu tidak ada lagi."),
    "sendiri": _("Ini satu-satunya catatan orang ini; tidak ada yang dipisahkan."),
    "orang-sama": _("Kode itu milik orang yang sama."),
}


def why_not(code: str) -> str:
    """Why an act was not possible, in a sentence."""
    return str(_WHY[code])
