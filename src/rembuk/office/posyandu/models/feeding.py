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


class MotherPmt(models.Model):
    """What one file said of an episode of supplementary feeding of a pregnant woman. The newest
    row of a woman and first day stands; words are the agency's own, kept as written."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mother_pmt")
    place_code = models.CharField(max_length=20)
    start = models.DateField()  # first portion
    end = models.DateField(null=True)
    reason = models.CharField(max_length=60, blank=True)  # e.g. KEK, anemia
    weight_start = models.FloatField(null=True)  # kg
    weight_end = models.FloatField(null=True)
    result = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=60, blank=True)
    cycle = models.CharField(max_length=20, blank=True)
    monitored = models.PositiveSmallIntegerField(null=True)  # times looked after
    as_of = models.DateField()
    import_id = models.BigIntegerField()
    row_no = models.PositiveIntegerField()
    source = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "start", "import_id"], name="mother_pmt_once")
        ]
        indexes = [
            models.Index(fields=["import_id"]),
            models.Index(fields=["place_code", "start"]),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.start}"
