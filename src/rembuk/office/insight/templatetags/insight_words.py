"""Geometry and words of the situation page: bars, sparklines, the survey and register dots."""

from __future__ import annotations

import itertools
from typing import Final

from django import template
from django.utils.translation import gettext as _

from rembuk.office.insight.sheets import HEADS
from rembuk.office.insight.situation import AreaRow, Situation
from rembuk.office.posyandu.figures import StockFlow

register = template.Library()

SCALE: Final = 30.0
"""Percent at the right end of bars and dots; a higher value is drawn at the end."""
_SHORT: Final = {"ds": "D/S", "nd": "N/D", "td": "T", "2t": "2T", "bgm": "BGM"}


@register.filter
def head(code: str) -> str:
    """Words of an indicator for a column head."""
    return _SHORT.get(code) or _(HEADS[code])


@register.filter
def long_head(code: str) -> str:
    """Words of an indicator, never only letters."""
    return _(HEADS[code])


@register.filter
def bar(percent: float | None) -> str:
    """Length of a bar on a track of 100."""
    return "0" if percent is None else f"{min(percent, SCALE) / SCALE * 100:.1f}"


@register.filter
def dot(percent: float) -> str:
    """Place of a percentage on the dot scale (x of the picture)."""
    return f"{_x(percent):.1f}"


def _x(percent: float) -> float:
    return 90 + min(percent, SCALE) / SCALE * 354


@register.filter
def bands(found: Situation) -> list[dict[str, str | int]]:
    """The class bands of the dot picture: class number, x and width; up to the end of the scale."""
    edges = [edge for edge in found.edges if edge < SCALE] + [SCALE]
    return [
        {"n": i + 1, "x": f"{_x(low):.1f}", "w": f"{_x(high) - _x(low):.1f}"}
        for i, (low, high) in enumerate(itertools.pairwise(edges))
    ]


@register.filter
def spark(row: AreaRow) -> dict[str, str | bool]:
    """A sparkline of 72 x 24: one window of 6 points for all rows, gaps where unreadable."""
    known = [value for value in row.trend if value is not None]
    if not known:
        return {"empty": True}
    middle = (max(known) + min(known)) / 2
    low = max(0.0, middle - 3)
    step = 68 / max(len(row.trend) - 1, 1)
    path, pen, last = [], "M", ""
    for i, value in enumerate(row.trend):
        if value is None:
            pen = "M"
            continue
        x, y = 2 + i * step, 22 - min(max(value - low, 0.0), 6.0) / 6 * 20
        path.append(f"{pen}{x:.1f} {y:.1f}")
        pen, last = "L", f"{x:.1f},{y:.1f}"
    cx, cy = last.split(",")
    return {"path": " ".join(path), "cx": cx, "cy": cy}


@register.filter
def flow_rows(flow: StockFlow) -> list[dict[str, object]]:
    """Lines of the balance of cases: word, signed count, bar length on a track of 100."""
    lines = [
        (_("Kasus baru"), flow.new),
        (_("Baru ditemukan"), flow.found),
        (_("Kambuh, pindah masuk"), flow.relapsed + flow.moved_in),
        (_("Pulih"), -flow.recovered),
        (_("Genap 60 bulan"), -flow.aged_out),
        (_("Keluar lain"), -(flow.moved_out + flow.died + flow.lost + flow.corrected)),
    ]
    most = max((abs(count) for _word, count in lines), default=0) or 1
    return [
        {"word": word, "count": count, "length": f"{abs(count) / most * 100:.1f}"}
        for word, count in lines
    ]


@register.filter
def signed(count: int) -> str:
    """A flow with its sign; the minus is U+2212."""
    return f"+{count}" if count > 0 else f"\u2212{-count}" if count < 0 else "0"


@register.filter
def subtract(value: int, other: int) -> int:
    """Difference of two counts."""
    return value - other
