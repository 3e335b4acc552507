"""Background work of the posyandu room."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from rembuk.office.jobs.progress import Handle
from rembuk.office.jobs.registry import job
from rembuk.office.posyandu import services


@job("lihat-dulu", label="Menyusun urutan lihat dulu", every=dt.timedelta(days=1))
def look_again(progress: Handle) -> None:
    """Rank the children once a day: waiting is itself a reason, so ranks change with time alone."""
    progress("Menyusun urutan lihat dulu", 0, 1)
    services.look_again_today(timezone.localdate())
