"""Facts of rows as pages show them: label, words, doubt; persons with or without their names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import get_language

from rembuk.office.documents.numbers import long_date
from rembuk.office.lists.meaning import Stored, known, meaning, said
from rembuk.office.lists.models import ListedPerson
from rembuk.office.people.masking import masked_name


@dataclass(frozen=True)
class FactLine:
    """One fact of a row in words."""

    code: str
    label: str
    words: str
    sure: bool


@dataclass(frozen=True)
class PersonLine:
    """One person of a row as the reader may see it."""

    listed: ListedPerson
    name: str
    facts: tuple[FactLine, ...]

    @property
    def unsure(self) -> bool:
        """Whether a fact is a code without a confirmed meaning."""
        return any(not fact.sure for fact in self.facts)


def fact_lines(facts: dict[str, Stored], source: str) -> tuple[FactLine, ...]:
    """Facts in the order of the catalogue."""
    catalogue, codes = known()
    english = get_language() == "en"
    lines = []
    for code, fact in catalogue.items():
        if code in facts:
            one = meaning(facts[code], fact, source, codes)
            words = said(one, fact, "en" if english else "id")
            if fact.kind == "date":
                words = _day(words, english)
            label = fact.name_en if english else fact.name_id
            lines.append(FactLine(code, label, words, one.sure))
    return tuple(lines)


def _day(text: str, english: bool) -> str:
    """A day as people write it; what is no day stays as the file said it."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}" if english else long_date(day)


def person_line(listed: ListedPerson, sees: bool) -> PersonLine:
    """A person of a row; without the right to names, masked."""
    name = listed.name if sees else masked_name(listed.name)
    return PersonLine(listed, name, fact_lines(listed.facts, listed.edition.source))
