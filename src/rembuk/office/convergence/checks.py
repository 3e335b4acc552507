"""Checks of figures and cells: what is refused, what is asked, in words an office understands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.office.convergence.models import Freshness
from rembuk.office.convergence.reading import Known
from rembuk.reference import load
from rembuk.reference.indicators import Quantity

ABOVE: Final = "lebih-dari-penyebut"
DIFFERS: Final = "beda-hitung"
JUMP: Final = "lonjakan"
PARTLY: Final = "sebagian"
NO_DENOMINATOR: Final = "tanpa-penyebut"

DOUBTS: Final[dict[str, Promise]] = {
    ABOVE: gettext_lazy("Pembilang lebih besar dari penyebut"),
    DIFFERS: gettext_lazy("Angka ketikan berbeda dari hitungan catatan"),
    JUMP: gettext_lazy("Jauh berbeda dari periode sebelumnya"),
    PARTLY: gettext_lazy("Baru sebagian wilayah atau bulan terisi"),
    NO_DENOMINATOR: gettext_lazy("Penyebut belum ada"),
}
"""Codes of doubt of a cell with their words. A doubt is explained when who typed it said why."""

TOO_LARGE: Final = 10**12


@dataclass(frozen=True)
class Limits:
    """Settings of the room on a day: ages in months, a jump in percent and in units."""

    fresh: int
    stale: int
    jump: float
    least: float

    def age(self, months: int) -> str:
        """Freshness of a value so many months old."""
        if months <= self.fresh:
            return Freshness.FRESH
        if months >= self.stale:
            return Freshness.STALE
        return Freshness.ONE_MONTH if months == 1 else Freshness.TWO_MONTHS

    def is_jump(self, value: int | None, earlier: int | None) -> bool:
        """Whether a value is far from the one before it."""
        if value is None or earlier is None:
            return False
        moved = abs(value - earlier)
        return moved >= self.least and 100 * moved > self.jump * earlier


def limits(on: dt.date) -> Limits:
    """The limits in force on a day."""
    known = load()
    return Limits(
        int(known.number("konvergensi.fresh_months", on)),
        int(known.number("konvergensi.stale_months", on)),
        known.number("konvergensi.jump_pct", on),
        known.number("konvergensi.jump_least", on),
    )


def refusal(quantity: Quantity, value: int) -> str:
    """Why a value cannot stand at all; "" when it can."""
    if value < 0:
        return _("Angka tidak boleh negatif.")
    if quantity.kind == "yes-no" and value > 1:
        return _("Isian ini hanya ya (1) atau tidak (0).")
    if value >= TOO_LARGE:
        return _("Angka terlalu besar. Periksa apakah dua kolom tersambung.")
    return ""


def doubt(
    numerator: Known, denominator: Known | None, before: Known | None, set_by: Limits, *,
    needs: bool, ratio: bool,
) -> tuple[str, bool]:  # fmt: skip
    """The gravest doubt about a cell and whether it was explained. `needs`: the indicator has a
    denominator; `ratio`: it is a share of it; `before`: the numerator last filled before."""
    if needs and denominator is None:
        return NO_DENOMINATOR, False
    n, base = numerator.value, denominator.value if denominator else None
    if ratio and n is not None and base is not None and n > base:
        return ABOVE, bool(numerator.why or (denominator and denominator.why))
    if numerator.differs:
        return DIFFERS, bool(numerator.why)
    if denominator is not None and denominator.differs:
        return DIFFERS, bool(denominator.why)
    if before is not None and set_by.is_jump(n, before.value):
        return JUMP, bool(numerator.why)
    if numerator.partly or (denominator is not None and denominator.partly):
        return PARTLY, False
    return "", False


def above_words(value: int, name: str, limit: int) -> str:
    """1080 of 147: asks, says both numbers and the percent it would be."""
    if limit == 0:
        return _("%(value)s lebih dari 0 %(name)s. Benarkah?") % {"value": value, "name": name}
    percent = round(100 * value / limit)
    return _(
        "%(value)s dari %(limit)s %(name)s menjadi %(percent)s%%, lebih dari 100%%. "
        "Periksa pembilang dan penyebutnya, atau tulis alasannya."
    ) % {"value": value, "limit": limit, "name": name, "percent": percent}


def jump_words(value: int, earlier: int) -> str:
    """Far from the period before: asks."""
    return _(
        "Periode sebelumnya %(earlier)s, sekarang %(value)s. Periksa, atau tulis alasannya."
    ) % {"value": value, "earlier": earlier}


def differs_words(value: int, computed: int) -> str:
    """A typed value beside another computed one: shows both and asks why."""
    return _(
        "Catatan menghitung %(computed)s, Anda mengetik %(value)s. Tulis sebab perbedaannya."
    ) % {"value": value, "computed": computed}
