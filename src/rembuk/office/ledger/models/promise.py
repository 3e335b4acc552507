"""A promise: what, for whom, why, whose, by when, with which money, and where it stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.models import Account
from rembuk.office.ledger.states import CLOSED, LIVE, OPEN, State
from rembuk.office.people.models import Family, Person
from rembuk.office.seats.models import Office, Seat


class InterventionKind(models.TextChoices):
    """Split of the national programme (Perpres 72/2021), and what serves neither group itself."""

    SPECIFIC = "spesifik", _("spesifik")
    SENSITIVE = "sensitif", _("sensitif")
    GOVERNANCE = "tata-kelola", _("tata kelola")


class Beneficiary(models.TextChoices):
    """For whom or what it is promised."""

    PERSON = "orang", _("orang")
    FAMILY = "keluarga", _("keluarga")
    AREA = "wilayah", _("wilayah")
    SERVICE = "layanan", _("layanan")
    OFFICE = "kantor", _("kantor")


class Audience(models.TextChoices):
    """Who may read it: whoever has the place, or only offices concerned and without a name."""

    OPEN = "terbuka", _("terbuka")
    RESTRICTED = "terbatas", _("terbatas")


class SourceKind(models.TextChoices):
    """Where a promise comes from."""

    AUDIT = "audit", _("audit kasus")
    FORUM = "rembuk", _("rembuk")
    INDICATOR = "indikator", _("indikator kosong")
    REFERRAL = "rujukan", _("rujukan")
    GRIEVANCE = "pengaduan", _("pengaduan")
    OTHER = "lain", _("lain")


class Priority(models.IntegerChoices):
    """How urgent; the smaller goes first."""

    URGENT = 1, _("mendesak")
    USUAL = 2, _("biasa")
    LATER = 3, _("dapat menunggu")


class Promise(models.Model):
    """One promise. `version` grows with every act: a form that carries an older one is stale.
    `round` counts returns: proof of an earlier round does not finish it again. `case_code` stands
    for the person where names are hidden. `origin` are columns of the audit's follow-up matrix
    (cycle, group, cause, recommendation), never a name."""

    public_id = models.CharField(max_length=12, unique=True)
    number = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=InterventionKind.choices)
    intervention = models.CharField(max_length=40, blank=True)
    beneficiary_kind = models.CharField(max_length=10, choices=Beneficiary.choices)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT)
    place_code = models.CharField(max_length=20)
    audience = models.CharField(
        max_length=10, choices=Audience.choices, default=Audience.OPEN.value
    )
    case_code = models.CharField(max_length=40, blank=True)
    source_kind = models.CharField(max_length=12, choices=SourceKind.choices)
    source_id = models.CharField(max_length=64, blank=True)
    origin = models.JSONField(default=dict, blank=True)
    owner = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="promises")
    owner_seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="promises"
    )
    executor = models.CharField(max_length=120, blank=True)
    volume = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    budget = models.BigIntegerField(null=True, blank=True)
    money = models.CharField(max_length=24, blank=True)
    sub_activity = models.CharField(max_length=120, blank=True)
    start = models.DateField(null=True, blank=True)
    due = models.DateField()
    priority = models.PositiveSmallIntegerField(
        choices=Priority.choices, default=Priority.USUAL.value
    )
    state = models.CharField(max_length=14, choices=State.choices, default=State.PROPOSED.value)
    live = models.BooleanField(default=True)  # somebody must still act: kept for the lists
    percent = models.PositiveSmallIntegerField(default=0)
    obstacle = models.CharField(max_length=300, blank=True)
    spent = models.BigIntegerField(default=0)
    proofs_kept = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    asked_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="promises_asked"
    )
    verifier = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="promises_to_verify"
    )
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="promises_finished"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="promises_verified"
    )

    class Meta:
        ordering = ("due", "priority", "number")
        indexes = [
            # counts by office and by place read the index alone; lists walk it in order of due
            models.Index(
                fields=[
                    "state",
                    "due",
                    "priority",
                    "number",
                    "place_code",
                    "owner",
                    "audience",
                    "verifier",
                    "asked_by",
                    "source_kind",
                    "source_id",
                    "finished_by",
                ],
                name="promise_state_due",
            ),
            models.Index(
                fields=[
                    "owner",
                    "state",
                    "due",
                    "place_code",
                    "audience",
                    "verifier",
                    "asked_by",
                    "source_kind",
                    "source_id",
                    "finished_by",
                    "owner_seat",
                ],
                name="promise_owner_due",
            ),
            models.Index(fields=["live", "due", "priority", "number"], name="promise_order"),
            models.Index(fields=["place_code", "state", "due"], name="promise_place"),
            models.Index(fields=["source_kind", "source_id"], name="promise_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start__isnull=True) | models.Q(due__gte=models.F("start")),
                name="promise_due_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True)
                | models.Q(finished_by__isnull=True)
                | ~models.Q(verified_by=models.F("finished_by")),
                name="promise_verified_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write, with `live` as the state says."""
        self.live = self.state in LIVE
        super().save(*args, **kwargs)

    @property
    def restricted(self) -> bool:
        """Whether names are only for the circle of its source."""
        return self.audience == Audience.RESTRICTED

    @property
    def open(self) -> bool:
        """Whether the owner must still do something."""
        return self.state in OPEN

    @property
    def closed(self) -> bool:
        """Whether nothing is expected any more."""
        return self.state in CLOSED

    def days_late(self, on: dt.date) -> int:
        """Days past the due date while it is still open; 0 when it is not late."""
        return max(0, (on - self.due).days) if self.open else 0


class Counter(models.Model):
    """The last number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}/{self.last}"
