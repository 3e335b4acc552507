"""A statement that stays: a later one about the same thing holds in its place."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.history import AppendOnly
from rembuk.office.access.models import Account


class Stated(AppendOnly):
    """Who said it and when. Rows are added, never changed: the newest about a thing holds."""

    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ("pk",)
