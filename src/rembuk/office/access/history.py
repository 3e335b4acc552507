"""Append-only history, the base of every room that keeps one: who, when, what, and why."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from rembuk.office.access.models import Account, AppendOnlyError


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows to read and to add, nothing else."""

    def update(self, **values: Any) -> NoReturn:
        """History is not changed."""
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        """History is not removed."""
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """History is not changed."""
        raise AppendOnlyError


class Happened(models.Model):
    """One line of history. `before` and `after` hold codes, days and numbers, never names."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=32)
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.act

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line; a line once added stays."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)
