"""All evidence of one family on a day, gathered once for its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from rembuk import reference
from rembuk.office.families import evidence, judging
from rembuk.office.lists.queries import Told, facts_of_families
from rembuk.office.people.models import Family
from rembuk.reference import Reference
from rembuk.reference.lists import ListFact
from rembuk.science.welfare import classes, house, krs
from rembuk.science.welfare.evidence import known as derived_from


@dataclass(frozen=True)
class Gathered:
    """What lists tell of a family and what its members show. Frames have one row."""

    family: Family
    on: dt.date
    rules: Reference
    facts: Mapping[str, Sequence[Told]]
    roster: pl.DataFrame

    @property
    def key(self) -> int:
        """The key of the family, as frames name it."""
        return int(self.family.pk)

    @cached_property
    def catalogue(self) -> Mapping[str, ListFact]:
        """Facts lists may tell."""
        return self.rules.list_facts(self.on)

    @cached_property
    def people(self) -> pl.DataFrame:
        """What the members show, counted."""
        return evidence.composition(self.roster, self.on)

    @cached_property
    def known(self) -> pl.DataFrame:
        """Statements of lists with what the members show."""
        return evidence.whole(evidence.stated(self._facts, [self.key], self.catalogue), self.people)

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """Fact -> the value that stands, derived ones with them."""
        rows = derived_from(self.known, self.rules.derived_facts(self.on), self.on)
        return rows.row(0, named=True)

    @cached_property
    def seen(self) -> frozenset[str]:
        """Facts the members themselves show; a list only counted them."""
        if self.people.is_empty():
            return frozenset()
        row = self.people.row(0, named=True)
        return frozenset(name for name, value in row.items() if value is not None)

    @cached_property
    def standing(self) -> Mapping[str, Any]:
        """The verdicts as the list of families keeps them, judged now."""
        families = {self.key: self.family.place_code}
        return judging.judged(families, self._facts, self.roster, self.rules, self.on)[0]

    @cached_property
    def states(self) -> pl.DataFrame:
        """Every target type and factor of both versions (`krs.evaluate`)."""
        return krs.evaluate(self.known, self.rules, self.on)

    def beside(self, scheme: krs.Scheme) -> Mapping[str, Mapping[str, Any]]:
        """Code -> the KRS list beside the other evidence; empty when the list does not name it."""
        found = judging.beside_list(
            self._facts, [self.key], self.people, self.rules, self.on, scheme
        )
        return {row["code"]: row for row in found.iter_rows(named=True)}

    @cached_property
    def poverty(self) -> Mapping[str, Any]:
        """The class, as `classes.classes` gives it."""
        families = self.known["family_id"]
        found = classes.classes(self._deciles, families, self.rules, self.on)
        return found.row(0, named=True)

    @cached_property
    def poverty_pieces(self) -> Sequence[Mapping[str, Any]]:
        """The class each piece of evidence gives."""
        return classes.verdicts(self._deciles, self.rules, self.on).to_dicts()

    @cached_property
    def house(self) -> Mapping[str, Any]:
        """The tests of the house."""
        return house.house(self.known, self.rules, self.on).row(0, named=True)

    @cached_property
    def lacking(self) -> Mapping[str, Any]:
        """Deprivations."""
        return house.deprivations(self.known, self.rules, self.on).row(0, named=True)

    @property
    def _facts(self) -> evidence.Facts:
        return {self.key: self.facts}

    @cached_property
    def _deciles(self) -> pl.DataFrame:
        return evidence.deciles(self._facts, {self.key: self.family.place_code})


def gather(family: Family, on: dt.date) -> Gathered:
    """The evidence of a family on a day."""
    facts = facts_of_families([family.pk]).get(family.pk, {})
    return Gathered(family, on, reference.load(), facts, evidence.roster([family.pk], on))
