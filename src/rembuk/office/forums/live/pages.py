"""The meeting while it runs: decisions typed by several hands, and the screen on the wall."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, tell
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.forums.asking import meeting_or_404
from rembuk.office.forums.errors import ClosedError, ForumError, NotYoursError
from rembuk.office.forums.live import deciding, fields, proposing
from rembuk.office.forums.live import view as live_view
from rembuk.office.forums.live.fields import CONTENT, FIELDS, VERDICT
from rembuk.office.forums.live.form import ops_of_form
from rembuk.office.forums.live.ops import Typed
from rembuk.office.forums.models import Decision, DecisionState, Meeting
from rembuk.office.forums.places import level_of
from rembuk.office.forums.way import carrying

MAX_BODY: Final = 400_000
MOST_OPS: Final = 100


@policy("rembuk")
@never_cache
@require_http_methods(["GET", "POST"])
def live(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Decisions row by row; without script each row is a form of its own."""
    meeting = meeting_or_404(request, meeting_id)
    if request.method == "POST":
        return _saved(request, meeting)
    log.record(request, "rembuk", "rembuk", meeting.public_id, meeting.place_code)
    account = account_of(request)
    editable = meeting.open and deciding.may_type(account, meeting)
    known = fields.lists(meeting.place_code, timezone.localdate())
    found = live_view.rows(meeting)
    return render(
        request,
        "forums/live.html",
        {
            "meeting": meeting,
            "editable": editable,
            "rows": found,
            "blank": _blank(),
            "known": known,
            "areas": [fields.area_words(one) for one in known.areas],
            "labels": {name: one.label for name, one in FIELDS.items()},
            "may_manage": _manages(request, meeting),
            "setup": _setup(meeting, account.pk, found, fields.written(meeting.place_code, known))
            if editable
            else {},
        },
    )


def _manages(request: HttpRequest, meeting: Meeting) -> bool:
    return rights_in(request).may("rembuk-kelola", meeting.place_code)


def _blank() -> dict[str, Any]:
    """The row the script grows new ones from."""
    return {
        "row": "kosong", "number": "", "state": "usul", "shape": "run", "state_words": _("Usul"),
        "fields": {name: {"text": "", "ops": []} for name in (*CONTENT, VERDICT)},
        "lacks": [], "objections": [], "decided": False, "said": "",
    }  # fmt: skip


def _setup(meeting: Meeting, me: int, found: list[dict[str, Any]], here: str) -> dict[str, Any]:
    return {
        "url": reverse("forums:live-ops", args=[meeting.public_id]),
        "figures": reverse("forums:live-figures", args=[meeting.public_id]),
        # a village's travel with the page; sums of many are asked for once it stands
        "told": {"": _told(meeting.place_code)} if level_of(meeting.place_code) == "desa" else {},
        "here": here,
        "meeting": meeting.public_id,
        "me": me,
        "last": live_view.last(meeting),
        "rows": found,
        "content": list(CONTENT),
        "words": {
            "saved": _("Semua isian tersimpan"), "saving": _("Menyimpan"),
            "waiting": _("%n isian belum terkirim, tersimpan di perangkat ini. Teruskan: tidak "
                         "ada yang hilang."),
            "number": _("Keputusan %n"), "by": _("diisi %s"),
            "merged": _("Tulisan dua orang digabung. Baca lagi."),
            "conflict": _("Dua orang menulis berbeda. Pilih:"), "choose": _("%text (%by)"),
            "empty": _("dikosongkan"), "refused": _("Belum tersimpan: "),
            "answer": _("Jawaban rapat"), "thousand": _("Ya, %n"), "sure": _("Memang %n"),
            "told": _("Menurut Rembuk: %n"), "none": _("Menurut Rembuk: %n; ketik angkanya."),
            "take": _("Pakai %n"), "meant": _("Memang begitu"), "percent": _("persen"),
            "tab": _("Rapat ini sudah terbuka di tab lain pada perangkat ini. Ketik di sana."),
        },
    }  # fmt: skip


@policy("rembuk")
@never_cache
@require_GET
def figures(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Figures to propose for targets in a place of the meeting."""
    meeting = meeting_or_404(request, meeting_id)
    place = request.GET.get("tempat", "").strip()[:120]
    known = fields.lists(meeting.place_code, timezone.localdate())
    code = known.own.get(place.lower(), place) if place else meeting.place_code
    if not any(area.code == code for area in known.areas):
        return JsonResponse({"told": {}})
    return JsonResponse({"told": _told(code)})


def _told(place: str) -> dict[str, dict[str, str]]:
    """Proposals by the name of the indicator as it is typed."""
    return {
        one.name.lower(): {
            "value": one.value, "words": one.words, "why": one.why, "kept": one.kept,
        }
        for one in proposing.proposals(place, timezone.localdate())
    }  # fmt: skip


@policy("rembuk")
@never_cache
@require_http_methods(["GET", "POST"])
def ops(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Ops of a device in, what became of them and what others wrote meanwhile out."""
    meeting = meeting_or_404(request, meeting_id)
    account = account_of(request)
    results: list[dict[str, str]] = []
    since = request.GET.get("sejak", "0")
    if request.method == "POST":
        body = _body(request)
        since = str(body.get("since", 0))
        try:
            given = [_op(one) for one in body.get("ops", [])][:MOST_OPS]
            results = [vars(one) for one in deciding.take(meeting, account, given)]
        except (ClosedError, NotYoursError) as problem:
            return JsonResponse({"words": " ".join(problem.messages)}, status=409)
    now = int(since) if since.isdigit() else 0
    # the number is read first: a row that comes in between is told again, not left out
    last = live_view.last(meeting)
    return JsonResponse(
        {"results": results, "changes": live_view.changed(meeting, now), "last": last}
    )


def _body(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > MAX_BODY:
        raise Http404
    try:
        found = json.loads(request.body)
    except ValueError:
        raise Http404 from None
    if not isinstance(found, dict) or not isinstance(found.get("ops", []), list):
        raise Http404
    return found


def _op(one: Any) -> Typed:
    """An op as the script sends it; anything else is not a page of ours."""
    try:
        at = parse_datetime(str(one.get("at", "")))
        base = tuple(str(name) for name in one["base"])
        said = (str(one[name]) for name in ("id", "row", "field", "text"))
        # a NUL is in no text a person types, and in none PostgreSQL keeps
        op, row, field, text = (part.replace("\0", "") for part in said)
        return Typed(op, row, field, text, base, _aware(at))
    except (KeyError, TypeError, AttributeError, ValueError):
        raise Http404 from None


def _aware(at: dt.datetime | None) -> dt.datetime | None:
    return timezone.make_aware(at, dt.UTC) if at is not None and timezone.is_naive(at) else at


def _saved(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """A row's form, where there is no script: every field that changed, then the button's act."""
    try:
        given = ops_of_form(request.POST)
        results = deciding.take(meeting, account_of(request), given)
        for one in results:
            if one.status == "tolak":
                messages.error(request, one.words)
            elif one.status == "beda":
                messages.warning(
                    request, _("Sebagian ditulis berbeda oleh orang lain. Lihat dan pilih.")
                )
    except ValidationError as problem:
        tell(request, problem)
    return redirect("forums:live", meeting.public_id)


@policy("rembuk-catat")
@require_POST
def carry(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Bring a decision of a place beneath, or of the last meeting, before this one."""
    meeting = meeting_or_404(request, meeting_id)
    found = Decision.objects.filter(public_id=request.POST.get("keputusan", "")).first()
    try:
        if found is None:
            raise ForumError(_("Pilih keputusan yang dibawa."), code="bawa")
        carrying.carry(meeting, found, account_of(request))
        messages.success(request, _("Masuk sebagai usul rapat ini. Lengkapi, lalu putuskan."))
    except ValidationError as problem:
        tell(request, problem)
    return redirect("forums:live", meeting.public_id)


@policy("rembuk")
@never_cache
@require_GET
def screen(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The wall: the decision in hand, large, and the others. Offices and figures, no person."""
    meeting = meeting_or_404(request, meeting_id)
    found = live_view.shown(meeting.decisions.exclude(state=DecisionState.WITHDRAWN))
    newest = meeting.decisions.exclude(state=DecisionState.WITHDRAWN).order_by("-changed_at")
    now = newest.values_list("client_id", flat=True).first()
    context = {
        "meeting": meeting,
        "rows": found,
        "now": next((one for one in found if one["row"] == now), None),
        "agreed": sum(1 for one in found if one["state"] == DecisionState.AGREED),
    }
    return render(request, "forums/screen.html", context)
