"""The one next step for a child: who should do what, by when, and why. Never two."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.office.posyandu import wording
from rembuk.office.posyandu.figures import ChildPage, Measured

Act = Literal["cetak", "pos", ""]
RECENT_DAYS = 62
"""A measurement older than two months no longer says what to do today."""


@dataclass(frozen=True)
class NextStep:
    """What to do; `kind` is a state of the design language (act, soon, run, done, off)."""

    kind: str
    when: str
    text: str
    why: str
    act: Act = ""


def _day(day: dt.date) -> str:
    return formats.date_format(day, "j F Y")


def _until(due: dt.date, today: dt.date) -> tuple[str, str]:
    left = (due - today).days
    if left < 0:
        return "act", ngettext("lewat %d hari", "lewat %d hari", -left) % -left
    if left == 0:
        return "act", _("hari ini")
    return "soon", ngettext("%d hari lagi", "%d hari lagi", left) % left


def next_step(child: ChildPage, today: dt.date, confirm_days: int, missed_months: int) -> NextStep:
    """The first rule that holds, from danger to routine.

    Args:
        child: the child's page.
        today: the day of reading.
        confirm_days: days within which a suspected case is measured again.
        missed_months: months without weighing after which somebody goes to the home.
    """
    last = child.last
    if child.left_on is not None:
        why = wording.word(wording.LEFT, child.left_why)
        return NextStep("off", "", _("Tidak ada langkah: anak sudah keluar."), why)
    if child.age_months is not None and child.age_months >= 60:
        return NextStep("off", "", _("Tidak ada langkah: anak sudah lima tahun."), "")
    if last is None:
        return NextStep(
            "soon", _("belum pernah diukur"), _("Ajak ke posyandu untuk ditimbang dan diukur."), "",
            "pos",
        )  # fmt: skip
    length, _wfl, measure = wording.length_index(last.age_days)
    recent = (today - last.date).days <= RECENT_DAYS
    danger = _danger(last, length) if recent else None
    if danger is not None:
        return danger
    if child.case == "diduga" and child.case_since is not None:
        due = child.case_since + dt.timedelta(days=confirm_days)
        kind, when = _until(due, today)
        return NextStep(
            kind,
            when,
            _("Ukur ulang %(measure)s badan di puskesmas, paling lambat %(day)s.")
            % {"measure": measure, "day": _day(due)},
            _("Diduga pendek sejak %(day)s. Pengukuran kedua memastikannya.")
            % {"day": _day(child.case_since)},
            "cetak",
        )
    return _weight_or_absence(child, last, today, missed_months, recent)


def _danger(last: Measured, length: str) -> NextStep | None:
    if last.oedema or last.bbtb == "gizi-buruk":
        what = _("bengkak kedua kaki") if last.oedema else _("diduga gizi buruk")
        return NextStep(
            "act",
            _("segera"),
            _("Bawa ke puskesmas sekarang: %(what)s.") % {"what": what},
            _("Diukur %(day)s. Petugas kesehatan memastikan dan mencari tanda bahaya.")
            % {"day": _day(last.date)},
            "cetak",
        )
    return None


def _weight_or_absence(
    child: ChildPage, last: Measured, today: dt.date, missed_months: int, recent: bool
) -> NextStep:
    newest = next((mark for mark in reversed(child.strip) if mark.mark != "-"), None)
    absent = 0
    for mark in reversed(child.strip):
        if mark.mark != "-":
            break
        absent += 1
    if absent >= missed_months:
        return NextStep(
            "soon",
            ngettext("%d bulan tidak datang", "%d bulan tidak datang", absent) % absent,
            _("Kunjungi rumah dan ajak ke posyandu."),
            _("Terakhir diukur %(day)s.") % {"day": _day(last.date)},
            "pos",
        )
    if newest is not None and newest.two_t:
        return NextStep(
            "act",
            _("bulan ini"),
            _("Periksa ke puskesmas: berat dua kali berturut-turut tidak naik."),
            _("Cari sebabnya: sakit, makan, dan pengasuhan. Bawa riwayat timbangannya."),
            "cetak",
        )
    if recent and last.bbu == "sangat-kurang":
        return NextStep(
            "act",
            _("bulan ini"),
            _("Periksa ke puskesmas: berat di bawah garis merah."),
            _("Diukur %(day)s.") % {"day": _day(last.date)},
            "cetak",
        )
    if child.case in wording.CONFIRMED:
        return NextStep(
            "run",
            _("tiap bulan"),
            _("Timbang dan ukur tiap bulan sampai pulih; ikuti tata laksana puskesmas."),
            _("Kasus terkonfirmasi sejak %(day)s.") % {"day": _day(child.case_since or last.date)},
            "pos",
        )
    if newest is not None and newest.mark == "T":
        return NextStep(
            "soon",
            _("sebelum hari posyandu berikut"),
            _("Bicarakan makan dan sakit anak dengan ibu; timbang lagi bulan depan."),
            _("Berat naik kurang dari minimal."),
            "pos",
        )
    if absent:
        return NextStep(
            "soon", _("bulan ini"), _("Ajak ke posyandu bulan ini."),
            _("Terakhir diukur %(day)s.") % {"day": _day(last.date)}, "pos",
        )  # fmt: skip
    if last.flags or last.doubts or not child.birth_date_sure:
        return NextStep(
            "soon",
            _("pada penimbangan berikut"),
            _("Periksa datanya: cocokkan tanggal lahir dan ukur lagi dengan posisi yang benar."),
            "",
            "pos",
        )
    return NextStep(
        "done",
        _("tidak ada yang mendesak"),
        _("Timbang dan ukur lagi pada hari posyandu berikut."),
        _("Terakhir diukur %(day)s.") % {"day": _day(last.date)},
        "pos",
    )
