"""Addresses of pages of other rooms, where they are."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def at(name: str, *arguments: str | int) -> str:
    """The address of a page; "" where this installation has none."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
