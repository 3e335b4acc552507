"""Follow-up: measuring again, how each case ended, the report of the cycle."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.models import Account
from rembuk.office.audits.models.cases import Case
from rembuk.office.audits.models.cycle import Cycle
from rembuk.office.audits.models.words import OutcomeWord
from rembuk.office.posyandu.models import Measurement


class Remeasure(models.Model):
    """A measuring again, due so many months after the conclusion; drawn from posyandu."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="remeasures")
    month = models.PositiveSmallIntegerField()  # 1, 3, 6
    due = models.DateField()
    on = models.DateField(null=True)
    measurement = models.ForeignKey(
        Measurement, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    z = models.FloatField(null=True)
    criteria_before = models.JSONField(default=dict)  # {code: true | false | null}
    criteria_after = models.JSONField(default=dict)
    rule_version = models.CharField(max_length=24, blank=True)

    class Meta:
        ordering = ("month",)
        constraints = [
            models.UniqueConstraint(fields=["case", "month"], name="audit_remeasure_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.month}"


class Outcome(models.Model):
    """How a case ended and what it teaches for like cases."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="outcome")
    outcome = models.CharField(max_length=12, choices=OutcomeWord.choices)
    lesson = models.TextField(blank=True)
    suggested = models.CharField(max_length=12, blank=True)  # what the rule said, with its reasons
    suggested_why = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)  # why another word was chosen
    rule_version = models.CharField(max_length=24, blank=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.outcome


class Report(models.Model):
    """A report of the cycle; `document` is its public id among the documents."""

    public_id = models.CharField(max_length=12, unique=True)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="reports")
    document = models.CharField(max_length=16, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True)

    class Meta:
        ordering = ("made_at", "pk")

    def __str__(self) -> str:
        return self.public_id
