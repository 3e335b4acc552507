"""Background work of accompaniment."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils.translation import gettext_noop

from rembuk.office.accompaniment import opening
from rembuk.office.jobs.progress import Handle
from rembuk.office.jobs.registry import job

KIND: Final = "pendampingan"


@job(KIND, label=gettext_noop("Membuka dan menutup pendampingan"), every=dt.timedelta(days=1))
def follow(progress: Handle) -> None:
    """Follow the cases of children: after an import, and once a day, since ages end with time."""
    progress("Membuka dan menutup pendampingan", 0, 1)
    opening.sync()
