"""Subtree scope: a place code is a path, so a subtree is a range (seeks on both databases)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q


def within(field: str, code: str) -> Q:
    """Rows whose `field` is the place `code` or lies under it. `""` is the whole country.

    A place code is a Kemendagri code (`16.06.01.2001`) or a posyandu code under a village
    (`16.06.01.2001.P03`).
    """
    if code == "":
        return Q()
    return Q(**{field: code}) | Q(**{f"{field}__gte": f"{code}.", f"{field}__lt": f"{code}/"})


def within_any(field: str, codes: Iterable[str]) -> Q:
    """Rows inside any of `codes`; no code at all matches nothing."""
    query = Q(pk__in=[])
    for code in codes:
        if code == "":
            return Q()
        query |= within(field, code)
    return query


def contains(outer: str, inner: str) -> bool:
    """Whether place `inner` is `outer` or lies under it."""
    return outer == "" or inner == outer or inner.startswith(f"{outer}.")
