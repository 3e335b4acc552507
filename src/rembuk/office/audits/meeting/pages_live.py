"""The meeting on the screen: one recommendation at a time, answered by a named office on the spot.

Readable from the back of a room; no name, no age, no village. One key an answer: t accepted,
u changed, o refused, n next, p previous. Without script the buttons do the same.
"""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.asked import account_of
from rembuk.office.access.policies import policy
from rembuk.office.audits import circle
from rembuk.office.audits.cases.asking import day, meeting_or_404, number, whole
from rembuk.office.audits.errors import StaleError
from rembuk.office.audits.meeting import rows as meeting_rows
from rembuk.office.audits.meeting import turning
from rembuk.office.audits.meeting.acts import PLANNED
from rembuk.office.audits.meeting.turning import AnswerDraft
from rembuk.office.audits.models import Answer, Meeting, Recommendation, Verdict
from rembuk.office.audits.reviewing.forms import conflict_page, errors
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import offices


@policy("audit-kelola")
@never_cache
@require_GET
def live(request: HttpRequest, cycle_id: str, meeting_id: str) -> HttpResponse:
    """One recommendation, large, with the office that is asked; the first unanswered to begin."""
    one = meeting_or_404(request, cycle_id, meeting_id)
    log.record(request, "audit", "rapat-audit", one.public_id, one.cycle.district_code)
    return render(request, "audits/live.html", _context(request, one, request.GET.get("ke", "")))


def _context(request: HttpRequest, one: Meeting, at: str, **more: object) -> dict[str, object]:
    rows = meeting_rows.rows(request, one.cycle)
    waiting = [row for row in rows if row.answer is None]
    now = next((row for row in rows if row.row.public_id == at), None)
    now = now or (waiting[0] if waiting else rows[-1] if rows else None)
    place = rows.index(now) if now else 0
    today = timezone.localdate()
    return {
        "meeting": one,
        "cycle": one.cycle,
        "rows": rows,
        "now": now,
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if now and place + 1 < len(rows) else None,
        "answered": len(rows) - len(waiting),
        "offices": offices(today),
        "money": reference.load().money_sources(today),
        "planned": one.state == PLANNED,
        "wrong": {},
        **more,
    }


@policy("audit-kelola")
@require_POST
def answer(request: HttpRequest, cycle_id: str, meeting_id: str) -> HttpResponse:
    """Keep an office's answer and go to the next recommendation."""
    one = meeting_or_404(request, cycle_id, meeting_id)
    row = _asked(request, one)
    post = request.POST
    try:
        if one.state != PLANNED:
            raise ValidationError(_("Rapat ini sudah ditutup."))
        draft = AnswerDraft(
            office=Office.objects.filter(code=post.get("kantor", "")).first(),
            verdict=post.get("jawaban", ""), changed_text=post.get("isi", ""),
            reason=post.get("alasan", ""), due=day(post.get("tenggat", ""), "due"),
            executor=post.get("pelaksana", ""), volume=number(post.get("volume", ""), "volume"),
            unit=post.get("satuan", ""), budget=whole(post.get("anggaran", ""), "budget"),
            money=post.get("dana", ""), sub_activity=post.get("subkegiatan", ""),
        )  # fmt: skip
        if draft.verdict == Verdict.ACCEPTED:
            draft = _unchanged(draft)
        given = turning.answer(row, draft, account_of(request), meeting=one)
    except StaleError as problem:
        return conflict_page(request, problem, f"{_page(one)}?ke={row.public_id}")
    except ValidationError as problem:
        found = _context(request, one, row.public_id, wrong=errors(problem), post=post)
        return render(request, "audits/live.html", found, status=422)
    words = {
        Verdict.ACCEPTED: _("%(office)s menerima. Menjadi janji."),
        Verdict.CHANGED: _("%(office)s menerima dengan perubahan. Menjadi janji."),
        Verdict.REFUSED: _("%(office)s menolak. Alasannya dicatat."),
    }
    said = words[Verdict(given.verdict)] % {"office": given.office.name}
    messages.success(request, f"{row.case.code}: {said}")
    return redirect(_page(one))


@policy("audit-kelola")
@require_POST
def take_back(request: HttpRequest, cycle_id: str, meeting_id: str) -> HttpResponse:
    """Undo a mistaken answer with a reason."""
    one = meeting_or_404(request, cycle_id, meeting_id)
    row = _asked(request, one)
    given = Answer.objects.filter(recommendation=row).first()
    try:
        if given is None:
            raise ValidationError(_("Rekomendasi ini belum dijawab."))
        turning.take_back(given, account_of(request), request.POST.get("alasan", ""))
        messages.success(request, _("Jawaban ditarik; janjinya dibatalkan."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(f"{_page(one)}?ke={row.public_id}")


def _asked(request: HttpRequest, one: Meeting) -> Recommendation:
    """A recommendation of a case of this cycle whose circle the reader is in; else 404."""
    seen = circle.cases_seen(request).filter(cycle=one.cycle)
    row = Recommendation.objects.filter(
        case__in=seen, public_id=request.POST.get("rekomendasi", ""), withdrawn_at__isnull=True
    ).first()
    if row is None:
        raise Http404
    return row


def _unchanged(draft: AnswerDraft) -> AnswerDraft:
    """Accepted means as the expert wrote it: words left in the form do not travel along."""
    return replace(draft, changed_text="")


def _page(one: Meeting) -> str:
    return reverse("audits:live", args=[one.cycle.public_id, one.public_id])
