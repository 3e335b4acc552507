"""One meeting: what is next, readiness, agenda, who is asked and came, materials, decisions."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.documents import files
from rembuk.office.documents.models import Document
from rembuk.office.forums import asking, queries
from rembuk.office.forums.forms import seats_for
from rembuk.office.forums.meeting import (
    attending,
    convening,
    inviting,
    materials,
    papers,
    preparing,
)
from rembuk.office.forums.meeting.convening import Point
from rembuk.office.forums.meeting.next_step import address, next_step
from rembuk.office.forums.meeting.pages_home import draft_of
from rembuk.office.forums.models import Decision, Meeting, MeetingState
from rembuk.office.forums.places import name_of


@policy("rembuk")
@never_cache
@require_GET
def meeting(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """A meeting on one page."""
    one = asking.meeting_or_404(request, meeting_id)
    log.record(request, "rembuk", "rapat", one.public_id, one.place_code)
    return show(request, one)


def show(request: HttpRequest, one: Meeting, status: int = 200) -> HttpResponse:
    """The page of a meeting as it stands."""
    rights, today = rights_in(request), timezone.localdate()
    keeps = rights.may("rembuk-kelola", one.place_code)
    invitees = list(one.invitees.all())
    decisions = one.decisions.select_related("owner", "promise")
    results = queries.results(one.previous, today)
    documents = Document.objects.filter(subject_kind=papers.KIND, subject_id=one.public_id)
    return render(
        request, "forums/meeting.html",
        {
            "meeting": one, "name": name_of(one.place_code), "today": today,
            "step": next_step(one, rights), "days": preparing.days_left(one, today),
            "ready": preparing.check(one, rights) if one.coming else (),
            "ends": one.state in {MeetingState.SIGNED, MeetingState.CANCELLED},
            "agenda": list(one.agenda.select_related("owner_office")),
            "minutes": sum(item.minutes for item in one.agenda.all()),
            "invitees": len(invitees), "answers": inviting.counted(invitees),
            "without_letter": sum(1 for row in invitees if row.document_id is None),
            "tally": attending.tally(one), "materials": materials.standing(one),
            "results": [(row, away(row.decision, one)) for row in results],
            "kept": sum(1 for row in results if row.standing == "ditepati"),
            "decisions": [(row, away(row, one)) for row in decisions],
            "beneath": _beneath(one),
            "documents": documents, "events": one.events.select_related("by").order_by(
                "-at", "-pk")[:30],
            "keeps": keeps, "writes": rights.may("rembuk-catat", one.place_code),
            "live_url": address("forums:live", one), "closing_url": address("forums:minutes", one),
            "screen_url": address("forums:screen", one),
            "seats": seats_for(one.place_code, today) if keeps else (),
            "code_map": materials.SOCIAL_MAP,
        },
        status=status,
    )  # fmt: skip


def away(decision: Decision, meeting: Meeting) -> str:
    """The place of a decision by name, where it is not the meeting's own."""
    if not decision.place_code or decision.place_code == meeting.place_code:
        return ""
    return name_of(decision.place_code)


def _beneath(one: Meeting) -> int:
    """Decisions of meetings beneath for the same plan year that this rembuk has not taken up."""
    ahead = one.coming or one.state == MeetingState.RUNNING
    if not (ahead and one.kind.startswith("rembuk-")):
        return 0
    rows = queries.from_beneath(one.place_code, one.plan_year)
    return rows.exclude(carried_to__meeting=one).count()


@policy("rembuk-kelola")
@require_POST
def change(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Move a meeting, or call it off."""
    one = asking.meeting_or_404(request, meeting_id, "rembuk-kelola")
    account, post = asking.account_of(request), request.POST
    try:
        if post.get("aksi") == "batal":
            convening.cancel(one, account, post.get("alasan", ""))
            messages.success(request, _("Rapat dibatalkan."))
        else:
            convening.change(
                one, draft_of(request, one.place_code, one.kind), account,
                asking.whole(post.get("versi", "0")),
            )  # fmt: skip
            messages.success(request, _("Perubahan rapat disimpan."))
            if one.invitees.exclude(document=None).exists():
                messages.warning(
                    request, _("Undangan sudah keluar dengan hari dan tempat lama. Beri kabar.")
                )
    except ValidationError as problem:
        asking.tell(request, problem)
        return show(request, one, 422)
    return redirect("forums:meeting", meeting_id)


@policy("rembuk-catat")
@require_POST
def start(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The meeting begins."""
    one = asking.meeting_or_404(request, meeting_id, "rembuk-catat")
    try:
        convening.start(one, asking.account_of(request))
    except ValidationError as problem:
        asking.tell(request, problem)
        return show(request, one, 422)
    log.record(request, "rembuk", "rapat-mulai", one.public_id, one.place_code)
    messages.success(request, _("Rapat dimulai. Daftar hadir dibuka."))
    return redirect(address("forums:live", one))


@policy("rembuk-kelola")
@never_cache
@require_GET
def agenda(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The agenda as a form: a row a point, in order; empty rows at the end."""
    one = asking.meeting_or_404(request, meeting_id, "rembuk-kelola")
    rows = [(item.code, item.title, item.minutes) for item in one.agenda.all()]
    return _agenda(request, one, rows)


def _agenda(
    request: HttpRequest, one: Meeting, rows: list[tuple[str, str, int]], status: int = 200
) -> HttpResponse:
    blank = [("", "", 0)] * 3
    context = {"meeting": one, "rows": [*rows, *blank]}
    return render(request, "forums/agenda.html", context, status=status)


@policy("rembuk-kelola")
@require_POST
def agenda_save(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Write the agenda: rows by their number of order; a row without a title goes."""
    one = asking.meeting_or_404(request, meeting_id, "rembuk-kelola")
    post = request.POST
    held = {item.code: item for item in one.agenda.select_related("owner_office") if item.code}
    rows = []
    for order, code, title, minutes in zip(
        post.getlist("urut"), post.getlist("kode"), post.getlist("judul"), post.getlist("menit"),
        strict=False,
    ):  # fmt: skip
        kept = held.get(code)
        rows.append(
            (
                float(order) if order.replace(".", "", 1).isdigit() else 999.0,
                Point(
                    title, int(minutes) if minutes.isdigit() else 0, kept.code if kept else "",
                    kept.notes if kept else "", kept.owner_office if kept else None,
                ),
            )
        )  # fmt: skip
    points = [point for _order, point in sorted(rows, key=lambda pair: pair[0])]
    try:
        convening.write_agenda(
            one, points, asking.account_of(request), asking.whole(post.get("versi", "0"))
        )
    except ValidationError as problem:
        asking.tell(request, problem)
        return _agenda(request, one, [(p.code, p.title, p.minutes) for p in points], 422)
    messages.success(request, _("Acara disimpan."))
    return redirect("forums:meeting", meeting_id)


@policy("rembuk-catat")
@require_POST
def bring(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Keep a material of the meeting, or withdraw one."""
    one = asking.meeting_or_404(request, meeting_id, "rembuk-catat")
    account, post = asking.account_of(request), request.POST
    try:
        if gone := post.get("tarik", ""):
            row = get_object_or_404(one.materials, public_id=gone)
            materials.withdraw(row, account, post.get("alasan", ""))
            messages.success(request, _("Bahan ditarik."))
        else:
            code = materials.SOCIAL_MAP if post.get("kode") == materials.SOCIAL_MAP else ""
            materials.bring(
                one, request.FILES.get("berkas"), post.get("judul", ""), account, code=code,
                public=post.get("umum") == "ya",
            )  # fmt: skip
            messages.success(request, _("Bahan disimpan."))
    except ValidationError as problem:
        asking.tell(request, problem)
        return show(request, one, 422)
    return redirect(f"{reverse('forums:meeting', args=[meeting_id])}#h-bahan")


@policy("rembuk")
@require_GET
def material(request: HttpRequest, meeting_id: str, material_id: str) -> HttpResponse:
    """A material as it was kept."""
    one = asking.meeting_or_404(request, meeting_id)
    row = get_object_or_404(one.materials, public_id=material_id)
    if row.withdrawn_at is not None:
        raise Http404
    log.record(request, "rembuk", "bahan-rapat", row.public_id, one.place_code)
    return files.answer(row.path, f"bahan-rapat-{row.public_id}", download=False)
