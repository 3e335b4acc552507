"""An activity: problem, what, whose, where, how much, with which money, and how far it came."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.ledger.models import Promise
from rembuk.office.programmes.models.words import ProblemSource, Status, Tag
from rembuk.office.seats.models import Office

LARGEST: Final = F("ceiling_amount").desc(nulls_last=True)
"""The largest ceiling first; those without one at the end, on every database."""


class Activity(models.Model):
    """One activity of a year. `intervention` is a code of the catalogue (empty: none fits);
    `group` a life stage it serves; `ceiling_amount` the rupiah planned for it (pagu);
    `persons_share` the percent of it that reaches persons directly, which the tagging rule asks
    (empty: not judged). `problem_id` is the public id or code of the problem where it was read.
    `version` grows with every act: a form that carries an older one is stale."""

    public_id = models.CharField(max_length=12, unique=True)
    district_code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    problem = models.CharField(max_length=400, blank=True)
    problem_source = models.CharField(
        max_length=12, choices=ProblemSource.choices, default=ProblemSource.OTHER.value
    )
    problem_id = models.CharField(max_length=64, blank=True)
    intervention = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=24, blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="activities")
    place_code = models.CharField(max_length=20)
    volume = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    ceiling_amount = models.BigIntegerField(null=True, blank=True)  # rupiah
    money = models.CharField(max_length=24, blank=True)
    sub_activity_code = models.CharField(max_length=40, blank=True)
    sub_activity_name = models.CharField(max_length=200, blank=True)
    persons_share = models.PositiveSmallIntegerField(null=True, blank=True)  # percent
    tag = models.CharField(max_length=12, choices=Tag.choices, blank=True)
    pillar = models.PositiveSmallIntegerField(null=True, blank=True)  # 1-5
    promise = models.ForeignKey(
        Promise, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PROPOSED.value)
    status_document = models.CharField(max_length=160, blank=True)
    status_line = models.CharField(max_length=80, blank=True)
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("year", "number")
        indexes = [
            models.Index(
                fields=["year", "place_code", "status", "intervention", "group"],
                name="activity_place",
            ),
            models.Index(fields=["year", "office", "status"], name="activity_office"),
            models.Index(fields=["intervention", "year"], name="activity_intervention"),
            models.Index(
                fields=["year", "status", "-ceiling_amount", "number"], name="activity_largest"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["district_code", "year", "number"], name="activity_number"
            ),
            models.CheckConstraint(
                condition=models.Q(persons_share__isnull=True) | models.Q(persons_share__lte=100),
                name="activity_share",
            ),
            models.CheckConstraint(
                condition=models.Q(pillar__isnull=True) | models.Q(pillar__range=(1, 5)),
                name="activity_pillar",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def live(self) -> bool:
        """Whether it is still meant to happen."""
        return self.status != Status.DROPPED

    @property
    def budgeted(self) -> bool:
        """Whether it stands in a budget."""
        return self.status == Status.BUDGET


class ActivityEvent(Happened):
    """What was done to an activity: proposed, changed, moved, tagged, carried, matched."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="events")


class Numbering(models.Model):
    """The last number given to activities of a district in a year."""

    district_code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district_code", "year"], name="numbering_once")
        ]

    def __str__(self) -> str:
        return f"{self.district_code} {self.year}/{self.last}"
