"""Dissemination: the meeting, who came, and what each office answered on the spot."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.models import Account
from rembuk.office.audits.models.cycle import Cycle
from rembuk.office.audits.models.review import Recommendation
from rembuk.office.audits.models.words import Verdict
from rembuk.office.seats.models import Office


class Meeting(models.Model):
    """A dissemination meeting of a cycle."""

    public_id = models.CharField(max_length=12, unique=True)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="meetings")
    on = models.DateField()
    starts = models.TimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    chair = models.CharField(max_length=120, blank=True)  # the seat that chairs it
    agenda = models.JSONField(default=list)
    minutes = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="direncanakan")  # direncanakan, selesai, batal
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.on}"


class Attendance(models.Model):
    """Somebody asked to the meeting, and whether they came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    name = models.CharField(max_length=120)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    institution = models.CharField(max_length=120, blank=True)
    seat = models.CharField(max_length=120, blank=True)
    present = models.BooleanField(default=False)
    how = models.CharField(max_length=12, blank=True)  # luring, daring, wakil

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.institution


class Answer(models.Model):
    """A named office's answer to a recommendation; `promise` is the public id of the promise of
    the ledger that came of it."""

    recommendation = models.OneToOneField(
        Recommendation, on_delete=models.PROTECT, related_name="answer"
    )
    meeting = models.ForeignKey(
        Meeting, null=True, on_delete=models.PROTECT, related_name="answers"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    changed_text = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    promise = models.CharField(max_length=16, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.verdict
