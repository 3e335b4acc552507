"""Put work in the queue, ask it to stop, take it up again after a crash."""

from __future__ import annotations

import datetime as dt
import os
import socket
from pathlib import Path
from typing import Any, Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from . import registry
from .models import Job, State

STALE: Final = dt.timedelta(minutes=3)
"""A running job whose heart did not beat for so long has lost its worker (it beats every 15 s)."""
MAX_ATTEMPTS: Final = 5


def enqueue(kind: str, subject: object, user: AbstractBaseUser | None = None, **args: Any) -> Job:
    """Queue work of `kind` on `subject`; an active job of the same kind and subject is returned
    instead of a second one. `args` must be JSON and hold no personal data."""
    registry.kind(kind)
    with transaction.atomic():
        active = Job.objects.filter(
            kind=kind, subject=str(subject), state__in=[State.WAITING, State.RUNNING]
        ).first()
        if active is not None:
            return active
        job = Job.objects.create(
            kind=kind,
            subject=str(subject),
            args=args,
            requested_by_id=getattr(user, "pk", None),
        )
    _send(job)
    job.refresh_from_db()
    return job


def cancel(job: Job) -> None:
    """Ask a job to stop. One that still waits stops at once, a running one at its next step."""
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    Job.objects.filter(pk=job.pk, state=State.WAITING).update(
        state=State.CANCELLED, finished_at=timezone.now()
    )
    job.refresh_from_db()


def last(kind: str, subject: object) -> Job | None:
    """The newest job of `kind` on `subject`."""
    return Job.objects.filter(kind=kind, subject=str(subject)).order_by("-created_at").first()


RECURRING: Final = "berkala"
"""Subject of work that is due by itself."""


def enqueue_due() -> list[Job]:
    """Queue the recurring work whose last run began longer ago than its interval. Called at every
    heartbeat: while one waits or runs, or has run, nothing happens."""
    queued = []
    for kind in registry.recurring():
        newest = last(kind.code, RECURRING)
        if newest is None or kind.every is None or newest.created_at <= timezone.now() - kind.every:
            queued.append(enqueue(kind.code, RECURRING))
    return queued


def me() -> str:
    """This process, as host:pid."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def resume() -> list[Job]:
    """Queue again every job whose worker died. Safe because all work is idempotent."""
    taken = []
    now = timezone.now()
    for job in Job.objects.filter(state=State.RUNNING).exclude(worker=me()):
        beat = job.heartbeat_at or job.started_at or job.created_at
        if not _dead(job.worker) and beat > now - STALE:
            continue
        claimed = Job.objects.filter(
            Q(heartbeat_at=job.heartbeat_at), pk=job.pk, state=State.RUNNING, worker=job.worker
        )
        if job.attempts >= MAX_ATTEMPTS:
            claimed.update(
                state=State.FAILED,
                finished_at=now,
                message=gettext_noop("Terhenti berulang kali di server."),
            )
        elif claimed.update(state=State.WAITING, worker="", heartbeat_at=None):
            _send(job)
            taken.append(job)
    return taken


def _dead(worker: str) -> bool:
    """Whether `worker` is a process of this machine that no longer runs."""
    host, _, pid = worker.rpartition(":")
    if host != socket.gethostname()[:60] or not pid.isdigit():
        return False
    if (stat := Path(f"/proc/{pid}/stat")).exists():  # a killed child not yet reaped is dead too
        return stat.read_text(errors="replace").rpartition(")")[2].split()[0] in {"Z", "X"}
    return Path("/proc/self").exists()  # without /proc (Windows) the heartbeat decides


def _send(job: Job) -> None:
    from .tasks import perform

    perform.enqueue(str(job.pk))
