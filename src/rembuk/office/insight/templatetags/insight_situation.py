"""Figures of trends, targets and lokus in the words of the language."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rembuk.office.insight.lokus_letter import small
from rembuk.office.insight.quiet import Hidden
from rembuk.office.places.numbers import plain

register = template.Library()


@register.filter
def signed(value: float) -> str:
    """`+2,1`, `−4,5`: a difference or a pace shows its sign."""
    return ("+" if value > 0 else "") + plain(value)


@register.filter
def half(se: float) -> float:
    """Half the width of a 95 % interval."""
    return 1.96 * se


@register.filter
def share(value: float) -> float:
    """A share (0 to 1) in percent."""
    return 100 * value


@register.simple_tag
def covered(hidden: Hidden, limit: int) -> SafeString:
    """What stands where a small count would, and why."""
    if hidden == "small":
        why = _("Kurang dari %(limit)s, disembunyikan") % {"limit": limit}
    else:
        why = _("Disembunyikan agar angka kecil di kolom ini tidak dapat dihitung")
    return format_html('<abbr class="hidden-n" title="{}">{}</abbr>', why, small(hidden, limit))


@register.filter
def bare(value: object) -> str:
    """A number as it would be typed: no thousands, no needless noughts; empty for None."""
    if value is None or value == "":
        return ""
    text = f"{float(str(value)):.6f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")
