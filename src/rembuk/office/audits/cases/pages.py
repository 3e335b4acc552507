"""The page of a case: without a name, for its circle; opening the name; giving it to experts."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import account_of
from rembuk.office.access.policies import policy
from rembuk.office.audits import cards, circle, gates
from rembuk.office.audits.cases import assigning, rail, view
from rembuk.office.audits.cases import turns as case_turns
from rembuk.office.audits.cases.asking import assignment_of, leads
from rembuk.office.audits.cases.words import flag_words
from rembuk.office.audits.meeting import turning
from rembuk.office.audits.models import Assignment, Case, Meeting, Part, Recommendation, TeamMember
from rembuk.office.audits.reviewing import concluding
from rembuk.office.audits.reviewing.opinions import apart
from rembuk.office.places.models import Area
from rembuk.office.posyandu import opened
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import offices

REASONS: Final = {
    "telaah": gettext_lazy("Menelaah kasus sebagai tim audit"),
    "kunjungan": gettext_lazy("Mengunjungi rumah atau mendampingi"),
    "rujukan": gettext_lazy("Menulis rujukan ke rumah sakit"),
    "data": gettext_lazy("Memeriksa data yang meragukan"),
}
"""Why a case file is opened: the log keeps the words."""


@policy("masuk")
@never_cache
@require_GET
def case(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """One case for its circle; outside it the answer is that of a case that does not exist."""
    one = circle.case_or_404(request, cycle_id, code)
    log.record(request, "kasus-audit", "kasus-audit", one.public_id, one.place_code)
    return render(request, "audits/case.html", context(request, one))


def context(request: HttpRequest, one: Case) -> dict[str, object]:
    """What the page of a case needs."""
    today = timezone.localdate()
    mine, lead = assignment_of(request, one), leads(request, one)
    more, others = cards.of_case(request, one)
    step = rail.next_step(one, mine, today, lead)
    if not step["url"] and others:
        first = others[0]
        step = {"text": first.text, "url": first.url, "label": first.label}
    turns = case_turns.turns(one, today)
    alone = apart(one) and mine is not None and mine.handed_in_at is None
    if (
        alone and mine is not None
    ):  # the own opinion first: others' words wait until it is handed in
        turns = tuple(turn for turn in turns if turn.row.member_id == mine.member_id)
    open_now = opened.opened(request, one.public_id)
    meeting = Meeting.objects.filter(cycle=one.cycle, state="direncanakan").first()
    return {
        "case": one,
        "title": view.title(one, today),
        "kecamatan": place(one.place_code[:8]),
        "village": place(one.place_code),
        "step": step,
        "rail": rail.rail(one, today),
        "alone": alone,
        "causes": () if alone else view.causes(one),
        "conclusion": None if alone else getattr(one, "conclusion", None),
        "handed": one.assignments.filter(handed_in_at__isnull=False, ended_at__isnull=True).count(),
        "flags": flag_words(one.red_flags),
        "facts": view.facts(one, today),
        "changes": case_turns.change(one),
        "turns": turns,
        "promised": sum(turn.promise is not None for turn in turns),
        "signatures": concluding.signatures(one),
        "mine": mine,
        "leads": lead,
        "experts": _experts(one) if lead else (),
        "offices": offices(today) if lead else (),
        "opened": open_now,
        "identity": _identity(one) if open_now else None,
        "reasons": REASONS.items(),
        "minutes": opened.minutes(),
        "meeting": meeting,
        "main_cards": [card for card in more if not card.side],
        "side_cards": [card for card in more if card.side],
        "today": today,
        "audited": gates.audited(one.cycle).filter(pk=one.pk).exists(),
    }


def place(code: str) -> str:
    """The name of an area; its code when it is not known."""
    return Area.objects.filter(code=code).values_list("name", flat=True).first() or code


@policy("masuk")
@require_POST
def open_file(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Open or prolong the name behind a case: purpose asked, logged, a few minutes."""
    one = circle.case_or_404(request, cycle_id, code)
    choice = request.POST.get("keperluan", "")
    before = opened.opened(request, one.public_id)
    if choice == "perpanjang" and before is not None:
        purpose = before.purpose
    elif choice in REASONS:
        purpose = _("Audit kasus stunting: %(why)s") % {"why": REASONS[choice]}
    else:
        messages.error(request, _("Pilih keperluan dahulu."))
        return redirect("audits:case", cycle_id, code)
    log.record(
        request, "buka-identitas", "kasus-audit", one.public_id, one.place_code, purpose=purpose
    )
    opened.open_(request, one.public_id, purpose)
    return redirect("audits:case", cycle_id, code)


@policy("masuk")
@require_POST
def close_file(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Close an opened file before its time."""
    one = circle.case_or_404(request, cycle_id, code)
    opened.close(request, one.public_id)
    return redirect("audits:case", cycle_id, code)


@policy("audit-kelola")
@require_POST
def assign(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Give the case to an expert, or end an assignment with a reason."""
    one = circle.case_or_404(request, cycle_id, code)
    member = TeamMember.objects.filter(
        cycle=one.cycle, public_id=request.POST.get("anggota", "")
    ).first()
    if member is None:
        messages.error(request, _("Pilih pakar dari tim siklus ini."))
        return redirect("audits:case", cycle_id, code)
    try:
        if "akhiri" in request.POST:
            assigning.release(one, member, account_of(request), request.POST.get("alasan", ""))
            messages.success(request, _("Penugasan diakhiri."))
        else:
            assigning.assign(one, member, account_of(request))
            messages.success(request, _("Kasus ditugaskan."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("audits:case", cycle_id, code)


@policy("audit-kelola")
@require_POST
def name_office(request: HttpRequest, cycle_id: str, code: str) -> HttpResponse:
    """Name the office that will be asked to answer a recommendation."""
    one = circle.case_or_404(request, cycle_id, code)
    row = Recommendation.objects.filter(
        case=one, public_id=request.POST.get("rekomendasi", ""), withdrawn_at__isnull=True
    ).first()
    if row is None:
        raise Http404
    office = Office.objects.filter(code=request.POST.get("kantor", "")).first()
    try:
        turning.name_office(row, office, account_of(request))
        messages.success(request, _("Penanggung jawab yang diusulkan disimpan."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(f"{request.path.removesuffix('kantor/')}#h-janji")


def _experts(one: Case) -> list[tuple[TeamMember, Assignment | None]]:
    """Members who can be given the case, with their assignment if they have it."""
    given = {row.member_id: row for row in one.assignments.filter(ended_at__isnull=True)}
    members = TeamMember.objects.on(timezone.localdate()).filter(cycle=one.cycle)
    able = members.filter(part__in=[Part.EXPERT, Part.TECHNICAL])
    return [
        (member, given.get(member.pk))
        for member in able
        if member.part == Part.EXPERT or circle.works_in(member, one.place_code)
    ]


def _identity(one: Case) -> dict[str, str]:
    """Name, birth date and address in the clear, for an opened file only."""
    person = one.person
    rt = f"RT {person.rt}" if person.rt else ""
    rw = f"RW {person.rw}" if person.rw else ""
    return {
        "name": person.name,
        "born": person.birth_date.isoformat() if person.birth_date else "",
        "address": ", ".join(part for part in (person.address, rt, rw) if part),
        "mother": person.mother_name,
    }
