"""One pillar: its promises, activities, indicators, and what visits saw of it."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.asked import account_of, tell
from rembuk.office.access.policies import policy
from rembuk.office.ledger import lines
from rembuk.office.oversight import asking
from rembuk.office.oversight.addresses import at
from rembuk.office.oversight.errors import OversightError
from rembuk.office.oversight.models import Hung
from rembuk.office.oversight.pillars import hanging, sums
from rembuk.office.programmes import queries as plan

PER_PAGE: Final = 15
ACTIVITIES: Final = 30
"""Activities on the page; the room of the plan lists all of them."""


@policy("pengawasan")
@never_cache
@require_GET
def pillar(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a pillar."""
    here = asking.here(request)
    found = next((one for one in sums.pillars(here) if one.pillar.number == number), None)
    if found is None:
        raise Http404
    activities = sums.activities_of(here, number)
    rows = sums.promises_of(here, number) if here.reads_each else None
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("hal")) if rows is not None else None
    # who works with the children of the place reads small counts, nobody else
    named = here.rights.may("lihat-anak", here.code)
    limit = int(reference.load().number("small_count", here.on))
    log.record(request, "pengawasan", "pilar", str(number), here.code)
    return render(
        request,
        "oversight/pillar.html",
        {
            "here": here, "found": found, "page": page,
            "lines": lines.lines(page, here.on) if page is not None else [],
            "funnel": [one for one in plan.funnel(activities) if one.count],
            "activities": activities[:ACTIVITIES], "plan": at("programmes:home"),
            "opens": here.rights.may("rencana", here.code),
            "indicators": [
                (one, not named and one.small(limit))
                for one in sums.indicators(here).get(number, [])
            ],
            "limit": limit,
            "seen": sums.seen(here, number),
            "pillars": reference.load().pillars(here.on),
            "may_hang": here.rights.may("pengawasan-isi", here.district),
        },
    )  # fmt: skip


@policy("pengawasan-isi")
@require_POST
def hang(request: HttpRequest, number: int) -> HttpResponse:
    """Move one promise to another pillar, with a reason."""
    here = asking.here(request)
    public_id = request.POST.get("janji", "")
    promise = here.promises.filter(public_id=public_id).first()
    given = request.POST.get("pilar", "")
    try:
        if promise is None:
            raise OversightError(_("Pilih janjinya."))
        hanging.hang(
            Hung.Thing.PROMISE, promise.public_id, promise.place_code,
            int(given) if given.isdigit() else None, request.POST.get("alasan", ""),
            account_of(request), here.on,
        )  # fmt: skip
        messages.success(request, _("Tercatat: janji dipindah, riwayatnya tersimpan."))
    except ValidationError as problem:
        tell(request, problem)
    log.record(request, "pengawasan", "pindah-pilar", public_id, here.code)
    answer = redirect("oversight:pillar", number)
    answer["Location"] += f"?{urlencode({'wilayah': here.code})}"
    return answer
