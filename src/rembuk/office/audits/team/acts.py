"""The audit team: decree, members with their terms and substitutes, seats that stay empty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.audits import circle, steps
from rembuk.office.audits.models import (
    Cycle,
    CycleEvent,
    Decree,
    Expertise,
    Part,
    TeamMember,
    VacantSeat,
)
from rembuk.office.people import public_ids


@transaction.atomic
def record_decree(
    cycle: Cycle,
    number: str,
    on: dt.date,
    by: Account | None,
    *,
    about: str = "",
    path: str = "",
    sha256: str = "",
) -> Decree:
    """Write down a decree. Raises ValidationError without a number, for a day to come, or when the
    number stands already."""
    steps.guard(cycle)
    if not number.strip():
        raise ValidationError(_("Tulis nomor SK."))
    if on > timezone.localdate():
        raise ValidationError(_("Tanggal SK belum tiba."))
    if cycle.decrees.filter(number=number.strip()).exists():
        raise ValidationError(_("Nomor SK ini sudah dicatat."))
    decree = Decree.objects.create(
        public_id=public_ids.new(), cycle=cycle, number=number.strip(), on=on,
        about=about.strip(), path=path, sha256=sha256, added_by=by,
    )  # fmt: skip
    CycleEvent.objects.create(
        cycle=cycle, by=by, act="sk", after={"decree": decree.public_id, "on": on.isoformat()}
    )
    return decree


@dataclass(frozen=True)
class MemberDraft:
    """Somebody of the team as typed: in which part, for which term (`until` exclusive)."""

    part: str
    name: str
    since: dt.date
    expertise: str = ""
    nip: str = ""
    seat: str = ""
    institution: str = ""
    account: Account | None = None
    kecamatan: Sequence[str] = ()
    remote: bool = False
    substitute_for: TeamMember | None = None
    until: dt.date | None = None

    def check(self, cycle: Cycle) -> None:
        """Raises ValidationError for what cannot stand in the team of a cycle."""
        if self.part not in Part.values or not self.name.strip():
            raise ValidationError(_("Isi nama dan peran di tim."))
        if self.part == Part.EXPERT and self.expertise not in Expertise.values:
            raise ValidationError(_("Pilih keahlian pakar."))
        if self.until is not None and self.until <= self.since:
            raise ValidationError(_("Masa tugas berakhir sebelum dimulai."))
        if self.substitute_for is not None and self.substitute_for.cycle_id != cycle.pk:
            raise ValidationError(_("Anggota yang digantikan tidak ada di siklus ini."))


@transaction.atomic
def add_member(cycle: Cycle, draft: MemberDraft, by: Account | None) -> TeamMember:
    """Put somebody in the team. Raises ValidationError for a term that runs backwards, an expert
    without expertise, or a substitute for somebody of another cycle."""
    steps.guard(cycle)
    draft.check(cycle)
    member = TeamMember.objects.create(
        public_id=public_ids.new(), cycle=cycle, part=draft.part,
        expertise=draft.expertise if draft.part == Part.EXPERT else "", name=draft.name.strip(),
        nip=draft.nip.strip(), seat=draft.seat.strip(), institution=draft.institution.strip(),
        account=draft.account, kecamatan=sorted(draft.kecamatan), remote=draft.remote,
        substitute_for=draft.substitute_for, since=draft.since, until=draft.until,
    )  # fmt: skip
    if member.part == Part.EXPERT:
        VacantSeat.objects.filter(cycle=cycle, expertise=member.expertise).delete()
    CycleEvent.objects.create(
        cycle=cycle, by=by, act="anggota-masuk",
        after={"member": member.public_id, "part": member.part, "expertise": member.expertise,
               "since": draft.since.isoformat(),
               "until": draft.until.isoformat() if draft.until else None},
    )  # fmt: skip
    circle.follow_team(cycle, by)
    return member


@transaction.atomic
def end_member(
    member: TeamMember, on: dt.date, by: Account | None, *, version: int, reason: str
) -> None:
    """End somebody's part from a day on (exclusive); their places in circles end with it. Raises
    ValidationError without a reason, for a day before the term began, or a stale version."""
    steps.guard(member.cycle)
    if not reason.strip():
        raise ValidationError(_("Tulis mengapa masa tugas ini berakhir."))
    if on <= member.since:
        raise ValidationError(_("Masa tugas berakhir sebelum dimulai."))
    changed = TeamMember.objects.filter(pk=member.pk, version=version).update(
        until=on, version=F("version") + 1
    )
    if not changed:
        raise ValidationError(
            _("Anggota ini sudah diubah orang lain sejak Anda membukanya."), code="versi"
        )
    CycleEvent.objects.create(
        cycle=member.cycle, by=by, act="anggota-keluar", reason=reason,
        after={"member": member.public_id, "until": on.isoformat()},
    )  # fmt: skip
    member.refresh_from_db()
    circle.follow_team(member.cycle, by)


@transaction.atomic
def leave_empty(cycle: Cycle, expertise: str, reason: str, by: Account | None) -> VacantSeat:
    """Record that an expert's seat stays empty, and why. Raises ValidationError when somebody
    holds it, or without a reason."""
    steps.guard(cycle)
    if expertise not in Expertise.values or not reason.strip():
        raise ValidationError(_("Tulis mengapa kursi pakar ini kosong."))
    held = TeamMember.objects.on(timezone.localdate()).filter(
        cycle=cycle, part=Part.EXPERT, expertise=expertise
    )
    if held.exists():
        raise ValidationError(_("Kursi pakar ini sudah terisi."))
    seat, _made = VacantSeat.objects.update_or_create(
        cycle=cycle, expertise=expertise, defaults={"reason": reason.strip(), "noted_by": by}
    )
    CycleEvent.objects.create(
        cycle=cycle, by=by, act="kursi-kosong", reason=reason, after={"expertise": expertise}
    )
    return seat
