"""A referral: opened, arrived, answered, returned."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.models import Account
from rembuk.office.accompaniment.models.accompaniments import Accompaniment
from rembuk.office.accompaniment.models.visits import Visit
from rembuk.office.seats.models import Office


class Haste(models.TextChoices):
    """How soon the person must be there."""

    NOW = "segera", _("Segera, ada tanda bahaya")
    USUAL = "biasa", _("Biasa")


class Referral(models.Model):
    """One referral with the four days that districts' registers lack. `due_on` is the day by which
    the next of them is expected; None when nothing is waited for."""

    public_id = models.CharField(max_length=12, unique=True)
    key = models.CharField(max_length=36, unique=True)
    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.CASCADE, related_name="referrals"
    )
    visit = models.ForeignKey(Visit, null=True, on_delete=models.SET_NULL, related_name="referrals")
    place_code = models.CharField(max_length=20)
    origin = models.CharField(max_length=80)
    to_office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    to_name = models.CharField(max_length=120)
    why = models.CharField(max_length=300)
    urgency = models.CharField(max_length=8, choices=Haste.choices, default=Haste.USUAL)
    opened_on = models.DateField()
    arrived_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    answer = models.CharField(max_length=1000, blank=True)
    cancelled_on = models.DateField(null=True)
    cancelled_why = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    opened_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-opened_on", "-pk")
        indexes = [models.Index(fields=["place_code", "due_on"])]

    def __str__(self) -> str:
        return self.public_id

    @property
    def waiting(self) -> bool:
        """Whether an answer is still waited for."""
        return self.answered_on is None and self.cancelled_on is None
