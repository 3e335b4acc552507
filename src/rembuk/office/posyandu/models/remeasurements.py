"""Measurements written on a child's page, between the files."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.models import Account
from rembuk.office.posyandu.models.measurements import Measurement


class Remeasurement(models.Model):
    """Who recorded a measurement on the child's page, what was confirmed at a warning, and whether
    it was taken back, by whom and why. The measurement itself stays."""

    measurement = models.OneToOneField(
        Measurement, on_delete=models.CASCADE, related_name="recorded"
    )
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    confirmed = models.CharField(max_length=120, blank=True)  # codes of the warnings
    void_at = models.DateTimeField(null=True)
    void_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    void_why = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.measurement_id)
