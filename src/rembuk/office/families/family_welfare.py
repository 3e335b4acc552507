"""How poor a family is, in what house, with which programmes: verdicts with what is behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rembuk.office.families.family_facts import Word, evidence_words, language, told
from rembuk.office.families.gathering import Gathered
from rembuk.office.lists.queries import sources
from rembuk.reference.conditions import fields
from rembuk.reference.welfare import PovertyClassWord
from rembuk.science.welfare import classes
from rembuk.science.welfare.house import STATES

_KINDS: Final = {"lulus": "done", "gagal": "soon", "tidak-diketahui": "wait"}


@dataclass(frozen=True)
class Poverty:
    """The class of a family and what else is told of it."""

    code: str
    name: str
    meaning: str
    presumed: bool
    sentence: str
    others: tuple[tuple[str, bool], ...]
    """Sentences of other evidence, and whether they give another class."""

    @property
    def extreme(self) -> bool:
        """Whether the family is extremely poor."""
        return self.code == classes.EXTREME


@dataclass(frozen=True)
class Test:
    """One test (of the house, or of a deprivation): state, and the facts behind it."""

    code: str
    name: str
    state: str
    kind: str
    word: str
    evidence: tuple[tuple[str, Word], ...]


@dataclass(frozen=True)
class Aid:
    """A programme some list tells of."""

    name: str
    received: bool
    words: tuple[Word, ...]


def class_words(code: str, one: Gathered) -> tuple[str, str]:
    """Name and meaning of a class."""
    rule = next(each for each in one.rules.of(PovertyClassWord, one.on) if each.code == code)
    english = language() == "en"
    name, meaning = (rule.name_en, rule.meaning_en) if english else (rule.name_id, rule.meaning_id)
    return name, meaning


def poverty(one: Gathered) -> Poverty:
    """The class, its sentence, and the other evidence."""
    verdict = one.poverty
    name, meaning = class_words(verdict["poverty"], one)
    chosen = (verdict["source"], verdict["edition"], verdict["as_of"])
    others = tuple(
        (
            classes.words(piece, one.rules, language()),
            piece["poverty"] not in {verdict["poverty"], classes.UNKNOWN},
        )
        for piece in one.poverty_pieces
        if (piece["source"], piece["edition"], piece["as_of"]) != chosen
    )
    sentence = classes.words(verdict, one.rules, language())
    return Poverty(verdict["poverty"], name, meaning, bool(verdict["presumed"]), sentence, others)


def decile(one: Gathered) -> Word | None:
    """The newest decile told, with its edition."""
    return next((word for word in told("decile", one) if word.sure), None)


def house_tests(one: Gathered) -> tuple[Test, ...]:
    """The tests of the house."""
    return tuple(
        _test(each.code, each, one.house[each.code], fields(each.fails) | fields(each.passes), one)
        for each in one.rules.house_tests(one.on)
    )


def deprivations(one: Gathered) -> tuple[Test, ...]:
    """Deprivations; a failed test is a deprivation."""
    return tuple(
        _test(
            each.code, each, one.lacking[each.code], fields(each.true_if) | fields(each.false_if),
            one,
        )
        for each in one.rules.deprivations(one.on)
    )  # fmt: skip


def programmes(one: Gathered) -> tuple[Aid, ...]:
    """Programmes some list tells of, those received first. The newest word of each list counts, and
    the newest of all stands."""
    found = []
    for rule in one.rules.programmes(one.on):
        words = tuple(word for fact in rule.facts for word in told(fact, one))
        if words:
            received = any(one.values.get(fact) is True for fact in rule.facts)
            name = rule.name_en if language() == "en" else rule.name_id
            found.append(Aid(name, received, words))
    return tuple(sorted(found, key=lambda each: not each.received))


def named_lists(one: Gathered) -> tuple[str, ...]:
    """Names of the lists that tell anything of the family."""
    names = sources()
    told_by = {each.source for several in one.facts.values() for each in several}
    return tuple(name for code, name in names.items() if code in told_by)


def _test(code: str, rule: Any, state: str, asked: frozenset[str], one: Gathered) -> Test:
    details: Mapping[str, None] = dict.fromkeys(sorted(asked & one.facts.keys()))
    rest = sorted(asked - details.keys())
    return Test(
        code,
        rule.name_en if language() == "en" else rule.name_id,
        state,
        _KINDS[state],
        STATES[state][1 if language() == "en" else 0],
        evidence_words([*details, *rest], one),
    )
