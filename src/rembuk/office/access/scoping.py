"""Querysets cut to the places of who asks."""

from __future__ import annotations

from typing import TypeVar

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
