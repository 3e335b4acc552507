"""A cycle of the audit (one semester), its four steps, its team and the decrees behind it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.access.terms import SinceQuerySet
from rembuk.office.audits.models.words import CycleState, Expertise, Part


class Cycle(models.Model):
    """One cycle of a district. `quotas` (group -> number) and `gates` (setting code -> value) are
    copied from the reference when the cycle is made and belong to it from then on."""

    public_id = models.CharField(max_length=12, unique=True)
    district_code = models.CharField(max_length=20, db_index=True)
    year = models.PositiveSmallIntegerField()
    semester = models.PositiveSmallIntegerField()  # 1 or 2
    name = models.CharField(max_length=120)
    kecamatan = models.JSONField(default=list)  # codes the audit works in
    quotas = models.JSONField(default=dict)
    gates = models.JSONField(default=dict)
    rule_version = models.CharField(max_length=24, blank=True)
    state = models.CharField(max_length=12, choices=CycleState.choices, default=CycleState.RUNNING)
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-year", "-semester")
        constraints = [
            models.UniqueConstraint(
                fields=["district_code", "year", "semester"], name="audit_cycle_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def closed(self) -> bool:
        """Whether nothing of the cycle may change any more."""
        return self.state == CycleState.CLOSED


class CycleStep(models.Model):
    """Planned and actual days of one of the four steps."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()  # 1 team, 2 audit, 3 dissemination, 4 follow-up
    planned_from = models.DateField(null=True)
    planned_to = models.DateField(null=True)
    started_on = models.DateField(null=True)
    finished_on = models.DateField(null=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="audit_step_once")]

    def __str__(self) -> str:
        return str(self.number)


class CycleEvent(Happened):
    """What was done to a cycle, its team and its steps."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="events")


class Decree(models.Model):
    """The decree (SK) that forms or changes the team: number, day, signed file; `document` is the
    public id of the annex made by `documents`."""

    public_id = models.CharField(max_length=12, unique=True)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="decrees")
    number = models.CharField(max_length=80)
    on = models.DateField()
    about = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    document = models.CharField(max_length=16, blank=True)
    added_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="audit_decree_once")
        ]

    def __str__(self) -> str:
        return self.number


class MemberQuerySet(SinceQuerySet["TeamMember"]):
    """Members by day."""


class TeamMember(models.Model):
    """Somebody in the team, for a term (`until` exclusive). `kecamatan` narrows a technical
    member's part of the cycle; empty is all of it. `remote` sits in the panel from afar."""

    public_id = models.CharField(max_length=12, unique=True)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="members")
    part = models.CharField(max_length=20, choices=Part.choices)
    expertise = models.CharField(max_length=12, choices=Expertise.choices, blank=True)
    name = models.CharField(max_length=120)
    nip = models.CharField(max_length=24, blank=True)
    seat = models.CharField(max_length=120, blank=True)
    institution = models.CharField(max_length=120, blank=True)
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="audit_parts"
    )
    kecamatan = models.JSONField(default=list, blank=True)
    remote = models.BooleanField(default=False)
    substitute_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="substitutes"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("part", "expertise", "since", "pk")
        indexes = [models.Index(fields=["account", "since"])]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.get_expertise_display()}".strip()


class VacantSeat(models.Model):
    """An expert's seat that stays empty in this cycle, and why: a recorded exception."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="vacant_seats")
    expertise = models.CharField(max_length=12, choices=Expertise.choices)
    reason = models.TextField()
    noted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("kursi kosong")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "expertise"], name="audit_vacant_once")
        ]

    def __str__(self) -> str:
        return self.expertise
