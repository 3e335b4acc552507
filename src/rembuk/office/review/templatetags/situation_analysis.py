"""Counts of an analysis in the words of the page; hidden ones as in the paper."""

from __future__ import annotations

from django import template

from rembuk.office.review import analysis_shown as shown
from rembuk.office.review.analysis_gaps import Gap
from rembuk.office.review.analysis_reach import Reach
from rembuk.office.review.analysis_scope import Scope

register = template.Library()
for _name in (
    "amount",
    "cases",
    "delivered",
    "goal",
    "interval",
    "planned",
    "prevalence",
    "severe",
):
    register.simple_tag(getattr(shown, _name), name=f"shown_{_name}")
register.simple_tag(shown.village, name="shown_village")
register.simple_tag(shown.families, name="shown_families")


@register.simple_tag
def shown_ratio(one: Reach, given: Scope) -> str:
    """`1.204 dari 1.487`."""
    return shown.ratio(one, given.least)


@register.simple_tag
def shown_percent(one: Reach, given: Scope) -> str:
    """`81,0%`."""
    return shown.percent(one, given.least)


@register.simple_tag
def shown_need(one: Reach, given: Scope) -> str:
    """How many are not reached."""
    return shown.need(one, given.least)


@register.simple_tag
def shown_worst(one: Reach, given: Scope) -> str:
    """Areas whose lack is beyond chance."""
    return shown.worst(given, one)


@register.filter
def hole(one: Gap) -> tuple[str, str]:
    """State and words of what lacks."""
    return shown.hole(one)


@register.filter
def hidden(one: Reach, given: Scope) -> bool:
    """Whether its counts are too small to show here."""
    return one.covered(given.least)


@register.filter
def named(code: str, given: Scope) -> str:
    """The name of a place of the analysis."""
    return given.names.get(code, code)
