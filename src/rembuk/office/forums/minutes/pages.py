"""Closing a meeting: what is missing, the minutes, the signed copy, the public commitment."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, tell
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.documents import files, words_of_state
from rembuk.office.documents.checking import check_digits
from rembuk.office.documents.scans.proof import UnsureError
from rembuk.office.forums import queries
from rembuk.office.forums.asking import meeting_or_404
from rembuk.office.forums.errors import ClosedError
from rembuk.office.forums.minutes import acts as minutes
from rembuk.office.forums.minutes import evidence, publishing
from rembuk.office.forums.models import DecisionState, Meeting, MeetingState, Minutes


@policy("rembuk")
@never_cache
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The minutes of a meeting, edition by edition, and the one next step."""
    meeting = meeting_or_404(request, meeting_id)
    if request.method == "POST":
        rights_in(request).within("rembuk-kelola", meeting.place_code)
        return _acted(request, meeting)
    log.record(request, "rembuk", "rembuk", meeting.public_id, meeting.place_code)
    return _page(request, meeting)


def _page(
    request: HttpRequest, meeting: Meeting, asked: str = "", status: int = 200
) -> HttpResponse:
    account = account_of(request)
    made = minutes.newest(meeting)
    manages = rights_in(request).may("rembuk-kelola", meeting.place_code)
    decisions = meeting.decisions.exclude(state=DecisionState.WITHDRAWN)
    return render(
        request,
        "forums/minutes.html",
        {
            "meeting": meeting,
            "made": made,
            "editions": Minutes.objects.filter(meeting=meeting)
            .select_related("document", "signed_scan")
            .order_by("-edition"),
            "waits": minutes.waits(meeting) if meeting.open else [],
            "stale": made is not None and meeting.open and minutes.stale(meeting, made),
            "manages": manages,
            "asked": asked,
            "results": [
                queries.Result(one, queries.standing(one))
                for one in decisions.select_related("owner", "promise").order_by("number")
            ],
            "running": meeting.state == MeetingState.RUNNING,
            "held": meeting.state == MeetingState.HELD,
            "signed": meeting.state == MeetingState.SIGNED,
            "may_publish": made is not None and publishing.may_publish(account, made),
            "steps": evidence.steps(meeting) if manages else [],
        },
        status=status,
    )


def _acted(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    post, account = request.POST, account_of(request)
    act = post.get("aksi", "")
    origin = f"{request.scheme}://{request.get_host()}"
    try:
        if act == "tutup":
            minutes.close(meeting, account)
            messages.success(request, _("Rapat ditutup. Buat berita acaranya."))
        elif act == "buat":
            minutes.make(
                meeting, account, number=post.get("nomor", ""), reason=post.get("alasan", ""),
                origin=origin,
            )  # fmt: skip
            messages.success(request, _("Berita acara siap: cetak, tanda tangani, lalu pindai."))
        elif act == "sahkan":
            return _signed(request, meeting)
        elif act == "buka":
            minutes.reopen(meeting, account, post.get("alasan", ""))
            messages.success(request, _("Keputusan dapat diubah lagi. Edisi lama tetap ada."))
        elif act == "bukti":
            evidence.tick(meeting, account)
            messages.success(request, _("Berita acara menjadi bukti langkah rembuk."))
    except ValidationError as problem:
        tell(request, problem)
    return redirect("forums:minutes", meeting.public_id)


def _signed(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    made = minutes.newest(meeting)
    if made is None:
        raise Http404
    try:
        done = minutes.sign(
            made, request.FILES.get("berkas"), account_of(request),
            why=request.POST.get("sebab", ""),
        )  # fmt: skip
    except UnsureError as problem:
        return _page(request, meeting, asked=" ".join(problem.messages), status=422)
    assert done.signed_scan is not None
    messages.success(
        request,
        _("%(scan)s Berita acara disahkan; tiap keputusan yang disepakati menjadi janji.")
        % {"scan": words_of_state.bound(done.signed_scan)},
    )
    return redirect("forums:minutes", meeting.public_id)


@policy("rembuk")
@never_cache
@require_GET
def word(request: HttpRequest, meeting_id: str, edition: int) -> HttpResponse:
    """The Word twin of an edition."""
    meeting = meeting_or_404(request, meeting_id)
    made = Minutes.objects.filter(meeting=meeting, edition=edition).first()
    if made is None:
        raise Http404
    log.record(request, "surat", "rembuk", meeting.public_id, meeting.place_code)
    return files.answer(made.word_path, f"berita-acara-{made.public_id.lower()}")


@policy("rembuk")
@require_POST
def publish(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Open the commitment to everybody."""
    meeting = meeting_or_404(request, meeting_id)
    made = minutes.newest(meeting)
    try:
        if made is None:
            raise ClosedError(_("Berita acara belum ditandatangani."), code="tanda-tangan")
        publishing.publish(made, account_of(request))
        messages.success(request, _("Komitmen terbit. Siapa pun dapat membacanya."))
    except ValidationError as problem:
        tell(request, problem)
    return redirect("forums:minutes", meeting.public_id)


@policy("publik")
@require_GET
def commitment(request: HttpRequest, public_id: str) -> HttpResponse:
    """The published commitment: offices, targets, days. No person."""
    made = publishing.published(public_id)
    if made is None:
        raise Http404
    newer = minutes.newest(made.meeting)
    document = made.document
    return render(
        request,
        "forums/commitment.html",
        {
            "made": made,
            "meeting": made.meeting,
            "lines": publishing.lines(made.content),
            "newer": newer if newer != made and newer and newer.published_at else None,
            "digits": check_digits(document.public_id, document.data_digest),
        },
    )
