"""A workbook of promises on its way in: read, shown, and only then written."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.models import Account


class SheetIn(models.Model):
    """Rows of an uploaded workbook as they were read, until its owner says which to take."""

    public_id = models.CharField(max_length=12, unique=True)
    by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    place_code = models.CharField(max_length=20)
    rows = models.JSONField(default=list)
    taken_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.public_id
