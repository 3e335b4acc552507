"""How numbers of a published table are written."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rembuk.office.insight.maps import class_of
from rembuk.office.places.numbers import count, plain
from rembuk.office.publication.frozen import Line

register = template.Library()


@register.filter
def points(value: float | None) -> str:
    """A change in percentage points with its sign: `+0,4`, `−1,2`; nothing before nought."""
    if value is None:
        return "–"
    rounded = round(value, 1)
    return f"{'+' if rounded > 0 else ''}{plain(rounded)}"


@register.simple_tag
def told(line: Line, n: int | None) -> SafeString:
    """A count of an area, or the word that it is held back."""
    if not line.known or not line.judged:
        return format_html("–")
    if n is None:
        return format_html('<span class="note">{}</span>', pgettext("angka", "ditutup"))
    return format_html("{}", count(n))


@register.simple_tag
def prevalence(line: Line) -> SafeString:
    """The prevalence with its class, or why there is none."""
    if line.percent is not None:
        return format_html('<b class="value">{}%</b>', plain(line.percent))
    words = {
        "tidak-ada-data": _("belum ada data"),
        "tidak-ada-yang-dinilai": _("tidak ada yang dinilai"),
        "ditutup": pgettext("angka", "ditutup"),
        "d-s-rendah": _("belum bisa dibaca"),
    }
    return format_html('<span class="note">{}</span>', words.get(line.why, "–"))


@register.filter
def tone(line: Line) -> str:
    """The colour class of an area."""
    return "" if line.percent is None else f"p{class_of(line.percent) + 1}"
