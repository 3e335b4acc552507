"""What was spent in a period, and what reached whom, with proof."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Case, Q, Value, When

from rembuk.office.access.models import Account
from rembuk.office.people.models import Family, Person
from rembuk.office.programmes.models.activity import Activity
from rembuk.office.programmes.models.words import DeliveryState, Recipient

STANDING: Final = Case(
    When(Q(taken_back_at__isnull=False), then=Value(DeliveryState.TAKEN_BACK.value)),
    When(Q(verified_at__isnull=False), then=Value(DeliveryState.VERIFIED.value)),
    When(proof_path="", then=Value(DeliveryState.BARE.value)),
    default=Value(DeliveryState.PROVEN.value),
)
"""Where a delivery stands, worked out by the database itself: it cannot be stale."""


class Realisation(models.Model):
    """Rupiah spent on an activity in one month (`period` "2026-03"), not cumulative."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="realisations")
    period = models.CharField(max_length=7)
    spent = models.BigIntegerField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("activity", "period")
        constraints = [
            models.UniqueConstraint(fields=["activity", "period"], name="realisation_once"),
            models.CheckConstraint(condition=models.Q(spent__gte=0), name="realisation_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.activity} {self.period}"


class Delivery(models.Model):
    """One handing over. Exactly the reference its kind asks for is set: a person, a family, or
    only the place. A mistaken one is taken back with a reason and stays; it no longer counts.
    `year` is its activity's, which never changes: lists of a year walk one index."""

    public_id = models.CharField(max_length=12, unique=True)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="deliveries")
    year = models.PositiveSmallIntegerField()
    on = models.DateField()
    place_code = models.CharField(max_length=20)
    recipient_kind = models.CharField(max_length=10, choices=Recipient.choices)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    family = models.ForeignKey(
        Family, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    volume = models.DecimalField(max_digits=14, decimal_places=2)
    unit = models.CharField(max_length=40)
    amount = models.BigIntegerField(null=True, blank=True)  # rupiah
    note = models.CharField(max_length=300, blank=True)
    proof_path = models.CharField(max_length=200, blank=True)
    proof_kind = models.CharField(max_length=12, blank=True)
    proof_sha256 = models.CharField(max_length=64, blank=True)
    verified_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_reason = models.CharField(max_length=300, blank=True)
    state = models.GeneratedField(
        expression=STANDING, output_field=models.CharField(max_length=12), db_persist=True
    )

    class Meta:
        ordering = ("-on", "-pk")
        indexes = [
            models.Index(fields=["place_code", "on"], name="delivery_place"),
            models.Index(
                fields=["year", "-on", "-id", "state", "place_code", "activity"],
                name="delivery_year_newest",
            ),  # whole lists, counts and pages are told from it alone
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True)
                | models.Q(by__isnull=True)
                | ~models.Q(verified_by=models.F("by")),
                name="delivery_verified_by_another",
            ),
            models.CheckConstraint(condition=models.Q(volume__gt=0), name="delivery_volume"),
            models.CheckConstraint(
                condition=models.Q(
                    recipient_kind="orang", person__isnull=False, family__isnull=True
                )
                | models.Q(recipient_kind="keluarga", person__isnull=True, family__isnull=False)
                | models.Q(recipient_kind="wilayah", person__isnull=True, family__isnull=True),
                name="delivery_recipient",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def counts(self) -> bool:
        """Whether it stands."""
        return self.taken_back_at is None
