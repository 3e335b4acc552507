"""Whose rows a query may see: a place code, or the rights of who asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.db.models import Q

from rembuk.office.places.scope import contains, within, within_any


class HasPlaces(Protocol):
    """Rights of an account: the places it may see."""

    @property
    def places(self) -> Iterable[str]:
        """Place codes; `""` is everywhere."""
        ...


Scope = str | HasPlaces


def inside(scope: Scope, field: str = "place_code") -> Q:
    """Rows whose `field` lies in the scope."""
    return within(field, scope) if isinstance(scope, str) else within_any(field, scope.places)


def covers(scope: Scope, code: str) -> bool:
    """Whether all of place `code` lies in the scope."""
    places = [scope] if isinstance(scope, str) else list(scope.places)
    return any(contains(place, code) for place in places)
