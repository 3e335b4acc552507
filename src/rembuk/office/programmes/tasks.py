"""Background work of the room."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_noop

from rembuk.office.access.models import Account
from rembuk.office.jobs.progress import Handle, JobError
from rembuk.office.jobs.registry import job
from rembuk.office.programmes import choices
from rembuk.office.programmes.models import Scenario

CHOOSE: Final = "prioritas"


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
