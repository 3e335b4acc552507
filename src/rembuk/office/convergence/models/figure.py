"""The value of one quantity in one area and period: typed by its owner, computed, or both."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.convergence.models.words import Status


class Figure(models.Model):
    """One quantity (`bumil_kek`, `keluarga_berisiko`, ...) of a village in a month ("2023-05"),
    semester ("2023-S1") or year ("2023"). It has one owner; everybody else reads it. `value` is
    what counts: the typed value where there is one, otherwise the computed one. A typed value that
    differs from the computed one carries `why`."""

    place_code = models.CharField(max_length=20)
    quantity = models.CharField(max_length=48)
    period = models.CharField(max_length=8)
    value = models.BigIntegerField(null=True)
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.EMPTY)
    typed = models.BigIntegerField(null=True)
    typed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=400, blank=True)
    computed = models.BigIntegerField(null=True)
    computed_at = models.DateTimeField(null=True)
    query_version = models.CharField(max_length=24, blank=True)
    source = models.CharField(max_length=120, blank=True)
    as_of = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "quantity", "place_code"], name="convergence_figure_once"
            )
        ]
        indexes = [models.Index(fields=["place_code", "period"], name="figure_place_period")]

    def __str__(self) -> str:
        return f"{self.quantity} {self.period}"


class FigureEvent(Happened):
    """What was typed, imported or recomputed."""

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="events")
    batch = models.CharField(max_length=12, blank=True, db_index=True)
