"""Rupiah, dates and letter numbers as Indonesian letters write them. Always Indonesian: a letter
speaks the office's language, whoever prints it."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Final

LARGEST: Final = 999_999_999_999_999
"""The largest number written in words: 999 trillion and the rest (APBN sized)."""
_UNITS: Final = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
)  # fmt: skip
_STEPS: Final = (
    (1_000_000_000_000, "triliun"),
    (1_000_000_000, "miliar"),
    (1_000_000, "juta"),
    (1_000, "ribu"),
)
DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
PATTERN: Final = "{klasifikasi}/{urut}/{kantor}/{bulan}/{tahun}"
"""The usual shape of a letter number, for an office that has set none."""
_SLOT: Final = re.compile(r"\{(klasifikasi|urut(?::\d)?|kantor|bulan|tahun)\}")


def rupiah(amount: int | Decimal) -> str:
    """An amount in whole rupiah, in figures.

    >>> rupiah(7_800_000)
    'Rp7.800.000'
    """
    figure = f"{abs(int(amount)):,}".replace(",", ".")
    return f"−Rp{figure}" if amount < 0 else f"Rp{figure}"


def in_words(number: int) -> str:
    """A whole number in words (terbilang). Raises ValueError beyond `LARGEST` either way.

    >>> in_words(1_011_100)
    'satu juta sebelas ribu seratus'
    """
    if abs(number) > LARGEST:
        raise ValueError("beyond 999 trillion")
    return f"minus {_words(-number)}" if number < 0 else _words(number)


def _words(number: int) -> str:
    if number < len(_UNITS):
        return _UNITS[number]
    if number < 20:
        return f"{_UNITS[number - 10]} belas"
    if number < 100:
        return _joined(f"{_UNITS[number // 10]} puluh", number % 10)
    if number < 200:
        return _joined("seratus", number - 100)
    if number < 1_000:
        return _joined(f"{_UNITS[number // 100]} ratus", number % 100)
    if number < 2_000:
        return _joined("seribu", number - 1_000)
    size, name = next(step for step in _STEPS if number >= step[0])
    return _joined(f"{_words(number // size)} {name}", number % size)


def _joined(head: str, rest: int) -> str:
    return f"{head} {_words(rest)}" if rest else head


def rupiah_words(amount: int | Decimal) -> str:
    """An amount in whole rupiah, in words.

    >>> rupiah_words(7_800_000)
    'tujuh juta delapan ratus ribu rupiah'
    """
    return f"{in_words(int(amount))} rupiah"


def rupiah_both(amount: int | Decimal) -> str:
    """Figures with the words behind, as contracts and decrees ask."""
    return f"{rupiah(amount)} ({rupiah_words(amount)})"


def long_date(day: dt.date) -> str:
    """`9 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_name(day: dt.date) -> str:
    """`Senin`."""
    return DAYS[day.weekday()]


def date_words(day: dt.date) -> str:
    """A date as minutes open with it.

    >>> date_words(dt.date(2026, 11, 9))
    'Senin tanggal sembilan bulan November tahun dua ribu dua puluh enam'
    """
    return (
        f"{day_name(day)} tanggal {in_words(day.day)} bulan {MONTHS[day.month - 1]} "
        f"tahun {in_words(day.year)}"
    )


def roman_month(day: dt.date) -> str:
    """The month as letter numbers write it.

    >>> roman_month(dt.date(2026, 11, 9))
    'XI'
    """
    return ROMAN[day.month - 1]


def roman(number: int) -> str:
    """
    >>> roman(4), roman(13), roman(40)
    ('IV', 'XIII', 'XL')
    """
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")[number // 10]
    return tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]


def counted(count: int, unit: str) -> str:
    """A count with its words, as attachments are told.

    >>> counted(2, "berkas"), counted(0, "berkas")
    ('2 (dua) berkas', '-')
    """
    return f"{count} ({in_words(count)}) {unit}" if count else "-"


def letter_number(
    pattern: str, sequence: int, on: dt.date, office: str, classification: str = ""
) -> str:
    """A letter number out of an office's pattern; `{urut:3}` pads with zeros.

    Slots are replaced by name only, so what an officer typed is never run.

    >>> letter_number("{klasifikasi}/{urut:3}/{kantor}/{bulan}/{tahun}", 7,
    ...               dt.date(2026, 11, 9), "TPPS", "400.7")
    '400.7/007/TPPS/XI/2026'
    """

    def filled(slot: re.Match[str]) -> str:
        name, _colon, width = slot.group(1).partition(":")
        values = {
            "klasifikasi": classification,
            "urut": str(sequence).zfill(int(width or 1)),
            "kantor": office,
            "bulan": roman_month(on),
            "tahun": str(on.year),
        }
        return values[name]

    return re.sub(r"^/+|(?<=/)/+", "", _SLOT.sub(filled, pattern))
