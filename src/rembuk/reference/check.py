"""Is the reference whole? Every finding names a file, a code and what is wrong."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from rembuk.reference import (
    areas,
    check_convergence,
    check_welfare,
    choice,
    lists,
    overrides,
    pillars,
    promises,
    rulebook,
)
from rembuk.reference.audits import (
    CandidateReason,
    CandidateTier,
    WorksheetField,
    WorksheetSection,
)
from rembuk.reference.cases import CaseRules
from rembuk.reference.categories import GrowthCategories, PrevalenceClasses
from rembuk.reference.causes import Cause, Owner
from rembuk.reference.conditions import All, Any_, Compare, comparisons
from rembuk.reference.criteria import Criterion
from rembuk.reference.dated import Frozen, Rule
from rembuk.reference.doubts import DoubtCost
from rembuk.reference.fields import FactField
from rembuk.reference.first_look import Reason, Tier
from rembuk.reference.gain import MinimumGain
from rembuk.reference.indicators import Indicator, IndicatorList
from rembuk.reference.lists import ListCode, ListFact, ListSource
from rembuk.reference.prevalence import Prevalence, Target
from rembuk.reference.promises import EscalationStep, Intervention
from rembuk.reference.red_flags import RedFlag
from rembuk.reference.settings import Setting
from rembuk.reference.shelf import Placed, Shelf
from rembuk.reference.visit_plans import VisitPlan
from rembuk.reference.welfare import Programme


@dataclass(frozen=True)
class Finding:
    """One thing to mend."""

    file: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.code}: {self.message}" if self.code else self.message


M = TypeVar("M", bound=Frozen)


def findings(directory: Path = rulebook.DATA, override_file: Path | None = None) -> list[Finding]:
    """Everything wrong with the reference under `directory`, and with a district's overrides."""
    found: list[Finding] = []
    words = {
        word.name: word for word in _read(directory / "fields.yaml", "fields", FactField, found)
    }
    sources = set(_sources(directory, found))
    placed = _rules(directory, found)
    codes = set(areas.areas()["code"])
    rules = [one.rule for one in placed]
    words |= {k: word for k, word in check_welfare.list_words(rules).items() if k not in words}
    found += _dates(placed)
    for one in placed:
        for message in _rule_problems(one.rule, words, sources, codes, placed):
            found.append(Finding(one.file, one.rule.code, message))
        for message in check_welfare.problems(one.rule, rules, words, codes):
            found.append(Finding(one.file, one.rule.code, message))
    files = {id(one.rule): one.file for one in placed}
    for rule, message in check_welfare.between_rules(rules):
        found.append(Finding(files[id(rule)], rule.code, message))
    for rule, message in check_convergence.problems(rules, sources):
        found.append(Finding(files[id(rule)], rule.code, message))
    named = [
        {one.code for one in rules if isinstance(one, kind)}
        for kind in (Indicator, IndicatorList, Intervention)
    ]
    for rule, message in pillars.problems(rules, *named):
        found.append(Finding(files[id(rule)], rule.code, message))
    rungs = [rule for rule in rules if isinstance(rule, EscalationStep)]
    for rung, message in promises.ladder_problems(rungs):
        found.append(Finding(files[id(rung)], rung.code, message))
    found += _missing_kinds(placed)
    found += _missing_case_settings(placed)
    found += _published(directory, codes)
    for where, message in check_welfare.published(directory, rules, sources, codes):
        found.append(Finding("published.csv (poverty)", where, message))
    if override_file is not None:
        found += _override_problems(override_file, rules, words, codes)
    return found


def _valid(name: str, code: str, model: type[M], raw: object, found: list[Finding]) -> M | None:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        for part in error.errors():
            place = ".".join(str(step) for step in part["loc"] if step not in {"compare"})
            text = f"{place}: {rulebook.saying(part)}" if place else rulebook.saying(part)
            found.append(Finding(name, code, text))
    return None


def _read(path: Path, key: str, model: type[M], found: list[Finding]) -> list[M]:
    try:
        raw = rulebook.entries(path, key)
    except rulebook.BadFileError as error:
        found.append(Finding(path.name, "", str(error)))
        return []
    rows = [
        _valid(path.name, str(one.get("code", one.get("name", "?"))), model, one, found)
        for one in raw
    ]
    return [row for row in rows if row is not None]


def _rules(directory: Path, found: list[Finding]) -> Shelf:
    return Shelf(
        Placed(name, rule)
        for name, model in rulebook.FILES.items()
        for rule in _read(directory / "rules" / name, "rules", model, found)
    )


def _sources(directory: Path, found: list[Finding]) -> Iterator[str]:
    try:
        for one in rulebook.entries(directory / "sources.yaml", "sources"):
            if not one.get("text"):
                found.append(Finding("sources.yaml", str(one.get("key")), "sumber kosong"))
            yield str(one.get("key"))
    except rulebook.BadFileError as error:
        found.append(Finding("sources.yaml", "", str(error)))


def _dates(placed: Sequence[Placed]) -> Iterator[Finding]:
    by_code: dict[str, list[Placed]] = defaultdict(list)
    for one in placed:
        by_code[one.rule.code].append(one)
    for code, group in by_code.items():
        files = sorted({one.file for one in group})
        if len(files) > 1:
            yield Finding(files[0], code, f"kode yang sama ada di {', '.join(files[1:])}")
        for earlier, later in pairwise(sorted(group, key=lambda one: one.rule.valid_from)):
            end, start = earlier.rule.valid_to, later.rule.valid_from
            if end is None or end > start:
                until = "seterusnya" if end is None else f"sebelum {end}"
                text = f"masa berlaku tumpang tindih: sampai {until}, lalu lagi sejak {start}"
                yield Finding(later.file, code, text)
            elif end < start:
                text = f"tidak ada yang berlaku dari {end} sampai sebelum {start}"
                yield Finding(later.file, code, text)


def _missing_kinds(placed: Sequence[Placed]) -> Iterator[Finding]:
    present = {type(one.rule) for one in placed if one.rule.valid_to is None}
    for file, kind in rulebook.FILES.items():
        if kind not in present:
            yield Finding(file, kind.__name__, "tidak ada aturan yang berlaku kini")


def _rule_problems(
    rule: Rule,
    words: Mapping[str, FactField],
    sources: Collection[str],
    area_codes: Collection[str],
    placed: Shelf,
) -> Iterator[str]:
    for key in rule.source:
        if key not in sources:
            yield f"sumber {key!r} tidak ada di sources.yaml"
    if isinstance(rule, Criterion):
        yield from condition_problems(rule.when, words)
        yield from _unknown("setelan", _settings_of(rule.when), placed.codes(Setting))
        yield from condition_problems(rule.disputed, words)
        yield from _unknown("penyebab", rule.cause, placed.codes(Cause))
    elif isinstance(rule, Reason):
        yield from condition_problems(rule.when, words)
        yield from _unknown("setelan", _settings_of(rule.when), placed.codes(Setting))
        yield from _unknown("fakta", rule.places(), words)
        if rule.tier not in {one.tier for one in placed.of(Tier)}:
            yield f"tingkat {rule.tier} tidak ada"
    elif isinstance(rule, CandidateReason):
        yield from condition_problems(rule.when, words)
        yield from _unknown("fakta", rule.as_reason().places(), words)
        if rule.tier not in {one.tier for one in placed.of(CandidateTier)}:
            yield f"tingkat {rule.tier} tidak ada"
    elif isinstance(rule, CandidateTier):
        yield from _unknown("fakta", [key.field for key in rule.sort], words)
    elif isinstance(rule, WorksheetField):
        homes = {one.code: one for one in placed.of(WorksheetSection)}
        yield from rule.problems(homes, words)
    elif isinstance(rule, Intervention):
        there = [placed.codes(kind) for kind in (Cause, Owner, Programme)]
        yield from promises.problems(rule, there[0], there[1], there[2], sources)
    elif isinstance(rule, choice.ChoiceEffect):
        yield from choice.problems(rule, placed.of(Intervention))
    elif isinstance(rule, DoubtCost | RedFlag):
        yield from condition_problems(rule.when, words)
    elif isinstance(rule, Tier):
        yield from _unknown("fakta", [key.field for key in rule.sort], words)
    elif isinstance(rule, Cause):
        parents = (rule.parent,) if rule.parent else ()
        before = {one.code for one in takewhile(lambda one: one is not rule, placed.of(Cause))}
        yield from _unknown("penyebab induk (harus tertulis lebih dulu)", parents, before)
        yield from _unknown("pemilik", rule.owner, placed.codes(Owner))
    elif isinstance(rule, GrowthCategories):
        for index, classes in rule.indices():
            yield from (f"{index}: {gap}" for gap in classes.gaps())
            known = words[index].words if index in words else ()
            if known and set(known) != {one.code for one in classes.classes}:
                yield f"{index}: kelas tidak sama dengan kata di fields.yaml"
    elif isinstance(rule, PrevalenceClasses):
        yield from _class_gaps(rule)
    elif isinstance(rule, MinimumGain | VisitPlan):
        yield from rule.gaps()
    elif isinstance(rule, ListFact | ListCode):
        facts = {one.code: one for one in placed.of(ListFact)}
        yield from lists.problems(rule, facts, placed.codes(ListSource))
    elif isinstance(rule, Target):
        if rule.area_code and rule.area_code not in area_codes:
            yield f"wilayah {rule.area_code!r} tidak dikenal"
        if not 0 <= rule.percent <= 100:
            yield f"{rule.percent} bukan persentase"


def condition_problems(
    condition: Compare | All | Any_ | None, words: Mapping[str, FactField]
) -> Iterator[str]:
    """Comparisons that name an unknown fact or do not suit it."""
    for part in comparisons(condition) if condition is not None else ():
        word = words.get(part.field)
        problem = f"fakta {part.field!r} tidak dikenal" if word is None else word.problem(part)
        if problem:
            yield f"syarat tidak sah: {problem}"


def _settings_of(condition: Compare | All | Any_ | None) -> list[str]:
    parts = comparisons(condition) if condition is not None else ()
    return [part.setting for part in parts if part.setting]


def _unknown(what: str, asked: Collection[str], known: Collection[str]) -> Iterator[str]:
    for code in asked:
        if code not in known:
            yield f"{what} {code!r} tidak dikenal"


def _class_gaps(rule: PrevalenceClasses) -> Iterator[str]:
    if rule.classes[0].low != 0 or rule.classes[-1].high is not None:
        yield "kelas harus mulai dari 0 dan terbuka di atas"
    for lower, upper in pairwise(rule.classes):
        if lower.high != upper.low:
            yield f"{lower.code} berakhir di {lower.high}, {upper.code} mulai di {upper.low}"


def _missing_case_settings(placed: Sequence[Placed]) -> Iterator[Finding]:
    known = {one.rule.code for one in placed if one.rule.valid_to is None}
    for name in CaseRules.model_fields:
        if f"case.{name}" not in known:
            yield Finding("case_rules.yaml", f"case.{name}", "tidak ada nilai yang berlaku kini")


def _published(directory: Path, area_codes: Collection[str]) -> list[Finding]:
    path = directory / "prevalence" / "published.csv"
    found: list[Finding] = []
    seen: set[tuple[str, int, str]] = set()
    if not path.exists():
        return [Finding(path.name, "", f"{path.name}: berkas tidak ada")]
    with path.open(encoding="utf-8", newline="") as handle:
        for number, raw in enumerate(csv.DictReader(handle), start=2):
            given = {name: text for name, text in raw.items() if text}
            code = f"baris {number}"
            row = _valid(path.name, code, Prevalence, given, found)
            if row is None:
                continue
            if row.area_code and row.area_code not in area_codes:
                found.append(Finding(path.name, code, f"wilayah {row.area_code!r} tidak dikenal"))
            low, high = row.low_pct or 0, 100 if row.high_pct is None else row.high_pct
            if not 0 <= low <= row.stunting_pct <= high <= 100:
                found.append(Finding(path.name, code, f"{row.stunting_pct} di luar selangnya"))
            key = (row.area_code, row.year, row.survey)
            if key in seen:
                found.append(
                    Finding(path.name, code, "wilayah, tahun, dan survei tertulis dua kali")
                )
            seen.add(key)
    return found


def _override_problems(
    path: Path, rules: Sequence[Rule], words: Mapping[str, FactField], area_codes: Collection[str]
) -> Iterator[Finding]:
    try:
        own = overrides.read(path)
    except rulebook.BadFileError as error:
        yield Finding(path.name, "", str(error))
        return
    if own.district not in area_codes:
        yield Finding(path.name, "district", f"wilayah {own.district!r} tidak dikenal")
    done: list[overrides.Override] = []
    for override in own.overrides:
        try:
            overrides.apply(rules, [*done, override])
            done.append(override)
        except overrides.OverrideError as error:
            yield Finding(path.name, error.code, error.reason)
        for message in condition_problems(override.when, words):
            yield Finding(path.name, override.code, message)
    changed = [*overrides.apply(rules, done), *own.lines]
    for code, message in check_welfare.own(changed, own.lines, rules, words, area_codes):
        yield Finding(path.name, code, message)
