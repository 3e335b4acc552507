"""The data sheet of a meeting on screen and on paper, and kept as a material of the meeting."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.forums import asking
from rembuk.office.forums.data_sheet import sheet as data_sheet
from rembuk.office.forums.data_sheet.letter import one_page
from rembuk.office.forums.data_sheet.sheet import Sheet
from rembuk.office.forums.meeting import materials, preparing
from rembuk.office.forums.models import Meeting
from rembuk.office.forums.places import beneath, level_of, name_of
from rembuk.office.insight.asked import Limits
from rembuk.office.places.scope import contains


def _asked(request: HttpRequest, one: Meeting) -> Sheet:
    """The sheet of the place or office asked for; the meeting's own place otherwise."""
    today = timezone.localdate()
    given = request.POST if request.method == "POST" else request.GET
    if code := given.get("kantor", ""):
        office = next((o for o in data_sheet.offices_of(one) if o.code == code), None)
        if office is None:
            raise Http404
        return data_sheet.of_office(one, office, today)
    place = given.get("wilayah", "") or one.place_code
    if not contains(one.place_code, place) or level_of(place) is None:
        raise Http404
    return data_sheet.of_place(one, place, today)


@policy("rembuk")
@never_cache
@require_GET
def sheet(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """One page: figures, who is overdue, last decisions, follow-up, candidates."""
    one = asking.meeting_or_404(request, meeting_id)
    found = _asked(request, one)
    limit = Limits.on(found.on).small
    level = level_of(one.place_code)
    below = {"kabupaten": "kecamatan", "kecamatan": "desa"}.get(str(level), "")
    rights = rights_in(request)
    own = found.place == one.place_code
    log.record(request, "rembuk", "lembar-data", one.public_id, one.place_code)
    return render(
        request, "forums/sheet.html",
        {
            "meeting": one, "sheet": found, "limit": limit,
            "figures": [(row, row.counted(limit)) for row in found.figures],
            # the meeting's own place goes unnamed: who sits beneath it may not ask for it
            "places": [("", name_of(one.place_code)),
                       *((a.code, a.name) for a in (beneath(one.place_code, below)
                                                    if below else ())
                         if rights.may("rembuk", a.code))],
            "offices": data_sheet.offices_of(one),
            "ready": preparing.check(one, rights) if found.office is None else (),
            "query": f"kantor={found.office.code}" if found.office
            else "" if own else f"wilayah={found.place}",
            "writes": rights.may("rembuk-catat", one.place_code),
        },
    )  # fmt: skip


@policy("rembuk")
@require_GET
def paper(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """The sheet as a PDF of today."""
    one = asking.meeting_or_404(request, meeting_id)
    with translation.override("id"):
        found = _asked(request, one)
        content = one_page(found, one, Limits.on(found.on).small)
    log.record(request, "ekspor", "lembar-data", one.public_id, one.place_code)
    return sent(content, f"lembar-data-{one.public_id}.pdf", shown=True)


@policy("rembuk-catat")
@require_POST
def keep(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Keep the sheet of today as a material: what was on the table, as it was."""
    one = asking.meeting_or_404(request, meeting_id, "rembuk-catat")
    with translation.override("id"):
        found = _asked(request, one)
        content = one_page(found, one, Limits.on(found.on).small)
    title = _("Lembar data %(who)s, %(day)s") % {
        "who": found.title, "day": f"{found.on:%d-%m-%Y}"
    }  # fmt: skip
    try:
        materials.put(one, content, title, asking.account_of(request), materials.SHEET)
    except ValidationError as problem:
        asking.tell(request, problem)
    else:
        messages.success(request, _("Lembar data disimpan sebagai bahan rapat."))
    return redirect(f"{reverse('forums:meeting', args=[meeting_id])}#h-bahan")
