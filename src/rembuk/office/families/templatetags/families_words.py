"""Template words of families: risk in three values, counts that may be hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

register = template.Library()

RISK: Final = {
    True: ("soon", _("berisiko stunting")),
    False: ("done", _("tidak berisiko stunting")),
    None: ("wait", _("risiko stunting belum diketahui")),
}
HOUSE: Final = {
    True: ("soon", _("tidak layak huni")),
    False: ("done", _("layak huni")),
    None: ("wait", _("belum diketahui")),
}


def _drawn(name: str, kind: str, word: object) -> SafeString:
    outline = format_html('<svg class="shape" aria-hidden="true"><use href="#s-{}"/></svg>', kind)
    return format_html('<span class="{} is-{}">{}{}</span>', name, kind, outline, word)


@register.simple_tag
def risk_state(value: bool | None) -> SafeString:
    """Whether a family is at risk, as a state."""
    return _drawn("state", *RISK[value])


@register.simple_tag
def risk_chip(value: bool | None) -> SafeString:
    """The same as a chip."""
    return _drawn("chip", *RISK[value])


@register.simple_tag
def house_state(value: bool | None) -> SafeString:
    """Whether a house is unfit, as a state."""
    return _drawn("state", *HOUSE[value])


@register.filter
def shown(value: int | None) -> str:
    """A count, or the word of a hidden one: small, or hidden so that no sum gives a small one away.
    All hidden numbers look the same: to say which of them is small would give some away."""
    if value is not None:
        return str(number_format(value, force_grouping=True))
    return format_html('<span class="hidden-n">{}</span>', pgettext("angka", "ditutup"))


@register.filter
def at(values: Sequence[object], place: int) -> object:
    """The item at a place."""
    return values[place]


@register.filter
def entry(names: Mapping[str, str], code: str) -> str:
    """The name of a code; the code itself when it has none."""
    return names.get(code, code)


@register.filter
def kata(words: str) -> str:
    """A text of the message catalogue in the reader's language."""
    return gettext(words) if words else ""
