"""Counts in the area tables. Written in Python: a page has hundreds of them."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rembuk.office.insight.quiet import Hidden
from rembuk.office.insight.rows import Cell, Row
from rembuk.office.places.numbers import count

register = template.Library()


def _covered(hidden: Hidden, limit: int) -> SafeString:
    """What stands in a meeting where a small count would."""
    if hidden == "small":
        title = _("Kurang dari %(limit)s, disembunyikan") % {"limit": limit}
        return format_html('<abbr class="hidden-n" title="{}">&lt; {}</abbr>', title, limit)
    title = _("Disembunyikan agar angka kecil di kolom ini tidak dapat dihitung")
    return format_html(
        '<abbr class="hidden-n" title="{}">{}</abbr>', title, pgettext("angka", "ditutup")
    )


@register.simple_tag
def numerator(cell: Cell, limit: int) -> SafeString | str:
    """`317 dari 1.487`, with the way to its list for who may open it."""
    if cell.hidden:
        return _covered(cell.hidden, limit)
    return format_html('<a href="{}">{}</a>', cell.link, cell.text) if cell.link else cell.text


@register.simple_tag
def new_cases(row: Row, limit: int) -> SafeString | str:
    """New cases of an area; a dash where there are no data."""
    if not row.figures.known:
        return SafeString('<span class="note">–</span>')
    return _covered(row.new_hidden, limit) if row.new_hidden else count(row.new_cases)
