"""Cards other files of this room put on the page of a case, of a cycle, and into its step rail.

Each file registers a function in `AppConfig.ready`; the page asks them in the order given. A card
says which template to draw with which context, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from rembuk.office.audits.models import Case, Cycle


@dataclass(frozen=True)
class Card:
    """A template (`audits/_x.html`) with its context under `card`. `side` stands in the narrow
    column. `order`: the smaller the higher."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 50
    side: bool = False


@dataclass(frozen=True)
class NextStep:
    """One thing to do next; the smallest `order` wins the page."""

    text: str
    url: str
    label: str
    order: int = 50


OfCase = Callable[[HttpRequest, Case], Card | NextStep | None]
OfCycle = Callable[[HttpRequest, Cycle], Card | NextStep | None]

_case: list[OfCase] = []
_cycle: list[OfCycle] = []


def on_case(make: OfCase) -> OfCase:
    """Register a card of the case page; twice is once."""
    if make not in _case:
        _case.append(make)
    return make


def on_cycle(make: OfCycle) -> OfCycle:
    """Register a card of the cycle page; twice is once."""
    if make not in _cycle:
        _cycle.append(make)
    return make


def of_case(request: HttpRequest, case: Case) -> tuple[list[Card], list[NextStep]]:
    """Cards and next steps of a case, in order."""
    return _sorted([make(request, case) for make in _case])


def of_cycle(request: HttpRequest, cycle: Cycle) -> tuple[list[Card], list[NextStep]]:
    """Cards and next steps of a cycle, in order."""
    return _sorted([make(request, cycle) for make in _cycle])


def _sorted(made: list[Card | NextStep | None]) -> tuple[list[Card], list[NextStep]]:
    cards = sorted((one for one in made if isinstance(one, Card)), key=lambda one: one.order)
    steps = sorted((one for one in made if isinstance(one, NextStep)), key=lambda one: one.order)
    return cards, steps
