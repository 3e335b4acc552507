"""The one next step of a situation page: who, what, and where to do it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.office.access.policies import Rights
from rembuk.office.insight.situation import Situation
from rembuk.office.posyandu import queries


@dataclass(frozen=True)
class Step:
    """Text of the card, the button's words and address; no button when nothing is to be done."""

    text: str
    more: str = ""
    button: str = ""
    address: str = ""


def next_step(rights: Rights, found: Situation | None, code: str, today: dt.date) -> Step:
    """The most urgent thing this account can do about place `code`."""
    if found is None:
        if rights.may("impor"):
            return Step(
                _("Masukkan berkas e-PPGBM pertama."),
                _("Angka muncul di sini setelah berkas itu disimpan."),
                _("Masukkan berkas"),
                reverse("intake:list"),
            )
        return Step(
            _("Belum ada data untuk wilayah ini."), _("Operator data memasukkannya dari berkas.")
        )
    where = f"?wilayah={code}"
    if rights.may("lihat-anak", code):
        urgent = queries.first_look(code, 1).count()
        if urgent:
            return Step(
                ngettext(
                    "Periksa %(n)s anak yang perlu dilihat segera.",
                    "Periksa %(n)s anak yang perlu dilihat segera.",
                    urgent,
                )
                % {"n": formats.number_format(urgent, 0, force_grouping=True)},
                _("Alasannya tertulis pada tiap anak."),
                _("Lihat daftarnya"),
                f"{reverse('posyandu:first')}{where}",
            )
    late = found.posts.count("belum")
    if late and today > found.posts.deadline:
        return Step(
            ngettext(
                "Tanyakan %(n)s posyandu yang belum mengirim data.",
                "Tanyakan %(n)s posyandu yang belum mengirim data.",
                late,
            )
            % {"n": formats.number_format(late, 0, force_grouping=True)},
            _("Batas kirim %(date)s.")
            % {"date": formats.date_format(found.posts.deadline, "j F Y")},
            _("Lihat posyandunya"),
            f"{reverse('posyandu:completeness')}{where}&keadaan=belum",
        )
    return Step(
        _("Tidak ada yang mendesak hari ini."), _("Tinjau lagi setelah posyandu bulan depan.")
    )
