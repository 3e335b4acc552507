"""Targets: one value per place, indicator and year, with the document that sets it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.insight.models.stated import Stated


class Direction(models.TextChoices):
    """Which way is better."""

    DOWN = "turun", _("makin kecil makin baik")
    UP = "naik", _("makin besar makin baik")


class Target(Stated):
    """A value to reach in a year, in percent. `value` None takes the target back. `said` is what
    the page answered when it was typed: the pace it asks and the range of its chance."""

    place_code = models.CharField(max_length=20, db_index=True)
    indicator = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    direction = models.CharField(
        max_length=8, choices=Direction.choices, default=Direction.DOWN
    )  # fmt: skip
    document = models.CharField(max_length=200)
    said = models.JSONField(default=dict)

    class Meta(Stated.Meta):
        indexes = [models.Index(fields=["indicator", "year", "place_code"])]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year} {self.place_code}"
