"""Reminders written by the escalation ladder. One a promise, rule and anchor day: never twice."""

from __future__ import annotations

import datetime as dt

from django.db import models

from rembuk.office.ledger.models.promise import Promise
from rembuk.office.seats.models import Office


class Notice(models.Model):
    """A reminder to an office (`head`: to its head's seat). `office` empty: to the heads of TPPS
    (who lead or manage promises in the place). Closed by the act it asked for."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="notices")
    rule = models.CharField(max_length=40)
    to = models.CharField(max_length=12)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    head = models.BooleanField(default=False)
    place_code = models.CharField(max_length=20)
    anchor = models.DateField()
    on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-on", "pk")
        indexes = [
            models.Index(fields=["office", "closed_on", "on"], name="notice_office"),
            models.Index(fields=["to", "closed_on", "place_code"], name="notice_to"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["promise", "rule", "anchor"], name="notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.on:%Y-%m-%d}"

    def days(self, on: dt.date) -> int:
        """Days since it was written."""
        return (on - self.on).days
