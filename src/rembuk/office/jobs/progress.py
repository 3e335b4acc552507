"""What a running job may say and hear: progress out, cancel in."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.utils import timezone

from .models import Job

EVERY: Final = 0.5
"""Seconds between two writes of progress."""


class Cancelled(Exception):  # noqa: N818 - an outcome the user asked for, not an error
    """The user asked to stop. Raised by a progress call, between two transactions."""


class JobError(Exception):
    """A job cannot go on; the text is for the user and holds no personal data."""


@dataclass
class Handle:
    """Passed to the work: call it with stage, done and total."""

    job_id: UUID
    _stage: str = field(default="", repr=False)
    _written: float = field(default=0.0, repr=False)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Write progress and a heartbeat (at most twice a second); raise `Cancelled` if asked."""
        now = time.monotonic()
        if stage == self._stage and done < total and now - self._written < EVERY:
            return
        self._stage, self._written = stage, now
        jobs = Job.objects.filter(pk=self.job_id)
        jobs.update(stage=stage[:80], done=done, total=total, heartbeat_at=timezone.now())
        if jobs.filter(cancel_asked=True).exists():
            raise Cancelled


def silent(stage: str, done: int, total: int) -> None:
    """A progress that nobody follows."""
