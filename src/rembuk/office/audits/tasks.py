"""Background work of the audit room."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_noop

from rembuk.office.audits.following import measured as following
from rembuk.office.jobs.progress import Handle
from rembuk.office.jobs.registry import job


@job(
    "audit-ukur-ulang",
    label=gettext_noop("Mengambil ukur ulang kasus audit"),
    every=dt.timedelta(days=1),
)
def draw_again(progress: Handle) -> None:
    """Draw measurings again from posyandu once a day."""
    progress("Mengambil ukur ulang kasus audit", 0, 1)
    following.draw_all(timezone.localdate())
