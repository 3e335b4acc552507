"""What a review of a year said, what was decided on it, and the editions it was frozen in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.convergence.models import Year
from rembuk.office.insight.models.stated import Stated
from rembuk.office.ledger.models import Promise
from rembuk.office.review.models.frozen import Frozen


class Side(models.TextChoices):
    """Which half of the review a line stands in."""

    STRENGTH = "kekuatan", _("Yang berjalan baik")
    SHORTFALL = "kekurangan", _("Yang masih kurang")


class Said(models.TextChoices):
    """What the office said of a line the rules drafted."""

    ACCEPTED = "diterima", _("Diterima")
    EDITED = "diubah", _("Diubah kantor")
    REJECTED = "ditolak", _("Tidak dipakai")
    OWN = "sendiri", _("Ditulis kantor")


class Finding(models.Model):
    """One line the office decided on. `rule` and `subject` are the rule that drafted it and what
    about (an indicator, an office); both "" where the office wrote it. `drafted` and `facts` are
    what the rule said on that day: when it says something else later, the page tells."""

    public_id = models.CharField(max_length=12, unique=True)
    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="findings")
    place_code = models.CharField(max_length=20)
    side = models.CharField(max_length=12, choices=Side.choices)
    rule = models.CharField(max_length=48, blank=True)
    subject = models.CharField(max_length=64, blank=True)
    drafted = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    words = models.TextField()
    said = models.CharField(max_length=12, choices=Said.choices)
    reason = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("side", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "place_code", "rule", "subject"],
                condition=~models.Q(rule=""),
                name="review_finding_once",
            )
        ]

    def __str__(self) -> str:
        return self.rule or self.public_id

    @property
    def stands(self) -> bool:
        """Whether it is in the review."""
        return self.said != Said.REJECTED


class FindingEvent(Happened):
    """What was done to a line."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="events")


class Improvement(Stated):
    """An improvement decided in the review of a year. Owner, due day and standing are the
    promise's: here is only where it came from."""

    public_id = models.CharField(max_length=12, unique=True)
    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="improvements")
    place_code = models.CharField(max_length=20)
    finding = models.ForeignKey(
        Finding, null=True, on_delete=models.PROTECT, related_name="improvements"
    )
    promise = models.OneToOneField(Promise, on_delete=models.PROTECT, related_name="improvement")

    def __str__(self) -> str:
        return self.public_id


class Reviewed(Frozen):
    """A review as it was frozen."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="reviews")

    class Meta(Frozen.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["year", "place_code", "edition"], name="review_edition_once"
            )
        ]
