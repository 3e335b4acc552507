"""Giving a case to an expert, and ending it. Who is given a case enters its circle."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.audits import circle, steps
from rembuk.office.audits.history import note
from rembuk.office.audits.models import Assignment, Case, Part, TeamMember


@transaction.atomic
def assign(case: Case, member: TeamMember, by: Account | None) -> Assignment:
    """Give a case to an expert (or a technical member asked for an opinion); who signs in enters
    the circle. The heads of the team enter it too: they lead the panel. Retrying is safe."""
    steps.guard(case.cycle)
    if member.cycle_id != case.cycle_id or member.part not in {Part.EXPERT, Part.TECHNICAL}:
        raise ValidationError(_("Kasus diberikan kepada pakar atau tim teknis dari siklus ini."))
    if not TeamMember.objects.on(timezone.localdate()).filter(pk=member.pk).exists():
        raise ValidationError(_("Masa tugas orang ini di tim audit sudah berakhir."))
    given, made = Assignment.objects.get_or_create(case=case, member=member, defaults={"by": by})
    if given.ended_at is not None:
        Assignment.objects.filter(pk=given.pk).update(ended_at=None)
        given.ended_at, made = None, True
    if member.account is not None:
        circle.enter(case, member.account, "pakar" if member.part == Part.EXPERT else "teknis", by)
    heads = TeamMember.objects.on(timezone.localdate()).filter(cycle=case.cycle, part=Part.HEAD)
    for head in heads.select_related("account"):
        if head.account is not None:
            circle.enter(case, head.account, "ketua", by)
    if made:
        note(case, by, "tugaskan", {"member": member.public_id})
    return given


@transaction.atomic
def release(case: Case, member: TeamMember, by: Account | None, reason: str) -> None:
    """End an assignment; the expert leaves the circle, the opinion stays in the file."""
    if len(reason.strip()) < 5:
        raise ValidationError(_("Tulis mengapa penugasan ini diakhiri."))
    given = Assignment.objects.select_for_update().filter(
        case=case, member=member, ended_at__isnull=True
    )
    if not given.update(ended_at=timezone.now()):
        raise ValidationError(_("Orang ini tidak sedang ditugaskan."))
    inside = member.account is not None and circle.of(case).filter(account=member.account)
    if member.part == Part.EXPERT and member.account is not None and inside:
        circle.leave(case, member.account, by, reason=reason)
    note(case, by, "tugas-akhir", {"member": member.public_id}, reason)
