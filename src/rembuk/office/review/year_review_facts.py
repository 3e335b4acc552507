"""The facts of a review as the rules read them, and as a sentence writes them.

A fact that is not known is left out: no rule holds of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rembuk.office.convergence.periods import containing
from rembuk.office.documents.numbers import rupiah
from rembuk.office.places.numbers import count, plain
from rembuk.office.review.goals import Goal
from rembuk.office.review.year_review import Review
from rembuk.office.review.year_review_coverage import Covered
from rembuk.reference.conditions import is_missing
from rembuk.reference.reviews import FACTS, About, Form

Facts = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """Something rules look at: "" is the area as a whole."""

    about: About
    code: str
    facts: Facts


def subjects(found: Review) -> Iterator[Subject]:
    """The area, then its offices, then its indicators."""
    yield Subject("daerah", "", known(_area(found)))
    for code, facts in _offices(found):
        yield Subject("kantor", code, known(facts))
    for one in found.coverage:
        yield Subject("indikator", one.code, known(_indicator(one)))


def known(facts: Facts) -> Facts:
    """Only what says something."""
    return {name: value for name, value in facts.items() if not is_missing(value)}


def written(about: About, facts: Mapping[str, Any]) -> dict[str, str]:
    """Every fact as a sentence has it."""
    forms = FACTS[about]
    return {name: _written(forms[name], value) for name, value in facts.items()}


def _written(form: Form, value: Any) -> str:
    if form == "cacah":
        return count(int(value))
    if form == "persen":
        return f"{plain(float(value))}%"
    if form == "poin":
        return _("%(n)s poin persen") % {"n": plain(float(value))}
    return rupiah(int(value)) if form == "rupiah" else str(value)


def _yes(value: bool | None) -> str | None:
    return None if value is None else "ya" if value else "tidak"


def _indicator(one: Covered) -> Facts:
    better = one.better
    return {
        "name": one.name, "n": one.now.n if one.now else None,
        "of": one.now.of if one.now else None, "percent": one.percent,
        "start": one.same.first.percent if one.same else None,
        "end": one.same.last.percent if one.same else None,
        "base": min(one.same.first.of, one.same.last.of) if one.same else None,
        "from_words": one.same.first.words if one.same else None,
        "until_words": one.same.last.words if one.same else None,
        "to_words": one.now.words if one.now else None, "better": better,
        "worse": None if better is None else -better,
        "target": one.aim.value if one.aim else None, "aim": _aim(one.aim) if one.aim else None,
        "short_of": one.short_of,
        "reached": _yes(one.reached), "expected": one.expected, "empty": one.empty,
        "filled_pct": one.filled_pct,
    }  # fmt: skip


def _aim(goal: Goal) -> str:
    told = {"n": plain(goal.value)}
    return _("target nasional %(n)s%%") % told if goal.national else _("target %(n)s%%") % told


def _offices(found: Review) -> Iterator[tuple[str, Facts]]:
    cells = {one.code: one for one in found.filing.offices}
    promises = {one.code: one for one in found.promised.offices}
    for code in sorted(cells.keys() | promises.keys()):
        mine, owed = promises.get(code), cells.get(code)
        facts: Facts = {"name": mine.name if mine else owed.name if owed else code}
        if mine and mine.kept.due:
            facts |= {
                "due": mine.kept.due, "kept": mine.kept.kept, "kept_pct": mine.kept.percent,
                "broken": mine.kept.broken, "worst": mine.kept.worst(found.on),
            }  # fmt: skip
        if owed:
            facts |= {
                "expected": owed.expected, "empty": owed.empty, "late": owed.late,
                "in_time": owed.in_time, "filled_pct": owed.filled_pct,
                "in_time_pct": owed.in_time_pct,
            }  # fmt: skip
        yield code, facts


def _area(found: Review) -> Facts:
    kept, money = found.promised.total, found.promised.money
    cells = found.filing.total
    in_time, steps = found.filing.pairs
    audit = found.audits.kept
    facts: Facts = {
        "expected": cells.expected or None, "empty": cells.empty,
        "filled_pct": cells.filled_pct, "in_time": cells.in_time,
        "in_time_pct": cells.in_time_pct, "unbudgeted": money.without,
    }  # fmt: skip
    if kept.due:
        facts |= {
            "due": kept.due, "kept": kept.kept, "kept_pct": kept.percent, "broken": kept.broken,
        }  # fmt: skip
    if money.budget:
        facts |= {"budget": money.budget, "spent": money.spent, "spent_pct": money.percent}
    if steps:
        facts |= {
            "steps": steps, "steps_in_time": in_time, "steps_pct": 100 * in_time / steps,
            "steps_late": steps - in_time,
        }  # fmt: skip
    if audit.due:
        facts |= {"audit_due": audit.due, "audit_kept": audit.kept, "audit_pct": audit.percent}
    return facts | _children(found)


def _children(found: Review) -> Facts:
    told, last, pair = found.children, found.children.last, found.children.pair
    facts: Facts = {}
    if last and last.ds.of:
        facts |= {
            "ds": last.ds.pct, "ds_n": last.ds.n, "ds_of": last.ds.of, "ds_limit": told.limit,
            "readable": _yes(last.readable), "month": _month(last.month),
        }  # fmt: skip
    if pair and pair.points is not None:
        facts |= {
            "before": _month(pair.before.month), "register": pair.after.stunting.pct,
            "register_before": pair.before.stunting.pct, "stunted": pair.after.stunting.n,
            "judged": pair.after.stunting.of, "register_fell": -pair.points,
            "register_rose": pair.points,
        }  # fmt: skip
    if told.tested is not None:
        facts |= {
            "survey": told.survey_words, "survey_words": told.verdict,
            "survey_fell": -told.tested.change.points,
        }  # fmt: skip
    return facts


def _month(day: dt.date) -> str:
    return containing(day, "bulan").words
