"""Template words of lists: counts that may be too small, how far a person is linked, states."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rembuk.office.lists.asking import shown

register = template.Library()

HOW = {
    "": ("off", _("belum ditautkan")),
    "terhubung": ("done", _("terhubung")),
    "baru": ("wait", _("orang baru")),
    "ragu": ("soon", _("diragukan")),
}
STATES = {
    "diajukan": ("soon", _("diajukan")),
    "dikirim": ("wait", _("dikirim")),
    "diterima": ("run", _("diterima")),
    "ditolak": ("act", _("ditolak")),
    "selesai": ("done", _("selesai")),
    "ditarik": ("off", _("ditarik")),
}


@register.filter
def least(value: int | None, smallest: int) -> str:
    """A count in the reader's digits, `< 5` where it is too small to show."""
    told = shown(value or 0, smallest)
    return told if isinstance(told, str) else number_format(told, force_grouping=True)


@register.simple_tag
def said(indonesian: str, english: str) -> str:
    """A text of the reference in the reader's language."""
    return english if get_language() == "en" else indonesian


@register.filter
def how_kind(code: str) -> str:
    """How far a listed person is linked, as the kind of a state."""
    return HOW.get(code, HOW[""])[0]


@register.filter
def how_word(code: str) -> str:
    """How far a listed person is linked, in words."""
    return str(HOW.get(code, HOW[""])[1])


@register.filter
def step_kind(code: str) -> str:
    """The state of a request, as the kind of a state."""
    return STATES[code][0]


@register.filter
def step_word(code: str) -> str:
    """The state of a request in words."""
    return str(STATES[code][1])
