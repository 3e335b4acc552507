"""Rows that hold for a time: from a first day to a last one that no longer counts, or for good."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model, covariant=True)


class TermQuerySet(models.QuerySet[Row]):
    """Rows by day; a room says whose."""

    begins: ClassVar[str] = "valid_from"
    ends: ClassVar[str] = "valid_to"

    def on(self, day: dt.date) -> Self:
        """Those that hold on `day`: begun by then, and not ended."""
        still = models.Q(**{f"{self.ends}__isnull": True}) | models.Q(**{f"{self.ends}__gt": day})
        return self.filter(still, **{f"{self.begins}__lte": day})


class SinceQuerySet(TermQuerySet[Row]):
    """The same where the days are called `since` and `until`."""

    begins = "since"
    ends = "until"
