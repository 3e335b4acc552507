"""Which edition of a list a sheet is: read in words an office writes, in a column, above the table,
in the name of the sheet or of the file."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from . import values
from .layouts import words

_YEAR: Final = r"(20[0-9]{2})"
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PART: Final = r"(iv|i{1,3}|[1-4])"
_QUARTER: Final = re.compile(rf"(?:triwulan|tw|kuartal|q|t)[\s._-]*(?:ke[\s._-]*)?{_PART}")
_HALF: Final = re.compile(r"(?:semester|smt|sem|s)[\s._-]*(?:ke[\s._-]*)?(ii|i|[12])")
_FOUR: Final = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_SHORT: Final = re.compile(rf"{_YEAR}[\s._-]*[tqs]?[\s._-]*([1-4])(?!\d)")
_DAY: Final = re.compile(r"(?:per|tanggal|tgl|keadaan|cut\s*off)\b[\s:]*(.{6,24})")


@dataclass(frozen=True)
class Read:
    """An edition as it is called, and the day it speaks of (never after today)."""

    label: str
    as_of: dt.date


def parse(text: str | None, today: dt.date) -> Read | None:
    """The edition that a text names; None when it names no year.

    >>> parse("DTSEN Triwulan I Tahun 2026", dt.date(2026, 11, 1))
    Read(label='2026-T1', as_of=datetime.date(2026, 3, 31))
    """
    plain = " ".join((text or "").casefold().replace("_", " ").split())
    if exact := values.date(plain).value:
        return Read(exact.isoformat(), min(exact, today))
    if (said := _DAY.search(plain)) and (day := _first_day(said[1])):
        return Read(day.isoformat(), min(day, today))
    year = _FOUR.search(plain)
    if year is None:
        return None
    number, rest = int(year[1]), plain[: year.start()] + " " + plain[year.end() :]
    if found := _word(_QUARTER, rest):
        return _until(f"{number}-T{found}", number, 3 * found, today)
    if found := _word(_HALF, rest):
        return _until(f"{number}-S{found}", number, 6 * found, today)
    for word, month in words().months.items():
        if len(word) > 2 and re.search(rf"\b{word}\b", rest):
            return _until(f"{number}-{month:02d}", number, month, today)
    if short := _SHORT.search(plain):
        return _until(f"{number}-T{int(short[2])}", number, 3 * int(short[2]), today)
    return _until(str(number), number, 12, today)


def first_of(texts: Iterable[str | None], today: dt.date) -> Read | None:
    """The edition that the first telling text names."""
    return next((read for text in texts if (read := parse(text, today))), None)


def _first_day(text: str) -> dt.date | None:
    parts = text.split(" ")
    for many in (4, 3, 2, 1):
        day = values.date(" ".join(parts[:many]).strip(" .,;)")).value
        if isinstance(day, dt.date):
            return day
    return None


def _word(pattern: re.Pattern[str], text: str) -> int | None:
    found = re.search(rf"\b{pattern.pattern}\b", text)
    return _ROMAN[found[1]] if found else None


def _until(label: str, year: int, month: int, today: dt.date) -> Read:
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return Read(label, min(last, today))
