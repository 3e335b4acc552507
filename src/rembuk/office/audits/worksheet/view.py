"""A worksheet as its page shows it: each field with what was typed and, beside it, what records
say with source and day; criteria that hold, and the causes they suggest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.audits.models import Case, Worksheet
from rembuk.office.audits.worksheet import facts
from rembuk.office.audits.worksheet.filling import name_of
from rembuk.office.places import said
from rembuk.reference.causes import Cause
from rembuk.reference.fields import day, number


@dataclass(frozen=True)
class Line:
    """One answer. `typed` is what somebody wrote, as a form field holds it, and `said` as a reader
    sees it; `drawn` what records say; `differs` when both
    speak and say different things."""

    key: str
    kind: str
    label: str
    unit: str
    system: str
    meaning: str
    sources: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    low: str
    high: str
    step: str
    typed: str
    said: str
    v: int
    by: str
    drawn: str
    drawn_value: str
    drawn_source: str
    drawn_on: dt.date | None
    differs: bool


@dataclass(frozen=True)
class Part:
    """A section: lines, or a table of them with one column a time."""

    code: str
    title: str
    lines: tuple[Line, ...]
    times: tuple[str, ...]
    rows: tuple[tuple[Line, tuple[Line, ...]], ...]
    filled: int
    total: int


def parts(sheet: Worksheet) -> tuple[Part, ...]:
    """The sheet section by section."""
    english = get_language() == "en"
    names = _writers(sheet)
    made = []
    for section in sheet.shape:
        times = [(one["code"], one["en" if english else "id"]) for one in section["repeat"]]
        lines = (
            ()
            if times
            else tuple(
                _line(sheet, field, field["code"], "", english, names)
                for field in section["fields"]
            )
        )
        rows = tuple(
            (
                _line(sheet, field, field["code"], "", english, names),
                tuple(
                    _line(sheet, field, f"{field['code']}@{code}", words, english, names)
                    for code, words in times
                ),
            )
            for field in (section["fields"] if times else ())
        )
        every = [*lines, *(one for _head, cells in rows for one in cells)]
        made.append(
            Part(
                section["code"].replace(".", "-"),
                section["title_en" if english else "title_id"], lines,
                tuple(words for _code, words in times), rows,
                sum(bool(one.typed or one.drawn) for one in every), len(every),
            )
        )  # fmt: skip
    return tuple(made)


def _writers(sheet: Worksheet) -> dict[int, str]:
    found: dict[int, str] = {}
    for one in sheet.answers.values():
        if (who := one.get("by")) and who not in found:
            found[who] = name_of(who)
    return found


def _line(
    sheet: Worksheet,
    field: Mapping[str, Any],
    key: str,
    time: str,
    english: bool,
    names: Mapping[int, str],
) -> Line:
    typed = sheet.answers.get(key) or {}
    drawn = sheet.drawn.get(key) or {}
    label = field["label_en" if english else "label_id"]
    on = str(drawn.get("as_of") or "")
    mine, theirs = plain(typed.get("value")), plain(drawn.get("value"))
    return Line(
        key, field["kind"], f"{label}, {time}" if time else label, field["unit"], field["system"],
        (english and field["meaning_en"]) or field["meaning_id"],
        tuple(said.source(one) for one in field["source"]),
        tuple((one["code"], one["en" if english else "id"]) for one in field["choices"]),
        plain(field["low"]), plain(field["high"]),
        "any" if field["kind"] == "number" else "",
        mine, shown(field, typed.get("value"), english), typed.get("v", 0),
        names.get(typed.get("by", 0), ""),
        shown(field, drawn.get("value"), english), theirs, str(drawn.get("source") or ""),
        dt.date.fromisoformat(on[:10]) if on else None,
        bool(mine and theirs and mine != theirs),
    )  # fmt: skip


def plain(value: Any) -> str:
    """A value as a form field holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def shown(field: Mapping[str, Any], value: Any, english: bool = False) -> str:
    """A value as a reader sees it."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if field["kind"] == "choice":
        words = {one["code"]: one["en" if english else "id"] for one in field["choices"]}
        return str(words.get(str(value), value))
    if field["kind"] == "date":
        return day(dt.date.fromisoformat(str(value)[:10]), "en" if english else "id")
    if isinstance(value, int | float):
        text = number(float(value), field["decimals"], "en" if english else "id")
        return f"{text} {field['unit']}".strip()
    return str(value)


@dataclass(frozen=True)
class Sign:
    """A criterion that holds, in words."""

    code: str
    name: str
    urgent: bool
    values: str


@dataclass(frozen=True)
class Suggested:
    """A cause criteria point at; an expert decides."""

    code: str
    name: str
    ask: str
    behind: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """The criteria on a sheet, in words."""

    signs: tuple[Sign, ...]
    causes: tuple[Suggested, ...]
    asked: int
    open: int
    rule_version: str


def _suggested(node: Cause, behind: tuple[str, ...], english: bool) -> Suggested:
    name = node.name_en if english else node.name_id
    ask = node.ask_in_audit_en if english else node.ask_in_audit
    return Suggested(node.code, name, ask, behind)


def reading(sheet: Worksheet, case: Case, on: dt.date) -> Reading:
    """Criteria that hold on the sheet now, and the causes they suggest."""
    english = get_language() == "en"
    rules = reference.load()
    judged = facts.judged(sheet, case, on)
    tree = {one.code: one for one in rules.causes(on)}

    def said(pairs: tuple[tuple[str, Any], ...]) -> str:
        language = "en" if english else "id"
        words = []
        for name, value in pairs:
            known = rules.fields.get(name)
            if known is not None and value is not None:
                label = known.label_en if english else known.label_id
                words.append(f"{label} {known.written(value, language)} {known.unit}".strip())
        return "; ".join(words)

    def cause(code: str) -> Cause | None:
        return tree.get(code)

    return Reading(
        tuple(
            Sign(one.code, one.name_en if english else one.name_id, one.urgent, said(one.values))
            for one in judged.met
        ),
        tuple(
            _suggested(node, behind, english)
            for code, behind in judged.causes
            if (node := cause(code)) is not None
        ),
        judged.asked, len(judged.open), judged.rule_version,
    )  # fmt: skip
