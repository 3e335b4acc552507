"""What was filed with the national web, and sheets that offices sent back."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.models import Account
from rembuk.office.convergence.models.year import Year


class Filing(models.Model):
    """A tab or document filed outside: the day, who, the proof kept, and the values as filed
    (`values`: {"<place>|<indicator>|<period>": [n, N]}) for the difference to the next filing."""

    public_id = models.CharField(max_length=12, unique=True)
    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="filings")
    tab = models.CharField(max_length=40)
    filed_on = models.DateField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(max_length=400, blank=True)
    proof_path = models.CharField(max_length=200, blank=True)
    proof_sha256 = models.CharField(max_length=64, blank=True)
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ("tab", "-filed_on", "-pk")

    def __str__(self) -> str:
        return self.tab


class SheetFile(models.Model):
    """A sheet an office took away and brought back. `stamp` is written into the file: with it the
    return knows what the sheet showed when it left, so that nothing newer is overwritten."""

    stamp = models.CharField(max_length=16, unique=True)
    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="sheets")
    tab = models.CharField(max_length=40)
    office_code = models.CharField(max_length=40, blank=True)
    place_code = models.CharField(max_length=20)
    period = models.CharField(max_length=8)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    versions = models.JSONField(default=dict)  # {"<place>|<quantity>": [version, value, status]}
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.JSONField(default=dict)  # counts: changed, same, conflicts, errors

    def __str__(self) -> str:
        return self.stamp
