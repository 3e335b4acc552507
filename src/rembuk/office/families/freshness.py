"""Whether the derived figures of families are true of the data of today; if not, they are made
anew once, in the background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.conf import settings

from rembuk.office.families import services
from rembuk.office.families.tasks import KIND
from rembuk.office.jobs import queue
from rembuk.office.jobs.models import Job, State
from rembuk.office.people.models import Family
from rembuk.office.places.scope import within


@dataclass(frozen=True)
class Freshness:
    """`segar`: figures are of today; `menghitung`: work is under way; `gagal`: it failed and
    nothing new came since; `kosong`: there is no family. `why`: see `services.why_stale`."""

    state: Literal["segar", "menghitung", "gagal", "kosong"]
    job: Job | None = None
    why: str = ""


def refreshed(place: str) -> Freshness:
    """The state of a place's figures. Work is queued when they are old and none is under way; after
    a failure only when something new came in."""
    why = services.why_stale(place)
    if not why:
        if not Family.objects.filter(within("place_code", place[:13])).exists():
            return Freshness("kosong")
        return Freshness("segar")
    last = queue.last(KIND, settings.REMBUK_AREA)
    if last is not None and last.active:
        return Freshness("menghitung", last, why)
    changed = services.changed_at()
    if (
        last is not None
        and last.state == State.FAILED
        and (changed is None or last.created_at > changed)
    ):
        return Freshness("gagal", last)
    job = queue.enqueue(KIND, settings.REMBUK_AREA, place=settings.REMBUK_AREA)
    if job.active:
        return Freshness("menghitung", job, why)
    return Freshness("segar" if job.state == State.DONE else "gagal", job)
