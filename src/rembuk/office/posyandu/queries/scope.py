"""Whose rows a query may see: a place code, or the rights of who asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.db.models import Q

from rembuk.office.places.scope import contains, within_any


class HasPlaces(Protocol):
    """Rights of an account: the places it may see."""

    @property
    def places(self) -> Iterable[str]:
        """Place codes; `""` is everywhere."""
        ...


Scope = str | HasPlaces


def inside(scope: Scope, field: str = "place_code") -> Q:
    """Rows whose `field` lies in the scope: the place itself or a code under it.

    For one place this is one range, not `within`'s two branches, so that one index answers it:
    between `16.06` and `16.06/` lie only `16.06` and what begins with `16.06.`.
    """
    if not isinstance(scope, str):
        codes = list(scope.places)
        if len(codes) != 1:
            return within_any(field, codes)
        scope = codes[0]
    return Q(**{f"{field}__gte": scope, f"{field}__lt": f"{scope}/"}) if scope else Q()


def covers(scope: Scope, code: str) -> bool:
    """Whether all of place `code` lies in the scope."""
    places = [scope] if isinstance(scope, str) else list(scope.places)
    return any(contains(place, code) for place in places)
