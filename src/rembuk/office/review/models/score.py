"""The score a district gives itself by the rubric, as it stood on a day, and the province's."""

from __future__ import annotations

from django.db import models

from rembuk.office.convergence.models import Year
from rembuk.office.insight.models.stated import Stated


class HandGrade(Stated):
    """A grade given by a person, for a criterion nothing is counted for: with its reason and its
    evidence (`evidence`: public ids). `letter` "" takes it back."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="hand_grades")
    place_code = models.CharField(max_length=20)
    criterion = models.CharField(max_length=48)
    letter = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=400)
    evidence = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.criterion} {self.letter}"


class Snapshot(Stated):
    """The own score as it stood: `rows` is a list of lines (see `score_frozen.Frozen`)."""

    public_id = models.CharField(max_length=12, unique=True)
    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="scores")
    place_code = models.CharField(max_length=20)
    on = models.DateField()
    rows = models.JSONField()
    note = models.CharField(max_length=400, blank=True)
    rule_version = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.place_code} {self.on}"


class ProvinceScore(Stated):
    """What the province gave, typed from its document: `grades` is {criterion: letter}; a later
    row of the same year and place holds in place of an earlier one."""

    public_id = models.CharField(max_length=12, unique=True)
    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="province_scores")
    place_code = models.CharField(max_length=20)
    on = models.DateField()
    document = models.CharField(max_length=160)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=24)
    grades = models.JSONField()
    note = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"{self.place_code} {self.on}"
