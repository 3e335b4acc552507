"""The five pillars of the national strategy, what hangs on which, what a supervisor looks at."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Literal, TypeVar

from rembuk.reference.dated import NoRuleError, Rule

R = TypeVar("R", bound=Rule)
About = Literal["indikator", "kerja"]
"""An indicator; or work: a promise or an activity."""
Where = Literal["kantor", "kecamatan", "desa", "posyandu"]
"""What is visited."""
NUMBERS = (1, 2, 3, 4, 5)


class Pillar(Rule):
    """One pillar; `asks` is the question its page answers."""

    number: int
    name_id: str
    name_en: str
    short_id: str
    short_en: str
    asks_id: str
    asks_en: str

    def name(self, language: str = "id") -> str:
        """Its name in the reader's language."""
        return self.name_en if language == "en" else self.name_id

    def short(self, language: str = "id") -> str:
        """Its short name."""
        return self.short_en if language == "en" else self.short_id

    def asks(self, language: str = "id") -> str:
        """Its question."""
        return self.asks_en if language == "en" else self.asks_id


class PillarRule(Rule):
    """What hangs on a pillar. Every condition that is named must hold; of an indicator its code or
    list, of work its intervention, kind or (a promise) where it comes from. The first rule in the
    order of `order` that fits decides; the last one asks for nothing, so that nothing hangs free.
    """

    about: About
    order: int
    pillar: int
    codes: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    def fits(self, **facts: str) -> bool:
        """Whether the facts (code, list, intervention, kind, origin) meet every condition."""
        asked = {
            "code": self.codes, "list": self.lists, "intervention": self.interventions,
            "kind": self.kinds, "origin": self.origins,
        }  # fmt: skip
        return all(facts.get(name, "") in wanted for name, wanted in asked.items() if wanted)

    @property
    def open(self) -> bool:
        """Whether it asks for nothing."""
        return not (self.codes or self.lists or self.interventions or self.kinds or self.origins)


class SupervisionItem(Rule):
    """One line of the checklist of a supervision visit: what is asked, and what to look at so that
    the answer is seen and not only said."""

    pillar: int
    order: int
    where: tuple[Where, ...]
    asks_id: str
    asks_en: str
    looks_id: str
    looks_en: str

    def asks(self, language: str = "id") -> str:
        """Its question in the reader's language."""
        return self.asks_en if language == "en" else self.asks_id

    def looks(self, language: str = "id") -> str:
        """What to look at."""
        return self.looks_en if language == "en" else self.looks_id


class Pillars(ABC):
    """The part of `Reference` the oversight reads."""

    @abstractmethod
    def of(self, kind: type[R], on: dt.date) -> tuple[R, ...]:
        """The rules of a kind in force on a day."""

    def pillars(self, on: dt.date) -> tuple[Pillar, ...]:
        """The five, in their order."""
        return tuple(sorted(self.of(Pillar, on), key=lambda one: one.number))

    def pillar_of_indicator(self, code: str, list_code: str, on: dt.date) -> int:
        """The pillar an indicator hangs on."""
        return self._pillar("indikator", on, code=code, list=list_code)

    def pillar_of_work(self, intervention: str, kind: str, origin: str, on: dt.date) -> int:
        """The pillar a promise (`origin`: its source kind) or an activity ("") hangs on."""
        return self._pillar("kerja", on, intervention=intervention, kind=kind, origin=origin)

    def supervision_items(self, where: Where, on: dt.date) -> tuple[SupervisionItem, ...]:
        """The checklist of a kind of place, by pillar."""
        found = (one for one in self.of(SupervisionItem, on) if where in one.where)
        return tuple(sorted(found, key=lambda one: (one.pillar, one.order)))

    def _pillar(self, about: About, on: dt.date, **facts: str) -> int:
        rules = sorted(self.of(PillarRule, on), key=lambda one: one.order)
        for rule in rules:
            if rule.about == about and rule.fits(**facts):
                return rule.pillar
        raise NoRuleError(f"pilar.{about}", on)


def problems(
    rules: Sequence[Rule], indicators: Collection[str], lists: Collection[str],
    interventions: Collection[str],
) -> Iterator[tuple[Rule, str]]:  # fmt: skip
    """What points nowhere, stands twice, or would leave something without a pillar."""
    pillars = [one for one in rules if isinstance(one, Pillar)]
    for pillar, again in Counter(one.number for one in pillars if one.valid_to is None).items():
        if again > 1 or pillar not in NUMBERS:
            yield pillars[0], f"nomor pilar {pillar} salah atau tertulis {again} kali"
    if pillars and {one.number for one in pillars if one.valid_to is None} != set(NUMBERS):
        yield pillars[0], "pilar 1-5 tidak lengkap"
    known = {"codes": indicators, "lists": lists, "interventions": interventions}
    by_about: dict[str, list[PillarRule]] = defaultdict(list)
    for rule in rules:
        if isinstance(rule, SupervisionItem) and rule.pillar not in NUMBERS:
            yield rule, f"pilar {rule.pillar} tidak ada"
        if not isinstance(rule, PillarRule):
            continue
        by_about[rule.about].append(rule)
        if rule.pillar not in NUMBERS:
            yield rule, f"pilar {rule.pillar} tidak ada"
        for name, codes in known.items():
            for code in getattr(rule, name):
                if code not in codes:
                    yield rule, f"{code!r} tidak dikenal"
    for mine in by_about.values():
        yield from _order(mine)


def _order(mine: Sequence[PillarRule]) -> Iterator[tuple[Rule, str]]:
    """Rules of one kind of thing: one order, one word on each code, a last rule for the rest."""
    standing = sorted((one for one in mine if one.valid_to is None), key=lambda one: one.order)
    for order, many in Counter(one.order for one in standing).items():
        if many > 1:
            yield standing[0], f"urutan {order} dipakai {many} aturan"
    named: dict[str, str] = {}
    for rule in standing:
        for code in (*rule.codes, *rule.interventions):
            if code in named and not (rule.kinds or rule.origins):
                yield rule, f"{code!r} sudah disebut {named[code]}"
            named.setdefault(code, rule.code)
    if standing and not standing[-1].open:
        yield standing[-1], "aturan terakhir harus tanpa syarat"
    for rule in standing[:-1]:
        if rule.open:
            yield rule, "aturan tanpa syarat hanya boleh terakhir"
