"""Short names of the rules in force: the same rules give the same name, and a verdict keeps it.

Measurements and families are judged by different rules, so each has its own name: a new poverty
line must not re-judge every measurement.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Final

from rembuk.reference.audits import (
    CandidateReason,
    CandidateTier,
    WorksheetField,
    WorksheetSection,
)
from rembuk.reference.causes import Owner
from rembuk.reference.criteria import Criterion
from rembuk.reference.dated import Rule
from rembuk.reference.doubts import DoubtCost
from rembuk.reference.indicators import Conflict, Indicator, IndicatorList, Quantity
from rembuk.reference.lists import ListCode, ListFact, ListSource
from rembuk.reference.needs import Need
from rembuk.reference.pillars import Pillar, PillarRule, SupervisionItem
from rembuk.reference.poverty import PovertyLine
from rembuk.reference.precedence import Precedence
from rembuk.reference.prevalence import Target
from rembuk.reference.promises import EscalationStep, Intervention, MoneySource
from rembuk.reference.schemes import RubricCriterion, Scheme
from rembuk.reference.visit_plans import VisitPlan
from rembuk.reference.welfare import (
    DecileClass,
    Deprivation,
    DerivedFact,
    HouseTest,
    LifeStage,
    PovertyClassWord,
    Programme,
)

WELFARE: Final = (PovertyLine, DecileClass, DerivedFact, HouseTest, Deprivation)
"""Kinds of rules that judge families and no measurement."""

WELFARE_SETTINGS: Final = ("poverty.", "rtlh.")
"""How the codes of settings begin that do."""

OFFICE_SETTINGS: Final = (
    "audit.",
    "damping.",
    "zero_new.",
    "audit_effect.",
    "konvergensi.",
    "pengawasan.",
)
"""How the codes of settings begin by which the office works and nothing is judged."""

UNJUDGING: Final = (
    *(CandidateReason, CandidateTier, WorksheetField, WorksheetSection),
    *(Target, Owner, Precedence, DoubtCost, ListSource, ListFact, ListCode),
    *(Programme, PovertyClassWord, LifeStage, VisitPlan, *WELFARE),
    *(MoneySource, Intervention, EscalationStep, Need),
    *(Pillar, PillarRule, SupervisionItem),
    *(Scheme, RubricCriterion, IndicatorList, Indicator, Quantity, Conflict),
)
"""Kinds of rules no measurement is judged by."""

_ABOUT: Final = {"note", "confidence", "source", "origin", "valid_from", "valid_to"}


def of_measurements(release: str, name: str, rules: Iterable[Rule], on: dt.date) -> str:
    """The name of the rules that judge measurements on a day."""
    judging = (
        rule
        for rule in rules
        if not isinstance(rule, UNJUDGING)
        and not rule.code.startswith((*WELFARE_SETTINGS, *OFFICE_SETTINGS))
    )
    return _name(release, name, judging, on)


def of_welfare(release: str, name: str, rules: Iterable[Rule], on: dt.date) -> str:
    """The name of the rules that judge families on a day: also of what coded answers of lists mean,
    so that a meaning the district settles is judged by at once."""
    judging = (
        rule
        for rule in rules
        if isinstance(rule, (*WELFARE, Criterion, ListCode))
        or rule.code.startswith(WELFARE_SETTINGS)
    )
    return _name(release, name, judging, on)


def _name(release: str, name: str, rules: Iterable[Rule], on: dt.date) -> str:
    judging = [rule.model_dump(mode="json", exclude=_ABOUT) for rule in rules if rule.holds_on(on)]
    text = json.dumps([name, judging], sort_keys=True, ensure_ascii=False)
    return f"{release}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
