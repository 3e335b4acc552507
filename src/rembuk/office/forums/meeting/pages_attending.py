"""Attendance: the list on screen, the code on the wall, the page behind it, the signed paper."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log, sealing
from rembuk.office.access.log import address_of
from rembuk.office.access.policies import policy
from rembuk.office.documents.drawings import qr
from rembuk.office.documents.scans.proof import UnsureError
from rembuk.office.forums import asking
from rembuk.office.forums.errors import AskedError, ForumError
from rembuk.office.forums.meeting import attending
from rembuk.office.forums.meeting.attending import Came
from rembuk.office.forums.models import AttendanceSheet, How, Meeting, MeetingState

TRIES: Final = 60
"""Most sign-ins from one address in ten minutes: a whole hall behind one router, not a script."""
SECONDS: Final = 600


@policy("rembuk-catat")
@never_cache
@require_GET
def attendance(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Who came, and how they can be written down."""
    one = asking.meeting_or_404(request, meeting_id, "rembuk-catat")
    log.record(request, "rembuk", "hadir-rapat", one.public_id, one.place_code)
    return _show(request, one)


def _show(
    request: HttpRequest, one: Meeting, status: int = 200, asked: str = "", *,
    unread: bool = False, fewer: bool = False,
) -> HttpResponse:  # fmt: skip
    rows = list(attending.present(one).select_related("invitee"))
    came = {row.invitee_id for row in rows}
    return render(
        request, "forums/attendance.html",
        {
            "meeting": one, "rows": rows, "tally": attending.tally(one),
            "struck": one.attendances.exclude(withdrawn_at=None),
            "waiting": [row for row in one.invitees.all() if row.pk not in came],
            "how": [(How.LIST.value, How.LIST.label), (How.ONLINE.value, How.ONLINE.label)],
            "sheets": one.sheets.select_related("document", "scan"),
            "running": one.state == MeetingState.RUNNING,
            "asked": asked, "unread": unread, "fewer": fewer,
            "typed": dict(request.POST.items()),
        },
        status=status,
    )  # fmt: skip


@policy("rembuk-catat")
@require_POST
def act(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """One act on the attendance."""
    one = asking.meeting_or_404(request, meeting_id, "rembuk-catat")
    account, post = asking.account_of(request), request.POST
    action = post.get("aksi", "")
    try:
        if action == "hadir":
            chosen = post.get("undangan", "")
            invitee = get_object_or_404(one.invitees, public_id=chosen) if chosen else None
            attending.mark(
                one, Came(post.get("nama", ""), post.get("unsur", ""), post.get("cara", How.LIST),
                          invitee), account,
            )  # fmt: skip
            messages.success(request, _("Hadir dicatat."))
        elif action == "coret":
            row = get_object_or_404(one.attendances, public_id=post.get("hadir", ""))
            attending.withdraw(row, account, post.get("alasan", ""))
            messages.success(request, _("Baris dicoret."))
        elif action == "cetak":
            made = attending.print_sheet(one, account, f"{request.scheme}://{request.get_host()}")
            return redirect("documents:document", made.document.public_id)
        elif action == "pindaian":
            _bring_back(request, one)
        else:
            raise ForumError(_("Pilih apa yang dicatat."), code="aksi")
    except (AskedError, UnsureError) as question:
        return _show(
            request, one, 422, " ".join(question.messages),
            unread=isinstance(question, UnsureError) or bool(post.get("sebab")),
            fewer=isinstance(question, AskedError) or bool(post.get("yakin")),
        )  # fmt: skip
    except ValidationError as problem:
        asking.tell(request, problem)
        return _show(request, one, 422)
    return redirect("forums:attendance", meeting_id)


def _bring_back(request: HttpRequest, one: Meeting) -> None:
    post = request.POST
    sheet = get_object_or_404(AttendanceSheet, meeting=one, public_id=post.get("lembar", ""))
    attending.bring_back(
        sheet, request.FILES.get("pindaian"), asking.whole(post.get("hitungan", "")),
        asking.account_of(request), sure=post.get("yakin") == "ya",
        why=post.get("sebab", ""),
    )  # fmt: skip
    messages.success(request, _("Daftar hadir bertanda tangan disimpan."))


@policy("rembuk-catat")
@never_cache
@require_GET
def poster(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The code to put on the wall or the screen."""
    one = asking.meeting_or_404(request, meeting_id, "rembuk-catat")
    address = request.build_absolute_uri(reverse("forums:sign-in", args=[one.token]))
    return render(
        request,
        "forums/poster.html",
        {"meeting": one, "address": address, "running": one.state == MeetingState.RUNNING},
    )


@policy("rembuk-catat")
@never_cache
@require_GET
def code(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The code itself, as a drawing."""
    one = asking.meeting_or_404(request, meeting_id, "rembuk-catat")
    address = request.build_absolute_uri(reverse("forums:sign-in", args=[one.token]))
    return HttpResponse(qr(address), content_type="image/svg+xml")


@policy("publik")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by oneself: name and party only, while the meeting runs. Nobody else is shown."""
    one = Meeting.objects.filter(token=token).first()
    if one is None:
        raise Http404
    context = {
        "meeting": one, "running": one.state == MeetingState.RUNNING, "typed": {}, "wrong": "",
        "done": request.GET.get("sudah") == "ya",
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        post = request.POST
        try:
            _slowly(request, token)
            attending.sign_in(
                token, post.get("nama", ""), post.get("unsur", ""), afar=post.get("daring") == "ya"
            )
        except ValidationError as problem:
            status = 429 if problem.code == "ramai" else 422
            context |= {"typed": dict(post.items()), "wrong": " ".join(problem.messages)}
        else:
            return redirect(f"{reverse('forums:sign-in', args=[token])}?sudah=ya")
    return render(request, "forums/sign_in.html", context, status=status)


def _slowly(request: HttpRequest, token: str) -> None:
    """Refuse an address that signs in far more people than a hall holds."""
    key = f"hadir:{sealing.digest(f'{token}:{address_of(request)}')[:24]}"
    cache.add(key, 0, SECONDS)
    if cache.incr(key) > TRIES:
        raise ValidationError(
            _("Terlalu banyak yang mengisi dari jaringan ini. Tunggu sebentar."), code="ramai"
        )
