"""The one way to the reference: `load()` reads everything once into frozen models."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import polars as pl

from rembuk.reference import areas, overrides, poverty, prevalence, rulebook, versions
from rembuk.reference.audits import (
    AuditGroup,
    CandidateReason,
    CandidateTier,
    Layout,
    WorksheetField,
    WorksheetSection,
    layout,
)
from rembuk.reference.cases import CaseEventKind, CaseRules
from rembuk.reference.categories import GrowthCategories, GrowthFlag, PrevalenceClasses
from rembuk.reference.causes import Cause, Owner
from rembuk.reference.choice import ChoiceEffect
from rembuk.reference.conditions import comparisons, resolved
from rembuk.reference.convergence import Convergence
from rembuk.reference.criteria import Criterion, Group
from rembuk.reference.dated import NoRuleError, Rule, in_force, the_one
from rembuk.reference.doubts import DoubtCost
from rembuk.reference.fields import FactField
from rembuk.reference.first_look import FirstLook, Reason, Tier
from rembuk.reference.gain import MinimumGain
from rembuk.reference.lists import ListCode, ListFact, ListSource
from rembuk.reference.pillars import Pillars
from rembuk.reference.poverty import LIMITS, LineLimits, PovertyLine, Rate
from rembuk.reference.precedence import Precedence
from rembuk.reference.prevalence import Prevalence, Target
from rembuk.reference.promises import EscalationStep, Intervention, MoneySource
from rembuk.reference.red_flags import RedFlag
from rembuk.reference.reviews import ReviewRule
from rembuk.reference.settings import Setting, SettingValue
from rembuk.reference.visit_plans import VisitPlan
from rembuk.reference.welfare import (
    Deprivation,
    DerivedFact,
    HouseTest,
    LifeStage,
    Programme,
)

R = TypeVar("R", bound=Rule)
W = TypeVar("W", bound=Rule)


@dataclass(frozen=True, eq=False)
class Reference(Convergence, Pillars):
    """Every rule, with the district's own values laid over. Ask for the rules of a day."""

    release: str
    district: str
    rules: tuple[Rule, ...]
    fields: Mapping[str, FactField]
    sources: Mapping[str, str]
    sources_en: Mapping[str, str]
    published: tuple[Prevalence, ...] = field(repr=False)
    rates: tuple[Rate, ...] = field(repr=False, default=())

    def of(self, kind: type[R], on: dt.date) -> tuple[R, ...]:
        """The rules of a kind in force on a day, in the order of their file."""
        # the cache below does not carry the kind
        return _in_force(self, kind, on)  # type: ignore[return-value]

    def _first(self, kind: type[R], on: dt.date) -> R:
        found = self.of(kind, on)
        if not found:
            raise NoRuleError(kind.__name__, on)
        return found[0]

    def growth_categories(self, on: dt.date) -> GrowthCategories:
        """Permenkes classes of the four indices."""
        return self._first(GrowthCategories, on)

    def growth_flags(self, on: dt.date) -> tuple[GrowthFlag, ...]:
        """Limits of implausible z-scores."""
        return self.of(GrowthFlag, on)

    def minimum_gain(self, on: dt.date) -> MinimumGain:
        """The KBM table."""
        return self._first(MinimumGain, on)

    def setting(self, code: str, on: dt.date) -> Setting:
        """A single value with unit, source and confidence; `.value` is the value."""
        return the_one(self.of(Setting, on), code, on)

    def value(self, code: str, on: dt.date) -> SettingValue:
        """Just the value of a setting."""
        return self.setting(code, on).value

    def number(self, code: str, on: dt.date) -> float:
        """The value of a numeric setting."""
        return float(self.setting(code, on).value)

    def case_rules(self, on: dt.date) -> CaseRules:
        """The settings `case.*`."""
        return CaseRules.model_validate(
            {name: self.setting(f"case.{name}", on).value for name in CaseRules.model_fields}
        )

    def red_flags(self, on: dt.date) -> tuple[RedFlag, ...]:
        """Signs that keep a case open."""
        return self.of(RedFlag, on)

    def case_events(self, on: dt.date) -> tuple[CaseEventKind, ...]:
        """Kinds of case events, and how each moves the stock."""
        return self.of(CaseEventKind, on)

    def first_look(self, on: dt.date) -> FirstLook:
        """Tiers and reasons of `lihat dulu`, the most urgent first."""
        return _first_look(self, on)

    def worded(self, code: str, facts: Mapping[str, object], on: dt.date, language: str) -> str:
        """The sentence of a `lihat dulu` reason with a child's values."""
        return self.first_look(on).reason(code).worded(facts, self.fields, language)

    def criteria(self, group: Group, on: dt.date) -> tuple[Criterion, ...]:
        """Risk criteria of a target group; KRS factors are the group `krs`."""
        return _criteria(self, group, on)

    def causes(self, on: dt.date) -> tuple[Cause, ...]:
        """The cause tree, parents before children."""
        return self.of(Cause, on)

    def owners(self, on: dt.date) -> tuple[Owner, ...]:
        """Roles that answer for interventions."""
        return self.of(Owner, on)

    def interventions(self, on: dt.date) -> tuple[Intervention, ...]:
        """The catalogue of what may be promised."""
        return self.of(Intervention, on)

    def choice_effects(self, on: dt.date) -> tuple[ChoiceEffect, ...]:
        """On which children an effect may be claimed when money is split."""
        return self.of(ChoiceEffect, on)

    def money_sources(self, on: dt.date) -> tuple[MoneySource, ...]:
        """Where the money of a promise may come from."""
        return self.of(MoneySource, on)

    def escalation(self, on: dt.date) -> tuple[EscalationStep, ...]:
        """The ladder of reminders."""
        return self.of(EscalationStep, on)

    def poverty_line(self, code: str) -> PovertyLine:
        """A line by its code, of whatever day; an unknown code is a KeyError."""
        for rule in self.rules:
            if isinstance(rule, PovertyLine) and rule.code == code:
                return rule
        raise KeyError(code)

    def poverty_lines(self, on: dt.date | None = None) -> tuple[PovertyLine, ...]:
        """The poverty lines of a day, or of all days."""
        if on is not None:
            return self.of(PovertyLine, on)
        return tuple(rule for rule in self.rules if isinstance(rule, PovertyLine))

    def line_limits(self, on: dt.date) -> LineLimits:
        """Between what a believable poverty line lies."""
        return LineLimits(**{name: self.number(f"poverty.{name}", on) for name in LIMITS})

    def poverty_rates(self, area_code: str = "") -> tuple[Rate, ...]:
        """Published shares of poor persons of an area (`""` = Indonesia), oldest first."""
        return tuple(one for one in self.rates if one.area_code == area_code)

    def programmes(self, on: dt.date) -> tuple[Programme, ...]:
        """Programmes against poverty and stunting."""
        return self.of(Programme, on)

    def whole(self, rule: W, on: dt.date, *conditions: str) -> W:
        """A rule with the settings of the day put into the named conditions."""
        found = {name: getattr(rule, name) for name in conditions}
        ready = {
            name: resolved(one, lambda code: self.value(code, on))
            for name, one in found.items()
            if one is not None and any(part.setting for part in comparisons(one))
        }
        return rule.model_copy(update=ready) if ready else rule

    def review_rules(self, on: dt.date) -> tuple[ReviewRule, ...]:
        """Rules that draft the lines of a yearly review."""
        return _review_rules(self, on)

    def life_stages(self, on: dt.date) -> tuple[LifeStage, ...]:
        """Stages of life, those that ask for most care first."""
        return self.of(LifeStage, on)

    def house_tests(self, on: dt.date) -> tuple[HouseTest, ...]:
        """Tests of an unfit house."""
        return tuple(self.whole(one, on, "fails", "passes") for one in self.of(HouseTest, on))

    def deprivations(self, on: dt.date) -> tuple[Deprivation, ...]:
        """Ways of being poor besides money."""
        return tuple(self.whole(one, on, "true_if", "false_if") for one in self.of(Deprivation, on))

    def derived_facts(self, on: dt.date) -> tuple[DerivedFact, ...]:
        """Facts that follow from others."""
        return self.of(DerivedFact, on)

    def welfare_version(self, on: dt.date) -> str:
        """Short name of the rules of family welfare in force, stored with a verdict."""
        return _version(self, on, True)

    def precedence(self, on: dt.date) -> dict[str, Precedence]:
        """Fact of a person -> the rule of which source wins."""
        return {one.fact: one for one in self.of(Precedence, on)}

    def doubt_costs(self, on: dt.date) -> tuple[DoubtCost, ...]:
        """What a wrong answer to a doubtful match costs."""
        return self.of(DoubtCost, on)

    def list_sources(self, on: dt.date) -> tuple[ListSource, ...]:
        """The agencies' lists."""
        return self.of(ListSource, on)

    def list_facts(self, on: dt.date) -> dict[str, ListFact]:
        """The facts that lists tell, by code."""
        return _list_facts(self, on)

    def list_codes(self, on: dt.date) -> tuple[ListCode, ...]:
        """What coded answers of lists mean."""
        return self.of(ListCode, on)

    def worksheet(self, group: AuditGroup, on: dt.date) -> Layout:
        """The audit worksheet of a group."""
        return layout(group, self.of(WorksheetSection, on), self.of(WorksheetField, on))

    def audit_candidates(self, group: AuditGroup, on: dt.date) -> FirstLook:
        """Steps and reasons by which candidates of a group are ranked."""
        return _audit_candidates(self, group, on)

    def visit_plan(self, group: str, on: dt.date) -> VisitPlan:
        """When and for what a person of a target group is visited."""
        return the_one(self.of(VisitPlan, on), f"kunjungan.{group}", on)

    def prevalence_classes(self, on: dt.date, indicator: str = "stunting") -> PrevalenceClasses:
        """Public-health classes of a prevalence."""
        for one in self.of(PrevalenceClasses, on):
            if one.indicator == indicator:
                return one
        raise NoRuleError(f"prevalensi.{indicator}", on)

    def prevalence(self, area_code: str) -> tuple[Prevalence, ...]:
        """Published survey figures of an area (`""` = Indonesia), oldest first."""
        return tuple(one for one in self.published if one.area_code == area_code)

    def targets(self, on: dt.date, area_code: str = "") -> tuple[Target, ...]:
        """Targets in force, by year; `""` = national."""
        mine = (one for one in self.of(Target, on) if one.area_code == area_code)
        return tuple(sorted(mine, key=lambda one: one.year))

    def source_text(self, key: str, language: str = "id") -> str:
        """Where a source key points; text that is no key (an override's decree) stays as it is.
        In English only what Rembuk says itself differs: titles and addresses stay."""
        text = self.sources.get(key, key)
        return self.sources_en.get(key, text) if language == "en" else text

    def areas(self, under: str = "") -> pl.DataFrame:
        """Areas of a code and below it: `code, level, kind, name, parent`."""
        return areas.areas(under)

    def version(self, on: dt.date) -> str:
        """Short name of the set of rules in force: the same rules give the same name."""
        return _version(self, on, False)


# Pages ask for the same day again and again; a reference never changes, so answers are kept.
@lru_cache(maxsize=512)
def _in_force(reference: Reference, kind: type[Rule], on: dt.date) -> tuple[Rule, ...]:
    return in_force((rule for rule in reference.rules if isinstance(rule, kind)), on)


@lru_cache(maxsize=64)
def _first_look(reference: Reference, on: dt.date) -> FirstLook:
    whole = (reference.whole(reason, on, "when") for reason in reference.of(Reason, on))
    return FirstLook(
        tuple(sorted(reference.of(Tier, on), key=lambda tier: tier.tier)),
        tuple(sorted(whole, key=lambda reason: reason.tier)),
    )


@lru_cache(maxsize=64)
def _criteria(reference: Reference, group: Group, on: dt.date) -> tuple[Criterion, ...]:
    mine = (one for one in reference.of(Criterion, on) if one.group == group)
    return tuple(reference.whole(one, on, "when") for one in mine)


@lru_cache(maxsize=64)
def _review_rules(reference: Reference, on: dt.date) -> tuple[ReviewRule, ...]:
    found = (reference.whole(one, on, "when") for one in reference.of(ReviewRule, on))
    return tuple(sorted(found, key=lambda one: one.order))


@lru_cache(maxsize=64)
def _audit_candidates(reference: Reference, group: AuditGroup, on: dt.date) -> FirstLook:
    mine = (one for one in reference.of(CandidateReason, on) if group in one.groups)
    return FirstLook(
        tuple(one.as_tier() for one in reference.of(CandidateTier, on)),
        tuple(one.as_reason() for one in sorted(mine, key=lambda one: one.tier)),
    )


@lru_cache(maxsize=64)
def _list_facts(reference: Reference, on: dt.date) -> dict[str, ListFact]:
    return {one.code: one for one in reference.of(ListFact, on)}


@lru_cache(maxsize=128)
def _version(reference: Reference, on: dt.date, welfare: bool) -> str:
    name = versions.of_welfare if welfare else versions.of_measurements
    return name(reference.release, type(reference).__name__, reference.rules, on)


_installed: dict[str, Path | None] = {"overrides": None}


def install(overrides: Path | None) -> None:
    """Make a district's override file the one `load()` uses when none is named."""
    _installed["overrides"] = overrides


def load(
    district: str = "", overrides: Path | None = None, directory: Path = rulebook.DATA
) -> Reference:
    """The reference, read once per combination of arguments.

    `overrides` is a district's YAML file; without one, the installation's (`install`). Raises
    `BadFileError`, `OverrideError` or pydantic's `ValidationError`; `rembuk reference check`
    tells more.
    """
    own = overrides or _installed["overrides"]
    changed = own.stat().st_mtime_ns if own is not None and own.exists() else 0
    return _load(district, own, directory, changed)


@lru_cache(maxsize=8)
def _load(district: str, override_file: Path | None, directory: Path, changed: int) -> Reference:
    rules = tuple(
        model.model_validate(raw) for _name, model, raw in rulebook.rule_entries(directory)
    )
    if override_file is not None:
        own = overrides.read(override_file)
        if district and own.district != district:
            raise rulebook.BadFileError(
                f"{override_file.name}: milik daerah {own.district}, bukan {district}"
            )
        theirs = (one.model_copy(update={"origin": "daerah"}) for one in own.lines)
        rules = (*overrides.apply(rules, own.overrides), *theirs)
    words = (
        FactField.model_validate(raw)
        for raw in rulebook.entries(directory / "fields.yaml", "fields")
    )
    sources = rulebook.entries(directory / "sources.yaml", "sources")
    release = (directory / "RELEASE").read_text(encoding="utf-8").strip()
    return Reference(
        release=release,
        district=district,
        rules=rules,
        fields={word.name: word for word in words},
        sources={one["key"]: one["text"] for one in sources},
        sources_en={one["key"]: one["text_en"] for one in sources if "text_en" in one},
        published=prevalence.published(directory),
        rates=poverty.published_rates(directory),
    )
