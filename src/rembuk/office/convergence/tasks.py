"""Background work of the room."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from rembuk.office.convergence import overdue
from rembuk.office.jobs.registry import Handle, job

CHASE: Final = "kejar-indikator"


def _board(subject: str) -> str:
    return reverse("convergence:chase")


@job(CHASE, label=gettext_noop("Janji dari sel kosong"), page=_board, every=dt.timedelta(days=1))
def chase(progress: Handle) -> str:
    """Promises follow their cells; cells late for long enough become promises."""
    made, moved = overdue.daily(timezone.localdate())
    return f"{made} {moved}"
