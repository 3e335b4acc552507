"""Filters and tags of the design language: numbers, dates, shapes, figures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rembuk.office.access.actions import Action
from rembuk.office.access.policies import NOBODY, Rights
from rembuk.office.posyandu.lines import Word
from rembuk.office.posyandu.queries.grid import MonthCell
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
@cache
def icon(name: str) -> SafeString:
    """An icon of the sprite; decoration only, the word stands beside it."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
@cache
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


@register.simple_tag(takes_context=True)
def may(context: Context, action: Action, place_code: str | None = None) -> bool:
    """Whether the reader may do `action`, there or anywhere: no page offers a link that refuses."""
    rights: Rights = context.get("rights") or NOBODY
    return rights.may(action, place_code)


@register.simple_tag(takes_context=True)
def promise_link(context: Context, public_id: str, text: object) -> SafeString:
    """A promise by name: a link for who opens the ledger, plain words for who does not."""
    if not may(context, "janji"):
        return format_html("{}", text)
    return format_html('<a href="{}">{}</a>', reverse("ledger:promise", args=[public_id]), text)


@register.inclusion_tag("parts/dots.html")
def dots(survey: Any, register: float | None) -> dict[str, object]:
    """Survey (diamond, with its interval) and register (dot) on one scale with WHO's classes.

    `survey` has `stunting_pct, low_pct, high_pct`, or is None; `register` is percent or None.
    """
    return {"draw": drawing.dots(survey, register)}


@register.simple_tag
def meter(value: float | None, goal: float | None, label: str) -> SafeString:
    """A bar from 0 to 100 percent with a tick at the goal."""
    told = _("%(label)s %(value)s") % {"label": label, "value": words.percent(value)}
    tick = SafeString("")
    if goal is not None:
        told += ", " + _("target %(goal)s") % {"goal": words.percent(goal, 0)}
        tick = format_html(_GOAL, drawing.plain(goal))
    return format_html(_METER, told, drawing.plain(value or 0), tick)


_METER: Final = (
    '<svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
    'aria-label="{}"><rect class="track" x="0" y="1" width="100" height="8" '
    'vector-effect="non-scaling-stroke"/><rect class="fill" x="0" y="1" width="{}" height="8"/>{}'
    "</svg>"
)
_GOAL: Final = (
    '<line class="goal" x1="{0}" x2="{0}" y1="-1" y2="11" vector-effect="non-scaling-stroke"/>'
)


@register.simple_tag
def sparkline(values: Sequence[float | None]) -> SafeString:
    """Twelve months as a line; `None` (no data, or coverage too low) leaves a gap."""
    draw = drawing.spark(values)
    if draw is None:
        return SafeString('<span class="note">–</span>')
    return format_html(_SPARK, draw.told, draw.path, draw.x, draw.y)


_SPARK: Final = (
    '<svg class="spark" viewBox="0 0 84 24" role="img" aria-label="{}"><path d="{}"/>'
    '<circle cx="{}" cy="{}" r="2.4"/></svg>'
)


@register.simple_tag
def bar(value: float | None, readable: bool) -> SafeString:
    """A prevalence on the scale 0-30 %; hatched when coverage is too low to read it."""
    tone = f"p{drawing.who_class(value) + 1}" if readable and value is not None else "p-low"
    width = drawing.plain(min(value or 0, 30) / 30 * 99)
    return format_html(_BAR, words.percent(value), tone, width)


_BAR: Final = (
    '<span class="bar-cell"><b>{}</b><svg viewBox="0 0 100 12" preserveAspectRatio="none" '
    'aria-hidden="true"><line class="tick" x1="33.3" y1="0" x2="33.3" y2="12"/>'
    '<line class="tick" x1="66.7" y1="0" x2="66.7" y2="12"/>'
    '<rect class="bar {}" x="0.5" y="1.5" width="{}" height="9"/></svg></span>'
)


@register.simple_tag
def graded(word: Word, z: float | None) -> SafeString:
    """A category with its state and z-score: `diduga pendek`, `−2,21 SD`."""
    if not word.text:
        return SafeString('<span class="muted">–</span>')
    score = "" if z is None else format_html('<span class="ratio">{} SD</span>', words.number(z, 2))
    if word.kind in {"", "off"}:
        return format_html('<span class="state-plain">{}</span>{}', word.text, score)
    return format_html("{}{}", state(word.kind, word.text), score)


@register.simple_tag
def nt_mark(mark: str, two_t: bool, bgm: bool) -> SafeString:
    """N, T, 2T, O or B in its box, and BGM beside it."""
    if mark in _NT:
        text = "2T" if mark == "T" and two_t else mark
        box = format_html('<span class="nt-mark {}">{}</span>', _NT[mark], text)
    else:
        box = format_html(
            '<span class="nt-mark x"><span aria-hidden="true">–</span>'
            '<span class="vh">{}</span></span>',
            _("tidak ditimbang"),
        )
    return format_html('{} <span class="chip is-act">BGM</span>', box) if bgm else box


_NT: Final = {"N": "n", "T": "t", "O": "o", "B": "o"}


@register.simple_tag
def month_marks(cells: Sequence[MonthCell]) -> SafeString:
    """Table cells of a post's months: in time, late or nothing, with D/S in percent. Plain text,
    put together once a cell: a page has seven hundred of them."""
    names = words.MONTHS[words.language()]
    said = {state: escape(text) for state, text in _reported().items()}
    return SafeString(
        "".join(
            f'<td class="month-cell hide-phone"><span class="month-mark {cell.state}">'
            f'<span class="vh">{names[cell.month.month - 1]} {cell.month.year}: '
            f"{said[cell.state]} </span>{_share(cell)}</span></td>"
            for cell in cells
        )
    )


def _reported() -> dict[str, str]:
    return {"belum": _("belum lapor"), "lambat": _("terlambat"), "tepat": _("tepat waktu")}


def _share(cell: MonthCell) -> str:
    if cell.state == "belum":
        return "–"
    return "" if cell.pct is None else str(int(cell.pct + 0.5))


@register.inclusion_tag("parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, name: str = "hal") -> dict[str, object]:
    """Links to the other pages of a Django `Page`, keeping the other parameters."""
    query = context["request"].GET.copy()
    query.pop(name, None)
    return {"page": page, "query": query.urlencode(), "name": name}
