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
from rembuk.office.posyandu.lines import Tier

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


def next_step(
    child: ChildPage,
    today: dt.date,
    confirm_days: int,
    missed_months: int,
    tier: Tier | None = None,
    reasons: tuple[str, ...] = (),
    plain: bool = False,
) -> NextStep:
    """The first rule that holds, from danger to routine.

    Args:
        child: the child's page.
        today: the day of reading.
        confirm_days: days within which a suspected case is measured again.
        missed_months: months without weighing after which somebody goes to the home.
        tier: the child's step of urgency in `lihat dulu`, if any.
        reasons: why it stands there, in words.
        plain: say what is seen, as a kader does.
    """
    last = child.last
    if child.left_on is not None:
        why = wording.word(wording.LEFT, child.left_why)
        return NextStep("off", "", _("Tidak ada langkah: anak sudah keluar."), why)
    if child.age_months is not None and child.age_months >= 60:
        return NextStep("off", "", _("Tidak ada langkah: anak sudah lima tahun."), "")
    if last is None:
        text = _("Ajak ke posyandu untuk ditimbang dan diukur.")
        return NextStep("soon", _("belum pernah diukur"), text, "", "pos")
    seen = _("Terakhir diukur %(day)s.") % {"day": _day(last.date)}
    absent = _absent(child)
    recent = (today - last.date).days <= RECENT_DAYS
    if recent and (last.oedema or last.bbtb == "gizi-buruk"):
        thin = _("sangat kurus") if plain else _("diduga gizi buruk")
        what = _("bengkak kedua kaki") if last.oedema else thin
        text = _("Bawa ke puskesmas sekarang: %(what)s.") % {"what": what}
        why = _("Petugas kesehatan memastikan dan mencari tanda bahaya.")
        return NextStep("act", _("segera"), text, f"{seen} {why}", "cetak")
    if tier is not None and tier.number == 1:
        return NextStep("act", tier.name.lower(), tier.act, "; ".join(reasons[:2]), "cetak")
    if child.case == "diduga" and child.case_since is not None:
        return _remeasure(last, child.case_since, today, confirm_days, plain)
    if absent >= missed_months or (absent >= 2 and child.case in wording.CONFIRMED):
        months = ngettext("%d bulan tidak datang", "%d bulan tidak datang", absent) % absent
        text = _("Kunjungi rumah dan ajak ke posyandu.")
        return NextStep("soon", months, text, seen, "pos")
    return _of_weight(child, last, tier, reasons, plain) or _routine(child, last, absent, seen)


def _absent(child: ChildPage) -> int:
    """Months at the end of the strip without a weighing."""
    marks = [mark.mark for mark in child.strip]
    return len(marks) - len("".join(m if m != "-" else " " for m in marks).rstrip())


def _remeasure(last: Measured, since: dt.date, today: dt.date, days: int, plain: bool) -> NextStep:
    due = since + dt.timedelta(days=days)
    kind, when = _until(due, today)
    measure = wording.length_index(last.age_days)[2]
    text = _("Ukur ulang %(measure)s badan di puskesmas, paling lambat %(day)s.")
    if due < today:
        text = _("Ukur ulang %(measure)s badan di puskesmas; mestinya sebelum %(day)s.")
    why = _("Diduga pendek sejak %(day)s. Pengukuran kedua memastikannya.")
    if plain:
        why = _("Panjang badan tertinggal sejak %(day)s. Pengukuran kedua memastikannya.")
    return NextStep(
        kind,
        when,
        text % {"measure": measure, "day": _day(due)},
        why % {"day": _day(since)},
        "cetak",
    )


def _of_weight(
    child: ChildPage,
    last: Measured,
    tier: Tier | None,
    reasons: tuple[str, ...],
    plain: bool,
) -> NextStep | None:
    newest = next((mark for mark in reversed(child.strip) if mark.mark != "-"), None)
    if newest is not None and newest.two_t:
        text = _("Periksa ke puskesmas: berat dua kali berturut-turut tidak naik.")
        why = _("Cari sebabnya: sakit, makan, dan pengasuhan. Bawa riwayat timbangannya.")
        return NextStep("act", _("bulan ini"), text, why, "cetak")
    if last.bbtb == "gizi-kurang":
        text = (
            _("Periksa ke puskesmas: kurus untuk panjangnya.")
            if plain
            else _("Periksa ke puskesmas: diduga gizi kurang.")
        )
        return NextStep("soon", _("bulan ini"), text, "; ".join(reasons[:2]), "cetak")
    if tier is not None and tier.number == 2:
        return NextStep("soon", tier.name.lower(), tier.act, "; ".join(reasons[:2]), "pos")
    return None


def _routine(child: ChildPage, last: Measured, absent: int, seen: str) -> NextStep:
    newest = next((mark for mark in reversed(child.strip) if mark.mark != "-"), None)
    if child.case in wording.CONFIRMED:
        text = _("Timbang dan ukur tiap bulan sampai pulih; ikuti tata laksana puskesmas.")
        why = _("Kasus terkonfirmasi sejak %(day)s.")
        return NextStep(
            "run", _("tiap bulan"), text, why % {"day": _day(child.case_since or last.date)}, "pos"
        )
    if absent:
        return NextStep("soon", _("bulan ini"), _("Ajak ke posyandu bulan ini."), seen, "pos")
    if newest is not None and newest.mark == "T":
        text = _("Bicarakan makan dan sakit anak dengan ibu; timbang lagi bulan depan.")
        why = _("Berat naik kurang dari minimal.")
        return NextStep("soon", _("sebelum hari posyandu berikut"), text, why, "pos")
    if last.flags or last.doubts or not child.birth_date_sure:
        text = _("Periksa datanya: cocokkan tanggal lahir dan ukur dengan posisi yang benar.")
        return NextStep("soon", _("pada penimbangan berikut"), text, "", "pos")
    text = _("Timbang dan ukur lagi pada hari posyandu berikut.")
    return NextStep("done", _("tidak ada yang mendesak"), text, seen, "pos")
