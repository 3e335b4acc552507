"""What first under a budget: the district's assumptions under a name, and the plans they gave."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.history import AppendOnly, Happened
from rembuk.office.access.models import Account


class Scenario(models.Model):
    """Assumptions under a name. `ask` is what the district set (`choosing.ask.Ask`); everything
    else is read from the rooms when a plan is reckoned. `closed`: no longer offered; it stays."""

    public_id = models.CharField(max_length=12, unique=True)
    district_code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    note = models.CharField(max_length=400, blank=True)
    ask = models.JSONField(default=dict)
    closed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-year", "name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["district_code", "year", "name"], name="scenario_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ScenarioEvent(Happened):
    """What was done to a scenario: made, changed, closed, turned into activities."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="events")


class ChoicePlan(AppendOnly):
    """A plan as it was reckoned, with the assumptions and facts of that moment. `digest` is of
    both: reckoned again from the same it is the same plan, and is not kept twice."""

    public_id = models.CharField(max_length=12, unique=True)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="plans")
    scenario_version = models.PositiveIntegerField()
    as_of = models.DateField()
    rules = models.CharField(max_length=24)
    ask = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    seconds = models.FloatField(default=0.0)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["scenario", "digest"], name="choice_plan_digest")]

    def __str__(self) -> str:
        return self.public_id
