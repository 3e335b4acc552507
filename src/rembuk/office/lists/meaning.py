"""Answers of lists: how a written answer is stored, and what a stored answer means today.

Stored are: true or false, a number, a date (ISO), a word's code, the text as the list writes it,
or `?<code>` for a coded answer whose meaning nobody confirmed. The last kind is read again each
time with the codes in force, so that a meaning the district sets holds for what came before.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext

from rembuk import reference
from rembuk.reference.lists import ListCode, ListFact, code_of

Stored = str | int | float | bool
CODED: Final = "?"
NOT_APPLICABLE: Final = "tidak-berlaku"
LONGEST: Final = 60
_NUMBERED: Final = re.compile(r"(\d{1,2})\s*[.)\-:]\s*(\D.*)")


@dataclass(frozen=True)
class Meaning:
    """What a stored answer means. `value` is null when it is a code without a confirmed meaning;
    then `code` is the code as the column has it and `likely` the likeliest reading, in the terms of
    the fact (`ya` of a column "not proper" is `tidak`)."""

    fact: str
    value: Stored | None
    code: str = ""
    likely: str = ""

    @property
    def sure(self) -> bool:
        """Whether the meaning is known."""
        return not self.code


def stored(raw: Any, fact: ListFact, source: str, codes: tuple[ListCode, ...]) -> Stored | None:
    """How one answer of a sheet, as intake read it, is kept."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, dt.date):
        return raw.isoformat()
    if fact.kind == "number":
        return raw if isinstance(raw, int | float) else None
    text = _flat(str(raw))
    if fact.kind == "flag":
        return _flag(text, fact, source, codes)
    if fact.kind == "word":
        return _word(str(raw).strip(), text, fact, source, codes)
    return text[:LONGEST]


def meaning(value: Stored, fact: ListFact, source: str, codes: tuple[ListCode, ...]) -> Meaning:
    """What a stored answer means with the codes in force."""
    if not (isinstance(value, str) and value.startswith(CODED)):
        return Meaning(fact.code, value)
    given = value[len(CODED) :]
    rule = code_of(codes, source, fact, given)
    if rule is not None and rule.means:
        return Meaning(fact.code, _meant(rule.means, fact, source))
    return Meaning(fact.code, None, given, _likely(rule.likely, fact, source) if rule else "")


def meanings(
    facts: Mapping[str, Stored], source: str, on: dt.date | None = None
) -> dict[str, Meaning]:
    """The meaning of every fact of a row or a person on a day (today)."""
    catalogue, codes = known(on)
    return {
        code: meaning(value, catalogue[code], source, codes)
        for code, value in facts.items()
        if code in catalogue
    }


def said(one: Meaning, fact: ListFact, language: str = "id") -> str:
    """A meaning in words, as pages and sheets show it."""
    if not one.sure:
        plain = {"ya": "ya", "tidak": "tidak", NOT_APPLICABLE: "tidak berlaku"}
        if language == "en":
            plain = {"ya": "yes", "tidak": "no", NOT_APPLICABLE: "not applicable"}
        doubt = plain.get(one.likely, _label(fact, one.likely, language))
        asks = {"en": f"code {one.code}"}.get(language, f"kode {one.code}")
        return f"{asks} (? {doubt})" if doubt else asks
    value = one.value
    if isinstance(value, bool):
        return {"en": ("no", "yes")}.get(language, ("tidak", "ya"))[value]
    if value == NOT_APPLICABLE:
        return "not applicable" if language == "en" else "tidak berlaku"
    if isinstance(value, int | float):
        unit = gettext(fact.unit) if language == "en" and fact.unit else fact.unit
        return f"{_number(value, fact.decimals, language)} {unit}".strip()
    return _label(fact, str(value), language)


def known(on: dt.date | None = None) -> tuple[dict[str, ListFact], tuple[ListCode, ...]]:
    """The catalogue and the codes of a day."""
    rules = reference.load()
    day = on or dt.date.today()
    return rules.list_facts(day), rules.list_codes(day)


def _flag(text: str, fact: ListFact, source: str, codes: tuple[ListCode, ...]) -> Stored | None:
    if text in {"ya", "tidak"}:
        return _meant(text, fact, source)
    rule = code_of(codes, source, fact, text)
    if rule is not None and rule.means:
        return _meant(rule.means, fact, source)
    return f"{CODED}{text}"[:LONGEST]


def _meant(means: str, fact: ListFact, source: str) -> Stored:
    """`ya` in a column that asks the opposite of the fact is false."""
    if fact.kind != "flag" or means not in {"ya", "tidak"}:
        return means
    return (means == "ya") != (source in fact.inverted_in)


def _likely(likely: str, fact: ListFact, source: str) -> str:
    """The likeliest reading in the terms of the fact."""
    meant = _meant(likely, fact, source)
    return meant if isinstance(meant, str) else ("tidak", "ya")[bool(meant)]


def _word(raw: str, text: str, fact: ListFact, source: str, codes: tuple[ListCode, ...]) -> Stored:
    forms = _forms(fact)
    if text in forms:
        return forms[text]
    if text.isdigit():
        rule = code_of(codes, source, fact, str(int(text)))
        if rule is not None and rule.means:
            return rule.means
        return f"{CODED}{int(text)}"
    if (numbered := _NUMBERED.fullmatch(text)) and numbered[2] in forms:
        return forms[numbered[2]]
    return raw[:LONGEST]


@lru_cache(maxsize=256)
def _forms(fact: ListFact) -> dict[str, str]:
    return {
        _flat(form): word.code
        for word in fact.words
        for form in (word.code, word.code.replace("-", " "), word.id, *word.written)
    }


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


def _label(fact: ListFact, code: str, language: str) -> str:
    word = fact.word(code)
    if word is None:
        return code
    return word.en if language == "en" else word.id


def _number(value: float, decimals: int, language: str) -> str:
    text = f"{value:,.{decimals}f}"
    return text if language == "en" else text.replace(",", " ").replace(".", ",").replace(" ", ".")
