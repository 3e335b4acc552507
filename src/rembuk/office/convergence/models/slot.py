"""What a district adds to the registry itself: incomplete slots filled, conflicts ruled."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.models import Account


class OwnIndicator(models.Model):
    """A slot of an incomplete list, completed by the district with its source and term. `entry` is
    the indicator as the reference writes it; the reference checks it before it is kept."""

    district_code = models.CharField(max_length=20, db_index=True)
    code = models.CharField(max_length=32)
    list_code = models.CharField(max_length=48)
    entry = models.JSONField()
    source = models.CharField(max_length=240)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("list_code", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["district_code", "code", "valid_from"], name="convergence_slot_once"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Ruling(models.Model):
    """How the district settled a conflict about a denominator: which definition, and why."""

    district_code = models.CharField(max_length=20, db_index=True)
    conflict = models.CharField(max_length=48)
    choice = models.CharField(max_length=48)  # quantity code
    reason = models.CharField(max_length=400)
    valid_from = models.DateField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("conflict", "-valid_from", "-pk")

    def __str__(self) -> str:
        return self.conflict
