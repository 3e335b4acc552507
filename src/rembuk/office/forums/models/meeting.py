"""Meetings: agenda, who is asked and who came, materials, the paper list of attendance."""

from __future__ import annotations

import datetime as dt

from django.db import models

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.documents.models import Document, Scan
from rembuk.office.forums.models.words import How, Kind, MeetingState, Reply
from rembuk.office.seats.models import Office, Seat


class Meeting(models.Model):
    """One meeting of a place. `year` is the year it is held for, `plan_year` the year its plan is
    made for (n + 1). `template` and `template_version` name the agenda it was made from; `token`
    is what the attendance code on the wall carries. `previous` is the one whose results it opens
    with."""

    public_id = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    place_code = models.CharField(max_length=20, db_index=True)
    year = models.PositiveSmallIntegerField()
    plan_year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=300, blank=True)
    state = models.CharField(
        max_length=12, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    template = models.CharField(max_length=40)
    template_version = models.CharField(max_length=24)
    host = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings_hosted"
    )
    chair_seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    secretary = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="following"
    )
    token = models.CharField(max_length=40, unique=True)
    cancelled_why = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-starts_at", "-pk")
        indexes = [
            models.Index(fields=["place_code", "kind", "starts_at"], name="meeting_place_kind"),
            models.Index(fields=["year", "kind"], name="meeting_year_kind"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def template_since(self) -> dt.date:
        """The day from which the template of its agenda holds."""
        return dt.date.fromisoformat(self.template_version)

    @property
    def open(self) -> bool:
        """Whether its decisions can still be typed: it runs, or it is held and not yet signed."""
        return self.state in {MeetingState.RUNNING, MeetingState.HELD}

    @property
    def coming(self) -> bool:
        """Whether it is still before it starts."""
        return self.state in {MeetingState.PLANNED, MeetingState.INVITED}


class MeetingEvent(Happened):
    """What was done to a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="events")


class AgendaItem(models.Model):
    """One point of the agenda; `code` is the template's, "" where the office added it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=240)
    minutes = models.PositiveSmallIntegerField(default=0)
    notes = models.TextField(blank=True)
    owner_office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.code or str(self.order)


class Invitee(models.Model):
    """Somebody asked to come: an office, a seat, a party named in the template, or a person.
    `document` is the letter they were asked by."""

    public_id = models.CharField(max_length=12, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitees")
    party = models.CharField(max_length=160)  # as it stands on the letter and on the list
    code = models.CharField(max_length=40, blank=True)  # the template's party
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=24, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=12, choices=Reply.choices, blank=True)
    answer_note = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.public_id


class AttendanceSheet(models.Model):
    """The list printed to be signed by hand, its scan bound by hash, and how many signatures
    somebody counted on it."""

    public_id = models.CharField(max_length=12, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="sheets")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    scan = models.ForeignKey(
        Scan, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    counted = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.public_id


class Attendance(models.Model):
    """Somebody who came. `by` is empty where they signed in themselves with the code on the wall.
    `withdrawn_at` takes a wrong line back; it stays."""

    public_id = models.CharField(max_length=12, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    invitee = models.ForeignKey(
        Invitee, null=True, blank=True, on_delete=models.SET_NULL, related_name="attendances"
    )
    name = models.CharField(max_length=120)
    party = models.CharField(max_length=160, blank=True)
    how = models.CharField(max_length=8, choices=How.choices)
    sheet = models.ForeignKey(
        AttendanceSheet, null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.public_id


class Material(models.Model):
    """A paper of the meeting: the social map, slides, the data sheet as it was printed. `code` is
    the template's paper, "" for another one; `public` may go with the published commitment."""

    public_id = models.CharField(max_length=12, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="materials")
    code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=160)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    public = models.BooleanField(default=False)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.public_id
