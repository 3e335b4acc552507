"""Supplementary feeding (PMT), as the agency's history tells it."""

from __future__ import annotations

from django.db import models

from rembuk.office.people.models import Person


class PmtEpisode(models.Model):
    """One episode of supplementary feeding (PMT) of a child, as the agency's history tells it.
    The files give no end date; `status` is the agency's own word, kept as written."""

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pmt_episodes")
    place_code = models.CharField(max_length=20)
    start = models.DateField()
    programme = models.CharField(max_length=40, blank=True)  # e.g. gizi-kurang, t, underweight
    weight_start = models.FloatField(null=True)  # kg
    weight_end = models.FloatField(null=True)
    lenhei_start = models.FloatField(null=True)  # cm
    lenhei_end = models.FloatField(null=True)
    status = models.CharField(max_length=60, blank=True)
    budget = models.CharField(max_length=60, blank=True)
    cycle = models.CharField(max_length=20, blank=True)
    monitored = models.PositiveSmallIntegerField(null=True)  # times looked after
    import_id = models.BigIntegerField(null=True)
    row_no = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "start", "programme"], name="pmt_once")
        ]
        indexes = [models.Index(fields=["import_id"])]

    def __str__(self) -> str:
        return f"{self.child_id} {self.start}"
