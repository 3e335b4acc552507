"""The map of programmes: what each office does against which problem, where, with what money."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.history import Happened
from rembuk.office.convergence.models.year import Year
from rembuk.office.seats.models import Office


class Programme(models.Model):
    """One activity of an office in a year, in the columns of the tab. What is a promise already
    stands in the ledger and is not typed here again. `withdrawn` is the reason; the row stays."""

    public_id = models.CharField(max_length=12, unique=True)
    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="programmes")
    problem = models.CharField(max_length=300, blank=True)
    activity = models.CharField(max_length=200)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="programmes")
    place_code = models.CharField(max_length=20)
    target = models.CharField(max_length=120, blank=True)  # who it is for
    volume = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    budget = models.BigIntegerField(null=True, blank=True)  # rupiah
    money = models.CharField(max_length=24, blank=True)  # code of a source of money
    note = models.CharField(max_length=300, blank=True)
    withdrawn = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("office__name", "activity", "place_code", "pk")

    def __str__(self) -> str:
        return self.activity


class ProgrammeEvent(Happened):
    """What was written, changed, withdrawn."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="events")
