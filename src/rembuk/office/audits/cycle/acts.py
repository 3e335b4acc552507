"""Making a cycle and changing its settings. Quotas and gates are copied from the reference once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.audits import steps
from rembuk.office.audits.models import Cycle, CycleEvent, CycleStep, Expertise, Group
from rembuk.office.people import public_ids
from rembuk.reference.settings import Setting

GATE: Final = "audit.gate."
LAST_YEAR: Final = 2100


def gate_settings(on: dt.date) -> tuple[Setting, ...]:
    """The gates a cycle may set, as the reference words them."""
    return tuple(one for one in reference.load().of(Setting, on) if one.code.startswith(GATE))


def quotas(on: dt.date) -> dict[str, int]:
    """Group -> how many cases a cycle audits, unless it says otherwise."""
    rules = reference.load()
    return {group: int(rules.number(f"audit.quota.{group}", on)) for group in Group.values}


def gates(on: dt.date) -> dict[str, Any]:
    """Gate -> whether it is shut until its condition holds."""
    return {one.code.removeprefix(GATE): one.value for one in gate_settings(on)}


def semester_start(year: int, semester: int) -> dt.date:
    """1 January or 1 July."""
    return dt.date(year, 1 if semester == 1 else 7, 1)


def name_of(year: int, semester: int) -> str:
    """What a cycle is called; kept with its promises, so it is said in one language."""
    return f"Semester {'I' if semester == 1 else 'II'} {year}"


@transaction.atomic
def make(
    district_code: str,
    year: int,
    semester: int,
    by: Account | None,
    kecamatan: Sequence[str] = (),
    on: dt.date | None = None,
) -> Cycle:
    """A new cycle with the settings of the day and planned days of the four steps. Raises
    ValidationError when the semester has one already."""
    day = on or timezone.localdate()
    if semester not in (1, 2) or not 2020 <= year <= LAST_YEAR:
        raise ValidationError(_("Isi tahun dan semester (1 atau 2)."))
    rules = reference.load()
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(
                public_id=public_ids.new(),
                district_code=district_code,
                year=year,
                semester=semester,
                name=name_of(year, semester),
                kecamatan=sorted(kecamatan),
                quotas=quotas(day),
                gates=gates(day),
                rule_version=rules.welfare_version(day),
            )
    except IntegrityError:
        raise ValidationError(_("Siklus semester ini sudah ada.")) from None
    start = semester_start(year, semester)
    begins = start
    for number in steps.TITLES:
        ends = start + dt.timedelta(days=int(rules.number(f"audit.step{number}_day", day)) - 1)
        CycleStep.objects.create(cycle=cycle, number=number, planned_from=begins, planned_to=ends)
        begins = ends + dt.timedelta(days=1)
    CycleEvent.objects.create(
        cycle=cycle, by=by, act="buat", after={"quotas": cycle.quotas, "gates": cycle.gates}
    )
    return cycle


@transaction.atomic
def change(
    cycle: Cycle,
    version: int,
    by: Account | None,
    *,
    quotas: Mapping[str, int],
    gates: Mapping[str, Any],
    kecamatan: Sequence[str],
) -> Cycle:
    """Change quotas, gates and kecamatan. Raises ValidationError (code `versi` when somebody wrote
    in between); an expert's seat nobody knows is refused."""
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    steps.guard(held)
    if held.version != version:
        raise ValidationError(
            _("Setelan sudah diubah orang lain sejak Anda membukanya."), code="versi"
        )
    if set(quotas) != set(Group.values) or any(not 0 <= n <= 100 for n in quotas.values()):
        raise ValidationError(_("Kuota tiap kelompok antara 0 dan 100."))
    seats = str(gates.get("expert_seats", "")).split()
    if any(seat not in Expertise.values for seat in seats):
        raise ValidationError(_("Kursi pakar tidak dikenal."))
    before = {"quotas": held.quotas, "gates": held.gates, "kecamatan": held.kecamatan}
    held.quotas, held.gates, held.kecamatan = dict(quotas), dict(gates), sorted(kecamatan)
    held.version = version + 1
    held.save(update_fields=["quotas", "gates", "kecamatan", "version"])
    after = {"quotas": held.quotas, "gates": held.gates, "kecamatan": held.kecamatan}
    CycleEvent.objects.create(cycle=held, by=by, act="setelan", before=before, after=after)
    return held
