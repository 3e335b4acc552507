"""Facts of a family in words: which word stands, which others were told, by which list and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from rembuk.office.families.gathering import Gathered
from rembuk.office.lists.meaning import Meaning, said
from rembuk.office.lists.queries import Told, sources
from rembuk.science.welfare.krs_beside import fact_label

OF_MEMBERS: Final = frozenset(
    {"wife_age_years", "birth_interval_years", "has_child_0_23", "has_child_24_59", "pus"}
)
"""Facts that follow from birth dates of the members."""


@dataclass(frozen=True)
class Word:
    """What one list (or the members themselves) says of a fact."""

    words: str
    source: str
    edition: str = ""
    as_of: dt.date | None = None
    row: int = 0
    sure: bool = True
    stands: bool = False


@dataclass(frozen=True)
class FactLine:
    """One fact with every word told of it, the one that stands first."""

    code: str
    label: str
    words: tuple[Word, ...]

    @property
    def now(self) -> Word:
        """The word that stands, or the newest where none does."""
        return self.words[0]

    @property
    def others(self) -> tuple[Word, ...]:
        """The words that do not stand."""
        return self.words[1:]

    @property
    def differs(self) -> bool:
        """Whether a word that does not stand says something else."""
        return any(one.words != self.now.words for one in self.others)


def language() -> str:
    """The reader's language, as the reference names it."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def value_words(code: str, value: Any, one: Gathered) -> str:
    """A value in words: a list's own code, or a number with its unit."""
    fact = one.catalogue.get(code)
    if fact is not None:
        return said(Meaning(code, _plain(value)), fact, language())
    field = one.rules.fields.get(code)
    if field is None:
        return str(value)
    unit = f" {_unit(field.unit, value)}" if field.unit and not isinstance(value, bool) else ""
    return field.written(value, language()) + unit


def _unit(unit: str, value: Any) -> str:
    return pgettext("peran", "anak") if unit == "anak" and value == 1 else _(unit)


def label(code: str, one: Gathered) -> str:
    """The name of a fact."""
    return fact_label(code, one.rules, one.on, language())


def told(code: str, one: Gathered) -> tuple[Word, ...]:
    """Every word told of a fact, the one that stands first, then the newest first."""
    names = sources()
    given = list(one.facts.get(code, ()))
    value = one.values.get(code)
    first = next((at for at, each in enumerate(given) if each.value is not None), None)
    found = [_word(code, each, one, names, at == first) for at, each in enumerate(given)]
    stated = given[first].value if first is not None else None
    if value is not None and (stated is None or _plain(stated) != _plain(value)):
        found = [_quiet(each) for each in found]
        mine = code in one.seen or code in OF_MEMBERS
        origin = _("anggota keluarga ini") if mine else _("dihitung dari rincian")
        found.insert(0, Word(value_words(code, value, one), origin, as_of=one.on, stands=True))
    return tuple(sorted(found, key=lambda each: not each.stands))


def fact_lines(one: Gathered) -> tuple[FactLine, ...]:
    """Every fact a list tells of the family, in the order of the catalogue."""
    return tuple(
        FactLine(code, label(code, one), told(code, one))
        for code, fact in one.catalogue.items()
        if fact.scope == "keluarga" and one.facts.get(code)
    )


def evidence_words(codes: Sequence[str], one: Gathered) -> tuple[tuple[str, Word], ...]:
    """What stands for the facts of a rule: label and word. A fact nobody tells is left out, and so
    is one that only follows from another shown before it."""
    found: list[tuple[str, Word]] = []
    for code in codes:
        words = told(code, one)
        if not words or (found and not one.facts.get(code) and code not in one.seen):
            continue
        found.append((label(code, one), words[0]))
    return tuple(found)


def unsure(lines: Iterable[FactLine]) -> bool:
    """Whether any word is a code without a confirmed meaning."""
    return any(not word.sure for line in lines for word in line.words)


def _word(code: str, each: Told, one: Gathered, names: dict[str, str], stands: bool) -> Word:
    read = Meaning(code, each.value, each.code, each.likely)
    words = said(read, one.catalogue[code], language())
    source = names.get(each.source, each.source)
    return Word(words, source, each.edition, each.as_of, each.row_id, read.sure, stands)


def _quiet(word: Word) -> Word:
    return Word(word.words, word.source, word.edition, word.as_of, word.row, word.sure)


def _plain(value: Any) -> Any:
    """A whole number as lists write it, so that 3.0 is 3."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
