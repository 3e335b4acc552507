"""The declarative rules of `lihat dulu` in plain words, with source and certainty of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from rembuk import reference
from rembuk.office.places import said
from rembuk.office.posyandu.wording import CASES, Words, word
from rembuk.reference.conditions import All, Any_, Compare

CONFIDENCE: Words = {
    "resmi": __("teks resmi dibaca"),
    "dikuatkan": __("dua sumber umum atau lebih"),
    "kode": __("dari kode perangkat lunak terbit"),
    "sekunder": __("satu sumber umum"),
    "bertentangan": __("sumber berbeda pendapat"),
    "belum-pasti": __("belum pasti, dapat diubah daerah"),
}


@dataclass(frozen=True)
class TierWords:
    """One step of urgency."""

    tier: int
    name: str
    act: str
    sort: str


@dataclass(frozen=True)
class RuleWords:
    """One reason: its condition in words, where it comes from, how sure it is."""

    tier: int
    reason: str
    condition: str
    sources: tuple[int, ...]  # numbers in the list of sources
    confidence: str
    sure: bool
    local: bool


@dataclass(frozen=True)
class Explained:
    """All rules in force on a day."""

    tiers: tuple[tuple[TierWords, tuple[RuleWords, ...]], ...]
    sources: tuple[str, ...]
    version: str
    on: dt.date


def tiers(on: dt.date) -> tuple[TierWords, ...]:
    """The steps of urgency in force on a day, the most urgent first."""
    look = reference.load().first_look(on)
    return tuple(
        TierWords(
            one.tier,
            one.name_en if said.english() else one.name_id,
            one.act_en if said.english() else one.act_id,
            ", ".join(_key(key.field, key.descending) for key in one.sort),
        )
        for one in look.tiers
    )


def _label(field: str) -> str:
    known = reference.load().fields.get(field)
    if known is None:
        return field
    return known.label_en if said.english() else known.label_id


def _key(field: str, descending: bool) -> str:
    known = reference.load().fields.get(field)
    if known is not None and known.kind == "flag":
        order = _("yang ada dulu") if descending else _("yang tidak ada dulu")
    else:
        order = _("terbesar dulu") if descending else _("terkecil dulu")
    return f"{_label(field)} ({order})"


def explained(on: dt.date, plain: bool = False) -> Explained:
    """Tiers with their reasons in words; `plain`: the reasons as a kader reads them."""
    rules = reference.load()
    look = rules.first_look(on)
    keys = list(dict.fromkeys(key for one in look.reasons for key in one.source))
    found = []
    for tier in tiers(on):
        reasons = tuple(
            RuleWords(
                one.tier,
                _without_values(one.sentence("en" if said.english() else "id", plain)),
                "" if plain else condition_words(one.when),
                tuple(keys.index(key) + 1 for key in one.source),
                word(CONFIDENCE, one.confidence),
                one.confidence in {"resmi", "dikuatkan"},
                one.origin == "daerah",
            )
            for one in look.reasons
            if one.tier == tier.tier
        )
        found.append((tier, reasons))
    texts = tuple(said.source(key) for key in keys)
    return Explained(tuple(found), texts, rules.version(on), on)


def _without_values(sentence: str) -> str:
    """`BB/PB {zwfl} SD` as `BB/PB … SD`: the rule, not a child."""
    out, inside = [], False
    for mark in sentence:
        if mark == "{":
            inside = True
            out.append("…")
        elif mark == "}":
            inside = False
        elif not inside:
            out.append(mark)
    return "".join(out)


def condition_words(condition: Compare | All | Any_) -> str:
    """A condition as a sentence part: `BB/TB (SD) kurang dari −3 dan umur paling sedikit 6`."""
    if isinstance(condition, All):
        return _(" dan ").join(_nested(part) for part in condition.all)
    if isinstance(condition, Any_):
        return _(" atau ").join(_nested(part) for part in condition.any)
    return _compare(condition)


def _nested(part: Compare | All | Any_) -> str:
    text = condition_words(part)
    return text if isinstance(part, Compare) else f"({text})"


def _compare(part: Compare) -> str:
    field = reference.load().fields.get(part.field)
    label = _label(part.field)
    unit = f" {_(field.unit)}" if field is not None and field.unit else ""
    if part.op == "missing":
        return _("%(what)s tidak diketahui") % {"what": label}
    if isinstance(part.value, bool):
        yes = part.value == (part.op == "eq")
        return label if yes else _("bukan: %(what)s") % {"what": label}
    if part.op == "between" and isinstance(part.value, tuple):
        low, high = (_value(field, one) for one in part.value)
        return _("%(what)s %(low)s sampai %(high)s%(unit)s") % {
            "what": label,
            "low": low,
            "high": high,
            "unit": unit,
        }
    if isinstance(part.value, tuple):
        shown = _(" atau ").join(_value(field, one) for one in part.value)
        return _("%(what)s: %(values)s") % {"what": label, "values": shown}
    if isinstance(part.value, str) and part.op == "eq":
        return f"{label}: {_value(field, part.value)}"
    signs = {
        "lt": _("kurang dari"),
        "le": _("paling banyak"),
        "gt": _("lebih dari"),
        "ge": _("paling sedikit"),
        "eq": _("sama dengan"),
        "ne": _("selain"),
    }
    return f"{label} {signs[part.op]} {_value(field, part.value)}{unit}"


def _value(field: Any, value: Any) -> str:
    if isinstance(value, str):
        return _code(field.name if field is not None else "", value)
    if field is None:
        return str(value)
    return str(field.written(value, "en" if said.english() else "id"))


def _code(name: str, value: str) -> str:
    """A code in words: a class of an index, a state of the case; otherwise as it is."""
    if name == "case":
        return word(CASES, value)
    for code, classes in reference.load().growth_categories(timezone.localdate()).indices():
        if code == name and code != "imtu":
            return classes.label(value, "en" if said.english() else "id")
    return value
