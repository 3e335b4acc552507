"""The measures of an area table: what is divided by what, and the list behind each number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.office.posyandu.figures import Counts, Ratio


@dataclass(frozen=True)
class Measure:
    """One measure: a ratio of `Counts`, and the status filter whose list has that many children."""

    code: str
    head: str | Promise
    words: str | Promise
    status: str
    coverage: bool = False
    """Coverage itself: readable whatever its height."""

    def of(self, counts: Counts) -> Ratio:
        """The ratio of this measure."""
        ratio: Ratio = getattr(counts, self.code)
        return ratio


MEASURES: Final = (
    Measure("ds", "D/S", _("ditimbang dari semua balita"), "d", coverage=True),
    Measure("nd", "N/D", _("naik berat dari yang ditimbang"), "n"),
    Measure("td", "T/D", _("tidak naik dari yang ditimbang"), "t"),
    Measure("two_t_d", "2T", _("dua kali berturut-turut tidak naik"), "2t"),
    Measure("bgm_d", "BGM", _("berat di bawah garis merah"), "bgm"),
    Measure(
        "stunting", _("Pendek dan sangat pendek"), _("PB/U atau TB/U di bawah −2 SD"), "pendek"
    ),
    Measure(
        "severe_stunting", _("Sangat pendek"), _("PB/U atau TB/U di bawah −3 SD"), "sangat-pendek"
    ),
    Measure(
        "wasting", _("Gizi kurang dan gizi buruk"), _("BB/PB atau BB/TB di bawah −2 SD"), "kurus"
    ),
    Measure("underweight_ratio", _("Berat badan kurang"), _("BB/U di bawah −2 SD"), "bb-kurang"),
)
