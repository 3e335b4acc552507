"""Background work of the room."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from rembuk.office.access.models import Account
from rembuk.office.jobs.progress import Handle, JobError
from rembuk.office.jobs.registry import job
from rembuk.office.programmes.board import writing as balancing
from rembuk.office.programmes.models import Scenario
from rembuk.office.programmes.priorities import acts as choices

CHOOSE: Final = "prioritas"
BALANCE: Final = "hitung-imbangan"


def _scenario(subject: str) -> str:
    return reverse("programmes:choice", args=[subject])


@job(CHOOSE, label=gettext_noop("Membagi uang menurut prioritas"), page=_scenario)
def choose(progress: Handle, scenario: str, account: int) -> None:
    """Reckon the plan of a scenario and keep it."""
    found = Scenario.objects.get(public_id=scenario)
    try:
        choices.reckon(found, Account.objects.filter(pk=account).first(), progress)
    except ValidationError as problem:
        raise JobError(" ".join(problem.messages)) from problem


def _board(subject: str) -> str:
    return reverse("programmes:balance")


@job(
    BALANCE, label=gettext_noop("Menghitung kebutuhan dan rencana"), page=_board,
    every=dt.timedelta(days=1),
)  # fmt: skip
def count_balance(progress: Handle, district: str = "") -> str:
    """Count who needs what anew, of this year and the next, with everything planned and done."""
    year, place = timezone.localdate().year, district or str(settings.REMBUK_AREA)
    progress(gettext_noop("menghitung"), 0, 1)
    return str(balancing.recount(place, (year, year + 1)))
