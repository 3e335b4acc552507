"""The risk of stunting of a family line by line: both versions, evidence, the list, and why they
differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.office.families.family_facts import Word, evidence_words, language
from rembuk.office.families.gathering import Gathered
from rembuk.office.families.judging import NOW, OLDER, OTHERWISE
from rembuk.office.lists.meaning import Meaning, said
from rembuk.reference.conditions import fields
from rembuk.reference.criteria import Criterion
from rembuk.science.welfare import krs_beside
from rembuk.science.welfare.krs import Scheme, krs_rules

STATES: Final[Mapping[str, tuple[str, str | Promise]]] = {
    "ya": ("soon", _("ya")),
    "tidak": ("done", _("tidak")),
    "tidak-diketahui": ("wait", _("belum diketahui")),
    "tidak-berlaku": ("off", _("tidak berlaku")),
}
"""State of a target type or factor -> kind of the design language and word. Red is for acts."""


@dataclass(frozen=True)
class State:
    """A state in words."""

    code: str
    kind: str
    word: str


@dataclass(frozen=True)
class RiskLine:
    """One target type or factor."""

    code: str
    name: str
    target: bool
    now: State | None  # by the newer version; None when it does not ask
    older: State | None
    evidence: tuple[tuple[str, Word], ...]
    listed: str  # what the KRS list says
    why: str  # why list and evidence are not the same; "" when they are
    why_code: str
    fact: str  # the fact of the list a correction would be about
    row: int  # the row of the list

    @property
    def differs(self) -> bool:
        """Whether list and evidence say different things."""
        return self.why_code in OTHERWISE

    @property
    def wrong(self) -> bool:
        """Whether other evidence contradicts the list: what its owner should correct."""
        return self.why_code == "bukti-berbeda"


def risk_lines(one: Gathered) -> tuple[RiskLine, ...]:
    """Target types, then factors, of both versions."""
    states = {(r["scheme"], r["code"]): r["state"] for r in one.states.iter_rows(named=True)}
    shown: dict[str, tuple[Criterion, Scheme]] = {}
    for scheme in (NOW, OLDER):
        for rule in krs_rules(one.rules, scheme, one.on).all:
            shown.setdefault(rule.code, (rule, scheme))
    targets = {rule.code for rule in krs_rules(one.rules, NOW, one.on).targets}
    beside = {NOW: one.beside(NOW), OLDER: one.beside(OLDER)}
    lines = [
        _line(one, rule, scheme, code in targets, states, beside[scheme].get(code))
        for code, (rule, scheme) in shown.items()
    ]
    return tuple(sorted(lines, key=lambda line: not line.target))


def _line(
    one: Gathered,
    rule: Criterion,
    scheme: Scheme,
    target: bool,
    states: Mapping[tuple[str, str], str],
    beside: Mapping[str, Any] | None,
) -> RiskLine:
    fact = next(iter(sorted(fields(rule.listed))), "") if rule.listed is not None else ""
    given = next((each for each in one.facts.get(fact, ()) if each.source == "krs"), None)
    listed = ""
    if given is not None and not (beside and given.value is not None):
        read = Meaning(fact, given.value, given.code, given.likely)
        listed = said(read, one.catalogue[fact], language())
    elif given is not None and beside is not None:
        listed = str(STATES[beside["listed"]][1])
    code = beside["why"] if beside else ""
    silent = code in {"", "sama"} or (code == "daftar-kosong" and given is not None)
    why = "" if silent else krs_beside.words(code, scheme, language=language())
    return RiskLine(
        rule.code,
        rule.name_en if language() == "en" else rule.name_id,
        target,
        _state(states.get((NOW, rule.code))),
        _state(states.get((OLDER, rule.code))),
        evidence_words(krs_beside.facts_behind(rule.code, one.rules, scheme, one.on), one),
        listed,
        why,
        code,
        fact,
        given.row_id if given else 0,
    )


def _state(code: str | None) -> State | None:
    return None if code is None else State(code, STATES[code][0], str(STATES[code][1]))
