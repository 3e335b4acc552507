"""Rules of family welfare: what a decile presumes, when a house is unfit, what counts as a
deprivation, which facts follow from others, and the programmes there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from rembuk.reference.conditions import Condition
from rembuk.reference.dated import Rule

PovertyClass = Literal["miskin-ekstrem", "miskin", "di-atas-garis", "tidak-diketahui"]


class PovertyClassWord(Rule):
    """One class of a family: its code is a `PovertyClass`."""

    name_id: str
    name_en: str
    meaning_id: str
    meaning_en: str


class DecileClass(Rule):
    """The class a list's decile presumes. Deciles no rule names presume nothing."""

    list: str
    first: int = Field(ge=1, le=10)
    last: int = Field(ge=1, le=10)
    poverty: PovertyClass

    @model_validator(mode="after")
    def _ordered(self) -> DecileClass:
        if self.last < self.first:
            raise ValueError(f"desil {self.first}-{self.last} terbalik")
        return self


class HouseTest(Rule):
    """One test of an unfit house (RTLH). Neither `fails` nor `passes`: not known."""

    name_id: str
    name_en: str
    fails: Condition
    passes: Condition
    optional: bool = False  # shown, not counted


class DerivedFact(Rule):
    """A yes-or-no fact that follows from others. `false_if` is tried first; neither: not known."""

    fact: str
    true_if: Condition
    false_if: Condition


class Deprivation(Rule):
    """One way of being poor besides money."""

    field: Literal["pangan", "air", "sanitasi", "kesehatan", "hunian", "pendidikan", "informasi"]
    name_id: str
    name_en: str
    true_if: Condition
    false_if: Condition


class LifeStage(Rule):
    """A stage of life a member of a family is in. Several may hold; the first of the file leads.
    Ages are completed months, `to_months` exclusive. `mark` asks for more than an age: pregnant,
    just delivered (within `within_days` of a birth), about to marry."""

    name_id: str
    name_en: str
    sex: Literal["", "L", "P"] = ""
    from_months: int = Field(default=0, ge=0)
    to_months: int | None = None
    mark: Literal["", "hamil", "nifas", "catin"] = ""
    within_days: int = 0
    served: bool = False  # a group that stunting prevention serves first

    def holds(self, months: int | None, sex: str, marks: frozenset[str]) -> bool:
        """Whether a member of this age, sex and marks is in the stage."""
        if self.sex and self.sex != sex:
            return False
        if self.mark:
            return self.mark in marks
        if months is None or months < self.from_months:
            return False
        return self.to_months is None or months < self.to_months


class Programme(Rule):
    """One programme against poverty or stunting. `facts` are facts of lists that say a family
    receives it; the rule in words is for reading, eligibility is decided elsewhere."""

    name_id: str
    name_en: str
    strategy: Literal[1, 2, 3]
    owner_id: str
    unit: Literal["keluarga", "orang", "rumah", "desa", "usaha", "kelompok"]
    link: Literal["", "langsung", "pendukung", "hunian", "sensitif", "pangan"] = ""
    facts: tuple[str, ...] = ()
    rule_id: str = ""


def decile_problems(rules: list[DecileClass]) -> Iterator[tuple[DecileClass, str]]:
    """Deciles of one list that two rules of the same day name."""
    for place, one in enumerate(rules):
        for other in rules[:place]:
            apart = one.first > other.last or other.first > one.last
            later = other.valid_to is not None and other.valid_to <= one.valid_from
            sooner = one.valid_to is not None and one.valid_to <= other.valid_from
            if one.list == other.list and not (apart or later or sooner):
                yield one, f"desil yang sama disebut {other.code}"
