"""What a request asks of a case, read once for the pages of case, review and panel."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.asked import account_of
from rembuk.office.access.policies import rights_in
from rembuk.office.audits import circle
from rembuk.office.audits.models import Assignment, Case, Cycle, Meeting, Part, TeamMember


def assignment_of(request: HttpRequest, case: Case) -> Assignment | None:
    """The asker's own running assignment to the case."""
    rows = Assignment.objects.filter(
        case=case, ended_at__isnull=True, member__account=account_of(request)
    )
    still = TeamMember.objects.on(timezone.localdate())
    return rows.filter(member__in=still).select_related("member", "case__cycle").first()


def assigned_or_404(request: HttpRequest, cycle_id: str, code: str) -> Assignment:
    """The asker's assignment to a case; 404 for a case that is not theirs, as for none."""
    given = assignment_of(request, circle.case_or_404(request, cycle_id, code))
    if given is None:
        raise Http404
    return given


def leads(request: HttpRequest, case: Case) -> bool:
    """Whether the asker leads the panel: head of the team, or manager of audits in the place."""
    today = timezone.localdate()
    heads = TeamMember.objects.on(today).filter(
        cycle=case.cycle, part=Part.HEAD, account=account_of(request)
    )
    return heads.exists() or rights_in(request).may("audit-kelola", case.place_code)


def cycle_or_404(request: HttpRequest, cycle_id: str) -> Cycle:
    """A cycle for who manages audits in its district."""
    found = Cycle.objects.filter(public_id=cycle_id).first()
    if found is None:
        raise Http404
    rights_in(request).within("audit-kelola", found.district_code)
    return found


def meeting_or_404(request: HttpRequest, cycle_id: str, meeting_id: str) -> Meeting:
    """A meeting of a cycle for who manages it."""
    cycle = cycle_or_404(request, cycle_id)
    found = Meeting.objects.filter(cycle=cycle, public_id=meeting_id).first()
    if found is None:
        raise Http404
    return found


def day(text: str, field: str) -> dt.date | None:
    """A date of a form, None when empty. Raises ValidationError on anything else."""
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as problem:
        raise ValidationError({field: _("Tanggal ini tidak terbaca.")}) from problem


def whole(text: str, field: str) -> int | None:
    """Whole rupiah or a version: dots and `Rp` are let go. Raises ValidationError."""
    plain = text.strip().removeprefix("Rp").replace(".", "").replace(" ", "")
    if not plain:
        return None
    if not plain.isdigit() or len(plain) > 15:
        raise ValidationError({field: _("Tulis bilangan bulat.")})
    return int(plain)


def number(text: str, field: str) -> Decimal | None:
    """A number with comma or point. Raises ValidationError."""
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    try:
        found = Decimal(plain)
    except InvalidOperation as problem:
        raise ValidationError({field: _("Tulis bilangan.")}) from problem
    if not found.is_finite() or abs(found) >= Decimal(10) ** 12:
        raise ValidationError({field: _("Tulis bilangan.")})
    return found


def version_in(request: HttpRequest) -> int:
    """The version a form was made for; 0 when it says none."""
    text = request.POST.get("versi", "")
    return int(text) if text.isdigit() and len(text) < 9 else 0
