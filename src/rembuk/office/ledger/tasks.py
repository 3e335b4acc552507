"""Background work of the ledger."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_noop

from rembuk.office.jobs.registry import Handle, job
from rembuk.office.ledger import escalating

KIND: Final = "ingatkan-janji"


def _page(subject: str) -> str:
    return reverse("ledger:home")


@job(KIND, label=gettext_noop("Mengingatkan janji"), page=_page, every=dt.timedelta(days=1))
def remind(progress: Handle) -> str:
    """Write today's reminders."""
    return str(escalating.remind(progress=progress))
