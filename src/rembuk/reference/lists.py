"""The agencies' lists as data: which lists there are, the facts they tell, what their codes mean.

A code whose meaning no source confirms has no meaning here (`means: ""`): it stays visible as a
code, with the likeliest reading beside it, until the district sets the meaning (see overrides).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import model_validator

from rembuk.reference.dated import Frozen, Rule

Scope = Literal["keluarga", "orang"]
FactKind = Literal["flag", "number", "word", "date"]


class ListSource(Rule):
    """One list: whose it is, what one row is, and who is asked to correct it."""

    name_id: str
    name_en: str
    unit: Scope
    owner_id: str  # the agency that owns the list
    owner_en: str
    desk_id: str  # the office of the district to which a correction goes
    desk_en: str
    ranked: bool = False  # carries a welfare decile


class Word(Frozen):
    """One value of a fact of kind `word`, and how sheets write it."""

    code: str
    id: str
    en: str
    written: tuple[str, ...] = ()


class ListFact(Rule):
    """One fact that lists tell of a family or a person. `inverted_in`: sources whose column says
    the opposite (`Jamban tidak layak` for `latrine_proper`)."""

    scope: Scope
    kind: FactKind
    name_id: str
    name_en: str
    unit: str = ""
    decimals: int = 0
    low: float | None = None
    high: float | None = None
    words: tuple[Word, ...] = ()
    inverted_in: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _words_once(self) -> ListFact:
        codes = [word.code for word in self.words]
        if len(codes) != len(set(codes)):
            raise ValueError("kata yang sama tertulis dua kali")
        return self

    def word(self, code: str) -> Word | None:
        """The word of a code."""
        return next((one for one in self.words if one.code == code), None)


class ListCode(Rule):
    """What a coded answer of one list means. `facts` are the facts it may answer (none: every
    fact of kind flag). `means` is `ya`, `tidak`, `tidak-berlaku`, a word of the fact, or `""` when
    nobody confirmed it; `likely` is then the likeliest reading, which is shown but not used."""

    list: str
    facts: tuple[str, ...] = ()
    given: str
    means: str = ""
    likely: str = ""

    def answers(self, fact: ListFact) -> bool:
        """Whether the code may answer this fact."""
        return fact.code in self.facts if self.facts else fact.kind == "flag"


def code_of(codes: Iterable[ListCode], source: str, fact: ListFact, given: str) -> ListCode | None:
    """The rule of a coded answer."""
    for one in codes:
        if one.list == source and one.given == given and one.answers(fact):
            return one
    return None


def problems(rule: Rule, facts: Mapping[str, ListFact], sources: set[str]) -> Iterable[str]:
    """What is wrong with a rule of this module."""
    if isinstance(rule, ListFact):
        if rule.kind == "word" and not rule.words:
            yield "fakta berupa kata tanpa daftar kata"
        yield from (f"daftar {one!r} tidak dikenal" for one in set(rule.inverted_in) - sources)
    if isinstance(rule, ListCode):
        if rule.list not in sources:
            yield f"daftar {rule.list!r} tidak dikenal"
        plain = {"", "ya", "tidak", "tidak-berlaku"}
        for code in rule.facts:
            if code not in facts:
                yield f"fakta {code!r} tidak dikenal"
            elif facts[code].kind == "word":
                plain |= {word.code for word in facts[code].words}
        for meaning in (rule.means, rule.likely):
            if meaning not in plain:
                yield f"arti {meaning!r} bukan kata fakta ini"
