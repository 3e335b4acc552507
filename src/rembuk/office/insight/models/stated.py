"""A statement that stays: a later one about the same thing holds in its place."""

from __future__ import annotations

from typing import Any

from django.db import models

from rembuk.office.access.history import AppendOnlyQuerySet
from rembuk.office.access.models import Account, AppendOnlyError


class Stated(models.Model):
    """Who said it and when. Rows are added, never changed: the newest about a thing holds."""

    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("pk",)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it; once said it stays."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)
