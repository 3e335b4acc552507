"""A workbook of deliveries or of spending on its way in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.models import Account


class SheetOf(models.TextChoices):
    """What the rows of a workbook are."""

    DELIVERIES = "penyaluran", _("penyaluran")
    SPENDING = "belanja", _("belanja")


class DeliverySheet(models.Model):
    """Read, shown, and only then written. `rows` name persons and families by their keys: NIK and
    card numbers are looked up while reading and never kept. `faults` are rows that cannot be
    taken, with row and column of the workbook; `asks` what a person must still answer."""

    public_id = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=12, choices=SheetOf.choices)
    district_code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    asks = models.JSONField(default=dict)
    taken = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.public_id
