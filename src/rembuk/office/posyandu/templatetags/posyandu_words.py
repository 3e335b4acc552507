"""Filters of the room's pages: masked names, lookups."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import template
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
_DOTS = re.compile(r"(•+)")


@register.filter
def samar(name: str) -> SafeString:
    """A masked name with its dots set small; a plain name stays as it is."""
    parts = _DOTS.split(name)
    if len(parts) == 1:
        return conditional_escape(name)
    dots = ('<span class="mask">{}</span>', "{}")
    return SafeString(
        "".join(
            format_html_join("", dots[0] if _DOTS.fullmatch(part) else dots[1], [(part,)])
            for part in parts
            if part
        )
    )


@register.filter
def dari(words: Mapping[str, object], code: str) -> object:
    """The entry of a mapping; the key itself when it is not there."""
    return words.get(code, code)
