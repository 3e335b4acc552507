"""What a leader asked an office, and what it answered."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.ledger.models import Promise
from rembuk.office.seats.models import Office


class About(models.TextChoices):
    """What a question is about."""

    PROMISE = "janji", _("satu janji")
    LATE = "lewat", _("janji yang lewat tenggat")
    CELLS = "isian", _("isian indikator yang kosong")


class QuestionState(models.TextChoices):
    """Where a question stands."""

    WAITING = "menunggu", _("menunggu jawaban")
    ANSWERED = "dijawab", _("dijawab")
    CLOSED = "selesai", _("selesai")


class Question(models.Model):
    """One question to one office. `subject` is the public id of the promise, else "": a question
    about the same thing that still waits is the same question. `due` is the day an answer is asked
    for; `version` grows with every act."""

    public_id = models.CharField(max_length=12, unique=True)
    about = models.CharField(max_length=8, choices=About.choices)
    subject = models.CharField(max_length=40, blank=True)
    promise = models.ForeignKey(
        Promise, null=True, blank=True, on_delete=models.PROTECT, related_name="questions"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="questions")
    place_code = models.CharField(max_length=20, db_index=True)
    text = models.CharField(max_length=400)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="questions_asked")
    asked_at = models.DateTimeField()
    due = models.DateField()
    state = models.CharField(
        max_length=8, choices=QuestionState.choices, default=QuestionState.WAITING.value
    )
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="questions_answered"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = [
            models.Index(fields=["office", "state", "due"], name="question_office"),
            models.Index(fields=["asked_by", "state"], name="question_asker"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "about", "subject", "place_code"],
                condition=models.Q(state="menunggu"),
                name="question_waits_once",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def waiting(self) -> bool:
        """Whether the office must still answer."""
        return self.state == QuestionState.WAITING

    def days_late(self, on: dt.date) -> int:
        """Days past the day an answer was asked for; 0 when it is not late."""
        return max(0, (on - self.due).days) if self.waiting else 0


class QuestionEvent(Happened):
    """What was done to a question: asked, answered, asked on, closed."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="events")
