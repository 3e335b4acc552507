"""The list of who is asked to a meeting: letters, answers, how to reach them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.actions import Action
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.documents.services import series
from rembuk.office.forums import asking
from rembuk.office.forums.errors import ForumError
from rembuk.office.forums.meeting import inviting
from rembuk.office.forums.meeting.inviting import Asked
from rembuk.office.forums.models import Meeting, Reply
from rembuk.office.seats.queries import offices


@policy("rembuk-catat")
@never_cache
@require_GET
def invitees(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Who is asked, their letter, their answer."""
    one = asking.meeting_or_404(request, meeting_id, "rembuk-catat")
    log.record(request, "rembuk", "undangan-rapat", one.public_id, one.place_code)
    return _show(request, one)


def _show(request: HttpRequest, one: Meeting, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    rows = list(one.invitees.select_related("office", "document"))
    text = inviting.message(one)
    keeps = rights_in(request).may("rembuk-kelola", one.place_code)
    return render(
        request, "forums/invitees.html",
        {
            "meeting": one, "rows": [(row, inviting.chat_link(row, text)) for row in rows],
            "waiting": [row for row in rows if row.document_id is None],
            "answers": inviting.counted(rows), "replies": Reply.choices, "message": text,
            "letters": {row.document.public_id: row.document for row in rows if row.document},
            "numbered": one.host is not None and series(one.host, today).pk is not None,
            "offices": offices(today) if keeps else (), "keeps": keeps, "today": today,
            "typed": dict(request.POST.items()),
        },
        status=status,
    )  # fmt: skip


@policy("rembuk-catat")
@require_POST
def act(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """One act on the list."""
    action = request.POST.get("aksi", "")
    kept = {"tambah", "surat", "hapus", "hubungi"}
    needs: Action = "rembuk-kelola" if action in kept else "rembuk-catat"
    one = asking.meeting_or_404(request, meeting_id, needs)
    account, post = asking.account_of(request), request.POST
    asked = Asked(
        post.get("unsur", ""), asking.office_in(post.get("kantor", "")), post.get("nama", ""),
        post.get("surel", ""), post.get("hp", ""),
    )  # fmt: skip
    try:
        if action == "tambah":
            inviting.add(one, asked, account)
            messages.success(request, _("Undangan ditambah."))
        elif action == "surat":
            made = inviting.send(
                one, account, number=post.get("nomor", ""), on=asking.day(post.get("tanggal", "")),
                origin=f"{request.scheme}://{request.get_host()}",
            )  # fmt: skip
            messages.success(request, _("Surat undangan %s keluar.") % made.number)
        elif action not in {"hapus", "hubungi", "jawab"}:
            raise ForumError(_("Pilih apa yang dicatat."), code="aksi")
        else:
            row = get_object_or_404(one.invitees, public_id=post.get("undangan", ""))
            if action == "hapus":
                inviting.remove(row, account)
            elif action == "hubungi":
                inviting.reach(row, asked, account)
            else:
                inviting.answer(row, post.get("jawaban", ""), post.get("catatan", ""), account)
            messages.success(request, _("Daftar undangan disimpan."))
    except ValidationError as problem:
        asking.tell(request, problem)
        return _show(request, one, 422)
    return redirect("forums:invitees", meeting_id)
