"""What a split of money is reckoned from, as it was read. Plain data: no database beyond here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rembuk.science.choice.effects import Measure


@dataclass(frozen=True)
class Place:
    """A village."""

    code: str
    name: str
    kecamatan: str


@dataclass(frozen=True)
class Need:
    """Persons, families or places an intervention is for in a village, and how many of them have
    it. `source` and `as_of` say where and when that was read."""

    place: str
    intervention: str
    need: int
    reached: int
    unit: str
    source: str = ""
    as_of: dt.date | None = None

    @property
    def gap(self) -> int:
        """Those without it."""
        return max(0, self.need - self.reached)


@dataclass(frozen=True)
class Price:
    """Rupiah for one unit, as the district wrote it."""

    intervention: str
    amount: int
    unit: str
    source: str
    valid_from: dt.date


@dataclass(frozen=True)
class Children:
    """Children of an age in a village: registered, measured, stunted among the measured. `share`
    is the prevalence drawn towards the district's, with its interval; so that a village of six
    children does not decide where millions go."""

    place: str
    group: str
    children: int
    measured: int
    stunted: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Claim:
    """A published effect that may be counted, on the children of `group`. `low` and `high` are the
    ends of its interval; None where none was published."""

    intervention: str
    group: str
    measure: Measure
    value: float
    low: float | None
    high: float | None
    population: str
    source: str

    @property
    def ends(self) -> tuple[float, ...]:
        """The value, and the ends where there are any."""
        return tuple(v for v in (self.value, self.low, self.high) if v is not None)


@dataclass(frozen=True)
class Kind:
    """An intervention of the catalogue."""

    code: str
    name: str
    unit: str
    kind: str
    owners: tuple[str, ...]


@dataclass(frozen=True)
class Untold:
    """Something that is told and not counted: what, and why."""

    intervention: str
    why: str


@dataclass(frozen=True)
class Inputs:
    """All of it. `spreads`: code of a group -> prevalence of the district."""

    district: str
    year: int
    as_of: dt.date
    month: dt.date | None
    rules: str
    kinds: tuple[Kind, ...]
    places: tuple[Place, ...]
    needs: tuple[Need, ...]
    prices: tuple[Price, ...]
    children: tuple[Children, ...]
    claims: tuple[Claim, ...]
    untold: tuple[Untold, ...] = ()

    @cached_property
    def kind_of(self) -> Mapping[str, Kind]:
        """The catalogue by code."""
        return {one.code: one for one in self.kinds}

    @cached_property
    def price_of(self) -> Mapping[str, Price]:
        """Unit costs by intervention."""
        return {one.intervention: one for one in self.prices}

    @cached_property
    def claims_of(self) -> Mapping[str, tuple[Claim, ...]]:
        """Effects that may be counted, by intervention, in the order of the catalogue."""
        found: dict[str, tuple[Claim, ...]] = {}
        for one in self.claims:
            found[one.intervention] = (*found.get(one.intervention, ()), one)
        return found

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """Interventions somebody needs, in the order of the catalogue."""
        needed = {one.intervention for one in self.needs}
        return tuple(one.code for one in self.kinds if one.code in needed)

    def prevalence(self, group: str) -> float:
        """Share of stunted children of a group in all villages; 0 without children."""
        rows = [one for one in self.children if one.group == group]
        children = sum(one.children for one in rows)
        return sum(one.children * one.share for one in rows) / children if children else 0.0
