"""Small drawings as SVG attributes: a strict CSP allows no style written into a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _

from rembuk.site import words

EDGES: Final = (2.5, 10.0, 20.0, 30.0)
"""Upper edges of WHO's prevalence classes of stunting (de Onis 2019), percent."""
LEFT, RIGHT, TOP = 90.0, 444.0, 30.0
"""Pixels of 0 and of 30 %, and the end of the scale in percent."""


def plain(value: float) -> str:
    """A coordinate with a point, whatever the language."""
    return f"{value:.1f}"


def who_class(percent: float) -> int:
    """0 (very low) to 4 (very high)."""
    return sum(percent >= edge for edge in EDGES)


@dataclass(frozen=True)
class Band:
    """A class as a stretch of the scale."""

    tone: str
    x: str
    width: str


@dataclass(frozen=True)
class Tick:
    """A class edge with its number."""

    x: str
    text: str
    anchor: str


@dataclass(frozen=True)
class Dots:
    """What `parts/dots.html` draws; empty strings are not drawn."""

    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    survey: str
    diamond: str
    low: str
    high: str
    register: str
    told: str


def _x(percent: float, end: float) -> float:
    return LEFT + (RIGHT - LEFT) * min(percent, end) / end


def dots(survey: Any, register: float | None) -> Dots:
    """Coordinates of the dot pair. The scale ends at 30 %, or at the next ten if needed."""
    point = survey.stunting_pct if survey else None
    low, high = (survey.low_pct, survey.high_pct) if survey else (None, None)
    top = max(point or 0, high or 0, register or 0)
    end = TOP if top <= TOP else -(-top // 10) * 10
    marks = [0.0, *[edge for edge in EDGES if edge < end], end]
    bands = tuple(
        Band(f"p{n + 1}", plain(_x(a, end)), plain(_x(b, end) - _x(a, end)))
        for n, (a, b) in enumerate(pairwise(marks))
    )
    ticks = tuple(
        Tick(
            plain(_x(mark, end)),
            words.number(mark, 1 if mark % 1 else 0) + ("%" if mark == end else ""),
            "end" if mark == end else "middle",
        )
        for mark in marks
    )
    told = [_("Pada skala 0 sampai %(end)s") % {"end": words.percent(end, 0)}]
    told.append(_("survei %(value)s") % {"value": words.percent(point)})
    if low is not None and high is not None:
        told.append(
            _("rentang %(low)s sampai %(high)s")
            % {"low": words.percent(low), "high": words.percent(high)}
        )
    told.append(_("register %(value)s") % {"value": words.percent(register)})
    return Dots(
        bands=bands,
        ticks=ticks,
        survey="" if point is None else plain(_x(point, end)),
        diamond="" if point is None else plain(_x(point, end) - 5.5),
        low="" if low is None or high is None else plain(_x(low, end)),
        high="" if low is None or high is None else plain(_x(high, end)),
        register="" if register is None else plain(_x(register, end)),
        told=", ".join(told) + ".",
    )


@dataclass(frozen=True)
class Spark:
    """A path, the last point, and the line in words."""

    path: str
    x: str
    y: str
    told: str


WINDOW: Final = 6.0
"""Height of every sparkline in percentage points, so that rows can be compared."""


def spark(values: Sequence[float | None], width: float = 84, height: float = 24) -> Spark | None:
    """One line in a window of 6 points around the middle of the series; gaps stay gaps."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    middle = (max(known) + min(known)) / 2
    window = max(WINDOW, max(known) - min(known))
    step = (width - 6) / max(len(values) - 1, 1)
    parts: list[str] = []
    x = y = ""
    pen = "M"
    for number, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        x = plain(3 + number * step)
        y = plain(height / 2 - (value - middle) / window * (height - 6))
        parts.append(f"{pen}{x} {y}")
        pen = "L"
    told = _("dari %(first)s ke %(last)s") % {
        "first": words.percent(known[0]),
        "last": words.percent(known[-1]),
    }
    return Spark("".join(parts), x, y, told)
