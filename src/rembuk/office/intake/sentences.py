"""Sentences that are kept and said later, each time in the language of who reads them.

A sentence is a text of the message catalogue (Indonesian, with `{name}` where a value goes) and its
values. Both are stored, never the finished text. Values are figures, days and words of a sheet's
form; a value of a person never goes into a sentence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final


def noop(text: str) -> str:
    """A text of the catalogue (`scripts/messages.py` gathers it by this name)."""
    return text


class Word(str):
    """A value that is itself a text of the catalogue: the label of a field, a unit."""

    __slots__ = ()


@dataclass(frozen=True)
class Sentence:
    """A text of the catalogue and its values. As a value of another sentence it is said inside it;
    `then` are sentences said after it."""

    message: str
    params: Mapping[str, Param] = field(default_factory=dict)
    then: tuple[Sentence, ...] = ()

    def __str__(self) -> str:
        """The sentence in Indonesian."""
        return filled(self.message, packed(self))


Param = str | int | float | dt.date | Word | Sentence | None
"""Text as it stands, a number, a day, a word, or a sentence; the last four are said by language."""

_THEN: Final = "+"


def packed(sentence: Sentence) -> dict[str, Any]:
    """The values of a sentence as JSON keeps them, with what is said after it."""
    out = {name: _packed(value) for name, value in sentence.params.items()}
    if sentence.then:
        out[_THEN] = [_packed(one) for one in sentence.then]
    return out


def _packed(value: Param) -> Any:
    match value:
        case Sentence():
            return {"kalimat": value.message, "isi": packed(value)}
        case Word():
            return {"kata": str(value)}
        case dt.date():
            return {"hari": value.isoformat()}
        case _:
            return value


def filled(
    message: str,
    params: Mapping[str, Any],
    word: Callable[[str], str] = str,
    number: Callable[[int | float], str] = lambda value: f"{value:g}".replace(".", ","),
    day: Callable[[dt.date], str] = lambda value: f"{value:%d/%m/%Y}",
) -> str:
    """A stored sentence in full. `word`, `number` and `day` say a text of the catalogue, a number
    and a day in the reader's language; by themselves they speak Indonesian.

    >>> filled("{label} {n} kg", {"label": {"kata": "Berat badan"}, "n": 9.5})
    'Berat badan 9,5 kg'
    """

    def told(value: Any) -> str:
        match value:
            case {"kalimat": text, "isi": inner}:
                return filled(text, inner, word, number, day)
            case {"kata": text}:
                return word(text) if text else ""
            case {"hari": text}:
                return day(dt.date.fromisoformat(text))
            case int() | float():
                return number(value)
            case _:
                return "" if value is None else str(value)

    values = {name: told(value) for name, value in params.items() if name != _THEN}
    text = word(message)
    if values:
        try:
            text = text.format(**values)
        except (KeyError, IndexError, ValueError):  # a translation or a text that fits no values
            text = word(message)
    return " ".join(" ".join((text, *map(told, params.get(_THEN, ())))).split())
