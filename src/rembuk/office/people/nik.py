"""What a NIK finding means, in words. The reading itself is `science.linkage.nik`.

A finding explains; it never blocks a row.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import polars as pl
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from rembuk.science.linkage.nik import UNUSABLE, check_frame

MESSAGES: Final = {
    "panjang": noop("NIK bukan 16 angka. Periksa kartu keluarga atau akta."),
    "tiruan": noop(
        "NIK ini angka pengisi (semua sama, berurutan, atau berakhir 0000). Kosongkan bila belum "
        "ada."
    ),
    "tanggal": noop("Tanggal lahir di dalam NIK tidak mungkin. Periksa angka ke-7 sampai ke-12."),
    "ibu": noop("NIK ini tampaknya milik orang tua, bukan anak. Isi NIK anak dari kartu keluarga."),
    "kk": noop("NIK dan nomor KK tampaknya tertukar."),
    "lahir": noop(
        "Tanggal lahir di NIK berbeda dari yang tertulis. NIK tidak diganti bila tanggal lahir "
        "dibetulkan; periksa akta."
    ),
    "tukar": noop("Hari dan bulan lahir tampaknya tertukar dibanding NIK."),
    "kelamin": noop("Jenis kelamin di NIK berbeda dari yang tertulis."),
    "ganda": noop("NIK ini juga dipakai anak lain dengan nama dan tanggal lahir berbeda."),
}
"""Finding code -> what is wrong and what to do (texts of the catalogue). No message carries the
number itself."""


@dataclass(frozen=True)
class NikFinding:
    """One thing that does not fit."""

    code: str

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the active language."""
        return gettext(MESSAGES[self.code])

    @property
    def usable(self) -> bool:
        """Whether the number may still be used to recognise the person."""
        return self.code not in UNUSABLE


def check(
    nik: str,
    birth_date: dt.date | None,
    sex: str,
    mother_nik: str | None = None,
    no_kk: str | None = None,
) -> tuple[NikFinding, ...]:
    """Findings of one NIK; none for an empty one. `sex` is "L", "P" or ""."""
    frame = pl.DataFrame(
        {
            "nik": [nik],
            "birth_date": [birth_date],
            "sex": [sex],
            "parent_nik": [mother_nik],
            "no_kk": [no_kk],
        },
        schema_overrides={"birth_date": pl.Date, "parent_nik": pl.String, "no_kk": pl.String},
    )
    codes = str(check_frame(frame)["nik_findings"][0])
    return tuple(NikFinding(code) for code in codes.split())
