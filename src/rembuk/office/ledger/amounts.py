"""Rupiah and volumes as officers type them: `7,8 juta`, `Rp7.800.000`, `500 ribu`, `2,5`."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_TIMES: Final = {
    "": 1, "rb": 1_000, "ribu": 1_000, "jt": 1_000_000, "juta": 1_000_000,
    "m": 1_000_000_000, "miliar": 1_000_000_000, "milyar": 1_000_000_000,
}  # fmt: skip
_RUPIAH: Final = re.compile(r"^(?:rp\.?\s*)?([\d.,]+)\s*([a-z]*)(?:\s*rupiah)?$")
_GROUPS: Final = re.compile(r"^\d{1,3}([.,]\d{3})+$")
MOST: Final = 10**13


def rupiah(text: str) -> int | None:
    """Whole rupiah of what was typed; None for nothing. A point or comma before exactly three
    digits groups thousands; otherwise, with a word behind, it is a decimal mark. Raises
    ValidationError where it could mean two things.

    >>> rupiah("Rp7.800.000"), rupiah("7,8 juta"), rupiah("500 ribu"), rupiah("")
    (7800000, 7800000, 500000, None)
    """
    plain = " ".join(text.strip().lower().removesuffix(",-").split())
    if not plain:
        return None
    match = _RUPIAH.match(plain)
    if match is None or match[2] not in _TIMES:
        raise ValidationError(_("Tulis rupiah seperti 7.800.000 atau 7,8 juta."))
    digits, times = match[1], _TIMES[match[2]]
    if times == 1 and digits.count(",") == 1 and digits.endswith((",00", ",0")):
        digits = digits.rpartition(",")[0]
    amount = _number(digits, grouped=times == 1) * times
    if amount != amount.to_integral_value():
        raise ValidationError(_("Rupiah tanpa pecahan. Tulis seperti 7.800.000 atau 7,8 juta."))
    if amount > MOST:
        raise ValidationError(_("Jumlah ini terlalu besar. Periksa angka nolnya."))
    return int(amount)


def volume(text: str) -> Decimal | None:
    """A volume with at most two decimals, comma or point; None for nothing.

    >>> volume("2,5"), volume("1.200")
    (Decimal('2.5'), Decimal('1200'))
    """
    plain = text.strip()
    if not plain:
        return None
    found = _number(plain, grouped=bool(_GROUPS.match(plain)))
    if found != round(found, 2):
        raise ValidationError(_("Paling banyak dua angka di belakang koma."))
    return found


def _number(digits: str, *, grouped: bool) -> Decimal:
    """Digits with marks as a number; raises ValidationError where it cannot be read surely."""
    if digits.isdigit():
        return Decimal(digits)
    if grouped:
        if not _GROUPS.match(digits) or len(set(digits) - set("0123456789")) > 1:
            raise ValidationError(_("Titik ribuan angka ini tidak pada tempatnya. Periksa lagi."))
        return Decimal(re.sub(r"[.,]", "", digits))
    try:
        return Decimal(digits.replace(",", "."))
    except InvalidOperation:
        raise ValidationError(_("Angka ini tidak terbaca.")) from None
