"""Text and values of a letter, made safe to set: what a person typed stays text.

Nothing here escapes markup: text never becomes markup, it travels as JSON strings. What is removed
are marks that no letter needs and that mislead a reader or break a file: control characters,
lone surrogates, and marks that turn the reading direction over.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from rembuk.office.documents.blocks import Kind, Value
from rembuk.office.documents.numbers import rupiah

_TURNING: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Bidirectional embeddings, overrides and isolates: they can show a number backwards."""
_LONG: Final = re.compile(r"\S{25,}")
_JOINED: Final = re.compile(r"\S*[./,_:;-]\S*")
_AMOUNT: Final = re.compile(r"\(?Rp[\d.,]{1,18}[;)]?")
_WORD: Final = re.compile(r"[^\W\d_]{9,}")
_VOWELS: Final = frozenset("aiueoAIUEO")
_PAIRS: Final = ("ng", "ny", "sy", "kh")
SOFT: Final = "\u00ad"
SHORT_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
)  # fmt: skip


def clean(text: object) -> str:
    """Text a file can hold: composed (NFC), without control characters or turning marks."""
    plain = unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n")
    plain = plain.replace("\t", " ").translate(_TURNING)
    return "".join(mark for mark in plain if mark == "\n" or _kept(mark))


def _kept(mark: str) -> bool:
    code = ord(mark)
    return unicodedata.category(mark) not in {"Cc", "Cs"} and (code & 0xFFFE) != 0xFFFE


def breakable(text: str) -> str:
    """The text with soft hyphens between the syllables of long words, and places to break in
    longer tokens, so that no word leaves its column."""
    return _LONG.sub(_chopped, _JOINED.sub(_opened, _WORD.sub(_syllables, text)))


def _opened(token: re.Match[str]) -> str:
    """Places to break behind the points and dashes of a code of ten marks or more; an amount is
    read in one piece."""
    word = token.group()
    return (
        word
        if len(word) < 10 or _AMOUNT.fullmatch(word)
        else re.sub(r"([./,_:;-])(?=\w)", "\\1\u200b", word)
    )


def _chopped(token: re.Match[str]) -> str:
    word = token.group()
    if SOFT in word or "\u200b" in word:
        parts = re.split(f"({SOFT}|\u200b)", word)
        return "".join(part if len(part) < 25 else _cut(part) for part in parts)
    return _cut(word)


def _cut(word: str) -> str:
    return "\u200b".join(word[start : start + 12] for start in range(0, len(word), 12))


def _syllables(found: re.Match[str]) -> str:
    """Break before a consonant that a vowel follows (ng, ny, sy, kh are one): pe-nang-gung."""
    word, parts, start = found.group(), [], 0
    for at in range(2, len(word) - 2):
        onset = 2 if word[at : at + 2].lower() in _PAIRS else 1
        opens = word[at] not in _VOWELS and word[at + onset : at + onset + 1] in _VOWELS
        inside = word[at - 1 : at + 1].lower() in _PAIRS
        if opens and word[at + onset : at + onset + 1] and not inside and at - start >= 2:
            parts.append(word[start:at])
            start = at
    return SOFT.join([*parts, word[start:]])


def written(value: Value, kind: Kind = "text") -> str:
    """A value as its column writes it; nothing known is a dash, a zero is a zero."""
    match value:
        case None:
            return "" if kind == "sign" else "–"
        case bool():
            return "ya" if value else "tidak"
        case dt.datetime() | dt.date():
            return f"{value.day} {SHORT_MONTHS[value.month - 1]} {value.year}"
        case int() | float() | Decimal():
            return _number(value, kind)
        case _:
            return clean(value)


def _number(value: int | float | Decimal, kind: Kind) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "–"
    if kind == "rupiah":
        return rupiah(Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    whole = isinstance(value, int) and kind not in {"decimal", "percent"}
    digits = 0 if whole or kind == "integer" else 1 if kind == "percent" else 2
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,}".translate(str.maketrans(",.", ".,"))
    text = f"−{text}" if exact < 0 else text
    return f"{text}%" if kind == "percent" else text
