"""Need, plan, budget and delivery beside each other, kept as they were last counted."""

from __future__ import annotations

from django.db import models


class Balance(models.Model):
    """One intervention for one group in one place and year. A projection: need comes from records
    and figures (`needing`), the rest from activities, deliveries and matched offers; it is written
    anew with every act on them, and can be thrown away and counted again.

    `need` is empty where nobody counts it, which is not 0. `least`: the need is at least that, for
    a part of the year or of the people is not known. Volumes are in `unit`, the unit of the
    intervention; activities in other units are only counted (`otherwise`). Places above a village
    hold what is planned there without saying in which village."""

    district_code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    place_code = models.CharField(max_length=20)
    intervention = models.CharField(max_length=40)
    group = models.CharField(max_length=24, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    need = models.PositiveIntegerField(null=True, blank=True)
    least = models.BooleanField(default=False)
    way = models.CharField(max_length=8, blank=True)  # "catatan" or "isian": where need comes from
    as_of = models.DateField(null=True, blank=True)  # of the need
    planned = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    budgeted = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    delivered = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    verified = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    supported = models.DecimalField(max_digits=14, decimal_places=2, default=0)  # by givers
    planned_amount = models.BigIntegerField(default=0)  # rupiah
    budgeted_amount = models.BigIntegerField(default=0)
    spent_amount = models.BigIntegerField(default=0)
    activities = models.PositiveIntegerField(default=0)
    otherwise = models.PositiveIntegerField(default=0)  # activities in another unit or none
    unplanned = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    unbudgeted = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    undelivered = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    over = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ("place_code", "intervention", "group")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "place_code", "intervention", "group"], name="balance_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.intervention} {self.place_code} {self.year}"
