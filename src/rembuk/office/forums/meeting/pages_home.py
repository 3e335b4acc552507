"""The room's home: what is next, meetings ahead and behind; a meeting made from a template."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rembuk.office.access import log
from rembuk.office.access.policies import Rights, policy, rights_in
from rembuk.office.convergence import told
from rembuk.office.forums import asking, queries
from rembuk.office.forums.errors import ForumError
from rembuk.office.forums.forms import first_place, kinds_for, seats_for
from rembuk.office.forums.meeting import convening
from rembuk.office.forums.meeting.next_step import letterless, next_step
from rembuk.office.forums.models import Kind, MeetingState
from rembuk.office.forums.places import beneath, level_of, name_of
from rembuk.office.places import said
from rembuk.office.places.models import Area

PAGE = 30
MOST_AHEAD = 2
"""Years after its own a meeting may plan for."""


@policy("rembuk")
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Meetings of the reader's places and those their office is asked to."""
    rights, account = rights_in(request), asking.account_of(request)
    years = sorted(
        set(queries.readable(rights, account).values_list("year", flat=True)), reverse=True
    )
    given = request.GET.get("tahun", "")
    year = int(given) if given.isdigit() and len(given) == 4 else None
    kind = request.GET.get("jenis", "")
    kind = kind if kind in Kind.values else ""
    place = request.GET.get("wilayah", "")
    if place:
        rights.within("rembuk", place)
    rows = queries.meetings(rights, year, kind, place, account)
    ahead = [MeetingState.PLANNED, MeetingState.INVITED, MeetingState.RUNNING]
    coming = list(rows.filter(state__in=ahead).order_by("starts_at")[:PAGE])
    past = rows.filter(state__in=[MeetingState.SIGNED, MeetingState.CANCELLED])
    page = Paginator(past, PAGE).get_page(request.GET.get("hal"))
    unsigned = list(rows.filter(state=MeetingState.HELD).order_by("starts_at")[:PAGE])
    waiting = letterless(coming)
    managed = [one for one in coming if rights.may("rembuk-catat", one.place_code)]
    log.record(request, "rembuk", "rapat", place or "semua", rights.home or "")
    return render(
        request, "forums/home.html",
        {
            "coming": [(one, next_step(one, rights, waiting[one.pk])) for one in coming],
            "page": page,
            "first": managed[0] if managed else None,
            "first_step": next_step(managed[0], rights) if managed else None,
            "unsigned": unsigned,
            "to_sign": next(
                (one for one in unsigned if rights.may("rembuk-kelola", one.place_code)), None
            ),
            "years": years, "year": year, "kind": kind, "kinds": Kind.choices, "place": place,
            "may_make": rights.may("rembuk-kelola"),
            "place_name": name_of(place) if place else "",
        },
    )  # fmt: skip


@policy("rembuk-kelola")
@never_cache
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Plan a meeting: choose place and kind, day and venue; agenda and invitees come from the
    template and can be changed after."""
    rights = rights_in(request)
    code = (
        request.POST.get("tempat", "")
        or request.GET.get("wilayah", "")
        or first_place(rights, "rembuk-kelola")
    )
    area = get_object_or_404(Area, code=rights.within("rembuk-kelola", code))
    today = timezone.localdate()
    status, typed = 200, dict(request.POST.items())
    if request.method == "POST":
        try:
            made = convening.plan(draft_of(request, area.code), asking.account_of(request))
        except ValidationError as problem:
            asking.tell(request, problem)
            status = 422
        else:
            messages.success(
                request, _("Rapat direncanakan dengan acara dan undangan dari templatnya.")
            )
            return redirect("forums:meeting", made.public_id)
    kinds, english = kinds_for(area.code, today), said.english()
    return render(
        request, "forums/meeting_new.html",
        {
            "area": area, "name": name_of(area.code), "typed": typed, "today": today,
            "kinds": [
                (one.code, told.named(one), one.purpose_en if english else one.purpose_id, one)
                for one in kinds
            ],
            "chosen": typed.get("jenis") or request.GET.get("jenis", ""),
            "seats": seats_for(area.code, today), "places": _places(rights, area),
        },
        status=status,
    )  # fmt: skip


def _places(rights: Rights, area: Area) -> list[tuple[str, str]]:
    """Other places the reader may plan a meeting in: those beneath and the one above."""
    level = level_of(area.code)
    found = [(area.code, name_of(area.code))]
    above = area.code.rpartition(".")[0]
    if level_of(above) and rights.may("rembuk-kelola", above):
        found.insert(0, (above, name_of(above)))
    below = {"kabupaten": "kecamatan", "kecamatan": "desa"}.get(str(level), "")
    found += [(one.code, one.name) for one in (beneath(area.code, below) if below else ())]
    return found


def draft_of(request: HttpRequest, place_code: str, kind: str = "") -> convening.Draft:
    """A meeting as the form sends it. Raises ForumError."""
    post = request.POST
    starts = asking.moment(post.get("hari", ""), post.get("jam", ""))
    if starts is None:
        raise ForumError(_("Isi hari dan jam rapat."), code="hari")
    return convening.Draft(
        kind=kind or post.get("jenis", ""), place_code=place_code, starts_at=starts,
        ends_at=asking.moment(post.get("hari", ""), post.get("sampai", "")),
        venue=post.get("tempat_rapat", ""), link=post.get("tautan", ""),
        title=post.get("judul", ""), chair_seat=asking.seat_in(post.get("pimpinan", "")),
        plan_year=_plan_year(post.get("rencana", "").strip(), starts.year),
    )  # fmt: skip


def _plan_year(text: str, year: int) -> int | None:
    """The year a meeting plans for: its own (a budget that is changed) to two after; None where
    nothing was typed. Raises ForumError."""
    if not text:
        return None
    if not text.isdigit() or not year <= int(text) <= year + MOST_AHEAD:
        raise ForumError(
            _("Tahun rencana antara %(first)s dan %(last)s.")
            % {"first": year, "last": year + MOST_AHEAD},
            code="rencana",
        )
    return int(text)
