"""Expert review: who sees which case, causes found, recommendations, the panel's conclusion."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.models import Account
from rembuk.office.audits.models.cases import Case
from rembuk.office.audits.models.cycle import TeamMember
from rembuk.office.audits.models.words import Certainty, Towards, Urgency
from rembuk.office.seats.models import Office


class Assignment(models.Model):
    """An expert to whom a case is given. The opinion stands once it is handed in: until taken back
    it does not change, and only then the expert sees those of the others."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    member = models.ForeignKey(TeamMember, on_delete=models.PROTECT, related_name="assignments")
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)  # the expert's opinion in words
    handed_in_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["case", "member"], name="audit_assignment_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.member_id}"


class Finding(models.Model):
    """A cause one expert names: a code of the cause tree, how sure, on what evidence."""

    public_id = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="findings")
    member = models.ForeignKey(TeamMember, on_delete=models.PROTECT, related_name="findings")
    cause = models.CharField(max_length=16)
    main = models.BooleanField(default=False)
    certainty = models.CharField(max_length=12, choices=Certainty.choices)
    evidence = models.JSONField(default=list)  # [{text, source, on}]
    withdrawn_at = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-main", "cause", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member", "cause"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="audit_finding_once",
            )
        ]

    def __str__(self) -> str:
        return self.cause


class Recommendation(models.Model):
    """What one expert asks for: to whom, how soon, what change is expected, how it is measured."""

    public_id = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="recommendations")
    member = models.ForeignKey(TeamMember, on_delete=models.PROTECT, related_name="recommendations")
    text = models.TextField()
    cause = models.CharField(max_length=16, blank=True)
    intervention = models.CharField(max_length=40, blank=True)
    to = models.CharField(max_length=12, choices=Towards.choices)
    role = models.CharField(max_length=16, blank=True)  # of the cause tree: DINKES, PUPR, ...
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=12, choices=Urgency.choices, default=Urgency.SOON)
    expected = models.TextField(blank=True)
    measured_by = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.public_id


class Conclusion(models.Model):
    """What the panel agrees on, apart from each expert's own opinion."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="conclusion")
    text = models.TextField(blank=True)
    causes = models.JSONField(default=list)  # [{cause, main, certainty}]
    differing = models.TextField(blank=True)  # what the experts see differently
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.case_id)


class Signing(models.Model):
    """A member's signature under one version of a conclusion. `digest` is of everything that was
    signed (see `concluding.content`): a signature under other content no longer holds."""

    conclusion = models.ForeignKey(Conclusion, on_delete=models.CASCADE, related_name="signings")
    member = models.ForeignKey(TeamMember, on_delete=models.PROTECT, related_name="signings")
    version = models.PositiveIntegerField()  # of the conclusion that was signed
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["conclusion", "member", "digest"], name="audit_signing_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.conclusion_id} {self.version}"
