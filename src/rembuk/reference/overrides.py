"""A district's own dated values. An override replaces a national rule for a span of days and is
visible as such (`origin: daerah`); the national rule stays in force outside the span.

File: `district: "16.06"` and `overrides:` with entries `code, value, valid_from, valid_to, source,
confidence, note`. `value` is the number of a setting, the limit of a criterion with a single
comparison, a partial table `{L: {3: 600}}` of the rule `kbm`, or the order of a precedence as text
(`kesehatan > dukcapil > *`), or the number of a pillar
for a rule that hangs things on one. `when` replaces a whole condition.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError

from rembuk.reference.conditions import Compare, Condition
from rembuk.reference.criteria import Criterion
from rembuk.reference.dated import Confidence, Dated, Frozen, Rule
from rembuk.reference.first_look import Reason
from rembuk.reference.gain import GainRange, MinimumGain, Sex
from rembuk.reference.lists import ListCode
from rembuk.reference.pillars import NUMBERS, PillarRule
from rembuk.reference.poverty import PovertyLine
from rembuk.reference.precedence import Precedence, order_problem, read_order
from rembuk.reference.rulebook import BadFileError, saying
from rembuk.reference.settings import Setting

R = TypeVar("R", bound=Rule)


class Override(Dated):
    """One value of one district."""

    code: str
    value: bool | int | float | str | dict[Sex, dict[int, int]] | None = None
    when: Condition | None = None
    confidence: Confidence = "resmi"
    note: str = ""


class OverrideFile(Frozen):
    """The whole file. `lines` are poverty lines of the district that Rembuk does not bring."""

    district: str
    overrides: tuple[Override, ...] = ()
    lines: tuple[PovertyLine, ...] = ()


class OverrideError(ValueError):
    """An override that does not fit the rule it names."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code, self.reason = code, reason


def read(path: Path) -> OverrideFile:
    """The overrides of a file; `BadFileError` names what is wrong."""
    try:
        return OverrideFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise BadFileError(f"{path.name}: berkas tidak ada") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadFileError(f"{path.name}: tidak terbaca sebagai YAML") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadFileError(f"{path.name}: {place}: {saying(first)}") from error


_PARTS_OF_A_LINE = ("food", "nonfood", "urban", "rural", "poor_household_size", "per_household")


def _changed(rule: Rule, override: Override) -> dict[str, object]:
    """What an override changes in a rule."""
    if isinstance(rule, Setting) and override.when is None:
        if not rule.allows(override.value):
            limits = "" if rule.low is None else f" antara {rule.low} dan {rule.high}"
            raise OverrideError(rule.code, f"{override.value!r} bukan nilai{limits} {rule.unit}")
        return {"value": override.value}
    if isinstance(rule, Criterion | Reason) and override.when is not None:
        return {"when": override.when}
    if isinstance(rule, Criterion | Reason) and isinstance(override.value, int | float):
        if not isinstance(rule.when, Compare) or isinstance(rule.when.value, tuple | bool | str):
            raise OverrideError(rule.code, "tidak berbatas tunggal: tulis seluruh syarat (when)")
        return {"when": Compare(field=rule.when.field, op=rule.when.op, value=override.value)}
    if isinstance(rule, Precedence) and isinstance(override.value, str):
        order = read_order(override.value)
        problem = order_problem(order) if order else "urutan kosong"
        if problem:
            raise OverrideError(rule.code, problem)
        return {"order": order}
    if isinstance(rule, PovertyLine) and isinstance(override.value, int | float):
        if isinstance(override.value, bool) or override.value <= 0:
            raise OverrideError(rule.code, "garis harus berupa rupiah per orang per bulan")
        amount = {"per_month": float(override.value), "per_day": None, "day_basis": ""}
        return {**amount, **dict.fromkeys(_PARTS_OF_A_LINE), "approximate": False}
    if isinstance(rule, MinimumGain) and isinstance(override.value, dict):
        return {"ranges": _gain(rule, override.value)}
    if isinstance(rule, PillarRule) and override.value is not None:
        if isinstance(override.value, bool) or override.value not in NUMBERS:
            raise OverrideError(rule.code, f"{override.value!r} bukan nomor pilar (1-5)")
        return {"pillar": override.value}
    if isinstance(rule, ListCode) and isinstance(override.value, str):
        return {"means": override.value}
    raise OverrideError(rule.code, "aturan ini tidak dapat diubah daerah")


def _gain(rule: MinimumGain, changed: dict[Sex, dict[int, int]]) -> tuple[GainRange, ...]:
    ranges = []
    for sex in ("L", "P"):
        known = rule.table(sex)
        own = changed.get(sex, {})
        strange = sorted(set(own) - set(known))
        if strange:
            raise OverrideError(rule.code, f"bulan {strange[0]} di luar tabel")
        for month, grams in sorted({**known, **own}.items()):
            ranges.append(GainRange(sex=sex, first=month, last=month, grams=grams))
    return tuple(ranges)


def _ends_first(a: dt.date | None, b: dt.date | None) -> dt.date | None:
    return b if a is None else a if b is None else min(a, b)


def laid_over(rules: Sequence[R], override: Override) -> tuple[R, ...]:
    """The rules with one override over them: the national rule is cut where the override holds."""
    if not any(rule.code == override.code for rule in rules):
        raise OverrideError(override.code, "tidak ada aturan berkode ini")
    result: list[R] = []
    for rule in rules:
        if rule.code != override.code or not _meet(rule, override):
            result.append(rule)
            continue
        start = max(rule.valid_from, override.valid_from)
        end = _ends_first(rule.valid_to, override.valid_to)
        if rule.valid_from < start:
            result.append(rule.model_copy(update={"valid_to": start}))
        own = {
            **_changed(rule, override),
            "valid_from": start,
            "valid_to": end,
            "source": override.source,
            "confidence": override.confidence,
            "note": override.note or rule.note,
            "note_id": override.note or rule.note_id,
            "origin": "daerah",
        }
        result.append(rule.model_copy(update=own))
        if end is not None and (rule.valid_to is None or end < rule.valid_to):
            result.append(rule.model_copy(update={"valid_from": end}))
    return tuple(result)


def _meet(rule: Dated, override: Dated) -> bool:
    return (rule.valid_to is None or override.valid_from < rule.valid_to) and (
        override.valid_to is None or rule.valid_from < override.valid_to
    )


def apply(rules: Iterable[Rule], overrides: Iterable[Override]) -> tuple[Rule, ...]:
    """All rules with all overrides; two overrides of one code must not share a day."""
    result = tuple(rules)
    done: list[Override] = []
    for override in overrides:
        if any(o.code == override.code and _meet(o, override) for o in done):
            raise OverrideError(override.code, "dua nilai daerah berlaku pada hari yang sama")
        result = laid_over(result, override)
        done.append(override)
    return result
