"""Visits to the home of a case, and notes of the accompanying team."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.audits import steps
from rembuk.office.audits.models import Case, CaseEvent, HomeVisit
from rembuk.office.people import public_ids

KINDS: Final = ("kunjungan", "tpk")


@transaction.atomic
def note(
    case: Case, kind: str, on: dt.date, by: Account, *, who: str, notes: str, found: str = ""
) -> HomeVisit:
    """Write down a visit. Raises ValidationError without notes or who went, for a day to come, or
    a day before the cycle's audit step began."""
    steps.guard(case.cycle)
    if kind not in KINDS:
        raise ValidationError(_("Pilih kunjungan rumah atau catatan TPK."))
    if on > timezone.localdate():
        raise ValidationError(_("Tanggal kunjungan belum tiba."))
    begun = case.cycle.steps.filter(number=2).values_list("started_on", flat=True).first()
    if begun is not None and on < begun:
        raise ValidationError(_("Tanggal ini sebelum tahap audit dimulai."))
    if not notes.strip() or not who.strip():
        raise ValidationError(_("Tulis siapa yang datang (jabatan) dan apa yang dilihat."))
    visit = HomeVisit.objects.create(
        public_id=public_ids.new(), case=case, kind=kind, on=on, by=by, who=who.strip()[:120],
        notes=notes.strip(), found=found.strip(),
    )  # fmt: skip
    CaseEvent.objects.create(
        case=case, by=by, act="kunjungan", after={"kind": kind, "on": on.isoformat()}
    )
    return visit
