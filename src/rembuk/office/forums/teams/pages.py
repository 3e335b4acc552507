"""Pages of the teams: how far they are formed, one team, its members and terms."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.convergence import told
from rembuk.office.documents import files
from rembuk.office.forums import asking
from rembuk.office.forums.errors import ForumError
from rembuk.office.forums.forms import first_place, seats_for
from rembuk.office.forums.models import Member, Part, Team
from rembuk.office.forums.places import level_of, name_of
from rembuk.office.forums.teams import acts as teams
from rembuk.office.forums.teams import formation
from rembuk.office.places.models import Area
from rembuk.office.seats.queries import holder, offices


def _place(request: HttpRequest) -> Area:
    """The place asked for, else the outermost of the reader's that has a team."""
    rights = rights_in(request)
    asked = request.GET.get("wilayah", "")
    if asked:
        rights.within("rembuk", asked)
    found = Area.objects.filter(code=asked or first_place(rights, "rembuk")).first()
    if found is None or level_of(found.code) is None:
        raise Http404
    return found


@policy("rembuk")
@never_cache
@require_GET
def teams_home(request: HttpRequest) -> HttpResponse:
    """Formation of teams in a place: its own, each kecamatan, each village."""
    area = _place(request)
    today = timezone.localdate()
    found = formation.formation(area, today)
    log.record(request, "rembuk", "tim", area.code, area.code)
    lacking = [
        row.own for row in found.kecamatan if not row.own.formed
    ] or [one for one in found.villages if not one.formed]  # fmt: skip
    return render(
        request, "forums/teams.html",
        {
            "area": area, "name": name_of(area.code), "found": found, "today": today,
            "lacking": lacking, "may_keep": rights_in(request).may("rembuk-kelola", area.code),
            "level": level_of(area.code),
        },
    )  # fmt: skip


@policy("rembuk")
@never_cache
@require_GET
def team(request: HttpRequest, team_id: str) -> HttpResponse:
    """One team: decree, head's seat, members by field, terms, who stands in for whom."""
    return _show(request, asking.team_or_404(request, team_id))


def _show(request: HttpRequest, one: Team, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    rows = list(
        one.members.select_related("office", "seat", "substitute_of").order_by(
            F("term_to").asc(nulls_last=True), "pk"
        )
    )
    standing = [m for m in rows if m.term_from <= today and (not m.term_to or today < m.term_to)]
    fields = reference.load().team_fields(one.level, one.valid_from)
    groups: list[tuple[str, list[Member]]] = [
        (_("Pimpinan dan sekretariat"), [m for m in standing if not m.field]),
        *((told.named(f), [m for m in standing if m.field == f.code]) for f in fields),
    ]
    may_keep = rights_in(request).may("rembuk-kelola", one.place_code)
    log.record(request, "rembuk", "tim", one.public_id, one.place_code)
    return render(
        request, "forums/team.html",
        {
            "team": one, "name": name_of(one.place_code), "today": today, "groups": groups,
            "stands": one.stands(today), "ended": formation.ended_terms(one, today),
            "past": [m for m in rows if m not in standing],
            "head": holder(one.head_seat, today) if one.head_seat else None,
            "fields": [(f.code, told.named(f)) for f in fields], "parts": Part.choices,
            "may_keep": may_keep, "offices": offices(today) if may_keep else (),
            "seats": seats_for(one.place_code, today) if may_keep else (),
            "events": one.events.select_related("by").order_by("-at", "-pk")[:20],
            "others": Team.objects.filter(place_code=one.place_code).exclude(pk=one.pk),
        },
        status=status,
    )  # fmt: skip


@policy("rembuk-kelola")
@never_cache
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """Form the team of a place by its decree."""
    rights = rights_in(request)
    code = request.POST.get("tempat", "") or request.GET.get("wilayah", "")
    code = code or first_place(rights, "rembuk-kelola")
    area = get_object_or_404(Area, code=rights.within("rembuk-kelola", code))
    today = timezone.localdate()
    status, typed = 200, dict(request.POST.items())
    if request.method == "POST":
        try:
            made = teams.form(_draft(request, area), asking.account_of(request),
                              request.FILES.get("pindaian"))  # fmt: skip
        except ValidationError as problem:
            asking.tell(request, problem)
            status = 422
        else:
            messages.success(request, _("Tim dibentuk. Isi anggotanya."))
            return redirect("forums:team", made.public_id)
    return render(
        request, "forums/team_form.html",
        {
            "area": area, "name": name_of(area.code), "typed": typed, "today": today,
            "seats": seats_for(area.code, today),
            "standing": Team.objects.on(today).filter(place_code=area.code).first(),
        },
        status=status,
    )  # fmt: skip


def _draft(request: HttpRequest, area: Area) -> teams.TeamDraft:
    post = request.POST
    last = asking.day(post.get("sampai", ""))
    return teams.TeamDraft(
        place_code=area.code, decree_number=post.get("nomor", ""),
        decree_on=asking.needed_day(post.get("tanggal", ""), _("tanggal keputusan")),
        valid_from=asking.needed_day(post.get("mulai", ""), _("tanggal mulai")),
        valid_to=last + dt.timedelta(days=1) if last else None,
        head_seat=asking.seat_in(post.get("ketua", "")),
    )  # fmt: skip


@policy("rembuk-kelola")
@require_POST
def act(request: HttpRequest, team_id: str) -> HttpResponse:
    """One act on a team: a member, an end of a term, head's seat, signed decree, the end."""
    one = asking.team_or_404(request, team_id, "rembuk-kelola")
    try:
        _ACTS.get(request.POST.get("aksi", ""), _unknown)(request, one)
    except ValidationError as problem:
        asking.tell(request, problem)
        return _show(request, one, 422)
    return redirect("forums:team", team_id)


def _member(request: HttpRequest, one: Team) -> None:
    post = request.POST
    instead = post.get("menggantikan", "")
    last = asking.day(post.get("sampai", ""))
    teams.add_member(
        one,
        teams.MemberDraft(
            name=post.get("nama", ""), part=post.get("sebagai", ""), field=post.get("bidang", ""),
            office=asking.office_in(post.get("kantor", "")),
            institution=post.get("unsur", ""), term_from=asking.day(post.get("mulai", "")),
            term_to=last + dt.timedelta(days=1) if last else None,
        ),
        asking.account_of(request),
        get_object_or_404(one.members, public_id=instead) if instead else None,
    )  # fmt: skip
    messages.success(request, _("Anggota dicatat."))


def _end_member(request: HttpRequest, one: Team) -> None:
    member = get_object_or_404(one.members, public_id=request.POST.get("anggota", ""))
    on = asking.needed_day(request.POST.get("pada", ""), _("tanggal berakhir"))
    teams.end_member(member, on, asking.account_of(request), request.POST.get("alasan", ""))
    messages.success(request, _("Masa tugas diakhiri."))


def _seat(request: HttpRequest, one: Team) -> None:
    version = asking.whole(request.POST.get("versi", "0"))
    seat = asking.seat_in(request.POST.get("ketua", ""))
    teams.seat(one, seat, asking.account_of(request), version)
    messages.success(request, _("Kursi ketua dicatat."))


def _scan(request: HttpRequest, one: Team) -> None:
    version = asking.whole(request.POST.get("versi", "0"))
    teams.keep_scan(one, request.FILES.get("pindaian"), asking.account_of(request), version)
    messages.success(request, _("Keputusan disimpan."))


def _end(request: HttpRequest, one: Team) -> None:
    on = asking.needed_day(request.POST.get("pada", ""), _("tanggal berakhir"))
    version = asking.whole(request.POST.get("versi", "0"))
    teams.end(one, on, asking.account_of(request), request.POST.get("alasan", ""), version)
    messages.success(request, _("Tim diakhiri."))


def _unknown(request: HttpRequest, one: Team) -> None:
    raise ForumError(_("Pilih apa yang dicatat."), code="aksi")


_ACTS = {
    "anggota": _member, "akhiri-anggota": _end_member, "kursi": _seat, "pindaian": _scan,
    "akhiri": _end,
}  # fmt: skip


@policy("rembuk")
@require_GET
def decree(request: HttpRequest, team_id: str) -> HttpResponse:
    """The signed decree as it was kept."""
    one = asking.team_or_404(request, team_id)
    if not one.path:
        raise Http404
    log.record(request, "rembuk", "tim-sk", one.public_id, one.place_code)
    return files.answer(one.path, f"sk-tpps-{one.place_code}", download=False)
