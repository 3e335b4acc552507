"""Append-only history, the base of every room that keeps one: who, when, what, and why."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model, covariant=True)


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove a line that stays."""


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Rows to read and to add, nothing else."""

    def update(self, **values: Any) -> NoReturn:
        """A line is not changed."""
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        """A line is not removed."""
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """A line is not changed."""
        raise AppendOnlyError


class AppendOnly(models.Model):
    """A line that is added and stays; it goes only with the row it hangs on, where its room lets
    that row go."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line; a line once added stays."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """A line is not removed."""
        raise AppendOnlyError


class Happened(AppendOnly):
    """One line of history. `before` and `after` hold codes, days and numbers, never names."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("access.Account", null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=32)
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        abstract = True
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.act
