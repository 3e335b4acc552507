"""One written value -> one canonical value, or the reason why not. Each function takes the text of
a cell (not blank) and gives `Reading(value, code, hint)`; codes are explained in `faults`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Final

from .layouts import key, words


@dataclass(frozen=True)
class Reading:
    """A value; `code` when it could not be read or was mended; `hint` for the message."""

    value: Any = None
    code: str = ""
    hint: str = ""


_UNIT: Final = re.compile(r"\s*(kg|kgs|gram|gr|g|cm|mm|bln|bulan|minggu|mgg|x|kali|it)\.?$", re.I)
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+")
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[Tt ].*)?")
_DMY: Final = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})(?:[Tt ].*)?")
_NAMED: Final = re.compile(r"(?:[a-z']+,?\s+)?(\d{1,2})[-/. ]*([a-z]+)[-/., ]*(\d{4}|\d{2})")
_RANK: Final = re.compile(r"(?:[a-z]+[\s.:-]*){1,3}(\d{1,2})(?:\.0)?", re.I)
_SENTINELS: Final = {999.99, -999.99, 9999.0, 9999.99, 999.0}
EPOCH: Final = dt.date(1899, 12, 30)


def decimal(text: str, low: float | None = None, high: float | None = None) -> Reading:
    """A number as officers write it: `9,7`, `9:7`, `83..9`, `10.7 it`, `1.234,5`, `8,2 kg`.

    >>> decimal("83..9").value, decimal("9,7").value, decimal("2026-07-09").code
    (83.9, 9.7, 'angka-jadi-tanggal')
    """
    plain = text.replace("\u2212", "-").strip(" '`\u00a0")
    if dated := _ISO.fullmatch(plain):
        _, month, day = (int(part) for part in dated.groups())
        return Reading(None, "angka-jadi-tanggal", f"{day},{month}")
    cleaned, mended = plain, False
    while (cut := _UNIT.sub("", cleaned)) != cleaned:
        mended = mended or not plain.lower().endswith(("kg", "cm", "bulan", "minggu"))
        cleaned = cut
    if _THOUSANDS.fullmatch(cleaned):
        cleaned = cleaned.replace(".", "")
    cleaned = cleaned.replace(",", ".").replace(" ", "")
    if not _NUMBER.fullmatch(cleaned):
        repaired = re.sub(r"[.:;]+", ".", cleaned).strip(".")
        if not _NUMBER.fullmatch(repaired):
            return Reading(None, "bukan-angka")
        cleaned, mended = repaired, True
    value = float(cleaned)
    if value in _SENTINELS and not (high is not None and value <= high):
        return Reading(None, "kode-kosong")
    if value == 0 and low is not None and low > 0:
        return Reading(None, "nol")
    if (low is not None and value < low) or (high is not None and value > high):
        return Reading(None, "negatif" if value < 0 else "di-luar-batas", _likely(value, low, high))
    return Reading(value, "angka-dibetulkan" if mended else "", _comma(value) if mended else "")


def integer(text: str, low: float | None = None, high: float | None = None) -> Reading:
    """A whole number; `3.0` is 3, `3,5` is not a whole number."""
    read = decimal(text, low, high)
    if read.value is not None and not float(read.value).is_integer():
        return Reading(None, "bukan-bulat")
    return Reading(None if read.value is None else int(read.value), read.code, read.hint)


def date(text: str) -> Reading:
    """A day: ISO, day first with any mark, an Indonesian month name, or Excel's serial number."""
    plain = " ".join(text.strip(" '`\u00a0").casefold().split())
    if found := _ISO.fullmatch(plain):
        year, month, day = (int(part) for part in found.groups())
        return _day(year, month, day)
    if found := _DMY.fullmatch(plain):
        day, month, year = (int(part) for part in found.groups())
        if month > 12 >= day:  # only the American order makes a date of it
            turned = _day(_year(year), day, month)
            shown = turned.value.strftime("%d/%m/%Y") if turned.value else ""
            return Reading(turned.value, turned.code or "bulan-hari", shown)
        return _day(_year(year), month, day)
    if (found := _NAMED.fullmatch(plain)) and (number := words().months.get(found[2])):
        return _day(_year(int(found[3])), number, int(found[1]))
    serial = plain.removesuffix(".0")
    if re.fullmatch(r"\d{5}(\.\d+)?", serial) and 20_000 <= float(serial) <= 60_000:
        return Reading(EPOCH + dt.timedelta(days=int(float(serial))))
    return Reading(None, "bukan-tanggal")


def rank(text: str, low: float | None = None, high: float | None = None) -> Reading:
    """A whole number with or without a word before it: `3`, `Desil 3`, `DESIL KE-3`."""
    found = _RANK.fullmatch(text.strip(" '`\u00a0"))
    return integer(found[1] if found else text, low, high)


def mark(text: str) -> Reading:
    """A tick of a form: `ya`, `tidak`, or the figure that was written, whose meaning the owner of
    the form knows."""
    plain = text.strip(" '`\u00a0").removesuffix(".0")
    return Reading(plain) if plain.isdigit() and len(plain) <= 2 else word(text, "mark")


def word(text: str, kind: str) -> Reading:
    """A word of one of the dictionaries (`sex`, `position`, `yesno`, `nt`, `bbu` ...)."""
    forms = words().forms[kind]
    plain = text.strip().casefold()
    for form in (plain, key(plain), key(plain.removesuffix(".0"))):
        if form and form in forms:
            return Reading(forms[form])
    return Reading(None, f"bukan-{kind}")


def _day(year: int, month: int, day: int) -> Reading:
    try:
        value = dt.date(year, month, day)
    except ValueError:
        return Reading(None, "bukan-tanggal")
    return Reading(value) if 1900 <= year <= 2100 else Reading(None, "bukan-tanggal")


def _year(year: int) -> int:
    return year if year > 99 else (2000 + year if year < 70 else 1900 + year)


def _likely(value: float, low: float | None, high: float | None) -> str:
    """What the writer may have meant: a lost decimal mark or a stray minus."""
    for guess in (abs(value), value / 10, value / 100, value / 1000):
        if (low is None or guess >= low) and (high is None or guess <= high) and guess != value:
            return _comma(guess)
    return ""


def _comma(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".").replace(".", ",")
