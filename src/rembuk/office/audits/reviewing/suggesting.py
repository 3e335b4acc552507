"""Causes that filled criteria suggest. Suggested only: a finding exists when an expert writes it.

A criterion of the reference points at causes. Where its condition holds for the values of the
worksheet, its causes are offered with the values that speak for them, each with source and day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import get_language

from rembuk import reference
from rembuk.office.audits import cause_tree
from rembuk.office.audits.models import Case, Group, Worksheet
from rembuk.office.audits.worksheet import facts as sheet_facts
from rembuk.reference.conditions import fields, holds, is_missing
from rembuk.reference.criteria import Criterion
from rembuk.reference.criteria import Group as CriteriaGroup

CRITERIA: Final[Mapping[str, CriteriaGroup]] = {
    Group.CATIN: "catin",
    Group.BUMIL: "bumil",
    Group.BUFAS: "bufas",
    Group.BADUTA: "anak",
    Group.BALITA: "anak",
}
"""Group of the audit -> group of the risk criteria."""


@dataclass(frozen=True)
class Value:
    """A value of the worksheet with where it comes from."""

    field: str
    label: str
    value: Any
    source: str
    on: dt.date | None

    @property
    def text(self) -> str:
        """As an evidence line says it."""
        return f"{self.label}: {self.shown}"

    @property
    def shown(self) -> str:
        """The value with its unit."""
        known = reference.load().fields.get(self.field)
        if known is None or isinstance(self.value, bool):
            return _shown(self.value)
        return f"{_shown(self.value)} {known.unit}".strip()


@dataclass(frozen=True)
class Suggestion:
    """A cause offered, the criteria that point at it, the values they read."""

    cause: str
    name: str
    criteria: tuple[str, ...]
    evidence: tuple[Value, ...]
    urgent: bool = False


def values_of(case: Case) -> dict[str, Value]:
    """Facts of the case's present worksheet by name: what somebody typed stands before what the
    records said; empty without a sheet."""
    sheet = Worksheet.objects.filter(case=case, current=True).order_by("-pk").first()
    if sheet is None:
        return {}
    known = sheet_facts.facts(sheet, case, timezone.localdate())
    return {
        name: Value(name, label(name), one.value, one.source, one.on)
        for name, one in known.items()
        if not is_missing(one.value)
    }


def suggestions(
    group: str, values: Mapping[str, Value], on: dt.date | None = None
) -> tuple[Suggestion, ...]:
    """Causes the filled criteria of a group point at, urgent ones and those most spoken for first.
    A criterion whose values are not known suggests nothing."""
    day = on or timezone.localdate()
    facts = {name: one.value for name, one in values.items()}
    tree = cause_tree.nodes(day)
    found: dict[str, list[Criterion]] = {}
    for criterion in reference.load().criteria(CRITERIA[group], day):
        if criterion.when is not None and holds(criterion.when, facts):
            for code in criterion.cause:
                found.setdefault(code, []).append(criterion)
    made = [
        _suggested(code, criteria, tree[code].name, values)
        for code, criteria in found.items()
        if code in tree
    ]
    return tuple(sorted(made, key=lambda one: (not one.urgent, -len(one.criteria), one.cause)))


def _suggested(
    code: str, criteria: list[Criterion], name: str, values: Mapping[str, Value]
) -> Suggestion:
    read = {
        field: values[field]
        for one in criteria
        if one.when is not None
        for field in sorted(fields(one.when))
        if field in values
    }
    words = tuple(one.name_en if get_language() == "en" else one.name_id for one in criteria)
    return Suggestion(code, name, words, tuple(read.values()), any(one.urgent for one in criteria))


def label(name: str) -> str:
    """A fact in words."""
    known = reference.load().fields.get(name)
    if known is None:
        return name
    return known.label_en if get_language() == "en" else known.label_id


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)
