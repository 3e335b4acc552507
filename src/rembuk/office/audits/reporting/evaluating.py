"""Step IV of a cycle: promises kept or carried over, what else it lacks, closing the cycle."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.accompaniment.services import open_for_audit
from rembuk.office.audits import gates, steps
from rembuk.office.audits.cycle import acts as cycles
from rembuk.office.audits.models import (
    Case,
    CaseState,
    Consent,
    Cycle,
    CycleEvent,
    CycleState,
    CycleStep,
    Group,
    Report,
    Worksheet,
)
from rembuk.office.audits.worksheet import facts as sheet_facts
from rembuk.office.ledger import services as ledger
from rembuk.office.ledger.drafts import Origin
from rembuk.office.ledger.models import Promise, SourceKind
from rembuk.office.ledger.states import LIVE
from rembuk.office.places.scope import within

ANCHORS: Final[dict[str, str]] = {
    Group.CATIN: "kka.tanggal_nikah", Group.BUMIL: "kka.hpht", Group.BUFAS: "kka.tanggal_salin",
}  # fmt: skip
"""Group -> the field of its worksheet the plan of visits counts from."""


def promises_of(cycle: Cycle) -> QuerySet[Promise]:
    """Promises of the cycle: those that came of its cases, and those carried over into it."""
    rows = Promise.objects.filter(
        within("place_code", cycle.district_code),
        source_kind=SourceKind.AUDIT,
        origin__cycle=cycle.name,
    )
    return rows.select_related("owner").order_by("due", "number")


def next_name(cycle: Cycle) -> str:
    """What the cycle of the next semester is called."""
    last = cycle.semester == 2
    return cycles.name_of(cycle.year + last, 1 if last else 2)


def running(cycle: Cycle) -> QuerySet[Promise]:
    """Those of which something is still expected."""
    return promises_of(cycle).filter(state__in=LIVE)


def lacks(cycle: Cycle, on: dt.date) -> list[gates.Missing]:
    """Promises that keep step IV open."""
    if not gates.asked_for(cycle.gates, "promises"):
        return []
    number = running(cycle).count()
    words = _("Ada janji yang belum selesai diperiksa dan belum dibawa ke semester berikut.")
    return [gates.Missing("promises", words, number)] if number else []


@transaction.atomic
def carry_over(
    cycle: Cycle, due: dt.date, by: Account, reason: str, at: dt.datetime | None = None
) -> list[Promise]:
    """Carry every running promise of the cycle into the next semester with a new due date. All or
    none. Raises ValidationError, also the ledger's."""
    steps.guard(cycle)
    if len(reason.strip()) < 8:
        raise ValidationError({"reason": _("Tulis mengapa janji ini dibawa.")})
    made = [
        ledger.carry_over(
            one,
            by,
            due,
            reason=reason.strip(),
            at=at,
            origin=Origin(**{**one.origin, "cycle": next_name(cycle)}),
        )
        for one in running(cycle).select_for_update(of=("self",))
    ]
    CycleEvent.objects.create(
        cycle=cycle, by=by, act="janji-dibawa", reason=reason.strip(),
        after={"n": len(made), "due": due.isoformat()},
    )  # fmt: skip
    return made


@transaction.atomic
def close(cycle: Cycle, by: Account, reason: str = "") -> Cycle:
    """Close the cycle: all four steps done and a report issued. Nothing of it changes after.
    Raises ValidationError with what is missing."""
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    steps.guard(held)
    done = CycleStep.objects.filter(cycle=held, finished_on__isnull=False).count()
    wrong = []
    if done < len(steps.TITLES):
        wrong.append(_("Keempat tahap harus selesai lebih dulu."))
    if not Report.objects.filter(cycle=held).exclude(document="").exists():
        wrong.append(_("Laporan siklus belum dibuat."))
    if wrong:
        raise ValidationError(wrong)
    held.state, held.closed_at = CycleState.CLOSED, timezone.now()
    held.version += 1
    held.save(update_fields=["state", "closed_at", "version"])
    CycleEvent.objects.create(cycle=held, by=by, act="tutup", reason=reason.strip())
    return held


def accompany(case: Case) -> None:
    """Whoever is audited with consent is accompanied."""
    wanted = case.consent == Consent.GIVEN and not case.reserve
    if wanted and case.state != CaseState.CANCELLED and case.person.left_on is None:
        chosen = timezone.localtime(case.chosen_at).date()
        open_for_audit(case.person, case.group, chosen, anchor=anchor_of(case))


def anchor_of(case: Case) -> dt.date | None:
    """The day the plan of visits counts from, by the worksheet: planned wedding, last menstruation,
    delivery. None while nobody wrote it down."""
    key = ANCHORS.get(case.group, "")
    sheet = Worksheet.objects.filter(case=case, current=True).order_by("-pk").first()
    if not key or sheet is None:
        return None
    said = sheet_facts.stands(sheet, key)
    return dt.date.fromisoformat(str(said.value)[:10]) if said else None


def _saved(sender: object, instance: Case, raw: bool = False, **_more: object) -> None:
    if not raw and instance.state != CaseState.DONE:
        accompany(instance)


def _sheet_saved(sender: object, instance: Worksheet, raw: bool = False, **_more: object) -> None:
    if not raw and instance.finished_at is not None and instance.case.state != CaseState.DONE:
        accompany(instance.case)


def register() -> None:
    """Tell the gates and hear of cases and worksheets. Twice is once."""
    if lacks not in gates.LACKS:
        gates.LACKS.append(lacks)
    post_save.connect(_saved, sender=Case, dispatch_uid="audit-accompanied")
    post_save.connect(_sheet_saved, sender=Worksheet, dispatch_uid="audit-sheet-accompanied")
