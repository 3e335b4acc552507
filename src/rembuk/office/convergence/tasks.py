"""Background work of the room."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from rembuk.office.convergence import opening
from rembuk.office.convergence.chasing import overdue
from rembuk.office.convergence.computing import run
from rembuk.office.convergence.models import Year, YearState
from rembuk.office.convergence.turns import waiting
from rembuk.office.intake.models import Import
from rembuk.office.jobs import queue
from rembuk.office.jobs.registry import Handle, job
from rembuk.office.places.scope import contains

CHASE: Final = "kejar-indikator"
COUNT: Final = "hitung-indikator"
OPEN: Final = "buka-periode"


def _board(subject: str) -> str:
    return reverse("convergence:chase")


@job(CHASE, label=gettext_noop("Janji dari sel kosong"), page=_board, every=dt.timedelta(days=1))
def chase(progress: Handle) -> str:
    """Promises follow their cells; cells late for long enough become promises; who lets a batch
    wait too long is reminded."""
    today = timezone.localdate()
    made, moved = overdue.daily(today)
    running = Year.objects.filter(state=YearState.RUNNING, year__gte=today.year - 1)
    reminded = sum(waiting.remind(one, today) for one in running)
    return f"{made} {moved} {reminded}"


def _counted(subject: str) -> str:
    if not subject.isdigit():
        return reverse("convergence:home")
    return reverse("convergence:counted", args=[int(subject)])


@job(
    COUNT, label=gettext_noop("Menghitung indikator dari catatan"), page=_counted,
    every=dt.timedelta(days=1),
)  # fmt: skip
def count(progress: Handle, district: str = "", year: int | None = None) -> str:
    """Count the quantities of a year from records; once a day of every year that is worked on,
    of this year and the last."""
    newest = timezone.localdate().year
    years = Year.objects.filter(state=YearState.RUNNING)
    if year is not None:
        years = years.filter(year=year, district_code=district)
    else:
        years = years.filter(year__gte=newest - 1, year__lte=newest)
    done = [run.recompute(one, progress=progress) for one in years.order_by("year")]
    return f"{sum(one.changed for one in done)} {sum(one.cells for one in done)}"


def recount(imported: Import) -> None:
    """Queue a count of the years that rest on what was brought in or taken back: those worked on
    in its district, this year and the last. Years of which a count waits already are not queued
    twice."""
    newest = timezone.localdate().year
    years = Year.objects.filter(state=YearState.RUNNING, year__gte=newest - 1, year__lte=newest)
    for one in years:
        there = imported.place_code
        if contains(one.district_code, there) or contains(there, one.district_code):
            queue.enqueue(COUNT, str(one.year), district=one.district_code, year=one.year)


def _years(subject: str) -> str:
    return reverse("convergence:years")


@job(OPEN, label=gettext_noop("Membuka periode baru"), page=_years, every=dt.timedelta(days=1))
def open_begun(progress: Handle) -> str:
    """Cells of periods that have begun, of every year that is worked on: a new month is there
    before anybody types."""
    today = timezone.localdate()
    found = Year.objects.filter(state=YearState.RUNNING).order_by("year")
    return str(sum(opening.open_begun(one, today, progress).added for one in found))
