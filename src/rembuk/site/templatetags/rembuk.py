"""Filters and tags of the design language: numbers, dates, shapes, figures."""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rembuk.site import drawing, words

register = template.Library()
KINDS: Final = frozenset({"act", "soon", "run", "wait", "done", "off", "no", "up"})


@register.filter
def angka(value: object, decimals: int | None = None) -> str:
    """`40.436`; with an argument that many decimals."""
    return words.number(value, decimals)


@register.filter
def persen(value: object, decimals: int = 1) -> str:
    """`9,7%` of a value in percent, or of a ratio."""
    return words.percent(value, decimals)


@register.filter
def tanggal(value: object) -> str:
    """`9 November 2026`."""
    return words.long_date(value)


@register.filter
def tgl(value: object) -> str:
    """`9 Nov 2026`."""
    return words.short_date(value)


@register.filter
def saat(value: object) -> str:
    """`9 Nov 2026 14.05`."""
    return words.moment(value)


@register.filter
def jam(value: object) -> str:
    """`14.05`."""
    return words.clock(value)


@register.filter
def bulan(value: object) -> str:
    """`Oktober 2026`."""
    return words.month(value)


@register.filter
def bln(value: object) -> str:
    """`Okt 2026`."""
    return words.short_month(value)


@register.filter
def sd(value: object) -> str:
    """A z-score, two decimals: `−2,21`."""
    return words.number(value, 2)


@register.filter
def kg(value: object) -> str:
    """A weight: `9,0 kg`."""
    text = words.number(value, 1)
    return text if text == words.nothing() else f"{text} kg"


@register.filter
def cm(value: object) -> str:
    """A length: `74,4 cm`."""
    text = words.number(value, 1)
    return text if text == words.nothing() else f"{text} cm"


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; decoration only, the word stands beside it."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def shape(kind: str) -> SafeString:
    """The outline of a state. Raises ValueError on a kind that is not drawn."""
    if kind not in KINDS:
        raise ValueError(f"no such shape: {kind}")
    return format_html('<svg class="shape" aria-hidden="true"><use href="#s-{}"/></svg>', kind)


@register.simple_tag
def state(kind: str, text: object) -> SafeString:
    """A state in words with its shape."""
    return format_html('<span class="state is-{}">{}{}</span>', kind, shape(kind), text)


@register.simple_tag
def chip(kind: str, text: object) -> SafeString:
    """A reason or count in a box; an empty kind is a plain fact."""
    if not kind:
        return format_html('<span class="chip">{}</span>', text)
    return format_html('<span class="chip is-{}">{}{}</span>', kind, shape(kind), text)


@register.inclusion_tag("parts/dots.html")
def dots(survey: Any, register: float | None) -> dict[str, object]:
    """Survey (diamond, with its interval) and register (dot) on one scale with WHO's classes.

    `survey` has `stunting_pct, low_pct, high_pct`, or is None; `register` is percent or None.
    """
    return {"draw": drawing.dots(survey, register)}


@register.inclusion_tag("parts/meter.html")
def meter(value: float | None, goal: float | None, label: str) -> dict[str, object]:
    """A bar from 0 to 100 percent with a tick at the goal."""
    told = _("%(label)s %(value)s") % {"label": label, "value": words.percent(value)}
    if goal is not None:
        told += ", " + _("target %(goal)s") % {"goal": words.percent(goal, 0)}
    return {"width": drawing.plain(value or 0), "goal": goal and drawing.plain(goal), "told": told}


@register.inclusion_tag("parts/spark.html")
def sparkline(values: list[float | None]) -> dict[str, object]:
    """Twelve months as a line; `None` (no data, or coverage too low) leaves a gap."""
    return {"draw": drawing.spark(values)}


@register.inclusion_tag("parts/bar.html")
def bar(value: float | None, readable: bool) -> dict[str, object]:
    """A prevalence on the scale 0-30 %; hatched when coverage is too low to read it."""
    tone = f"p{drawing.who_class(value) + 1}" if readable and value is not None else "p-low"
    width = drawing.plain(min(value or 0, 30) / 30 * 99)
    return {"value": value, "width": width, "tone": tone}


@register.inclusion_tag("parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, name: str = "hal") -> dict[str, object]:
    """Links to the other pages of a Django `Page`, keeping the other parameters."""
    query = context["request"].GET.copy()
    query.pop(name, None)
    return {"page": page, "query": query.urlencode(), "name": name}
