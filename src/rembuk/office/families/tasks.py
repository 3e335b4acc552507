"""Background work of the room of families."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_noop

from rembuk.office.families import services
from rembuk.office.jobs.progress import Handle
from rembuk.office.jobs.registry import job

KIND: Final = "nilai-keluarga"


def _page(subject: str) -> str:
    return reverse("families:list")


@job(KIND, label=gettext_noop("Menilai keluarga"), page=_page, every=dt.timedelta(days=1))
def judge(progress: Handle, place: str = "") -> None:
    """Judge every family anew: after data changed, and once a day, since ages change with time."""
    services.derive(place or settings.REMBUK_AREA, progress)
