"""Kept sentences in the active language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext

from .sentences import Sentence, filled, packed


def said(message: str, params: Mapping[str, Any]) -> str:
    """A stored sentence (text of the catalogue, values as `sentences.packed` gives them)."""
    return filled(message, params, gettext, _number, _day)


def spoken(sentence: Sentence) -> str:
    """A sentence at once."""
    return said(sentence.message, packed(sentence))


_NUMBER: Final = re.compile(r"[-−]?\d+(,\d+)?")


def shown(value: str) -> str:
    """A value as a receiver wrote it (`9,3`, `berdiri`, `kosong`), as the reader writes it."""
    if _NUMBER.fullmatch(value):
        return value if get_language() == "id" else value.replace(",", ".")
    return gettext(value) if value else ""


def _number(value: int | float) -> str:
    return number_format(f"{value:g}" if isinstance(value, float) else value, force_grouping=True)


def _day(value: dt.date) -> str:
    return date_format(value, "j M Y")
