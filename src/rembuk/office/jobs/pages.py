"""The page that follows one job."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from rembuk.office.access.policies import policy

from . import queue, registry
from .models import Job


def _own(request: HttpRequest, pk: UUID) -> Job:
    """A job is shown to who asked for it."""
    job = get_object_or_404(Job, pk=pk)
    if job.requested_by_id is not None and job.requested_by_id != request.user.pk:
        raise PermissionDenied
    return job


def context(job: Job) -> dict[str, object]:
    """What the progress partial needs."""
    kind = registry.kind(job.kind)
    return {"job": job, "kind": kind, "next": kind.page(job.subject) if kind.page else ""}


@policy("masuk")
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Progress of one job; htmx asks for the partial every second while it is active."""
    job = _own(request, pk)
    if getattr(request, "htmx", False):
        response = render(request, "jobs/_progress.html", context(job))
        if not job.active:
            response["HX-Refresh"] = "true"
        return response
    return render(request, "jobs/progress.html", context(job))


@require_POST
@policy("masuk")
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the job to stop, and show how far that is."""
    queue.cancel(_own(request, pk))
    return redirect("jobs:progress", pk)
