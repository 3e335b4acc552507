"""Numbers and dates as people of the office write them, in Indonesian and in English."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Number = int | float | Decimal
MINUS: Final = "\u2212"
MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
        "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip
SHORT: Final[dict[str, tuple[str, ...]]] = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def language() -> str:
    """`en` when English is active, else `id`."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def nothing() -> str:
    """The words for a value that is not known."""
    return _("belum ada")


def number(value: object, decimals: int | None = None) -> str:
    """`40.436`, `9,7`, `−2,21`: half away from zero, U+2212 as minus. No number: "belum ada"."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return nothing()
    if value != value:  # NaN
        return nothing()
    digits = (0 if isinstance(value, int) else 1) if decimals is None else decimals
    if isinstance(value, int) and not digits:  # most numbers of a table
        text = f"{abs(value):,}"
        text = text.replace(",", ".") if language() == "id" else text
        return f"{MINUS}{text}" if value < 0 else text
    return _written(value, digits, language())


@lru_cache(maxsize=8192)
def _written(value: Number, digits: int, language: str) -> str:
    """Rounded and written. A page repeats its numbers, and pages repeat each other's."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{digits}f}"
    if language == "id":
        text = text.translate(_SWAPPED)
    return f"{MINUS}{text}" if rounded < 0 else text


_SWAPPED: Final = str.maketrans(",.", ".,")


def percent(value: object, decimals: int = 1) -> str:
    """`9,7%` of a value in percent; a ratio (anything with `.pct`) will do."""
    value = getattr(value, "pct", value)
    text = number(value, decimals)
    return text if text == nothing() else f"{text}%"


def _day(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, dt.date) else None


def long_date(value: object) -> str:
    """`9 November 2026`."""
    day = _day(value)
    return nothing() if day is None else f"{day.day} {MONTHS[language()][day.month - 1]} {day.year}"


def short_date(value: object) -> str:
    """`9 Nov 2026`."""
    day = _day(value)
    return nothing() if day is None else f"{day.day} {SHORT[language()][day.month - 1]} {day.year}"


def moment(value: object) -> str:
    """`9 Nov 2026 14.05`, local time."""
    text = clock(value)
    return text if text == nothing() else f"{short_date(value)} {text}"


def clock(value: object) -> str:
    """`14.05`; in English `14:05`. Local time."""
    if not isinstance(value, dt.datetime):
        return nothing()
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H}{':' if language() == 'en' else '.'}{local:%M}"


def month(value: object) -> str:
    """`Oktober 2026`."""
    day = _day(value)
    return nothing() if day is None else f"{MONTHS[language()][day.month - 1]} {day.year}"


def short_month(value: object) -> str:
    """`Okt 2026`."""
    day = _day(value)
    return nothing() if day is None else f"{SHORT[language()][day.month - 1]} {day.year}"
