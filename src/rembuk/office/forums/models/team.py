"""TPPS teams of a place by decree, and who is in them, for how long, in whose stead."""

from __future__ import annotations

import datetime as dt

from django.db import models

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.access.terms import TermQuerySet
from rembuk.office.forums.models.words import Level, Part
from rembuk.office.seats.models import Office, Seat


class TeamQuerySet(TermQuerySet["Team"]):
    """Teams by day."""


class Team(models.Model):
    """A team as one decree formed it; a new decree is a new row and ends the one before.
    `head_seat` is the seat that leads it: which seat that is differs from district to district."""

    public_id = models.CharField(max_length=12, unique=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    place_code = models.CharField(max_length=20, db_index=True)
    decree_number = models.CharField(max_length=80)
    decree_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    head_seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="teams_led"
    )
    path = models.CharField(max_length=200, blank=True)  # the signed decree, when it was kept
    sha256 = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=8, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ("place_code", "-valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=["place_code", "decree_number"], name="team_decree_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="team_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.decree_number

    @property
    def last_day(self) -> dt.date | None:
        """The last day it is in force, as a decree says it."""
        return self.valid_to - dt.timedelta(days=1) if self.valid_to else None

    def stands(self, day: dt.date) -> bool:
        """Whether it is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class OfTeamQuerySet(TermQuerySet["Member"]):
    """Members by day."""

    begins = "term_from"
    ends = "term_to"


class Member(models.Model):
    """Somebody in a team, for a term (`term_to` exclusive). `field` is a code of
    `tpps_fields.yaml`, "" outside the fields; `institution` names what is not an office here."""

    public_id = models.CharField(max_length=12, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    part = models.CharField(max_length=12, choices=Part.choices)
    field = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=120)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    institution = models.CharField(max_length=120, blank=True)
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="team_parts"
    )
    term_from = models.DateField()
    term_to = models.DateField(null=True, blank=True)
    substitute_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="substitutes"
    )
    version = models.PositiveIntegerField(default=1)

    objects = OfTeamQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["account", "term_from"], name="forum_member_account")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the term."""
        return self.term_to - dt.timedelta(days=1) if self.term_to else None


class TeamEvent(Happened):
    """What was done to a team and its members."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="events")
