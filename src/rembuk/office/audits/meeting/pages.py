"""Dissemination meetings of a cycle: planning, invitations, attendance, minutes, closing."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, tell
from rembuk.office.access.policies import policy
from rembuk.office.audits.cases.asking import cycle_or_404, day, meeting_or_404, version_in
from rembuk.office.audits.errors import StaleError
from rembuk.office.audits.meeting import acts
from rembuk.office.audits.meeting import rows as meeting_rows
from rembuk.office.audits.meeting.acts import MeetingDraft
from rembuk.office.audits.models import Meeting
from rembuk.office.audits.reviewing.forms import conflict_page, errors
from rembuk.office.documents.models import Document
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import offices


@policy("audit-kelola")
@never_cache
@require_GET
def meetings(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """The meetings of a cycle, and a form for the next."""
    cycle = cycle_or_404(request, cycle_id)
    return render(
        request, "audits/meetings.html",
        {"cycle": cycle, "rows": cycle.meetings.all(), "agenda": acts.AGENDA, "wrong": {}},
    )  # fmt: skip


@policy("audit-kelola")
@require_POST
def plan(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """Plan a meeting."""
    cycle = cycle_or_404(request, cycle_id)
    try:
        made = acts.plan(cycle, _draft(request), account_of(request))
    except ValidationError as problem:
        return render(
            request, "audits/meetings.html",
            {
                "cycle": cycle, "rows": cycle.meetings.all(), "wrong": errors(problem),
                "post": request.POST, "agenda": acts.lines_of(request.POST.get("agenda", "")),
            },
            status=422,
        )  # fmt: skip
    messages.success(request, _("Rapat direncanakan. Undang kantornya."))
    return redirect("audits:meeting", cycle_id, made.public_id)


@policy("audit-kelola")
@never_cache
@require_GET
def meeting(request: HttpRequest, cycle_id: str, meeting_id: str) -> HttpResponse:
    """A meeting: what is asked of whom, who is invited and came, minutes, papers."""
    one = meeting_or_404(request, cycle_id, meeting_id)
    log.record(request, "audit", "rapat-audit", one.public_id, one.cycle.district_code)
    return render(request, "audits/meeting.html", _context(request, one))


def _context(request: HttpRequest, one: Meeting) -> dict[str, object]:
    today = timezone.localdate()
    rows = meeting_rows.rows(request, one.cycle)
    invited = set(one.attendances.exclude(office=None).values_list("office", flat=True))
    asked = {row.first.pk for row in rows if row.first is not None}
    every = [office for office in offices(today) if office.pk not in invited]
    return {
        "meeting": one,
        "cycle": one.cycle,
        "rows": rows,
        "open": sum(row.answer is None for row in rows),
        "lacking": acts.lacking(one) if one.state == acts.PLANNED else (),
        "attendances": one.attendances.select_related("office"),
        "present": one.attendances.filter(present=True).count(),
        "suggested": [office for office in every if office.pk in asked],
        "offices": [office for office in every if office.pk not in asked],
        "how": acts.HOW.items(),
        "papers": [
            {"row": paper, "url": reverse("documents:document", args=[paper.public_id])}
            for paper in Document.objects.filter(
                subject_kind="rapat-audit", subject_id=one.public_id
            )
        ],
        "planned": one.state == acts.PLANNED,
        "today": today,
    }


@policy("audit-kelola")
@require_POST
def change(request: HttpRequest, cycle_id: str, meeting_id: str) -> HttpResponse:
    """Change day, place, chair or agenda; or call the meeting off with a reason."""
    one = meeting_or_404(request, cycle_id, meeting_id)
    try:
        if "batal" in request.POST:
            acts.call_off(one, account_of(request), request.POST.get("alasan", ""))
        else:
            acts.change(one, _draft(request), account_of(request), version_in(request))
    except StaleError as problem:
        return _conflict(request, one, problem)
    except ValidationError as problem:
        tell(request, problem)
    else:
        messages.success(request, _("Rapat diubah."))
    return redirect("audits:meeting", cycle_id, meeting_id)


@policy("audit-kelola")
@require_POST
def invite(request: HttpRequest, cycle_id: str, meeting_id: str) -> HttpResponse:
    """Put offices or a guest on the list."""
    one = meeting_or_404(request, cycle_id, meeting_id)
    post = request.POST
    try:
        if post.get("nama") or post.get("asal"):
            acts.add_guest(
                one, post.get("nama", ""), post.get("asal", ""), post.get("jabatan", ""),
                account_of(request),
            )  # fmt: skip
        chosen = Office.objects.filter(code__in=post.getlist("kantor"))
        acts.invite(one, chosen, account_of(request))
    except ValidationError as problem:
        tell(request, problem)
    else:
        messages.success(request, _("Daftar undangan disimpan."))
    return redirect("audits:meeting", cycle_id, meeting_id)


@policy("audit-kelola")
@require_POST
def mark(request: HttpRequest, cycle_id: str, meeting_id: str) -> HttpResponse:
    """Write who came."""
    one = meeting_or_404(request, cycle_id, meeting_id)
    came = {
        int(name.removeprefix("hadir-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("hadir-") and name.removeprefix("hadir-").isdigit()
    }
    try:
        acts.mark(one, came, account_of(request))
    except ValidationError as problem:
        tell(request, problem)
    else:
        messages.success(request, _("Daftar hadir disimpan."))
    return redirect("audits:meeting", cycle_id, meeting_id)


@policy("audit-kelola")
@require_POST
def minutes(request: HttpRequest, cycle_id: str, meeting_id: str) -> HttpResponse:
    """Write the minutes."""
    one = meeting_or_404(request, cycle_id, meeting_id)
    text = request.POST.get("notulen", "")
    try:
        acts.write_minutes(one, text, account_of(request), version_in(request))
    except StaleError as problem:
        return _conflict(request, one, problem)
    except ValidationError as problem:
        tell(request, problem)
    else:
        messages.success(request, _("Notulen disimpan."))
    return redirect("audits:meeting", cycle_id, meeting_id)


@policy("audit-kelola")
@require_POST
def close(request: HttpRequest, cycle_id: str, meeting_id: str) -> HttpResponse:
    """The meeting was held."""
    one = meeting_or_404(request, cycle_id, meeting_id)
    try:
        acts.close(one, account_of(request))
    except ValidationError as problem:
        tell(request, problem)
    else:
        messages.success(request, _("Rapat ditutup."))
    return redirect("audits:meeting", cycle_id, meeting_id)


def _draft(request: HttpRequest) -> MeetingDraft:
    post = request.POST
    return MeetingDraft(
        on=day(post.get("tanggal", ""), "on"), starts=_time(post.get("jam", "")),
        place=post.get("tempat", ""), chair=post.get("pimpinan", ""),
        agenda=tuple(acts.lines_of(post.get("agenda", ""))),
    )  # fmt: skip


def _time(text: str) -> dt.time | None:
    if not text.strip():
        return None
    try:
        return dt.time.fromisoformat(text.strip())
    except ValueError as problem:
        raise ValidationError({"starts": _("Jam ini tidak terbaca.")}) from problem


def _conflict(request: HttpRequest, one: Meeting, problem: StaleError) -> HttpResponse:
    back = reverse("audits:meeting", args=[one.cycle.public_id, one.public_id])
    return conflict_page(request, problem, back)
