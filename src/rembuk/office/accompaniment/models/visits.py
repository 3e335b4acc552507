"""What happened at one visit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.models import Account
from rembuk.office.accompaniment.models.accompaniments import Accompaniment


class Where(models.TextChoices):
    """Where a visit took place."""

    HOME = "rumah", _("Rumah")
    POST = "posyandu", _("Posyandu")
    CENTRE = "faskes", _("Puskesmas atau pustu")
    PHONE = "telepon", _("Telepon atau pesan")


class Visit(models.Model):
    """One visit as it was written. `key` is made on the phone: sent twice it is kept once. A visit
    taken back stays to be read. `seen` is {code: "ya" | "tidak"}, `given` {code: number}."""

    key = models.CharField(max_length=36, unique=True)
    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.CASCADE, related_name="visits"
    )
    planned_on = models.DateField(null=True)
    contact = models.CharField(max_length=16, blank=True)
    on = models.DateField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=80)
    where = models.CharField(max_length=8, choices=Where.choices)
    met = models.BooleanField(default=True)
    seen = models.JSONField(default=dict)
    talked = models.JSONField(default=list)
    given = models.JSONField(default=dict)
    helped = models.JSONField(default=list)
    danger = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    next_on = models.DateField(null=True)
    rule_version = models.CharField(max_length=40, blank=True)  # plan and its first day
    at = models.DateTimeField(auto_now_add=True)
    void_at = models.DateTimeField(null=True)
    void_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    void_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-on", "-pk")
        indexes = [models.Index(fields=["accompaniment", "on"])]

    def __str__(self) -> str:
        return f"{self.accompaniment_id} {self.on}"
