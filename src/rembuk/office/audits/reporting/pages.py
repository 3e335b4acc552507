"""Evaluation of a cycle: outcomes, promises carried over, causes that return, effect, the report as
PDF and Word, closing the cycle."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.asked import account_of, needed_day, tell
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.audits import cards, cause_tree, gates, steps
from rembuk.office.audits.asking import cycle_or_404, inside
from rembuk.office.audits.cards import Card
from rembuk.office.audits.following import effect, similar
from rembuk.office.audits.meeting import rows as meeting_rows
from rembuk.office.audits.models import Cycle, Outcome, OutcomeWord
from rembuk.office.audits.reporting import evaluating, issuing, outline
from rembuk.office.documents import gates as papers
from rembuk.office.documents import words
from rembuk.office.documents.models import Document
from rembuk.office.places.queries import place_names


@policy("audit")
@never_cache
@require_GET
def evaluation(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """Step IV of a cycle as far as the reader may know it."""
    cycle = cycle_or_404(request, cycle_id)
    today = timezone.localdate()
    rights = rights_in(request)
    limit = int(reference.load().number("small_count", today))
    mine = meeting_rows.cases(request, cycle)
    ended = {one.case_id: one for one in Outcome.objects.filter(case__in=mine)}
    counted = [sum(one.outcome == word for one in ended.values()) for word in OutcomeWord.values]
    causes, places = similar.again(cycle.district_code, limit)
    names = place_names(one.code for one in places)
    log.record(request, "audit", "siklus-audit", cycle.public_id, cycle.district_code)
    context: dict[str, Any] = {
        "cycle": cycle,
        "cases": [(case, ended.get(case.pk)) for case in mine],
        "outcomes": [
            (label, n) for (_code, label), n in zip(OutcomeWord.choices, counted, strict=True) if n
        ],
        "step": steps.progress(cycle, today)[3],
        "inside": inside(request, cycle),
        "lacks": [
            gates.count_words(one, inside(request, cycle)) for one in gates.missing(cycle, 4)
        ],
        "running": list(
            evaluating.running(cycle).filter(source_id__in=[case.public_id for case in mine])
        ),
        "causes": [(cause_tree.name_of(one.code), one) for one in causes],
        "places": [(names.get(one.code, one.code), one) for one in places],
        "effect": effect.of_district(cycle.district_code, today),
        "reports": [
            (one, Document.objects.filter(public_id=one.document).first())
            for one in cycle.reports.order_by("-made_at")
        ],
        "manage": rights.may("audit-kelola", cycle.district_code) and not cycle.closed,
        "may_export": rights.may("ekspor", cycle.district_code)
        and rights.may("audit-kelola", cycle.district_code),
        "today": today,
    }  # fmt: skip
    return render(request, "audits/evaluation.html", context)


@policy("audit-kelola")
@require_POST
def carry(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """Carry the running promises into the next semester."""
    cycle = cycle_or_404(request, cycle_id, "audit-kelola")
    try:
        due = needed_day(request.POST.get("tenggat", ""))
        reason = request.POST.get("alasan", "")
        made = evaluating.carry_over(cycle, due, account_of(request), reason)
    except ValidationError as problem:
        tell(request, problem)
    else:
        log.record(request, "janji", "siklus-audit", cycle.public_id, cycle.district_code)
        messages.success(request, _("%(n)d janji dibawa ke semester berikut.") % {"n": len(made)})
    return redirect("audits:evaluation", cycle_id)


@policy("audit-kelola")
@require_POST
def issue(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """Make the report as PDF and keep it; a new one replaces the old."""
    cycle = cycle_or_404(request, cycle_id, "audit-kelola")
    try:
        made = issuing.issue(
            cycle, meeting_rows.cases(request, cycle), account_of(request), timezone.localdate(),
            origin=f"{request.scheme}://{request.get_host()}",
        )  # fmt: skip
    except ValidationError as problem:
        tell(request, problem)
        return redirect("audits:evaluation", cycle_id)
    log.record(request, "surat", issuing.SUBJECT, made.public_id, cycle.district_code)
    messages.success(request, _("Laporan siklus dibuat."))
    return redirect("audits:evaluation", cycle_id)


@policy("audit-kelola", "ekspor")
@require_GET
def word(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """The report as Word, to be edited by the office."""
    cycle = cycle_or_404(request, cycle_id, "audit-kelola")
    rights_in(request).within("ekspor", cycle.district_code)
    cases = meeting_rows.cases(request, cycle)
    body = words.write(outline.report(cycle, cases, timezone.localdate()))
    log.record(
        request, "ekspor", issuing.SUBJECT, cycle.public_id, cycle.district_code, rows=len(cases)
    )  # fmt: skip
    return sent(body, f"laporan-audit-{cycle.year}-{cycle.semester}.docx")


@policy("audit-kelola")
@require_POST
def close(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """Close the cycle by its gate."""
    cycle = cycle_or_404(request, cycle_id, "audit-kelola")
    try:
        evaluating.close(cycle, account_of(request), request.POST.get("alasan", ""))
    except ValidationError as problem:
        tell(request, problem)
    else:
        log.record(request, "audit", "siklus-audit", cycle.public_id, cycle.district_code)
        messages.success(request, _("Siklus ditutup. Isinya tidak berubah lagi."))
    return redirect("audits:evaluation", cycle_id)


def card(request: HttpRequest, cycle: Cycle) -> Card:
    """The way from the page of a cycle to its evaluation."""
    return Card("audits/_card_evaluation.html", {"cycle": cycle}, 70, side=True)


def may_open(request: HttpRequest, document: Document) -> bool:
    """A report carries no name: who sees audits in the district opens it."""
    return rights_in(request).may("audit", document.place_code)


def may_act(request: HttpRequest, document: Document) -> bool:
    """The signed scan comes from who manages audits there."""
    return rights_in(request).may("audit-kelola", document.place_code)


def register() -> None:
    """Tell the documents and the page of a cycle. Twice is once."""
    papers.register(issuing.SUBJECT, may_open, may_act)
    cards.on_cycle(card)
