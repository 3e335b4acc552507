"""Risk criteria on the facts of one person: which hold, which causes they suggest. They suggest;
only an expert names a cause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from rembuk.reference import Reference
from rembuk.reference.audits import AuditGroup
from rembuk.reference.conditions import Condition, fields, holds, is_missing
from rembuk.reference.criteria import Criterion
from rembuk.reference.criteria import Group as CriteriaGroup

GROUP_OF: Final[dict[AuditGroup, CriteriaGroup]] = {
    "catin": "catin",
    "bumil": "bumil",
    "bufas": "bufas",
    "baduta": "anak",
    "balita": "anak",
}


@dataclass(frozen=True)
class Verdict:
    """A criterion that holds, with the values it was judged by."""

    code: str
    name_id: str
    name_en: str
    urgent: bool
    kind: str  # risiko, proses
    severity: str
    causes: tuple[str, ...]
    values: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Judged:
    """All criteria of a group on somebody's facts."""

    met: tuple[Verdict, ...]
    open: tuple[str, ...]  # codes a missing fact leaves open
    asked: int
    rule_version: str

    @property
    def red_flags(self) -> tuple[str, ...]:
        """Criteria that ask for action at once."""
        return tuple(one.code for one in self.met if one.urgent)

    @property
    def causes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Suggested causes, each with the criteria that suggest it; most suggested first."""
        behind: dict[str, list[str]] = {}
        for one in self.met:
            for cause in one.causes:
                behind.setdefault(cause, []).append(one.code)
        order = sorted(behind.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return tuple((cause, tuple(codes)) for cause, codes in order)


def met(
    facts: Mapping[str, Any], group: CriteriaGroup, on: dt.date, rules: Reference
) -> Sequence[Verdict]:
    """The criteria that hold."""
    return judge(facts, group, on, rules).met


def judge(facts: Mapping[str, Any], group: CriteriaGroup, on: dt.date, rules: Reference) -> Judged:
    """Every criterion of a group. One whose facts are all missing is open, not passed."""
    found, unknown, asked = [], [], 0
    for one, when, needed in _asked(rules, group, on):
        asked += 1
        if holds(when, facts):
            values = tuple((name, facts.get(name)) for name in needed if name in facts)
            found.append(
                Verdict(
                    one.code, one.name_id, one.name_en, one.urgent, one.kind, one.severity,
                    one.cause, values,
                )
            )  # fmt: skip
        elif any(is_missing(facts.get(name)) for name in needed):
            unknown.append(one.code)
    return Judged(tuple(found), tuple(unknown), asked, rules.version(on))


@lru_cache(maxsize=64)
def _asked(
    rules: Reference, group: CriteriaGroup, on: dt.date
) -> tuple[tuple[Criterion, Condition, tuple[str, ...]], ...]:
    """The criteria that ask something, with the facts each needs."""
    return tuple(
        (one, one.when, tuple(sorted(fields(one.when))))
        for one in rules.criteria(group, on)
        if one.when is not None
    )
