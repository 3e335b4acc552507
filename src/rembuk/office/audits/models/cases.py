"""A case: one person audited in one cycle, and who is in its closed circle."""

from __future__ import annotations

from typing import cast

from django.db import models

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.access.terms import SinceQuerySet
from rembuk.office.audits.models.cycle import Cycle
from rembuk.office.audits.models.words import CaseState, Consent, Group
from rembuk.office.people.models import Family, Person
from rembuk.reference.audits import AuditGroup


class Case(models.Model):
    """One person in one cycle under a code (AKS-014). Outside the circle it does not exist.

    `reasons` are the chips the candidate had when chosen ({code, words facts}); `overridden` says
    why the ranking was not followed. `left` is the answer to a person who moved or died.
    """

    public_id = models.CharField(max_length=12, unique=True)
    code = models.CharField(max_length=12)  # AKS-014, once in a cycle
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="cases")
    group = models.CharField(max_length=8, choices=Group.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="audit_cases")
    family = models.ForeignKey(
        Family, null=True, on_delete=models.SET_NULL, related_name="audit_cases"
    )
    place_code = models.CharField(max_length=20, db_index=True)  # village when chosen
    reserve = models.BooleanField(default=False)
    chosen_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(auto_now_add=True)
    chosen_why = models.TextField(blank=True)
    overridden = models.TextField(blank=True)
    ranked = models.PositiveSmallIntegerField(null=True)  # where the ranking had it
    reasons = models.JSONField(default=list)
    rule_version = models.CharField(max_length=24, blank=True)
    consent = models.CharField(max_length=8, choices=Consent.choices, default=Consent.NOT_YET)
    consent_on = models.DateField(null=True)
    consent_from = models.CharField(max_length=20, blank=True)  # diri, orang-tua, wali
    consent_path = models.CharField(max_length=200, blank=True)
    consent_sha256 = models.CharField(max_length=64, blank=True)
    consent_note = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=CaseState.choices, default=CaseState.CHOSEN)
    red_flags = models.JSONField(default=list)  # codes of criteria and signs
    hospital_needed = models.BooleanField(null=True)
    hospital_on = models.DateField(null=True)
    hospital_answer = models.TextField(blank=True)
    left = models.JSONField(default=dict)  # {why, on, answer, by, at}
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["cycle", "code"], name="audit_case_code_once"),
        ]
        indexes = [
            models.Index(fields=["cycle", "group", "reserve", "state"]),
            models.Index(fields=["person", "cycle"]),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def audit_group(self) -> AuditGroup:
        """The group as the reference types it; the column's choices hold it to these words."""
        return cast(AuditGroup, self.group)


class CaseEvent(Happened):
    """What was done to a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")


class CircleQuerySet(SinceQuerySet["Circle"]):
    """Places in circles by day."""


class Circle(models.Model):
    """An account in the closed circle of a case, for a time (`until` exclusive)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="circle")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="audit_circles")
    why = models.CharField(max_length=20)  # teknis, pakar, ketua, bidan, tpk, lain
    reason = models.TextField(blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    given_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CircleQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        indexes = [models.Index(fields=["account", "case"])]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "account"],
                condition=models.Q(until__isnull=True),
                name="audit_circle_once",
            )
        ]

    def __str__(self) -> str:
        return self.why
