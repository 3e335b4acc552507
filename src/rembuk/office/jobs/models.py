"""A piece of background work with its progress. The queue itself is django-tasks."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class State(models.TextChoices):
    """Life of a job."""

    WAITING = "menunggu", "menunggu"
    RUNNING = "berjalan", "berjalan"
    DONE = "selesai", "selesai"
    FAILED = "gagal", "gagal"
    CANCELLED = "dibatalkan", "dibatalkan"


class Job(models.Model):
    """Progress, heartbeat and outcome of one background task."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64, db_index=True)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=80, blank=True)
    message = models.TextField(blank=True)
    cancel_asked = models.BooleanField(default=False)
    worker = models.CharField(max_length=80, blank=True)  # host:pid that runs it
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def active(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in {State.WAITING, State.RUNNING}

    @property
    def percent(self) -> int:
        """Progress of the present stage, 0-100."""
        return min(100, round(100 * self.done / self.total)) if self.total else 0
