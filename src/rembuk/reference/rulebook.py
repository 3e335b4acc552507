"""Which file holds which kind of rule, and how files are read. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from rembuk.reference.analysis import ObstacleKind, ServiceLink
from rembuk.reference.audits import (
    CandidateReason,
    CandidateTier,
    WorksheetField,
    WorksheetSection,
)
from rembuk.reference.cases import CaseEventKind
from rembuk.reference.categories import GrowthCategories, GrowthFlag, PrevalenceClasses
from rembuk.reference.causes import Cause, Owner
from rembuk.reference.choice import ChoiceEffect
from rembuk.reference.criteria import Criterion
from rembuk.reference.dated import Rule
from rembuk.reference.doubts import DoubtCost
from rembuk.reference.first_look import Reason, Tier
from rembuk.reference.forums import MeetingTemplate, TeamField
from rembuk.reference.gain import MinimumGain
from rembuk.reference.indicators import Conflict, Indicator, IndicatorList, Quantity
from rembuk.reference.lists import ListCode, ListFact, ListSource
from rembuk.reference.needs import Need
from rembuk.reference.pillars import Pillar, PillarRule, SupervisionItem
from rembuk.reference.poverty import PovertyLine
from rembuk.reference.precedence import Precedence
from rembuk.reference.prevalence import Target
from rembuk.reference.promises import EscalationStep, Intervention, MoneySource
from rembuk.reference.red_flags import RedFlag
from rembuk.reference.reviews import ReviewRule
from rembuk.reference.schemes import RubricCriterion, Scheme
from rembuk.reference.settings import Setting
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

DATA: Final = Path(__file__).parent / "data"

FILES: Final[dict[str, type[Rule]]] = {
    "audit_candidate_tiers.yaml": CandidateTier,
    "audit_candidates.yaml": CandidateReason,
    "audit_sections.yaml": WorksheetSection,
    "audit_settings.yaml": Setting,
    "audit_worksheets.yaml": WorksheetField,
    "case_events.yaml": CaseEventKind,
    "case_rules.yaml": Setting,
    "cause_owners.yaml": Owner,
    "causes.yaml": Cause,
    "choice_effects.yaml": ChoiceEffect,
    "convergence_settings.yaml": Setting,
    "decile_classes.yaml": DecileClass,
    "denominator_conflicts.yaml": Conflict,
    "deprivations.yaml": Deprivation,
    "derived_facts.yaml": DerivedFact,
    "doubt_costs.yaml": DoubtCost,
    "escalation.yaml": EscalationStep,
    "first_look.yaml": Reason,
    "first_look_tiers.yaml": Tier,
    "growth_categories.yaml": GrowthCategories,
    "growth_flags.yaml": GrowthFlag,
    "house_tests.yaml": HouseTest,
    "indicator_lists.yaml": IndicatorList,
    "indicators.yaml": Indicator,
    "interventions.yaml": Intervention,
    "krs.yaml": Criterion,
    "life_stages.yaml": LifeStage,
    "list_codes.yaml": ListCode,
    "list_facts.yaml": ListFact,
    "list_sources.yaml": ListSource,
    "meeting_templates.yaml": MeetingTemplate,
    "minimum_gain.yaml": MinimumGain,
    "money_sources.yaml": MoneySource,
    "needs.yaml": Need,
    "obstacle_kinds.yaml": ObstacleKind,
    "oversight_settings.yaml": Setting,
    "pillar_rules.yaml": PillarRule,
    "pillars.yaml": Pillar,
    "poverty_lines.yaml": PovertyLine,
    "precedence.yaml": Precedence,
    "prevalence_classes.yaml": PrevalenceClasses,
    "programmes.yaml": Programme,
    "quantities.yaml": Quantity,
    "red_flags.yaml": RedFlag,
    "review_rules.yaml": ReviewRule,
    "risk_criteria.yaml": Criterion,
    "rubric.yaml": RubricCriterion,
    "schemes.yaml": Scheme,
    "service_interventions.yaml": ServiceLink,
    "settings.yaml": Setting,
    "supervision_items.yaml": SupervisionItem,
    "targets.yaml": Target,
    "tpps_fields.yaml": TeamField,
    "visit_plans.yaml": VisitPlan,
    "welfare_classes.yaml": PovertyClassWord,
}
"""File under `data/rules` -> the model of each of its rules."""


LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times faster


class BadFileError(ValueError):
    """A file that cannot be read as a list of rules; the text names the file and the reason."""


def entries(path: Path, key: str) -> list[dict[str, Any]]:
    """The list under `key` of a YAML file."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - safe ones
    except FileNotFoundError:
        raise BadFileError(f"{path.name}: berkas tidak ada") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" baris {where.line + 1}" if where else ""
        raise BadFileError(f"{path.name}:{line} tidak terbaca sebagai YAML") from error
    found = raw.get(key) if isinstance(raw, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadFileError(f"{path.name}: harus berisi daftar di bawah `{key}:`")
    return found


def saying(error: Mapping[str, Any]) -> str:
    """One error of pydantic in words."""
    limits: Mapping[str, Any] = error.get("ctx") or {}
    kind = str(error["type"])
    plain = {
        "missing": "tidak ada",
        "extra_forbidden": "kunci tidak dikenal",
        "too_short": "kosong",
        "string_too_short": "kosong",
        "date_from_datetime_parsing": "bukan tanggal (tahun-bulan-hari)",
        "date_type": "bukan tanggal (tahun-bulan-hari)",
        "literal_error": f"harus salah satu dari {limits.get('expected')}",
    }
    if kind == "value_error":
        return str(limits.get("error", error["msg"]))
    return plain.get(kind, str(error["msg"]))


def rule_entries(directory: Path) -> Iterator[tuple[str, type[Rule], dict[str, Any]]]:
    """Every raw rule with its file and model."""
    for name, model in FILES.items():
        for raw in entries(directory / "rules" / name, "rules"):
            yield name, model, raw
