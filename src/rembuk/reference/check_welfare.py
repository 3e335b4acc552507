"""What can be wrong with poverty lines, published rates and the rules of family welfare."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from rembuk.reference.conditions import Condition, comparisons
from rembuk.reference.criteria import Criterion
from rembuk.reference.dated import NoRuleError, Rule, the_one
from rembuk.reference.fields import FactField
from rembuk.reference.lists import ListFact, ListSource
from rembuk.reference.poverty import LIMITS, LineLimits, PovertyLine, Rate, overlapping
from rembuk.reference.rulebook import saying
from rembuk.reference.settings import Setting
from rembuk.reference.welfare import (
    DecileClass,
    Deprivation,
    DerivedFact,
    HouseTest,
    PovertyClassWord,
    Programme,
    decile_problems,
)


def list_words(rules: Iterable[Rule]) -> dict[str, FactField]:
    """The facts of lists as words a condition may use."""
    return {
        one.code: FactField(
            name=one.code,
            kind=one.kind,
            unit=one.unit,
            label_id=one.name_id,
            label_en=one.name_en,
            decimals=one.decimals,
            words=tuple(word.code for word in one.words),
        )
        for one in rules
        if isinstance(one, ListFact)
    }


def conditions(rule: Rule) -> Iterator[Condition]:
    """Every condition of a welfare rule."""
    if isinstance(rule, HouseTest):
        yield from (rule.fails, rule.passes)
    elif isinstance(rule, DerivedFact | Deprivation):
        yield from (rule.true_if, rule.false_if)
    elif isinstance(rule, Criterion) and rule.listed is not None:
        yield rule.listed


def problems(
    rule: Rule,
    rules: Sequence[Rule],
    words: Mapping[str, FactField],
    area_codes: Collection[str],
) -> Iterator[str]:
    """What is wrong with one rule beside the others."""
    for condition in conditions(rule):
        for part in comparisons(condition):
            word = words.get(part.field)
            problem = f"fakta {part.field!r} tidak dikenal" if word is None else word.problem(part)
            if problem:
                yield f"syarat tidak sah: {problem}"
            if part.setting and not _has(rules, Setting, part.setting):
                yield f"setelan {part.setting!r} tidak dikenal"
    if isinstance(rule, Criterion):
        types = {r.code for r in rules if isinstance(r, Criterion) and r.group == "krs-sasaran"}
        yield from (f"jenis sasaran {code!r} tidak dikenal" for code in set(rule.needs) - types)
    elif isinstance(rule, PovertyLine):
        if rule.area_code and rule.area_code not in area_codes:
            yield f"wilayah {rule.area_code!r} tidak dikenal"
        limits = _limits(rule, rules)
        problem = "" if limits is None else limits.problem(rule)
        if problem:
            yield problem
    elif isinstance(rule, DecileClass):
        if not _has(rules, ListSource, rule.list):
            yield f"daftar {rule.list!r} tidak dikenal"
        if not _has(rules, PovertyClassWord, rule.poverty):
            yield f"kelas {rule.poverty!r} tidak dikenal"
    elif isinstance(rule, DerivedFact):
        if rule.fact not in words:
            yield f"fakta {rule.fact!r} tidak dikenal"
        others = {one.fact for one in rules if isinstance(one, DerivedFact)} - {rule.fact}
        for name in sorted(others & {p.field for c in conditions(rule) for p in comparisons(c)}):
            yield f"bersandar pada fakta turunan lain ({name})"
    elif isinstance(rule, Programme):
        for code in rule.facts:
            if not _has(rules, ListFact, code):
                yield f"fakta daftar {code!r} tidak dikenal"
    elif isinstance(rule, Setting) and rule.code == "poverty.extreme_line":
        line = next((r for r in rules if isinstance(r, PovertyLine) and r.code == rule.value), None)
        if line is None or line.kind != "ekstrem":
            yield f"{rule.value!r} bukan kode garis ekstrem"


def between_rules(rules: Sequence[Rule]) -> Iterator[tuple[Rule, str]]:
    """What is wrong between rules: lines that hold together, deciles named twice."""
    yield from overlapping(rule for rule in rules if isinstance(rule, PovertyLine))
    yield from decile_problems([rule for rule in rules if isinstance(rule, DecileClass)])


def own(
    changed: Sequence[Rule],
    lines: Sequence[PovertyLine],
    national: Sequence[Rule],
    words: Mapping[str, FactField],
    area_codes: Collection[str],
) -> Iterator[tuple[str, str]]:
    """What is wrong with a district's own values and lines among all rules: code, what."""
    known = {rule.code for rule in national}
    for line in lines:
        if line.code in known:
            yield line.code, "kode garis ini sudah ada: ubah lewat overrides"
    for rule in changed:
        if rule.origin == "daerah" or rule in lines:
            yield from ((rule.code, text) for text in problems(rule, changed, words, area_codes))
    yield from ((rule.code, text) for rule, text in between_rules(changed))


def published(
    directory: Path, rules: Sequence[Rule], sources: Collection[str], area_codes: Collection[str]
) -> Iterator[tuple[str, str]]:
    """What is wrong with `poverty/published.csv`: where, what."""
    path = directory / "poverty" / "published.csv"
    if not path.exists():
        yield "", f"{path.name}: berkas tidak ada"
        return
    lines = {rule.code: rule for rule in rules if isinstance(rule, PovertyLine)}
    seen: set[tuple[str, str, str, str]] = set()
    with path.open(encoding="utf-8", newline="") as handle:
        for number, raw in enumerate(csv.DictReader(handle), start=2):
            where = f"baris {number}"
            try:
                rate = Rate.model_validate({name: text for name, text in raw.items() if text})
            except ValidationError as error:
                part = error.errors()[0]
                yield where, f"{'.'.join(map(str, part['loc']))}: {saying(part)}"
                continue
            yield from ((where, text) for text in _rate(rate, lines, sources, area_codes))
            key = (rate.area_code, rate.period, rate.kind, rate.line)
            if key in seen:
                yield where, "wilayah, masa, ukuran, dan garis tertulis dua kali"
            seen.add(key)


def _rate(
    rate: Rate,
    lines: Mapping[str, PovertyLine],
    sources: Collection[str],
    area_codes: Collection[str],
) -> Iterator[str]:
    if rate.source not in sources:
        yield f"sumber {rate.source!r} tidak ada di sources.yaml"
    if rate.area_code and rate.area_code not in area_codes:
        yield f"wilayah {rate.area_code!r} tidak dikenal"
    line = lines.get(rate.line)
    if line is None:
        if rate.line:
            yield f"garis {rate.line!r} tidak dikenal"
        elif not rate.note:
            yield "tanpa garis dan tanpa penjelasan"
    elif (line.kind == "ekstrem") != (rate.kind == "ekstrem"):
        yield f"garis {rate.line} bukan garis {rate.kind}"
    elif line.area_code and line.area_code != rate.area_code:
        yield f"garis {rate.line} milik wilayah {line.area_code}"


def _limits(line: PovertyLine, rules: Sequence[Rule]) -> LineLimits | None:
    settings = [rule for rule in rules if isinstance(rule, Setting)]
    try:
        return LineLimits(
            **{
                name: float(the_one(settings, f"poverty.{name}", line.valid_from))
                for name in LIMITS
            }
        )
    except NoRuleError:
        return None


def _has(rules: Sequence[Rule], kind: type[Rule], code: str) -> bool:
    return any(isinstance(rule, kind) and rule.code == code for rule in rules)
