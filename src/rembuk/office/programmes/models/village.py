"""The draft list a village makes for its RKPDes before anything of it is an activity."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account


class VillageDraft(models.Model):
    """The list of one village for one year. `money` is what the village sets aside for it in
    rupiah (None: all that is left of the ceiling). `rows` in their order: {key, intervention,
    title, group, volume, unit, price, why, activity}; `activity` is the public id once a row was
    proposed. It begins as what the figures suggest and is the village's own from the first
    change on."""

    public_id = models.CharField(max_length=12, unique=True)
    place_code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    money = models.BigIntegerField(null=True, blank=True)
    rows = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("year", "place_code")
        constraints = [
            models.UniqueConstraint(fields=["place_code", "year"], name="village_draft_once"),
            models.CheckConstraint(
                condition=models.Q(money__isnull=True) | models.Q(money__gte=0),
                name="village_draft_money",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_code} {self.year}"


class VillageDraftEvent(Happened):
    """What was done to a list: begun, changed, proposed."""

    draft = models.ForeignKey(VillageDraft, on_delete=models.PROTECT, related_name="events")
