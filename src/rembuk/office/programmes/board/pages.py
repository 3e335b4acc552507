"""The board of need, plan, budget and delivery, its workbook, and counting it anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy
from rembuk.office.jobs import queue
from rembuk.office.places.models import Area
from rembuk.office.places.queries import path_to, place_names
from rembuk.office.programmes import asking, queries, words
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.board import sheet as balance_sheet
from rembuk.office.programmes.board import view as board_view
from rembuk.office.programmes.models import Balance
from rembuk.office.programmes.tasks import BALANCE


def _area(who: Reader) -> Area:
    """The place the board is of: the one asked for, else where the reader works, else the
    district; 404 for anything above a district."""
    code = who.place or asking.district(who.rights)
    mine = who.rights.places_for("rencana")
    if not who.place and mine and len(mine[0]) > len(code):
        code = mine[0]
    found = Area.objects.filter(code=code).first()
    if found is None or len(code) < 5:
        raise Http404
    return found


@policy("rencana")
@never_cache
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Every intervention of a place: need, planned, budgeted, delivered, holes and their owner."""
    who = asking.reader(request)
    area, get = _area(who), request.GET
    group, line = get.get("kelompok", ""), get.get("intervensi", "")
    found = board_view.board(who, area, group=group, line=line, gaps=bool(get.get("lubang")))
    newest = Balance.objects.filter(year=who.year, district_code=area.code[:5]).order_by()
    stamp = newest.order_by("-counted_at").values_list("counted_at", flat=True).first()
    return render(
        request,
        "programmes/board.html",
        {
            "who": who, "board": found, "area": area, "way": _way(who, area),
            "groups": asking.options(words.groups(who.on), group), "group": group,
            "gaps": bool(get.get("lubang")), "stamp": stamp,
            "places": asking.options(
                [(one.code, one.name) for one in asking.places(who.rights, area.code)], area.code),
            "may_recount": who.rights.may("rencana-kelola", area.code[:5]),
            "names": place_names(one.place for one in found.above),
            "unnamed": queries.unnamed(area.code, who.year), "UNNAMED": queries.UNNAMED,
        },
    )  # fmt: skip


def _way(who: Reader, area: Area) -> list[Area]:
    """Places above it that the reader may see."""
    return [one for one in path_to(area.code)[:-1] if len(one.code) >= 5
            and who.rights.may("rencana", one.code)]  # fmt: skip


@policy("rencana")
@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """Every village below a place, one row each intervention."""
    who = asking.reader(request)
    area = _area(who)
    body, rows = balance_sheet.made(area, who.year, who.on)
    log.record(request, "ekspor", "rencana", str(who.year), area.code, rows=rows)
    return sent(body, f"imbangan-{area.code}-{who.year}.xlsx")


@policy("rencana-kelola")
@require_POST
def recount(request: HttpRequest) -> HttpResponse:
    """Count needs anew in the background, of this year and the one that is planned."""
    who = asking.reader(request)
    district = asking.district(who.rights)
    if not who.rights.may("rencana-kelola", district):
        messages.error(request, _("Kebutuhan dihitung ulang untuk seluruh daerah."))
        return redirect("programmes:balance")
    job = queue.enqueue(BALANCE, district, who.account, district=district)
    log.record(request, "rencana", "imbangan", str(who.year), district)
    return redirect("jobs:progress", job.pk)
