"""Filters of the room's pages: masked names, lookups."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

register = template.Library()
_DOTS = re.compile(r"(•+)")


@register.filter
def samar(name: str) -> SafeString:
    """A masked name with its dots set small; a plain name stays as it is."""
    return SafeString(_DOTS.sub(r'<span class="mask">\1</span>', escape(name)))


@register.filter
def dari(words: Mapping[str, object], code: str) -> object:
    """The entry of a mapping; the key itself when it is not there."""
    return words.get(code, code)
