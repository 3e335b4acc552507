"""Querysets cut to the places of who asks."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models

from rembuk.office.access.actions import Action
from rembuk.office.access.policies import Rights
from rembuk.office.places.scope import within_any

Row = TypeVar("Row", bound=models.Model)


def scoped(
    queryset: models.QuerySet[Row],
    rights: Rights,
    field: str = "place_code",
    action: Action = "lihat-anak",
) -> models.QuerySet[Row]:
    """Rows of `queryset` whose `field` lies in a place where `rights` allow `action`.

    Nobody, or an account without the action, gets no row.
    """
    return queryset.filter(within_any(field, rights.places_for(action)))


class ScopedQuerySet(models.QuerySet[Row]):
    """A queryset that can be cut: `Model.objects.visible_to(request.rights)`."""

    place_field = "place_code"

    def visible_to(self, rights: Rights, action: Action = "lihat-anak") -> Self:
        """Rows in the places of `rights` for `action`."""
        return self.filter(within_any(self.place_field, rights.places_for(action)))
