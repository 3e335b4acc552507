"""Is the reference of the convergence actions whole? Called by `check`."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from rembuk.reference import analysis, forums, needs
from rembuk.reference.causes import Owner
from rembuk.reference.dated import Rule
from rembuk.reference.indicators import LEVELS_UP, Conflict, Indicator, IndicatorList, Quantity
from rembuk.reference.promises import Intervention
from rembuk.reference.schemes import RubricCriterion, Scheme, Tab
from rembuk.reference.welfare import LifeStage, Programme

R = TypeVar("R", bound=Rule)


def problems(rules: Sequence[Rule], sources: Collection[str]) -> Iterator[tuple[Rule, str]]:
    """Every rule of schemes and indicators that points nowhere or contradicts another."""
    roles = {one.code for one in _all(rules, Owner)}
    quantities = _all(rules, Quantity)
    indicators = _all(rules, Indicator)
    lists = {one.code for one in _all(rules, IndicatorList)}
    yield from _quantities(quantities, roles)
    yield from _two_owners(quantities)
    by_code = _first(quantities)
    for one in indicators:
        for text in _indicator(one, by_code, roles, lists, {i.code for i in indicators}, sources):
            yield one, text
    yield from _sizes(_all(rules, IndicatorList), indicators)
    known = _first(indicators)
    for conflict in _all(rules, Conflict):
        for text in _conflict(conflict, known, by_code):
            yield conflict, text
    for scheme in _all(rules, Scheme):
        for text in _scheme(scheme, roles, lists, known, sources):
            yield scheme, text
    brings = {one.code for one in _all(rules, Intervention)}
    for link in _all(rules, analysis.ServiceLink):
        for text in analysis.problems(link, by_code, brings):
            yield link, text
    yield from needs.problems(
        _all(rules, needs.Need), _first(_all(rules, Intervention)), by_code,
        {one.code for one in _all(rules, LifeStage)}, {one.code for one in _all(rules, Programme)},
    )  # fmt: skip
    schemes = {one.code: one for one in _all(rules, Scheme)}
    steps = {s.code for one in schemes.values() for action in one.actions for s in action.steps}
    yield from forums.problems(rules, roles, sources, steps)
    for criterion in _all(rules, RubricCriterion):
        if criterion.scheme not in schemes:
            yield criterion, f"skema {criterion.scheme!r} tidak dikenal"
        elif criterion.action and criterion.action not in {
            action.code for action in schemes[criterion.scheme].actions
        }:
            yield criterion, f"aksi {criterion.action!r} tidak dikenal"


def _all(rules: Iterable[Rule], kind: type[R]) -> list[R]:
    return [one for one in rules if isinstance(one, kind)]


def _first(rules: Iterable[R]) -> dict[str, R]:
    found: dict[str, R] = {}
    for one in rules:
        found.setdefault(one.code, one)
    return found


def _quantities(
    quantities: Sequence[Quantity], roles: Collection[str]
) -> Iterator[tuple[Rule, str]]:
    known = _first(quantities)
    for one in quantities:
        if one.owner not in roles:
            yield one, f"peran pemilik {one.owner!r} tidak dikenal"
        if one.max_of:
            above = known.get(one.max_of)
            if above is None:
                yield one, f"besaran {one.max_of!r} tidak dikenal"
            elif _circles(one, known):
                yield one, "batas besaran berputar"


def _circles(start: Quantity, known: dict[str, Quantity]) -> bool:
    seen, code = {start.code}, start.max_of
    while code and code in known:
        if code in seen:
            return True
        seen.add(code)
        code = known[code].max_of
    return False


def _two_owners(quantities: Sequence[Quantity]) -> Iterator[tuple[Rule, str]]:
    """The same thing counted twice under two codes: then two offices would type it."""
    named: dict[str, list[Quantity]] = defaultdict(list)
    for one in quantities:
        named[" ".join(one.name_id.lower().split())].append(one)
    for group in named.values():
        for other in group[1:]:
            if other.code != group[0].code and _meet(group[0], other):
                owners = sorted({group[0].owner, other.owner})
                text = f"besaran yang sama dengan {group[0].code}"
                yield other, text + (f", dua pemilik: {', '.join(owners)}" if owners[1:] else "")


def _meet(one: Rule, other: Rule) -> bool:
    return (one.valid_to or dt.date.max) > other.valid_from and (
        other.valid_to or dt.date.max
    ) > one.valid_from


def _indicator(
    one: Indicator, quantities: dict[str, Quantity], roles: Collection[str],
    lists: Collection[str], codes: Collection[str], sources: Collection[str],
) -> Iterator[str]:  # fmt: skip
    if one.list_code not in lists:
        yield f"daftar {one.list_code!r} tidak dikenal"
    if one.owner and one.owner not in roles:
        yield f"peran pemilik {one.owner!r} tidak dikenal"
    for part, code in (("pembilang", one.numerator), ("penyebut", one.denominator)):
        if code and code not in quantities:
            yield f"besaran {part} {code!r} tidak dikenal"
    if one.suggests and one.suggests not in codes:
        yield f"indikator yang diusulkan {one.suggests!r} tidak dikenal"
    top = quantities.get(one.numerator)
    if top is not None and LEVELS_UP.index(top.level) > LEVELS_UP.index(one.level):
        yield f"tingkat {one.level} lebih kecil dari tingkat besarannya ({top.level})"
    years = Counter(target.year for target in one.targets if target.area == "kabupaten")
    for target in one.targets:
        if target.source not in sources:
            yield f"sumber target {target.source!r} tidak ada di sources.yaml"
        if target.unit == "persen" and not 0 <= target.value <= 100:
            yield f"target {target.value} bukan persentase"
    for year, many in years.items():
        texts = {(one.document, one.value) for one in one.targets if one.year == year}
        if many > len(texts):
            yield f"target {year or 'tiap tahun'} tertulis dua kali"


def _sizes(
    lists: Sequence[IndicatorList], indicators: Sequence[Indicator]
) -> Iterator[tuple[Rule, str]]:
    """A list of a known size holds as many places, filled or not; or none, when not rebuilt."""
    many = Counter(one.list_code for one in _first(indicators).values())
    for one in lists:
        if one.size and many[one.code] not in {0, one.size}:
            yield one, f"berisi {many[one.code]} indikator, seharusnya {one.size}"


def _conflict(
    one: Conflict, indicators: dict[str, Indicator], quantities: dict[str, Quantity]
) -> Iterator[str]:
    indicator = indicators.get(one.indicator)
    if indicator is None:
        yield f"indikator {one.indicator!r} tidak dikenal"
    elif indicator.denominator != one.default:
        yield f"pilihan bawaan {one.default!r} bukan penyebut {one.indicator}"
    for choice in one.choices:
        for code in filter(None, (choice.quantity, choice.numerator)):
            if code not in quantities:
                yield f"besaran {code!r} tidak dikenal"


def _scheme(
    scheme: Scheme, roles: Collection[str], lists: Collection[str],
    indicators: dict[str, Indicator], sources: Collection[str],
) -> Iterator[str]:  # fmt: skip
    for code in scheme.lists:
        if code not in lists:
            yield f"daftar {code!r} tidak dikenal"
    actions = {one.code for one in scheme.actions}
    for action in scheme.actions:
        yield from _roles((action.lead,), roles, action.code)
        yield from _sources(action.source, sources, action.code)
        for target in action.feeds:
            if target not in actions:
                yield f"{action.code}: aksi {target!r} tidak dikenal"
    steps = scheme.steps()
    for code, many in Counter(one.code for one in steps).items():
        if many > 1:
            yield f"langkah {code} tertulis {many} kali"
    for step in steps:
        yield from _roles((step.owner,), roles, step.code)
        yield from _sources(step.source, sources, step.code)
        for code in step.lists:
            if code not in lists:
                yield f"{step.code}: daftar {code!r} tidak dikenal"
        for window in step.known:
            yield from _sources(window.source, sources, step.code)
            if window.opens is not None and window.opens > window.closes:
                yield f"{step.code}: jendela {window.year} tutup sebelum buka"
        for code, many in Counter(one.code for one in step.requires).items():
            if many > 1:
                yield f"{step.code}: dokumen {code} diminta {many} kali"
    yield from _tabs(scheme, roles, indicators)
    yield from _chain(scheme)
    for chain in scheme.inputs:
        yield from _roles((chain.role, *chain.owners), roles, chain.code)
        yield from _sources(chain.source, sources, chain.code)


def _tabs(
    scheme: Scheme, roles: Collection[str], indicators: dict[str, Indicator]
) -> Iterator[str]:
    seen: dict[str, Tab] = {}
    for tab in scheme.tabs:
        if tab.owner:
            yield from _roles((tab.owner,), roles, f"tab {tab.code}")
        if not scheme.rows(tab):
            yield f"tab {tab.code}: tanpa kolom"
        for code in tab.indicators:
            if code not in indicators:
                yield f"tab {tab.code}: indikator {code!r} tidak dikenal"
            elif code in seen:
                yield f"tab {tab.code}: {code} sudah ada di tab {seen[code].code}"
            seen.setdefault(code, tab)
    for one in indicators.values():
        if one.complete and one.list_code in scheme.lists and one.code not in seen:
            yield f"indikator {one.code} tidak ada di satu tab pun"


def _chain(scheme: Scheme) -> Iterator[str]:
    """Every level of cell can go from open to locked."""
    for level in LEVELS_UP:
        reached, before = {"terbuka"}, 0
        while len(reached) != before:
            before = len(reached)
            for stage in scheme.chain:
                if level in stage.cells and reached & set(stage.from_states):
                    reached.add(stage.to_state)
        if "dikunci" not in reached:
            yield f"rantai: sel tingkat {level} tidak pernah terkunci"


def _roles(asked: Iterable[str], roles: Collection[str], where: str) -> Iterator[str]:
    for code in asked:
        if code not in roles:
            yield f"{where}: peran {code!r} tidak dikenal"


def _sources(asked: Iterable[str], sources: Collection[str], where: str) -> Iterator[str]:
    for key in asked:
        if key not in sources:
            yield f"{where}: sumber {key!r} tidak ada di sources.yaml"
