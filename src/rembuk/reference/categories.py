"""Nutritional status classes of a child (Permenkes 2/2020): z-score in, word out."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from pydantic import Field

from rembuk.reference.dated import Frozen, Rule

IndexCode = Literal["tbu", "bbu", "bbtb", "imtu"]


class GrowthClass(Frozen):
    """One class between two z-scores. `None` = open end; the flags say whether an end belongs."""

    code: str
    label_id: str
    label_en: str
    low: float | None = None
    high: float | None = None
    low_inclusive: bool = True
    high_inclusive: bool = False

    def holds(self, z: float) -> bool:
        """Whether a z-score falls in this class."""
        above = self.low is None or (z >= self.low if self.low_inclusive else z > self.low)
        below = self.high is None or (z <= self.high if self.high_inclusive else z < self.high)
        return above and below


class IndexClasses(Frozen):
    """The classes of one index, from low to high, without gap or overlap."""

    label_id: str
    label_en: str
    z: str  # column of the z-score: zlen, zwei, zwfl, zbmi
    classes: tuple[GrowthClass, ...] = Field(min_length=2)

    def of(self, z: float | None) -> GrowthClass | None:
        """The class of a z-score rounded to 2 decimals; none for a missing one."""
        if z is None or z != z:
            return None
        return next((one for one in self.classes if one.holds(z)), None)

    def label(self, code: str, language: str = "id") -> str:
        """The word of a class code; an unknown code is a KeyError."""
        for one in self.classes:
            if one.code == code:
                return one.label_en if language == "en" else one.label_id
        raise KeyError(code)

    def gaps(self) -> tuple[str, ...]:
        """Where neighbouring classes leave a hole or overlap (empty when whole)."""
        found = []
        if self.classes[0].low is not None or self.classes[-1].high is not None:
            found.append("kelas terluar harus terbuka")
        for lower, upper in pairwise(self.classes):
            if lower.high is None or lower.high != upper.low:
                found.append(
                    f"{lower.code} berakhir di {lower.high}, {upper.code} mulai di {upper.low}"
                )
            elif lower.high_inclusive == upper.low_inclusive:
                word = "dua kelas memuat" if lower.high_inclusive else "tidak ada kelas memuat"
                found.append(f"{word} {lower.high}: {lower.code}, {upper.code}")
        return tuple(found)


class GrowthCategories(Rule):
    """All four indices of one regulation."""

    tbu: IndexClasses
    bbu: IndexClasses
    bbtb: IndexClasses
    imtu: IndexClasses

    def index(self, code: IndexCode) -> IndexClasses:
        """The classes of an index by its code."""
        found: IndexClasses = getattr(self, code)
        return found

    def indices(self) -> tuple[tuple[IndexCode, IndexClasses], ...]:
        """All indices with their codes."""
        return ("tbu", self.tbu), ("bbu", self.bbu), ("bbtb", self.bbtb), ("imtu", self.imtu)


class GrowthFlag(Rule):
    """Beyond these limits a z-score is implausible: marked, kept, left out of prevalences."""

    z: str
    low: float
    high: float

    def flagged(self, z: float) -> bool:
        """Whether a rounded z-score is implausible."""
        return z < self.low or z > self.high


class PrevalenceClass(Frozen):
    """One class of a prevalence in percent: low included, high not."""

    code: str
    label_id: str
    label_en: str
    low: float
    high: float | None = None


class PrevalenceClasses(Rule):
    """Public-health classes of a prevalence in a population (not for one child)."""

    indicator: str
    classes: tuple[PrevalenceClass, ...] = Field(min_length=2)

    def of(self, percent: float) -> PrevalenceClass:
        """The class of a percentage between 0 and 100."""
        for one in self.classes:
            if one.low <= percent and (one.high is None or percent < one.high):
                return one
        raise ValueError(f"{percent} is not a percentage")
