"""The words of kader screens: what is seen at the scale, then what to do; no score, no class name.

The verdicts are the same, only said as `panjang badan tertinggal` instead of a class below a limit.
Scores are taken out of what a page is given, so that no template can show one by oversight.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from rembuk.office.posyandu import wording
from rembuk.office.posyandu.child.charts import GrowthChart
from rembuk.office.posyandu.figures import ChildPage, ChildRow
from rembuk.office.posyandu.wording import Words, word

STATUSES: Words = {
    "bgm": __("berat di bawah garis merah"),
    "pendek": __("panjang atau tinggi badan tertinggal"),
    "sangat-pendek": __("panjang atau tinggi badan sangat tertinggal"),
    "kurus": __("kurus dan sangat kurus"),
    "gizi-kurang": __("kurus"),
    "gizi-buruk": __("sangat kurus"),
    "bb-kurang": __("berat badan kurang"),
    "dinilai-tbu": __("panjang badannya dapat dinilai"),
    "dinilai-bbtb": __("berat dan panjangnya dapat dinilai"),
    "dinilai-bbu": __("berat badannya dapat dinilai"),
    "kasus": __("panjang badan tertinggal, sudah dipastikan"),
    "diduga": __("tunggu ukur ulang"),
}
"""Filters of the child list that speak of a class."""

ORDERS: Words = {"tbu": __("panjang badan, paling tertinggal dulu")}

OUT_OF: Words = {
    "dinilai-tbu": __("balita yang panjang badannya dapat dinilai"),
    "dinilai-bbtb": __("balita yang berat dan panjangnya dapat dinilai"),
    "dinilai-bbu": __("balita yang berat badannya dapat dinilai"),
}

CLASSES: dict[str, Words] = {
    "tbu": {
        "sangat-pendek": __("panjang badan sangat tertinggal"),
        "pendek": __("panjang badan tertinggal"),
        "normal": __("panjang badan baik"),
        "tinggi": __("panjang badan baik"),
    },
    "bbu": {
        "sangat-kurang": __("berat badan sangat kurang"),
        "kurang": __("berat badan kurang"),
        "normal": __("berat badan baik"),
        "risiko-lebih": __("berat badan mungkin berlebih"),
    },
    "bbtb": {
        "gizi-buruk": __("sangat kurus"),
        "gizi-kurang": __("kurus"),
        "gizi-baik": __("berat sesuai panjangnya"),
        "berisiko-lebih": __("mungkin terlalu gemuk"),
        "gizi-lebih": __("terlalu gemuk"),
        "obesitas": __("sangat gemuk"),
    },
}

CASES: Words = {
    "diduga": __("Panjang badan tertinggal, tunggu ukur ulang"),
    "baru": __("Panjang badan tertinggal, dipastikan ukur ulang"),
    "ditemukan": __("Panjang badan tertinggal sejak pertama diukur"),
    "pindah-masuk": __("Pindah masuk, panjang badan tertinggal"),
    "kambuh": __("Panjang badan tertinggal lagi"),
    "pulih": __("Panjang badan sudah menyusul"),
    "lulus": __("Panjang badan tetap baik tiga bulan"),
}

MARKS: Words = {
    **dict.fromkeys(wording.FLAGS, __("nilai tidak wajar, ukur lagi")),
    "position": __("posisi ukur tidak sesuai umur"),
    "recheck": __("diukur berdiri sebelum 9 bulan"),
}

STANDARDS: Words = {
    "tbu": __("Panjang atau tinggi menurut umur"),
    "bbu": __("Berat badan menurut umur"),
    "bbtb": __("Berat dibanding panjang atau tinggi"),
}


def groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The filters of the child list in plain words."""
    return [
        (str(name), [(code, word(STATUSES, code) if code in STATUSES else str(text))
                     for code, text in items])
        for name, items in wording.STATUSES
    ]  # fmt: skip


def row(one: ChildRow) -> ChildRow:
    """A line of a list without its scores."""
    return replace(one, zlen=None, zwei=None, zwfl=None)


def page(child: ChildPage) -> ChildPage:
    """A child's page without its scores; of two ages only the one everybody counts."""
    seen = tuple(
        replace(
            one, zlen=None, zwei=None, zwfl=None, zlen_corrected=None, corrected_months=None,
            file_zlen=None, file_zwei=None, file_zwfl=None,
        )
        for one in child.measurements
    )  # fmt: skip
    last = next((one for one in seen if child.last is not None and one.id == child.last.id), None)
    return replace(child, measurements=seen, last=last)


def charts(found: Iterable[GrowthChart]) -> tuple[GrowthChart, ...]:
    """Charts without scores: the bands and the child's own values say it."""
    return tuple(
        replace(
            chart,
            title=word(STANDARDS, chart.code),
            dots=tuple(None if dot is None else replace(dot, z=None) for dot in chart.dots),
            finding=_finding(chart),
            plain=True,
        )
        for chart in found
    )


def _finding(chart: GrowthChart) -> str:
    seen = [dot for dot in chart.dots if dot is not None and not dot.odd]
    if not seen:
        return _("Belum dapat dinilai.")
    first, last = seen[0], seen[-1]
    told = {
        "last": f"{formats.number_format(last.y, 1)} {chart.unit}",
        "first": f"{formats.number_format(first.y, 1)} {chart.unit}",
        "last_day": last.day,
        "first_day": first.day,
    }
    if first is last:
        return _("%(last)s pada %(last_day)s.") % told
    return _("Dari %(first)s (%(first_day)s) menjadi %(last)s (%(last_day)s).") % told
