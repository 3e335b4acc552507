"""Kept sentences in the active language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext

from rembuk import reference
from rembuk.reference import Reference
from rembuk.reference.categories import IndexCode

from .sentences import Sentence, filled, packed


def said(message: str, params: Mapping[str, Any]) -> str:
    """A stored sentence (text of the catalogue, values as `sentences.packed` gives them)."""
    return filled(message, params, gettext, _number, _day)


def spoken(sentence: Sentence) -> str:
    """A sentence at once."""
    return said(sentence.message, packed(sentence))


INDICES: Final[tuple[IndexCode, ...]] = ("tbu", "bbu", "bbtb", "imtu")
_NUMBER: Final = re.compile(r"[-−]?\d+(,\d+)?")


def shown(value: str) -> str:
    """A value as a receiver wrote it (`9,3`, `berdiri`, `kosong`), as the reader writes it; a code
    of a growth class or of a list's answer (`sangat-pendek`, `sumur-terlindung`) in words."""
    if _NUMBER.fullmatch(value):
        return value if get_language() == "id" else value.replace(",", ".")
    if not value:
        return ""
    english = get_language() == "en"
    words = _words(reference.load(), dt.date.today()).get(value)
    return words[english] if words else gettext(value)


@lru_cache(maxsize=4)
def _words(rules: Reference, on: dt.date) -> dict[str, tuple[str, str]]:
    """Code of a class or an answer, and its Indonesian word -> the word in both languages. What two
    lists say differently in English stays as it is written."""
    classes = rules.growth_categories(on)
    told = [
        (one.code, one.label_id, one.label_en)
        for name in INDICES
        for one in classes.index(name).classes
    ]
    told += [
        (one.code, one.id, one.en) for fact in rules.list_facts(on).values() for one in fact.words
    ]
    found: dict[str, set[tuple[str, str]]] = {}
    for code, indonesian, english in told:
        for key in {code, indonesian}:
            found.setdefault(key, set()).add((indonesian, english))
    return {key: next(iter(both)) for key, both in found.items() if len(both) == 1}


def _number(value: int | float) -> str:
    return number_format(f"{value:g}" if isinstance(value, float) else value, force_grouping=True)


def _day(value: dt.date) -> str:
    return date_format(value, "j M Y")
