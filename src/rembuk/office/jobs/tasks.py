"""The one django-tasks task: perform a job and write down how it ended."""

from __future__ import annotations

import logging
import traceback
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django_tasks import task

from . import registry
from .models import Job, State
from .progress import Cancelled, Handle, JobError
from .queue import me

log = logging.getLogger("rembuk.jobs")


@task()
def perform(job_id: str) -> None:
    """Run a waiting job. Never raises: a traceback in the queue's table could hold a person."""
    now = timezone.now()
    claimed = Job.objects.filter(pk=UUID(job_id), state=State.WAITING).update(
        state=State.RUNNING,
        started_at=now,
        heartbeat_at=now,
        worker=me(),
        attempts=F("attempts") + 1,
    )
    if not claimed:
        return  # cancelled while it waited, or taken by another worker
    job = Job.objects.get(pk=UUID(job_id))
    try:
        said = registry.kind(job.kind).work(Handle(job.pk), **job.args)
    except Cancelled:
        _end(job, State.CANCELLED, "")
    except JobError as problem:
        _end(job, State.FAILED, str(problem))
    except Exception as problem:
        where = "".join(traceback.format_tb(problem.__traceback__))
        log.error("job %s (%s) failed: %s\n%s", job.pk, job.kind, type(problem).__name__, where)
        short = str(job.pk)[:8]
        _end(
            job,
            State.FAILED,
            f"Terjadi kesalahan di server (kode {short}). Data yang sudah tersimpan aman; "
            "coba lagi, dan beri tahu admin bila berulang.",
        )
    else:
        _end(job, State.DONE, said if isinstance(said, str) else "")


def _end(job: Job, state: State, message: str) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=state, message=message, finished_at=timezone.now(), heartbeat_at=timezone.now()
    )
