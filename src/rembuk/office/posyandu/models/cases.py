"""Stunting cases: what changed, and where each child stands today."""

from __future__ import annotations

from django.db import models

from rembuk.office.people.models import Person
from rembuk.office.posyandu.models.measurements import Measurement


class CaseEvent(models.Model):
    """One change of a child's stunting case, in the month it happened."""

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="case_events")
    place_code = models.CharField(max_length=20)
    month = models.DateField()
    on = models.DateField()
    event = models.CharField(max_length=16)  # codes of reference case states
    rule_version = models.CharField(max_length=24)

    class Meta:
        indexes = [
            models.Index(fields=["month", "place_code"]),
            models.Index(fields=["child", "on"]),
            # the balance of a place from the index alone
            models.Index(name="case_balance", fields=["place_code", "month", "event", "child"]),
        ]

    def __str__(self) -> str:
        return self.event


class ChildStatus(models.Model):
    """Where a child stands today: last measurement, case state, rank and reasons."""

    child = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="status"
    )
    place_code = models.CharField(max_length=20)
    birth_date = models.DateField(null=True)
    last = models.ForeignKey(Measurement, null=True, on_delete=models.SET_NULL)
    last_date = models.DateField(null=True)
    zlen = models.FloatField(null=True)  # of the last measurement, for lists in its order
    case = models.CharField(max_length=16, blank=True)
    case_since = models.DateField(null=True)
    rank = models.PositiveIntegerField(null=True)
    tier = models.PositiveSmallIntegerField(null=True)
    reasons = models.JSONField(default=list)  # codes and values, worded when shown
    rule_version = models.CharField(max_length=24, blank=True)

    class Meta:
        indexes = [
            # ranked lists and lists in order of rank or length, from the index alone
            models.Index(name="status_ranked", fields=["tier", "rank", "child", "place_code"]),
            models.Index(name="status_order", fields=["child", "rank", "zlen"]),
        ]

    def __str__(self) -> str:
        return str(self.child_id)
