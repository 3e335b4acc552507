"""Issuing the report of a cycle: one act, whoever asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.audits import steps
from rembuk.office.audits.models import Case, Cycle, Report
from rembuk.office.audits.reporting import outline
from rembuk.office.documents import services
from rembuk.office.documents.models import Document

SUBJECT: Final = "laporan-audit"


@transaction.atomic
def issue(
    cycle: Cycle, told: Sequence[Case], by: Account, on: dt.date, *, origin: str = ""
) -> Document:
    """Set the report as PDF and keep it; it takes the place of the one before. `told` are the
    cases of the maker's circle, `origin` the address of this installation for the check page.
    Raises ValidationError when the cycle is closed."""
    steps.guard(cycle)
    newest = Report.objects.filter(cycle=cycle).exclude(document="").last()
    before = Document.objects.filter(public_id=newest.document).first() if newest else None
    made = services.issue(
        outline.report(cycle, told, on), subject_kind=SUBJECT, subject_id=cycle.public_id,
        place_code=cycle.district_code, account=by, replaces=before, origin=origin,
    )  # fmt: skip
    Report.objects.create(
        public_id=public_ids.new(), cycle=cycle, document=made.public_id, made_by=by
    )
    return made
