"""Family companion teams (TPK): a midwife, a kader of the PKK and a kader of family planning."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.models import Account
from rembuk.office.access.terms import SinceQuerySet


class Part(models.TextChoices):
    """Who somebody is in a team."""

    MIDWIFE = "bidan", _("Bidan")
    PKK = "pkk", _("Kader PKK")
    PLANNING = "kb", _("Kader KB")


class Team(models.Model):
    """A team and the village or post it answers for; the nearest one answers."""

    public_id = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    place_code = models.CharField(max_length=20, db_index=True)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place_code", "name")

    def __str__(self) -> str:
        return self.name


class CompanionQuerySet(SinceQuerySet["Companion"]):
    """Companions by day."""


class Companion(models.Model):
    """Somebody in a team, with or without an account."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="companions")
    part = models.CharField(max_length=8, choices=Part.choices)
    name = models.CharField(max_length=120)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = CompanionQuerySet.as_manager()

    class Meta:
        ordering = ("part", "since", "pk")
        indexes = [models.Index(fields=["account", "since"])]

    def __str__(self) -> str:
        return self.part
