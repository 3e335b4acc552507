"""Evidence of a step or an indicator: a file with its day, hash and version."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.models import Account
from rembuk.office.convergence.models.year import Year


class Evidence(models.Model):
    """One file for one requirement of a step or indicator. A newer file has a higher `edition`;
    the older one stays. `kind` is what the content is, found by reading it."""

    public_id = models.CharField(max_length=12, unique=True)
    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="evidence")
    step = models.CharField(max_length=40, blank=True)
    indicator = models.CharField(max_length=32, blank=True)
    requirement = models.CharField(max_length=40)
    place_code = models.CharField(max_length=20)
    period = models.CharField(max_length=8, blank=True)
    on = models.DateField()
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=24)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField(default=0)
    edition = models.PositiveIntegerField(default=1)
    withdrawn = models.CharField(max_length=200, blank=True)  # the reason; the file stays
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("requirement", "-edition")

    def __str__(self) -> str:
        return self.requirement
