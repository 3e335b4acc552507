"""The door of the plan, and its list of activities."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy
from rembuk.office.programmes import asking, doors, home_view, moving, queries, shown, words
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.matrix.sheet import activities_book
from rembuk.office.programmes.models import Status
from rembuk.office.programmes.queries import Activities
from rembuk.office.seats.models import Office

PER_PAGE: Final = 30
NOT_YET: Final = "belum"
STATES: Final = {NOT_YET: _("belum di anggaran"), **dict(Status.choices)}
FILTERS: Final = ("kantor", "intervensi", "dana", "kelompok", "label", "cari")


@policy("rencana")
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Pagu by source, the way into budgets, what waits for the reader, in one year."""
    who = asking.reader(request)
    found = queries.activities(who.rights, who.year, place=who.place)
    steps = queries.funnel(found)
    live = [one for one in steps if one.status != Status.DROPPED]
    waits = home_view.waits(who, found)
    return render(
        request,
        "programmes/home.html",
        {
            "who": who, "steps": live, "most": max((one.count for one in live), default=0),
            "dropped": next(one for one in steps if one.status == Status.DROPPED),
            "count": sum(one.count for one in live), "amount": sum(one.amount for one in live),
            "sources": home_view.sources(found, who), "held": home_view.held(who),
            "bare": home_view.without_ceiling(who), "waits": waits[1:],
            "next": waits[0] if waits else None, "place": home_view.place_name(who),
            "places": asking.options(
                [(one.code, one.name) for one in asking.places(who.rights, who.place)], who.place
            ),
            "may_write": bool(who.desk.offices), "doors": doors.doors(who.year),
        },
    )  # fmt: skip


@policy("rencana")
@never_cache
@require_GET
def activities(request: HttpRequest) -> HttpResponse:
    """Activities of a year, narrowed."""
    who = asking.reader(request)
    found = narrowed(request, who)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("hal"))
    get = request.GET
    kept = get.copy()
    kept.pop("hal", None)
    offices = Office.objects.filter(activities__year=who.year).distinct().order_by("short")
    return render(
        request,
        "programmes/activities.html",
        {
            "who": who, "page": page, "lines": shown.lines(page, who.on), "query": kept.urlencode(),
            "sums": queries.sums(found), "narrowed": any(get.get(name) for name in (
                *FILTERS, "status", "milik", "kurang", "wilayah")),
            "find": get.get("cari", ""), "own": get.get("milik") == "saya",
            "lacking": bool(get.get("kurang")),
            "places": asking.options(
                [(one.code, one.name) for one in asking.places(who.rights, who.place)], who.place),
            "offices": asking.options(offices.values_list("code", "short"), get.get("kantor", "")),
            "states": asking.options(STATES, get.get("status", "")),
            "catalogue": asking.options(
                words.intervention_names(who.on) | {queries.UNNAMED: str(_("tanpa intervensi"))},
                get.get("intervensi", "")),
            "money": asking.options(words.money(who.on), get.get("dana", "")),
            "groups": asking.options(words.groups(who.on), get.get("kelompok", "")),
            "may_write": bool(who.desk.offices),
        },
    )  # fmt: skip


def narrowed(request: HttpRequest, who: Reader) -> Activities:
    """The activities a list was asked for; dropped ones only when asked for."""
    get = request.GET
    status = get.get("status", "")
    found = queries.activities(
        who.rights, who.year, place=who.place, office=get.get("kantor", ""),
        intervention=get.get("intervensi", ""), money=get.get("dana", ""),
        group=get.get("kelompok", ""), tag=get.get("label", ""),
    )  # fmt: skip
    if status == NOT_YET:
        found = found.filter(status__in=moving.WAY[:3])
    elif status in Status.values:
        found = found.filter(status=status)
    else:
        found = found.exclude(status=Status.DROPPED)
    if get.get("milik") == "saya":
        found = home_view.mine(who, found)
    if get.get("kurang"):
        found = found.filter(Q(ceiling_amount__isnull=True) | Q(volume__isnull=True) | Q(money=""))
    if text := " ".join(get.get("cari", "").split())[:80]:
        found = found.filter(
            Q(title__icontains=text) | Q(number__iexact=text) | Q(problem__icontains=text)
        )
    return found.order_by("number")


@policy("rencana")
@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """The list as it is narrowed, as a workbook, and a line in the log."""
    who = asking.reader(request)
    found = narrowed(request, who)
    log.record(
        request, "ekspor", "rencana", str(who.year), who.place or asking.district(who.rights),
        rows=found.count(),
    )  # fmt: skip
    return sent(activities_book(found, who.year, who.on), f"kegiatan-{who.year}.xlsx")
